"""Three phones and the office on a real database: any order, any pieces and any repetition end the same."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.attendance import Outcome
from outreach.models import Attendance, FieldEvent, Resident, Visit
from outreach.selectors.people_check import check_people
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db
PHONES, PEOPLE = 3, 3
BORN = date(1980, 2, 3)
SAID = st.sampled_from(["", Outcome.RECORDED, Outcome.ABSENT, Outcome.AWAY])


@st.composite
def days(draw):
    """(What the office entered before, by person; acts of the phones in the order in which they were made)."""
    office = draw(st.dictionaries(st.integers(0, PEOPLE - 1), st.sampled_from(["recorded", "absent"]), max_size=1))
    outcome = st.tuples(st.just("outcome"), st.integers(0, PEOPLE - 1), SAID)
    other = st.sampled_from([("tally", 2), ("count", 3), ("undo",)])
    return office, draw(st.lists(st.tuples(st.integers(0, PHONES - 1), outcome | other), min_size=1, max_size=8))


class _RolledBack(Exception):
    pass


def _write(phones, people, desa, acts):
    """Seal them on the phones, as they were made; gives [(phone, envelope)]."""
    for phone in phones:
        phone.made.clear()
    undoable = [[] for _phone in phones]
    for which, (kind, *said) in acts:
        phone = phones[which]
        if kind == "outcome":
            phone.outcome(people[said[0]], said[1])
        elif kind == "tally":
            undoable[which].append(phone.act("tally", w="cards", c=said[0])["n"])
        elif kind == "count":
            undoable[which].append(phone.act("count", desa=desa.code, c=said[0], new=1)["n"])
        elif undoable[which]:
            phone.act("undo", of=undoable[which].pop())
    return [(phone, envelope) for phone in phones for envelope in phone.made]


def _after(visit, by, entered, pieces):
    """What is there after these pieces came in, each (phone, envelopes); nothing of it stays."""
    found = {}
    try:
        with transaction.atomic():
            if entered:
                enter_outcomes(by=by, visit=visit, entries=entered)
            for phone, envelopes in pieces:
                phone.send(*envelopes)
            found = _state(visit)
            raise _RolledBack
    except _RolledBack:
        return found


def _state(visit):
    assert check_people().faults == []
    ledger = {}
    for kind, quantity in CountUpdate.objects.standing().values_list("kind", "quantity"):
        ledger[kind] = ledger.get(kind, 0) + quantity
    return {
        "outcomes": sorted(Attendance.objects.filter(visit=visit).values_list("resident", "outcome")),
        "people": sorted(Resident.objects.values_list("pk", "state")),
        "events": sorted(FieldEvent.objects.values_list("lease", "number", "kind", "undone")),
        "to decide": set(FieldEvent.objects.filter(answer="decide").values_list("resident", flat=True)),
        "ledger": {kind: sum_ for kind, sum_ in ledger.items() if sum_},
        "cards": Visit.objects.get(pk=visit.pk).cards_printed or 0,
    }


@pytest.fixture
def world(cast, places, visit, go, phone, list_person):
    people = [list_person(name=name, birth_date=BORN) for name in ("Siti", "Rizki", "Sjafii")]
    made = go(visit(), Step.START)
    return made, [phone(made) for _phone in range(PHONES)], people, places.lambur, scope_of(cast.petugas)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(day=days(), data=st.data())
def test_any_order_any_pieces_and_any_repetition_end_the_same(world, day, data):
    visit, phones, people, desa, by = world
    office, acts = day
    here = {pk: (one, version) for one, pk, version in visit.attendances.values_list("pk", "resident", "version")}
    entries = [Entry(here[people[who].pk][0], said, here[people[who].pk][1]) for who, said in office.items()]
    sent = _write(phones, people, desa, acts)
    if not sent:
        return
    straight = _after(visit, by, entries, [(phone, phone.made) for phone in phones if phone.made])
    again = data.draw(st.lists(st.sampled_from(range(len(sent))), max_size=5))
    mixed = data.draw(st.permutations([*range(len(sent)), *again]))
    pieces, rest = [], [sent[at] for at in mixed]
    while rest:
        phone = rest[0][0]
        many = data.draw(st.integers(1, 4))
        piece = [envelope for one, envelope in rest[:many] if one is phone]
        pieces.append((phone, piece))
        rest = [*[one for one in rest[:many] if one[0] is not phone], *rest[many:]]
    assert _after(visit, by, entries, pieces) == straight
