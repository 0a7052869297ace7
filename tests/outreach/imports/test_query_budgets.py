"""Pages of people ask as many questions of the database for thirty people as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.models import Absence, ImportRow, Resident
from outreach.search import sealed_search

#: Page → the most queries, session and user among them.
BUDGETS = {
    "list": 15,
    "list, searched": 15,
    "list, of a desa": 15,
    "import, preview": 10,
    "import, taken in": 10,
    "rows in doubt": 10,
    "rows that change": 10,
    "lists taken in": 10,
    "queue of the gone": 10,
}


@pytest.fixture
def crowd(places, cast, today, list_person, make_batch, add_row):
    """``crowd(n)`` adds so many of everything, and gives the pages that show them."""
    waiting, done = make_batch(), make_batch(committed_at="2026-01-01T00:00Z")
    done.state = "committed"
    done.save()

    def _add(count):
        for number in range(count):
            name = f"Orang {Resident.objects.count()}"
            person = list_person(name, places.itik if number % 2 else places.lambur)
            other = list_person(f"{name} lain")
            add_row(waiting, "doubtful", candidates=[person.pk, other.pk], name=name)
            add_row(waiting, "changed", person, changes=[["desa", places.lambur.code, places.itik.code]], name=name)
            add_row(done, "doubtful", candidates=[other.pk], name=name)
            Absence.objects.create(batch=done, resident=person)
        ImportRow.objects.filter(verdict="doubtful").update(reason="maybe_known")
        listing, rows = reverse("outreach:resident-list"), reverse("outreach:import-rows", args=[waiting.pk])
        desa = f"kecamatan={places.lambur.kecamatan.code}&desa={places.lambur.code}"
        return {
            "list": listing,
            "list, searched": f"{listing}?find={sealed_search('orang', cast.petugas)}",
            "list, of a desa": f"{listing}?{desa}",
            "import, preview": waiting.get_absolute_url(),
            "import, taken in": done.get_absolute_url(),
            "rows in doubt": rows,
            "rows that change": f"{rows}?verdict=changed",
            "lists taken in": reverse("outreach:import-list"),
            "queue of the gone": reverse("outreach:absence-list"),
        }

    return _add


def queries_of(client, path):
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_every_page_keeps_its_budget_whatever_the_number_of_people(client, cast, crowd):
    client.force_login(cast.petugas, backend="django.contrib.auth.backends.ModelBackend")
    few = {what: queries_of(client, path) for what, path in crowd(3).items()}
    many = {what: queries_of(client, path) for what, path in crowd(21).items()}
    assert many == few
    assert {what: count for what, count in many.items() if count > BUDGETS[what]} == {}
    print(many)
