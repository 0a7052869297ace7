"""Visits in the benchmark: forty of a month, one that expects 400 people, and one of 400 whose result is being entered."""

import uuid
from datetime import time, timedelta
from time import perf_counter

from django.urls import reverse

from kecamatan.access import Scope, scope_of
from kecamatan.benchmark.asking import Site
from kecamatan.models import Desa
from outreach.actions.letters.prepare import Order, prepare_letters
from outreach.actions.visits.people import pick_people
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.actions.visits.steps import take_visit_step
from outreach.attendance import Outcome
from outreach.models import Attendance, Letter, Resident, Visit
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.printing import pdf_of_letter
from outreach.selectors.letters.recipients import recipients_of
from outreach.selectors.visits.expected import expected_of
from outreach.visit_life import Step

#: Issue 4: people of the visit that is measured; visits of the month; outcomes entered at once; letters.
EXPECTED, VISITS, ENTERED, LETTERS = 400, 40, 100, 100


def make_visits(site: Site) -> tuple[dict[str, str], list[dict]]:
    """(what is asked → its address, lines of what was done once): in the kabupaten of the site's drive."""
    scope = scope_of(site.petugas)
    desa = list(Desa.objects.filter(kecamatan__kabupaten=scope.kabupaten).select_related("kecamatan").order_by("code"))
    for number in range(VISITS):
        _plan(scope, site, desa[number % len(desa)], scope.today + timedelta(days=number % 14))
    held = _of_many(scope, site, desa[1])
    lines = [_timed("start of a visit", lambda: take_visit_step(by=scope, visit=held, step=Step.START))]
    rows = list(Attendance.objects.filter(visit=held).order_by("pk")[:ENTERED])
    entries = [Entry(one.pk, Outcome.RECORDED if one.pk % 3 else Outcome.ABSENT, 0) for one in rows]
    lines.append(
        _timed(f"{len(entries)} outcomes entered", lambda: enter_outcomes(by=scope, visit=held, entries=entries))
    )
    planned = _of_many(scope, site, desa[0])
    letters: list[Letter] = []
    lines.append(_timed(f"{LETTERS} letters prepared", lambda: letters.extend(_letters(scope, site))))
    lines.append(_timed(f"{LETTERS} letters as PDF", lambda: [pdf_of_letter(one) for one in letters]))
    pages = {
        "visits, calendar of a month": reverse("outreach:visit-calendar"),
        "visits, list": reverse("outreach:visit-list"),
        f"visit, {_size(planned)} expected": planned.get_absolute_url(),
        f"visit, its {_size(planned)} people": reverse("outreach:visit-people", args=[planned.pk]),
        f"visit, result of {_size(held)}": f"{reverse('outreach:visit-result', args=[held.pk])}?show=all",
        "where to go next": reverse("outreach:where"),
    }
    return pages, lines


def _letters(scope: Scope, site: Site) -> list[Letter]:
    """Letters to the heads and the camat of the visits of the month, until there are so many."""
    found: list[Letter] = []
    for visit in Visit.objects.filter(drive=site.drive).planned().order_by("pk"):
        heads = recipients_of(visit)[: LETTERS - len(found)]
        for kind in (Kind.VILLAGE, Kind.REMINDER):
            if heads and len(found) < LETTERS:
                heads = heads[: LETTERS - len(found)]
                order = Order(heads, scope.today, uuid.uuid4(), "https://ektp.contoh.go.id", kind=kind)
                found += prepare_letters(by=scope, visit=visit, order=order)
    if len(found) != LETTERS:
        raise AssertionError(f"{len(found)} letters were prepared.")
    return found


def _plan(scope: Scope, site: Site, desa: Desa, day) -> Visit:
    plan = Plan(
        kecamatan=desa.kecamatan,
        day=day,
        starts=time(8),
        ends=time(14),
        place_name=f"Balai Desa {desa.name}",
        desa=[desa],
        team=[site.petugas],
        leader=site.petugas,
    )
    return plan_visit(by=scope, drive=site.drive, plan=plan)


def _of_many(scope: Scope, site: Site, desa: Desa) -> Visit:
    """A visit of today that expects so many, of whatever place they are."""
    visit = _plan(scope, site, desa, scope.today)
    expected = expected_of(visit).count()
    others = Resident.objects.filter(drive=site.drive).remaining().exclude(desa=desa).order_by("pk")
    if expected < EXPECTED:
        pick_people(by=scope, visit=visit, residents=list(others[: EXPECTED - expected]), expect=True)
    return visit


def _size(visit: Visit) -> int:
    """How many it expects, or expected when it began."""
    return Attendance.objects.filter(visit=visit).count() or expected_of(visit).count()


def _timed(what: str, act) -> dict:
    """Done once: a line like those of pages."""
    begun = perf_counter()
    act()
    ms = (perf_counter() - begun) * 1000
    return {"what": what, "queries": "", "median_ms": ms, "p95_ms": ms, "sql_ms": 0.0, "bytes": ""}
