"""The office decides what phones left open: once, in sight of all that came in, and with nothing lost."""

from datetime import date

import pytest

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.field.again import take_in_again
from outreach.actions.field.deciding import (
    BY_HAND,
    DROP,
    ToldMeanwhile,
    decide_person,
    mark_of,
    name_unlisted,
    settle_entry,
)
from outreach.actions.field.leases import end_lease
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.models import Attendance, AttendanceChange, FieldEvent, Resident, VisitCount
from outreach.selectors.field.deciding import to_decide
from outreach.selectors.field.standing import standing_of
from outreach.selectors.people_check import check_people
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db
BORN = date(1980, 2, 3)


def decide(by, visit, resident, outcome, seen=None):
    here = Attendance.objects.filter(visit=visit, resident=resident).first()
    seen = seen or mark_of(visit, resident.pk, here.version if here else 0)
    return decide_person(by=by, visit=visit, resident=resident, outcome=outcome, seen=seen)


@pytest.fixture
def differ(visit, list_person, phone, cast):
    """Two phones tell differently of Siti: (visit, Siti, the office's scope)."""
    siti, made = list_person(), visit()
    rina, dewi = phone(made), phone(made, by=cast.admin)
    rina.outcome(siti, "recorded")
    dewi.outcome(siti, "absent", note="tidak di rumah")
    rina.send()
    dewi.send()
    made.refresh_from_db()
    return made, siti, scope_of(cast.petugas), dewi


def test_the_page_shows_both_words_side_by_side(differ):
    visit, siti, by, _dewi = differ
    found = to_decide(by, visit)
    (person,) = found.people
    assert [(one.outcome, one.note) for one in person.words] == [("recorded", ""), ("absent", "tidak di rumah")]
    assert (person.outcome, person.resident, bool(person.why)) == ("recorded", siti, True)
    assert standing_of(visit).to_decide == 1


@pytest.mark.parametrize("outcome", ["recorded", "absent", "failed", ""])
def test_the_offices_word_stands_and_settles_the_others(differ, remaining, outcome):
    visit, siti, by, _dewi = differ
    before = remaining()
    decide(by, visit, siti, outcome)
    assert Attendance.objects.get(resident=siti).outcome == outcome
    assert remaining() == before + (outcome != "recorded")
    assert set(FieldEvent.objects.values_list("answer", "settled_by")) == {("settled", by.user.pk)}
    assert AttendanceChange.objects.filter(by_field=None).get().after == outcome
    assert standing_of(visit).to_decide == 0
    assert check_people().faults == []


def test_a_later_word_is_judged_against_the_offices(differ, remaining):
    visit, siti, by, dewi = differ
    decide(by, visit, siti, "recorded")
    dewi.outcome(siti, "absent")
    assert [one.answer for one in dewi.send(dewi.made[-1])] == ["decide"]
    assert Attendance.objects.get(resident=siti).outcome == "recorded"
    decide(by, visit, siti, "recorded")
    dewi.outcome(siti, "recorded")
    assert [one.answer for one in dewi.send(dewi.made[-1])] == ["accepted"]


def test_what_came_in_after_the_page_was_shown_is_not_settled_unseen(differ):
    visit, siti, by, dewi = differ
    seen = to_decide(by, visit).people[0].mark
    dewi.outcome(siti, "refused")
    dewi.send(dewi.made[-1])
    with pytest.raises(ToldMeanwhile):
        decide(by, visit, siti, "absent", seen)
    assert FieldEvent.objects.filter(answer="settled").count() == 0
    decide(by, visit, siti, "absent")
    with pytest.raises(ToldMeanwhile):
        decide(by, visit, siti, "recorded", seen)
    assert Attendance.objects.get(resident=siti).outcome == "absent"


def test_what_another_colleague_entered_meanwhile_is_seen_first(differ, cast):
    visit, siti, by, _dewi = differ
    seen = to_decide(by, visit).people[0].mark
    here = Attendance.objects.get(resident=siti)
    enter_outcomes(by=scope_of(cast.admin), visit=visit, entries=[Entry(here.pk, "absent", here.version)])
    with pytest.raises(ToldMeanwhile):
        decide(by, visit, siti, "recorded", seen)


def test_after_closing_only_what_stands_can_be_confirmed(visit, list_person, phone, go, cast, english):
    siti, made = list_person(), visit()
    rina = phone(made)
    made = go(made, Step.START)
    row = Attendance.objects.get(resident=siti)
    enter_outcomes(by=scope_of(cast.admin), visit=made, entries=[Entry(row.pk, "absent", row.version)])
    end_lease(by=scope_of(cast.admin), lease=rina.lease, reason="hilang")
    made = go(made, Step.FINISH, Step.CLOSE)
    rina.outcome(siti, "recorded")
    rina.send()
    by = scope_of(cast.petugas)
    with pytest.raises(Refused, match="Open it again"):
        decide(by, made, siti, "recorded")
    decide(by, made, siti, "absent")
    assert standing_of(made).to_decide == 0


