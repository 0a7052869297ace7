"""The same events in any order end in the same numbers, also where some of them are taken back, or came in too late."""

from itertools import permutations

import pytest

from kecamatan.access import scope_of
from outreach.actions.field.again import take_in_again
from outreach.actions.field.deciding import decide_person, mark_of
from outreach.actions.field.leases import end_lease, give_back
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.results import Entry, enter_outcomes, save_result
from outreach.models import Attendance, FieldEvent, Resident, VisitCount
from outreach.selectors.field.standing import standing_of
from outreach.selectors.people_check import check_people
from outreach.visit_life import Step
from tests.outreach.field.test_receiving import said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_somebody_who_was_a_mistake_leaves_nothing_whatever_came_first(
    visit, phone, places, remaining, outcomes, order, today
):
    made = visit()
    rina = phone(made)
    before = remaining()
    born = f"{places.drive.baseline_date.year - 16}-12-31"
    rina.unlisted("Salah Orang", places.lambur.code, "absent", born=born, a=True, why="pindah")
    rina.act("outcome", u=1, o="failed")
    rina.act("undo", of=1)
    for number in order:
        rina.send(rina.made[number])
    assert (remaining(), Resident.objects.count()) == (before, 0)
    assert set(FieldEvent.objects.values_list("answer", flat=True)) == {"applied"}
    assert "failed" not in outcomes(made).values()
    assert check_people().faults == []


def test_who_was_a_mistake_of_one_phone_stays_for_the_other(visit, phone, places, remaining, cast):
    made = visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    before = remaining()
    for one in (rina, dewi):
        one.unlisted("Joko Baru", places.lambur.code, born="1980-02-03")
        one.send()
    rina.act("undo", of=1)
    rina.send()
    assert (remaining(), Resident.objects.count()) == (before - 1, 1)
    dewi.act("undo", of=1)
    dewi.send()
    assert (remaining(), Resident.objects.count()) == (before, 0)
    assert check_people().faults == []


@pytest.mark.parametrize("kind", [{"k": "count", "c": 3}, {"k": "tally", "w": "ikd", "c": 3}, {"k": "note", "t": "x"}])
def test_an_undo_that_came_first_waits_for_nothing_afterwards(visit, phone, places, kind):
    rina = phone(visit())
    rina.act(kind.pop("k") if "k" in kind else "note", **kind)
    rina.act("undo", of=1)
    rina.act("undo", of=1)
    rina.send(*rina.made[1:])
    rina.send(rina.made[0])
    assert set(FieldEvent.objects.values_list("answer", flat=True)) == {"applied"}


def test_of_two_notes_that_say_the_same_one_is_taken_back(visit, phone, cast):
    made = visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    rina.act("note", t="listrik\nmati")
    dewi.act("note", t="listrik\nmati")
    rina.send()
    dewi.send()
    rina.act("undo", of=1)
    rina.send()
    made.refresh_from_db()
    assert made.what_went_wrong.count("listrik mati") == 1
    assert str(cast.admin) in made.what_went_wrong


@pytest.mark.parametrize("first", ["undo", "count"])
def test_a_correction_of_the_office_is_not_eaten_by_an_undo(visit, phone, places, cast, first):
    made = visit()
    rina = phone(made)
    rina.act("count", desa=places.lambur.code, c=3)
    rina.act("tally", w="cards", c=3)
    rina.send()
    made.refresh_from_db()
    _office_counts(made, places, cast, 1)
    undo = [rina.act("undo", of=1), rina.act("undo", of=2)]
    more = [rina.act("count", desa=places.lambur.code, c=2), rina.act("tally", w="cards", c=2)]
    for some in (undo, more) if first == "undo" else (more, undo):
        rina.send(*some)
    take_in_again(by=scope_of(cast.admin), visit=made)
    made.refresh_from_db()
    counts = VisitCount.objects.filter(taken_back=False).values_list("people", flat=True)
    assert (list(counts), made.cards_printed) == ([], 0)
    assert check_people().faults == []


