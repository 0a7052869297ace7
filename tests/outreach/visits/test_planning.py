"""Planning a visit: what cannot be is refused, what is changed is remembered, and nobody writes over a colleague."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from kecamatan.access import scope_of
from kecamatan.models import AuditChange, AuditEntry, School, User
from kecamatan.refusals import Refused
from outreach.actions.visits.locking import VisitChangedMeanwhile
from outreach.actions.visits.people import codes_for, pick_people
from outreach.actions.visits.planning import edit_visit, follow_up, plan_of, postpone_visit
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.life import Step as LifeStep
from outreach.models import Attendance, Kit, Visit, VisitCode
from outreach.papers import short_codes
from outreach.papers.short_codes import is_code
from outreach.selectors.visits.expected import expected_elsewhere, expected_of
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db


def names(visit):
    return [one.name for one in expected_of(visit)]


def test_a_visit_keeps_all_that_was_planned(visit, cast, places, school, plan):
    kit = Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")
    known = {
        **{"schools": [school], "team": [cast.petugas, cast.petugas_timur], "leader": cast.petugas, "kits": [kit]},
        **{"place_address": "Jalan Poros", "point": (-1.05, 104.2), "access": "tide", "hints": "Pasang pagi"},
        **{"contact_name": "Bu Sekdes", "contact_phone": "+6281234567890", "notes": "bawa genset"},
    }
    stored = plan_of(Visit.objects.get(pk=visit(**known).pk))
    asked = plan(**known)
    for name in ("desa", "schools", "team", "kits"):
        assert set(getattr(stored, name)) == set(getattr(asked, name))
    assert replace(stored, desa=(), schools=(), team=(), kits=()) == replace(
        asked, desa=(), schools=(), team=(), kits=()
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends": time(8)}, "ends", "ends before it begins"),
        ({"place_name": "  "}, "place_name", "where people gather"),
        ({"desa": []}, "desa", "at least one"),
        ({"day": date(2024, 1, 1)}, "day", "before the baseline"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(visit, english, changes, field, words):
    with pytest.raises(Refused, match=words) as refused:
        visit(**changes)
    assert refused.value.field == field
    assert not Visit.objects.exists()


def test_places_of_two_kecamatan_are_two_visits(visit, places, english):
    with pytest.raises(Refused, match="one kecamatan"):
        visit(desa=[places.lambur, places.itik])


def test_a_team_is_of_petugas_and_its_leader_is_one_of_it(visit, cast, english):
    with pytest.raises(Refused, match="Choose petugas"):
        visit(team=[cast.pejabat])
    with pytest.raises(Refused, match="Choose petugas"):
        visit(team=[cast.foreigner])
    with pytest.raises(Refused, match="one of the team"):
        visit(team=[cast.petugas], leader=cast.admin)


def test_nobody_plans_in_a_kecamatan_of_somebody_else(visit, cast):
    with pytest.raises(PermissionDenied):
        visit(by=cast.petugas_sadu)
    assert not Visit.objects.exists()


def test_a_change_is_in_the_audit_log_but_for_notes(visit, cast, plan):
    made = visit(notes="Pak Budi sakit")
    edit_visit(
        by=scope_of(cast.petugas), visit=made, plan=plan(place_name="SDN 5", notes="Bu Ani sakit"), seen_version=0
    )
    entry = AuditEntry.objects.filter(target_type="visit").latest("pk")
    assert entry.action == "change"
    assert list(entry.changes.values_list("field", "before", "after")) == [("place_name", "Balai Desa Lambur", "SDN 5")]
    assert not AuditChange.objects.filter(after__contains="sakit").exists()


def test_two_who_change_a_plan_at_once_do_not_write_over_each_other(visit, cast, plan):
    made = visit()
    edit_visit(by=scope_of(cast.petugas), visit=made, plan=plan(place_name="SDN 5"), seen_version=0)
    with pytest.raises(VisitChangedMeanwhile) as found:
        edit_visit(by=scope_of(cast.admin), visit=made, plan=plan(place_name="SDN 6"), seen_version=0)
    assert found.value.visit.place_name == "SDN 5"
    assert Visit.objects.get().place_name == "SDN 5"


def test_a_confirmed_place_is_not_confirmed_when_the_day_moves(visit, cast, plan, go, today):
    made = go(visit(day=today + timedelta(days=3)), Step.CONFIRM)
    same = plan(day=today + timedelta(days=3), hints="perahu")
    assert edit_visit(by=scope_of(cast.petugas), visit=made, plan=same, seen_version=made.version).state == "confirmed"
    made.refresh_from_db()
    moved = replace(same, day=today + timedelta(days=4))
    assert edit_visit(by=scope_of(cast.petugas), visit=made, plan=moved, seen_version=made.version).state == "announced"


def test_once_begun_the_plan_stands(visit, cast, plan, go, english):
    made = go(visit(), Step.START)
    with pytest.raises(Refused, match="its plan stands"):
        edit_visit(by=scope_of(cast.petugas), visit=made, plan=plan(), seen_version=made.version)


def test_it_expects_who_remains_there_and_grows_and_shrinks_with_the_list(
    visit, list_person, step, places, school, today
):
    siti = list_person("Siti Aminah")
    list_person("Budi", places.simbur, school=school)
    list_person("Tuti", places.simbur)
    list_person("Kecil", birth_date=today.replace(year=today.year - 15, day=1))
    made = visit(schools=[school])
    assert names(made) == ["Siti Aminah", "Budi"]
    step(siti, LifeStep.RECORD)
    list_person("Rina")
    assert names(made) == ["Rina", "Budi"]


def test_people_are_expected_and_left_out_by_hand(visit, cast, list_person, places, go):
    siti, budi, tuti = list_person("Siti"), list_person("Budi"), list_person("Tuti", places.siau)
    made, by = visit(), scope_of(cast.petugas)
    assert pick_people(by=by, visit=made, residents=[budi], expect=False) == 1
    assert pick_people(by=by, visit=made, residents=[tuti, siti], expect=True) == 1
    assert names(made) == ["Siti", "Tuti"]
    assert pick_people(by=by, visit=made, residents=[budi], expect=True) == 1
    assert pick_people(by=by, visit=made, residents=[tuti], expect=False) == 1
    assert names(made) == ["Budi", "Siti"]
    assert not made.picks.exists()
    with pytest.raises(PermissionDenied):
        pick_people(by=scope_of(cast.petugas_sadu), visit=made, residents=[budi], expect=False)
    with pytest.raises(PermissionDenied):
        pick_people(
            by=scope_of(cast.petugas_timur), visit=made, residents=[list_person("Lokan", places.lokan)], expect=True
        )
    go(made, Step.START)
    with pytest.raises(Refused):
        pick_people(by=by, visit=made, residents=[budi], expect=False)


def test_people_expected_elsewhere_are_named(visit, list_person, places, school, today, go):
    siti, budi = list_person("Siti"), list_person("Budi", school=school)
    made = visit(day=today + timedelta(days=2))
    at_school = visit(day=today + timedelta(days=5), desa=[], schools=[school], place_name="SMAN 3")
    go(visit(day=today + timedelta(days=6)), Step.CANCEL)
    visit(day=today - timedelta(days=6))
    assert expected_elsewhere(made, [siti, budi], today) == {budi.pk: [at_school]}


def test_put_off_to_another_day_it_is_another_visit_with_the_same_people_and_codes(
    visit, cast, list_person, today, go, english
):
    siti, budi = list_person("Siti"), list_person("Budi")
    made, by, later = visit(day=today + timedelta(days=1)), scope_of(cast.petugas), today + timedelta(days=8)
    pick_people(by=by, visit=made, residents=[budi], expect=False)
    codes = codes_for(visit=made, residents=[siti.pk])
    with pytest.raises(Refused, match="Say why"):
        postpone_visit(by=by, visit=made, reason=" ", day=later, starts=time(9), ends=time(12))
    with pytest.raises(Refused, match="another day"):
        postpone_visit(by=by, visit=made, reason="ombak", day=made.day, starts=time(9), ends=time(12))
    again = postpone_visit(by=by, visit=made, reason="ombak", day=later, starts=time(9), ends=time(12))
    made.refresh_from_db()
    assert (made.state, again.state, again.day, again.replaces) == ("postponed", "draft", later, made)
    assert (names(again), codes_for(visit=again, residents=[siti.pk])) == (["Siti"], codes)
    with pytest.raises(Refused, match="does not follow"):
        postpone_visit(by=by, visit=made, reason="ombak", day=today, starts=time(9), ends=time(12))


def test_codes_are_drawn_once_and_read_back(visit, list_person):
    people = [list_person(f"Orang {number}").pk for number in "abc"]
    made = visit()
    codes = codes_for(visit=made, residents=people[:2])
    assert all(map(is_code, codes.values()))
    assert codes_for(visit=made, residents=people) | codes == codes_for(visit=made, residents=people)
    assert VisitCode.objects.filter(visit=made).count() == 3
    assert not set(codes_for(visit=visit(), residents=people).values()) & set(codes.values())


def test_whoever_draws_codes_at_the_moment_of_a_colleague_draws_again(visit, list_person, monkeypatch):
    siti, made, tries = list_person("Siti").pk, visit(), []
    draw = short_codes.draw

    def after_a_colleague(count, taken):
        tries.append(count)
        if len(tries) == 1:
            raise IntegrityError
        return draw(count, taken)

    monkeypatch.setattr(short_codes, "draw", after_a_colleague)
    assert is_code(codes_for(visit=made, residents=[siti])[siti])
    assert tries == [1, 1]


def test_the_follow_up_expects_those_who_were_not_there(visit, cast, list_person, go, today, english):
    people = {name: list_person(name) for name in ("Absen", "Gagal", "Merantau", "Menolak", "Terekam")}
    made, by = go(visit(), Step.START), scope_of(cast.petugas)
    outcomes = {"Absen": "absent", "Gagal": "failed", "Merantau": "away", "Menolak": "refused", "Terekam": "recorded"}
    rows = {one.resident.name: one for one in Attendance.objects.filter(visit=made)}
    enter_outcomes(by=by, visit=made, entries=[Entry(rows[name].pk, outcomes[name], 0) for name in people])
    with pytest.raises(Refused, match="Finish this visit first"):
        follow_up(by=by, visit=made, day=today + timedelta(days=7))
    go(made, Step.FINISH)
    list_person("Baru")
    again = follow_up(by=by, visit=made, day=today + timedelta(days=7))
    assert (again.follows, again.day, again.place_name) == (made, today + timedelta(days=7), made.place_name)
    assert names(again) == ["Absen", "Baru", "Gagal"]


def test_pressed_twice_there_is_one_follow_up(visit, cast, go, today):
    made, by = go(visit(), Step.START, Step.FINISH), scope_of(cast.petugas)
    day = today + timedelta(days=7)
    first = follow_up(by=by, visit=made, day=day)
    assert follow_up(by=by, visit=made, day=day) == first
    go(first, Step.ANNOUNCE)
    assert follow_up(by=by, visit=made, day=day) == first
    assert follow_up(by=by, visit=made, day=day + timedelta(days=1)) != first
    go(first, Step.CANCEL)
    assert follow_up(by=by, visit=made, day=day) != first


def test_whoever_left_the_office_is_of_no_follow_up_and_no_visit_put_off(visit, cast, go, today):
    by, team = scope_of(cast.petugas), [cast.petugas, cast.petugas_timur]
    over = go(visit(team=team, leader=cast.petugas_timur), Step.START, Step.FINISH)
    ahead = visit(team=team, leader=cast.petugas_timur, day=today + timedelta(days=1))
    User.objects.filter(pk=cast.petugas_timur.pk).update(is_active=False)
    again = follow_up(by=by, visit=over, day=today + timedelta(days=7))
    later = postpone_visit(
        by=by, visit=ahead, reason="ombak", day=today + timedelta(days=8), starts=time(9), ends=time(12)
    )
    for one in (again, later):
        assert (list(one.team.all()), one.leader) == ([cast.petugas], None)


def test_a_year_that_was_mistyped_is_refused(visit, places, english):
    last = places.drive.last_recording_day
    visit(day=last + timedelta(days=366))
    for day in (last + timedelta(days=367), date.max):
        with pytest.raises(Refused, match="Look at the year again"):
            visit(day=day)


def test_a_school_of_another_kecamatan_is_refused(visit, places, english):
    other = School.objects.create(desa=places.itik, npsn="10504399", name="SMAN 9", level="SMA")
    with pytest.raises(Refused, match="one kecamatan"):
        visit(schools=[other])