@pytest.fixture
def lookalike(visit, list_person, phone, places, cast):
    """Somebody came unlisted who looks like Siti: (visit, Siti, the phone, the event)."""
    siti = list_person("Siti Aminah", birth_date=BORN)
    made = visit()
    rina = phone(made)
    rina.unlisted("Siti Amina", places.lambur.code, born=BORN.isoformat())
    rina.act("outcome", u=1, o="failed")
    rina.send()
    made.refresh_from_db()
    return made, siti, rina, FieldEvent.objects.get(number=1)


def test_it_is_this_person(lookalike, cast, outcomes):
    visit, siti, rina, event = lookalike
    by = scope_of(cast.petugas)
    (entry,) = to_decide(by, visit).entries
    assert (entry.details.name, entry.alike[0].resident, len(entry.later)) == ("Siti Amina", siti, 1)
    assert standing_of(visit).to_decide == 1
    name_unlisted(by=by, visit=visit, event=event, resident=siti)
    assert outcomes(visit) == {"Siti Aminah": "failed"}
    event.refresh_from_db()
    assert (event.answer, event.resident, event.settled_by, event.content) == ("settled", siti, cast.petugas, "")
    assert standing_of(visit).to_decide == 0
    with pytest.raises(ToldMeanwhile):
        name_unlisted(by=by, visit=visit, event=event, resident=None)
    assert {one.answer for one in rina.send()} == {"known"}


def test_it_is_somebody_else(lookalike, cast, outcomes, remaining):
    visit, _siti, _rina, event = lookalike
    before = remaining()
    name_unlisted(by=scope_of(cast.petugas), visit=visit, event=event, resident=None)
    assert outcomes(visit) == {"Siti Aminah": "", "Siti Amina": "failed"}
    assert (Resident.objects.count(), remaining()) == (2, before)
    assert check_people().faults == []


def test_it_is_dropped_with_a_reason_and_kept(lookalike, cast, outcomes, english):
    visit, _siti, _rina, event = lookalike
    by = scope_of(cast.petugas)
    with pytest.raises(Refused, match="why"):
        settle_entry(by=by, visit=visit, event=event, how=DROP, reason=" ")
    settle_entry(by=by, visit=visit, event=event, how=DROP, reason="salah ketik")
    event.refresh_from_db()
    assert (event.answer, event.undone, event.sentence) == ("settled", True, "dropped: salah ketik")
    assert event.content
    assert set(FieldEvent.objects.values_list("answer", flat=True)) == {"settled"}
    assert outcomes(visit) == {"Siti Aminah": ""}
    assert standing_of(visit).to_decide == 0
    assert len(to_decide(by, visit).decided) == 2


@pytest.fixture
def counted_late(visit, list_person, phone, go, cast, places):
    """Three counted, told of by a phone that had been given up: (visit, the event)."""
    list_person()
    made = visit()
    rina = phone(made)
    made = go(made, Step.START)
    end_lease(by=scope_of(cast.petugas), lease=rina.lease, reason="hilang")
    rina.act("count", desa=places.lambur.code, c=3)
    rina.send()
    made.refresh_from_db()
    return made, rina


def test_what_a_phone_tells_that_was_given_up_is_taken_in_when_the_office_asks(counted_late, cast, remaining):
    visit, _rina = counted_late
    before = remaining()
    tried = take_in_again(by=scope_of(cast.petugas), visit=visit)
    assert (tried.entries, tried.taken_in, tried.left) == (1, 1, 0)
    assert (VisitCount.objects.get().people, remaining()) == (3, before - 3)
    assert take_in_again(by=scope_of(cast.petugas), visit=visit).entries == 0
    assert remaining() == before - 3


@pytest.mark.parametrize(("how", "back"), [(BY_HAND, 0), (DROP, 3)])
def test_taking_back_later_what_the_office_entered_or_dropped(counted_late, cast, how, back):
    """What was entered by hand is taken back with it; what counts for nothing takes nothing back."""
    visit, rina = counted_late
    by = scope_of(cast.petugas)
    count_unnamed(by=by, visit=visit, desa=visit.desa.get(), people=3)
    settle_entry(by=by, visit=visit, event=FieldEvent.objects.get(), how=how, reason="dari kertas")
    rina.act("undo", of=1)
    rina.send()
    take_in_again(by=by, visit=visit)
    assert sum(VisitCount.objects.filter(taken_back=False).values_list("people", flat=True)) == back


def test_what_still_cannot_be_taken_in_is_counted_and_left(visit, list_person, phone, go, cast):
    siti, made = list_person(), visit()
    rina = phone(made)
    made = go(made, Step.START)
    row = Attendance.objects.get(resident=siti)
    by = scope_of(cast.admin)
    enter_outcomes(by=by, visit=made, entries=[Entry(row.pk, "absent", row.version)])
    end_lease(by=by, lease=rina.lease, reason="hilang")
    made = go(made, Step.FINISH, Step.CLOSE)
    rina.outcome(siti, "recorded")
    rina.act("tally", w="cards", c=2)
    rina.send()
    tried = take_in_again(by=by, visit=made)
    assert (tried.entries, tried.left) == (2, 2)
    made = go(made, Step.REOPEN, by=cast.admin)
    tried = take_in_again(by=by, visit=made)
    assert (tried.entries, tried.left) == (2, 1)
    assert standing_of(made).to_decide == 1
