"""A small random search: two phones, some twenty events of every kind, in two orders and in parts, partly sent twice."""

import random

import pytest
from django.db import transaction

from outreach.attendance import Outcome
from outreach.models import Attendance, FieldEvent, Resident, VisitCount
from outreach.selectors.people_check import check_people

pytestmark = pytest.mark.django_db
SAID = [*(one.value for one in Outcome), ""]
EACH = 10


def acts(phone, chance, people, desa) -> None:
    """``EACH`` random acts of this phone; an undo and a word about somebody unlisted speak of an event that there is."""
    kinds: list[str] = []
    for _act in range(EACH):
        kind = chance.choice(
            ["outcome"] * 4 + ["unlisted", "unlisted", "count", "tally", "undo", "undo", "note", "about"]
        )
        before = [number for number, one in enumerate(kinds, 1) if one in {"unlisted", "count", "tally", "note"}]
        unlisted = [number for number in before if kinds[number - 1] == "unlisted"]
        if (kind == "undo" and not before) or (kind == "about" and not unlisted):
            kind = "outcome"
        kinds.append(kind)
        if kind == "outcome":
            phone.outcome(chance.choice(people), chance.choice(SAID), chance.choice(["", "sakit", "di ladang"]))
        elif kind == "about":
            phone.act("outcome", u=chance.choice(unlisted), o=chance.choice(SAID))
        elif kind == "unlisted":
            name, born = chance.choice([("Joko Susilo", "1980-02-03"), ("Bambang Rudi", "1985-05-05")])
            phone.unlisted(name, desa, chance.choice(SAID[:-1]), born=born, a=True, why="pindah")
        elif kind == "count":
            phone.act("count", desa=desa, c=chance.randint(1, 5), new=chance.randint(0, 1))
        elif kind == "tally":
            phone.act("tally", w=chance.choice(["cards", "ikd"]), c=chance.randint(1, 5))
        else:
            phone.act(kind, **({"of": chance.choice(before)} if kind == "undo" else {"t": "hujan"}))


def state(visit, remaining) -> dict[str, object]:
    """All that must not depend on the order."""
    visit.refresh_from_db()
    met = Attendance.objects.filter(visit=visit, resident__isnull=False).exclude(origin="unlisted", outcome="")
    events = FieldEvent.objects.values_list("lease", "number", "answer", "undone")
    return {
        "people": sorted(met.values_list("resident__name", "outcome", "note")),
        "list": sorted(Resident.objects.values_list("name", "state", "added")),
        "counts": sorted(VisitCount.objects.filter(taken_back=False).values_list("people", "newly_obliged")),
        "result": (visit.cards_printed or 0, visit.ikd_activated or 0, sorted(visit.what_went_wrong.splitlines())),
        "events": sorted(events),
        "remaining": remaining(),
        "faults": check_people().faults,
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_ends_in_one_state(visit, list_person, phone, places, cast, remaining, seed):
    chance = random.Random(seed)
    people, made = [list_person(f"Orang {letter}") for letter in "ab"], visit()
    phones = [phone(made), phone(made, by=cast.admin)]
    for one in phones:
        acts(one, chance, people, places.lambur.code)
    ends = []
    for _order in range(2):
        waiting = [(one, sent) for one in phones for sent in one.made] * 2
        chance.shuffle(waiting)
        with transaction.atomic():
            while waiting:
                part, waiting = waiting[:7], waiting[7:]
                for one in phones:
                    if some := [sent for whose, sent in part if whose is one]:
                        one.send(*some)
            ends.append(state(made, remaining))
            transaction.set_rollback(True)
    assert ends[0] == ends[1]
    assert ends[0]["faults"] == []
