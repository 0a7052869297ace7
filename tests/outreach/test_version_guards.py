"""What a kept page rests on raises the version of its kabupaten, whoever changes it."""

from datetime import date, time

import pytest

from kecamatan.access import scope_of
from kecamatan.kept import version_of
from kecamatan.models import School
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.models import CalendarDay, PlanSettings, Resident, VisitPick

pytestmark = pytest.mark.django_db


@pytest.fixture
def rises(places):
    """Does this raise the version?"""

    def by(change):
        before = version_of(places.kabupaten.pk)
        change()
        return version_of(places.kabupaten.pk) > before

    return by


def test_holidays_raise_it(rises, places):
    day = CalendarDay(kabupaten=places.kabupaten, day=date(2026, 12, 9), kind="holiday", name="Hari daerah")
    assert rises(day.save)
    assert rises(lambda: CalendarDay.objects.filter(pk=day.pk).update(name="Hari jadi"))
    assert rises(day.delete)


def test_settings_of_the_planner_raise_it(rises, places):
    said = PlanSettings(kabupaten=places.kabupaten)
    assert rises(said.save)
    assert rises(lambda: PlanSettings.objects.filter(pk=said.pk).update(teams=3))
    assert rises(said.delete)


def test_another_school_raises_it_and_the_same_does_not(rises, places, list_person):
    school = School.objects.create(desa=places.lambur, npsn="10501234", name="SMA Negeri 9")
    person = list_person("Siti Aminah")
    people = Resident.objects.filter(pk=person.pk)
    assert rises(lambda: people.update(school=school))
    assert not rises(lambda: people.update(school=school))
    assert rises(lambda: people.update(school=None))


def test_whether_it_is_a_man_or_a_woman_raises_it(rises, list_person):
    people = Resident.objects.filter(pk=list_person("Siti Aminah", sex="female").pk)
    assert rises(lambda: people.update(sex="male"))
    assert not rises(lambda: people.update(sex="male"))


def test_whom_a_visit_expects_raises_it(rises, places, list_person, cast, today):
    plan = Plan(
        kecamatan=places.timur, day=today, starts=time(8), ends=time(14), place_name="Balai", desa=[places.lambur]
    )
    visit = plan_visit(by=scope_of(cast.petugas), drive=places.drive, plan=plan)
    person = list_person("Siti Aminah")
    pick = VisitPick(visit=visit, resident=person, kind=VisitPick.Kind.LEAVE_OUT, by=cast.petugas)
    assert rises(pick.save)
    assert rises(lambda: VisitPick.objects.filter(pk=pick.pk).update(kind=VisitPick.Kind.EXPECT))
    assert rises(pick.delete)
