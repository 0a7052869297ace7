"""What became of the people of a visit: each recorded person counts once, corrections take back, it adds up."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kecamatan.access import scope_of
from kecamatan.actions.ledger import reverse_update
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from kecamatan.selectors.counts import counts_as_of
from outreach.actions.erasing import erase_people
from outreach.actions.people import Details, unlist
from outreach.actions.steps import undo_step
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.locking import VisitChangedMeanwhile
from outreach.actions.visits.results import Entry, add_unlisted, enter_outcomes, list_and_add, save_result
from outreach.life import Step as LifeStep
from outreach.models import Attendance, AttendanceChange, Resident, VisitCount
from outreach.selectors.people_check import check_people
from outreach.selectors.visits.result import tally_of_visit
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def remaining(places):
    return lambda: counts_as_of(places.drive, [places.timur.pk]).kecamatan[places.timur.pk].counts.remaining


@pytest.fixture
def enter(cast):
    """``enter(visit, {resident: "recorded"})`` as somebody who sees the list as it stands."""

    def _enter(visit, outcomes, by=None, seen=None):
        rows = {one.resident_id: one for one in Attendance.objects.filter(visit=visit)}
        entries = [
            Entry(rows[one.pk].pk, outcome, rows[one.pk].version if seen is None else seen)
            for one, outcome in outcomes.items()
        ]
        return enter_outcomes(by=scope_of(by or cast.petugas), visit=visit, entries=entries)

    return _enter


def state_of(resident):
    return Resident.objects.get(pk=resident.pk).state


def test_every_recorded_person_counts_once(visit, list_person, go, enter, remaining, attendance, today):
    people = [list_person(f"Orang {letter}") for letter in "abcd"]
    made = go(visit(), Step.START)
    before = remaining()
    done = enter(made, {people[0]: "recorded", people[1]: "recorded", people[2]: "absent", people[3]: "failed"})
    assert (done.saved, done.all_saved) == (4, True)
    assert remaining() == before - 2
    assert [state_of(one) for one in people] == ["recorded", "recorded", "unrecorded", "failed"]
    again = enter(made, {people[0]: "recorded"}, seen=0)
    assert (again.saved, again.same, again.all_saved) == (0, 1, True)
    assert remaining() == before - 2
    assert attendance(made, people[0]).step.day == today
    assert CountUpdate.objects.filter(kind="recorded").count() == 2


def test_a_correction_takes_back_what_the_first_word_did(visit, list_person, go, enter, remaining, attendance):
    siti = list_person()
    made, before = go(visit(), Step.START), remaining()
    for outcome, state, left in (
        ("recorded", "recorded", before - 1),
        ("absent", "unrecorded", before),
        ("already_recorded", "removed", before - 1),
        ("failed", "failed", before),
        ("recorded", "recorded", before - 1),
        ("", "unrecorded", before),
    ):
        assert enter(made, {siti: outcome}).all_saved
        assert (state_of(siti), remaining(), attendance(made, siti).outcome) == (state, left, outcome)
    changes = AttendanceChange.objects.values_list("before", "after")
    assert list(changes)[:2] == [("", "recorded"), ("recorded", "absent")]
    assert changes.count() == 6


def test_a_colleague_who_said_otherwise_is_not_written_over(visit, list_person, go, enter, cast, attendance):
    siti, budi = list_person("Siti"), list_person("Budi")
    made = go(visit(), Step.START)
    enter(made, {siti: "absent"}, by=cast.admin)
    done = enter(made, {siti: "recorded", budi: "recorded"}, seen=0)
    assert (done.saved, len(done.conflicts)) == (1, 1)
    assert (done.conflicts[0].theirs, done.conflicts[0].mine) == ("absent", "recorded")
    assert (attendance(made, siti).outcome, attendance(made, budi).outcome) == ("absent", "recorded")


def test_who_cannot_be_recorded_stops_nobody_else(visit, list_person, go, enter, step, attendance, english, today):
    siti, budi, rina = list_person("Siti"), list_person("Budi"), list_person("Rina")
    made = go(visit(), Step.START)
    step(budi, LifeStep.RECORD)
    rina_young = Resident.objects.get(pk=rina.pk)
    Resident.objects.filter(pk=rina.pk).update(birth_date=today - timedelta(days=15 * 365))
    done = enter(made, {siti: "recorded", budi: "recorded", rina_young: "recorded"})
    assert done.saved == 1
    said = {Attendance.objects.get(pk=pk).resident.name: words for pk, words in done.refused.items()}
    assert "does not follow from there" in said["Budi"]
    assert "may be recorded from" in said["Rina"]
    assert enter(made, {budi: "already_recorded", rina: "under_16"}).all_saved
    assert (state_of(budi), state_of(rina)) == ("recorded", "unrecorded")
    assert attendance(made, budi).step is None


def test_what_happened_since_is_undone_first(visit, list_person, go, enter, step, english):
    siti = list_person("Siti")
    made = go(visit(), Step.START)
    enter(made, {siti: "recorded"})
    step(siti, LifeStep.SEND)
    done = enter(made, {siti: "absent"})
    assert "Undo that on the page of the person first" in next(iter(done.refused.values()))
    assert state_of(siti) == "sent"


def test_what_a_visit_entered_is_undone_there_and_not_past_it(visit, list_person, go, enter, cast, remaining, english):
    siti = list_person("Siti")
    before = remaining()
    made = go(visit(), Step.START)
    enter(made, {siti: "recorded"})
    closed = go(made, Step.FINISH, Step.CLOSE)
    with pytest.raises(Refused, match="Balai Desa Lambur"):
        undo_step(by=scope_of(cast.petugas), resident=siti, note="by mistake")
    assert (state_of(siti), remaining()) == ("recorded", before - 1)
    enter(go(closed, Step.REOPEN, by=cast.admin), {siti: "absent"})
    assert (state_of(siti), remaining()) == ("unrecorded", before)


def test_a_row_counted_at_a_visit_is_not_undone_in_the_ledger(visit, places, go, cast, remaining):
    made = go(visit(), Step.START)
    count = count_unnamed(by=scope_of(cast.petugas), visit=made, desa=places.lambur, people=3)
    before = remaining()
    with pytest.raises(Refused):
        reverse_update(by=scope_of(cast.petugas), update=count.row, reason="x", key=uuid.uuid4())
    assert remaining() == before
    assert not VisitCount.objects.get().taken_back


def test_erasing_the_data_of_people_leaves_what_a_closed_visit_amounts_to(visit, list_person, go, enter, cast, places):
    siti, budi = list_person("Siti"), list_person("Budi")
    made = go(visit(), Step.START)
    enter(made, {siti: "already_recorded", budi: "absent"})
    Attendance.objects.filter(resident=siti).update(note="says so herself")
    closed = go(made, Step.FINISH, Step.CLOSE)
    before = tally_of_visit(closed)
    places.drive.is_active = False
    places.drive.save(update_fields=["is_active"])
    assert erase_people(by=scope_of(cast.admin), drive=places.drive, reason="retention") == 1
    assert tally_of_visit(closed) == before
    assert list(Attendance.objects.filter(resident=None).values_list("note", "step", "outcome")) == [
        ("", None, "already_recorded")
    ]
    assert check_people().faults == []


def test_results_are_entered_only_while_it_is_open(visit, list_person, go, enter, english):
    siti = list_person("Siti")
    made = go(visit(), Step.START)
    enter(made, {siti: "absent"})
    closed = go(made, Step.FINISH, Step.CLOSE)
    with pytest.raises(Refused, match="“closed”"):
        enter(closed, {siti: "recorded"})
    assert state_of(siti) == "unrecorded"


def test_it_closes_only_when_everybody_has_an_outcome_and_opens_again_for_admins(
    visit, list_person, go, enter, cast, english
):
    siti, budi = list_person("Siti"), list_person("Budi")
    made = go(visit(), Step.START, Step.FINISH)
    enter(made, {siti: "recorded"})
    with pytest.raises(Refused, match="1 expected person has no outcome"):
        go(made, Step.CLOSE)
    enter(made, {budi: "away"})
    closed = go(made, Step.CLOSE)
    with pytest.raises(Refused, match="Only an admin"):
        go(closed, Step.REOPEN)
    with pytest.raises(Refused, match="Say why"):
        go(closed, Step.REOPEN, by=cast.admin, reason="")
    assert go(closed, Step.REOPEN, by=cast.admin).state == "done"


def test_a_start_by_mistake_goes_back_to_where_it_was(visit, list_person, go, enter, english):
    siti = list_person("Siti")
    made = go(visit(), Step.START)
    assert Attendance.objects.filter(visit=made).count() == 1
    assert go(made, Step.UNSTART).state == "draft"
    assert not Attendance.objects.exists()
    go(made, Step.ANNOUNCE, Step.CONFIRM, Step.START)
    assert go(made, Step.UNSTART).state == "confirmed"
    go(made, Step.START)
    enter(made, {siti: "absent"})
    with pytest.raises(Refused, match="entered already"):
        go(made, Step.UNSTART)


def test_somebody_of_another_desa_turns_up(visit, list_person, go, cast, places, remaining, english):
    list_person("Siti")
    tuti = list_person("Tuti", places.siau)
    made, by = go(visit(), Step.START), scope_of(cast.petugas)
    before = remaining()
    row = add_unlisted(by=by, visit=made, resident=tuti, outcome="recorded")
    assert (row.origin, remaining(), state_of(tuti)) == ("unlisted", before - 1, "recorded")
    tally = tally_of_visit(made)
    assert (tally.expected, tally.recorded, tally.turnout) == (1, 1, 0)
    with pytest.raises(Refused, match="on the list of this visit"):
        add_unlisted(by=by, visit=made, resident=tuti, outcome="recorded")
    enter_outcomes(by=by, visit=made, entries=[Entry(row.pk, "", 1)])
    assert (remaining(), tally_of_visit(made).recorded) == (before, 0)
    add_unlisted(by=by, visit=made, resident=tuti, outcome="recorded")
    assert remaining() == before - 1
    with pytest.raises(PermissionDenied):
        add_unlisted(
            by=scope_of(cast.petugas_timur), visit=made, resident=list_person("Lokan", places.lokan), outcome="recorded"
        )


@pytest.mark.parametrize(
    ("born", "kinds"), [(date(1990, 5, 17), ["recorded"]), (None, ["recorded"]), ("new", ["added", "recorded"])]
)
def test_somebody_on_no_list_turns_up_and_rule_8_decides(visit, go, cast, places, today, born, kinds):
    """Obliged since before the baseline: among the unnamed. Turned 17 since: flowed in, and was recorded."""
    turned = today - timedelta(days=10)
    born = turned.replace(year=turned.year - 17, day=min(turned.day, 28)) if born == "new" else born
    made = go(visit(), Step.START)
    details = Details(name="Tamu Baru", desa=places.lambur, birth_date=born)
    row = list_and_add(by=scope_of(cast.petugas), visit=made, details=details, outcome="recorded")
    assert (row.origin, state_of(row.resident)) == ("unlisted", "recorded")
    assert sorted(CountUpdate.objects.values_list("kind", flat=True)) == kinds


def test_a_new_person_who_cannot_be_recorded_is_not_listed_either(visit, go, cast, places, today):
    made = go(visit(), Step.START)
    young = Details(name="Kecil", desa=places.lambur, birth_date=today - timedelta(days=12 * 365))
    with pytest.raises(Refused):
        list_and_add(by=scope_of(cast.petugas), visit=made, details=young, outcome="recorded")
    assert not Resident.objects.exists()
    assert not CountUpdate.objects.exists()


def test_people_without_a_name_are_counted_corrected_and_taken_back(visit, go, cast, places, remaining, english):
    made, by, before = go(visit(), Step.START), scope_of(cast.petugas), remaining()
    first = count_unnamed(by=by, visit=made, desa=places.lambur, people=12, newly_obliged=2)
    assert (remaining(), tally_of_visit(made).unnamed) == (before - 10, 12)
    assert count_unnamed(by=by, visit=made, desa=places.lambur, people=12, newly_obliged=2, seen=first.pk) == first
    with pytest.raises(Refused, match="meanwhile"):
        count_unnamed(by=by, visit=made, desa=places.lambur, people=5)
    second = count_unnamed(by=by, visit=made, desa=places.lambur, people=9, seen=first.pk)
    assert (remaining(), tally_of_visit(made).recorded) == (before - 9, 9)
    count_unnamed(by=by, visit=made, desa=places.siau, people=1)
    assert count_unnamed(by=by, visit=made, desa=places.lambur, people=0, seen=second.pk) is None
    assert (remaining(), tally_of_visit(made).unnamed) == (before - 1, 1)
    assert VisitCount.objects.count() == 3


def test_more_than_remain_are_not_counted(visit, go, cast, places, remaining, english):
    made, before = go(visit(), Step.START), remaining()
    with pytest.raises(Refused, match="Only 40 people remain") as refused:
        count_unnamed(by=scope_of(cast.petugas), visit=made, desa=places.lambur, people=41)
    assert refused.value.field == "people"
    with pytest.raises(Refused, match="More are newly obliged"):
        count_unnamed(by=scope_of(cast.petugas), visit=made, desa=places.lambur, people=1, newly_obliged=2)
    assert (remaining(), VisitCount.objects.count()) == (before, 0)


def test_the_rest_of_the_result(visit, go, cast, english):
    made, by = go(visit(), Step.START), scope_of(cast.petugas)
    values = {"cards_printed": 12, "ikd_activated": 3, "what_went_wrong": "genset mati", "ended_at": time(13)}
    saved = save_result(by=by, visit=made, seen_version=made.version, began_at=time(9), **values)
    assert (saved.cards_printed, saved.what_went_wrong) == (12, "genset mati")
    with pytest.raises(VisitChangedMeanwhile):
        save_result(by=by, visit=made, seen_version=made.version, began_at=time(9), **values)
    with pytest.raises(Refused, match="ends before it begins"):
        save_result(by=by, visit=made, seen_version=saved.version, began_at=time(14), **values)


def test_a_petugas_of_another_kecamatan_enters_nothing(visit, list_person, go, cast, places, school):
    student = list_person("Murid", places.itik, school=school)
    siti = list_person("Siti")
    made = go(visit(schools=[school]), Step.START)
    rows = {one.resident_id: one.pk for one in Attendance.objects.filter(visit=made)}
    assert set(rows) == {student.pk, siti.pk}
    with pytest.raises(PermissionDenied):
        enter_outcomes(by=scope_of(cast.petugas_sadu), visit=made, entries=[Entry(rows[siti.pk], "recorded", 0)])
    with pytest.raises(PermissionDenied):
        enter_outcomes(by=scope_of(cast.petugas_timur), visit=made, entries=[Entry(rows[student.pk], "absent", 0)])
    assert enter_outcomes(
        by=scope_of(cast.petugas_timur), visit=made, entries=[Entry(rows[siti.pk], "recorded", 0)]
    ).all_saved
    assert (state_of(student), state_of(siti)) == ("unrecorded", "recorded")


def test_who_is_taken_off_the_list_leaves_their_place_in_the_tally(visit, list_person, go, enter, cast):
    siti = list_person("Siti")
    made = go(visit(), Step.START)
    enter(made, {siti: "absent"})
    unlist(by=scope_of(cast.petugas), residents=[Resident.objects.get(pk=siti.pk)], reason="salah daftar")
    tally = tally_of_visit(made)
    assert (tally.expected, tally.came) == (1, 0)
    assert go(made, Step.FINISH, Step.CLOSE).state == "closed"


def test_a_visit_with_a_result_beside_its_people_was_started(visit, go, cast, english):
    made = go(visit(), Step.START)
    nothing = {"ikd_activated": None, "what_went_wrong": "", "began_at": None, "ended_at": None}
    by = scope_of(cast.petugas)
    save_result(by=by, visit=made, seen_version=made.version, cards_printed=0, **nothing)
    with pytest.raises(Refused, match="Results were entered"):
        go(made, Step.UNSTART)
    save_result(by=by, visit=made, seen_version=made.version + 1, cards_printed=None, **nothing)
    assert go(made, Step.UNSTART).state == "draft"


def test_the_kecamatan_of_everybody_are_held_at_once_so_that_two_visits_never_deadlock(
    visit, list_person, places, school, go, cast, enter, monkeypatch
):
    siti, student = list_person("Siti"), list_person("Pelajar", places.itik, school=school)
    made, held = go(visit(schools=[school]), Step.START), []
    monkeypatch.setattr("outreach.actions.visits.locking.lock_places", lambda ids: held.append(set(ids)))
    enter(made, {siti: "absent", student: "recorded"})
    add_unlisted(by=scope_of(cast.petugas), visit=made, resident=list_person("Tamu", places.itik), outcome="failed")
    assert held == [{places.timur.pk, student.kecamatan_id}] * 2
