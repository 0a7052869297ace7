"""The demo with its people: counts and names agree, but for the two places that shall not."""

from datetime import date, timedelta

from django.db.models import Count

from kecamatan.access import scope_of
from kecamatan.demo import fill_demo
from kecamatan.models import CountUpdate, Drive, User
from kecamatan.selectors.counts import counts_as_of
from kecamatan.selectors.ledger_check import check_ledger
from kecamatan.selectors.story import When
from outreach.demo import name_the_counts
from outreach.demo_stock import LEFT
from outreach.models import Letter, LetterEvent, Resident, ResidentRow, ResidentStep, Visit
from outreach.selectors.card_stock import agreement_of
from outreach.selectors.cards import need_told
from outreach.selectors.field.deciding import to_decide
from outreach.selectors.field.phones import phones_of
from outreach.selectors.field.standing import standing_of
from outreach.selectors.people_check import check_people
from outreach.selectors.visits.expected import expected_of
from tests.kecamatan.naive import load_places

TODAY = date(2026, 11, 25)


def test_everybody_of_the_first_list_is_there_and_counts_and_names_agree(db):
    kabupaten = load_places()
    fill_demo(kabupaten, today=TODAY, naming=name_the_counts)
    drive = Drive.objects.get(is_active=True)
    assert Resident.objects.count() == 2798
    assert check_ledger().faults == []
    picture = counts_as_of(drive, list(kabupaten.kecamatan_set.values_list("pk", flat=True)))
    named = dict(Resident.objects.remaining().order_by().values_list("desa_id").annotate(Count("pk")))
    over = []
    for place in picture.kecamatan.values():
        shares = {pk: counts.remaining - named.get(pk, 0) for pk, counts in place.desa.items()}
        over += [unnamed for unnamed in shares.values() if unnamed < 0]
    assert 1 <= len(over) <= 2
    assert min(over) >= -3
    total = picture.total.remaining - sum(named.values())
    assert 0 < total < 200
    assert ResidentStep.objects.values("step").distinct().count() >= 8
    assert ResidentRow.objects.count() > 1000
    assert CountUpdate.objects.filter(quantity__gt=1).count() > 50
    assert {"closed", "done", "draft", "announced", "confirmed", "cancelled"} <= values_of(Visit, "state")
    assert Visit.objects.filter(day=TODAY).exists()
    assert {"village", "school", "thanks"} == values_of(Letter, "kind")
    assert values_of(Letter, "state") == {"prepared", "sent", "opened", "answered"}
    assert {"reminded", "voided"} <= values_of(LetterEvent, "kind")
    assert check_people().faults == []
    the_field_day(scope_of(User.objects.get(username="admin")))
    # The blanks do not reach for the prints that are due, and agree with what the steps and visits tell.
    scope = scope_of(User.objects.get(username="admin"))
    stock, need = need_told(When(drive, TODAY, TODAY), scope)
    assert (stock.left, need.left) == (LEFT, LEFT)
    assert need.short > 20
    assert stock.until is not None
    assert agreement_of(stock, drive, scope.kecamatan).agrees


def the_field_day(scope) -> None:
    """A visit of today that can be taken along, and one of yesterday whose phones are in every state."""
    today = Visit.objects.get(day=TODAY)
    assert today.state == "confirmed"
    assert 20 <= expected_of(today).count() <= 80
    assert today.team.filter(username="petugas").exists()
    visit = Visit.objects.get(day=TODAY - timedelta(days=1), leases__isnull=False, leases__ended_at__isnull=False)
    rows = phones_of(scope, visit)
    assert len(rows) == 3
    assert [row.lease.returned_at is not None for row in rows] == [False, True, False]
    assert [row.missing for row in rows] == [2, 0, 0]
    assert rows[0].brought
    assert rows[0].clock
    assert rows[0].may_lose
    found = to_decide(scope, visit)
    assert (len(found.people), len(found.entries)) == (1, 1)
    assert found.entries[0].alike
    assert "mirip" in found.entries[0].event.sentence
    standing = standing_of(visit)
    assert (standing.phones, standing.missing, standing.to_decide) == (1, 2, 2)
    assert standing.at_most > 2


def values_of(model, field: str) -> set[str]:
    return set(model.objects.order_by().values_list(field, flat=True).distinct())