def _office_counts(made, places, cast, people):
    by = scope_of(cast.admin)
    standing = VisitCount.objects.get(taken_back=False)
    count_unnamed(by=by, visit=made, desa=places.lambur, people=people, seen=standing.pk)
    save_result(
        by=by, visit=made, seen_version=made.version, cards_printed=people, ikd_activated=None, what_went_wrong="",
        began_at=None, ended_at=None,
    )  # fmt: skip


@pytest.mark.parametrize("first", ["thief", "colleague"])
@pytest.mark.parametrize("same", [True, False])
def test_a_phone_that_was_given_up_says_nothing_until_the_office_takes_it_in(
    visit, list_person, phone, cast, remaining, outcomes, first, same
):
    siti, made = list_person(), visit()
    lost, dewi = phone(made), phone(made, by=cast.admin)
    before = remaining()
    end_lease(by=scope_of(cast.admin), lease=lost.lease, reason="dicuri")
    lost.outcome(siti, "recorded")
    dewi.outcome(siti, "recorded" if same else "absent")
    for one in (lost, dewi) if first == "thief" else (dewi, lost):
        one.send()
    assert outcomes(made) == {"Siti Aminah": "recorded" if same else "absent"}
    assert remaining() == before - same
    assert FieldEvent.objects.get(lease=lost.lease).answer == "decide"
    assert FieldEvent.objects.get(lease=dewi.lease).answer == "applied"
    take_in_again(by=scope_of(cast.admin), visit=made)
    assert outcomes(made) == {"Siti Aminah": "recorded"}
    assert FieldEvent.objects.filter(answer="decide").count() == (0 if same else 2)
    dewi.outcome(siti, "recorded")
    assert said(dewi.send())[-1] == "accepted"
    assert not FieldEvent.objects.filter(answer="decide").exists()


def test_what_was_confirmed_after_closing_does_not_speak_up_once_the_visit_is_open_again(
    visit, list_person, phone, cast, go, outcomes
):
    siti, made = list_person(), visit()
    rina, dewi = phone(made), phone(made)
    made = go(made, Step.START)
    row = Attendance.objects.get(resident=siti)
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "absent", row.version)])
    end_lease(by=scope_of(cast.admin), lease=rina.lease, reason="hilang")
    end_lease(by=scope_of(cast.admin), lease=dewi.lease, reason="hilang")
    made = go(made, Step.FINISH, Step.CLOSE)
    rina.outcome(siti, "recorded")
    rina.send()
    row.refresh_from_db()
    seen = mark_of(made, siti.pk, row.version)
    decide_person(by=scope_of(cast.admin), visit=made, resident=siti, outcome="absent", seen=seen)
    made = go(made, Step.REOPEN, by=cast.admin)
    late = phone(made)
    late.outcome(siti, "absent")
    late.send()
    assert outcomes(made) == {"Siti Aminah": "absent"}
    assert standing_of(made).to_decide == 0


@pytest.mark.parametrize("first", [0, 1])
def test_a_note_goes_with_the_word_that_it_was_beside(visit, list_person, phone, cast, attendance, first):
    siti, made = list_person(), visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    rina.outcome(siti, "recorded")
    dewi.outcome(siti, "absent", note="di ladang")
    for one in (rina, dewi) if first else (dewi, rina):
        one.send()
    here = attendance(made, siti)
    assert (here.outcome, here.note) == ("recorded", "")
    entry = Entry(here.pk, "absent", here.version, "kata ketua RT")
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[entry])
    rina.outcome(siti, "absent")
    rina.send()
    assert attendance(made, siti).note == "kata ketua RT"


def test_what_waits_for_what_a_phone_that_was_given_back_never_had_is_for_the_office(visit, phone):
    made = visit()
    rina = phone(made)
    rina.act("undo", of=9)
    rina.send()
    assert standing_of(made).to_decide == 0
    give_back(by=rina.scope, lease=rina.lease, made=1)
    assert standing_of(made).to_decide == 1
