"""What the planner is fed with, against a plain reckoning over the rows."""

from collections import Counter
from datetime import date, time, timedelta
from random import Random

import pytest

from kecamatan.access import scope_of
from kecamatan.models import Desa, School
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.life import REMAINING
from outreach.life import Step as LifeStep
from outreach.models import Attendance, DesaAccess, PlanSettings, Resident, Visit
from outreach.planner.travel import Access, Point
from outreach.planner.turnout import Basis, Kind
from outreach.selectors.where.settings import working_of
from outreach.selectors.where.terrain import terrain
from outreach.selectors.where.visits import past_visits, stands, visits_seen
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db
PUPIL, CHILD = date(2008, 1, 1), timedelta(days=15 * 365)


@pytest.fixture
def hold(visit, go, cast):
    """``hold(outcomes, confirmed=True, …)``: a closed visit; outcomes of whom it expects, in order, the rest absent."""

    def _hold(outcomes=(), *, confirmed=False, **changes):
        made = go(visit(**changes), *([Step.CONFIRM] if confirmed else []), Step.START)
        people = list(Attendance.objects.filter(visit=made).order_by("pk"))
        said = [*outcomes, *["absent"] * len(people)][: len(people)]
        by = scope_of(cast.admin)
        entries = [Entry(one.pk, outcome, one.version) for one, outcome in zip(people, said, strict=True)]
        enter_outcomes(by=by, visit=made, entries=entries)
        return go(made, Step.FINISH, Step.CLOSE)

    return _hold


@pytest.fixture
def see(cast, places):
    def _see(who="petugas", **options):
        return terrain(scope_of(getattr(cast, who)), places.drive, **options)

    return _see


def left(found):
    return {key: spot.place.left for key, spot in found.spots.items() if spot.place.left}


def test_without_names_a_desa_has_what_the_ledger_says_and_the_rest_is_of_no_place(see, places):
    found = see()
    assert left(found) == {places.lambur.code: 40, places.simbur.code: 30}
    assert found.unplaced == {places.timur: 30, places.sadu: 50}


def test_pupils_are_counted_at_their_school_and_the_nameless_in_the_desa(see, places, list_person, school, today, step):
    list_person("Ani")
    list_person("Budi", school=school, birth_date=PUPIL)
    list_person("Cici", places.itik, school=school, birth_date=PUPIL)
    list_person("Didi", places.siau)
    list_person("Kecil", birth_date=today - CHILD)
    step(list_person("Eko"), LifeStep.RECORD)
    found = see()
    # Of 40 in Lambur one was recorded; three have names: one is a pupil, one too young.
    assert left(found) == {
        places.lambur.code: 36 + 1,
        places.simbur.code: 30,
        places.siau.code: 1,
        school.npsn: 2,
    }
    assert found.unplaced == {places.timur: 29, places.sadu: 49}


def test_more_names_than_remain_are_people_all_the_same(see, places, list_person):
    for number in range(31):
        list_person(f"Orang {number}", places.simbur)
    assert left(see())[places.simbur.code] == 31


def test_others_see_only_their_places_but_all_pupils_of_their_schools(see, places, list_person, school):
    list_person("Cici", places.itik, school=school, birth_date=PUPIL)
    here = see("petugas_timur")
    assert set(here.spots) == {places.lambur.code, places.simbur.code, places.siau.code, school.npsn}
    assert left(here)[school.npsn] == 1
    assert set(here.unplaced) == {places.timur}
    there = see("petugas_sadu")
    assert set(there.spots) == {places.lokan.code, places.itik.code}
    assert left(there) == {}
    assert there.unplaced == {places.sadu: 49}


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_what_counting_the_rows_one_by_one_gives(seed, see, places, list_person, school, today, step, hold, cast):
    dice = Random(seed)
    desa = [places.lambur, places.simbur, places.siau, places.itik]
    for number in range(22):
        at, pupil, young = dice.choice(desa), dice.random() < 0.3, dice.random() < 0.2
        born = today - CHILD if young else PUPIL
        one = list_person(f"Orang {number}", at, birth_date=born, **({"school": school} if pupil else {}))
        if dice.random() < 0.2:
            step(one, LifeStep.RECORD)
    for number in range(4):
        served = {"desa": [dice.choice(desa[:3])], "schools": [school] if dice.random() < 0.5 else []}
        outcomes = [dice.choice(["recorded", "absent", "away"]) for _person in range(30)]
        day = today - timedelta(days=20 - number)
        hold(outcomes, confirmed=dice.random() < 0.5, day=day, **served)
    found = see()
    everybody = [one for one in Resident.objects.all() if one.state in REMAINING]
    able = [one for one in everybody if one.birth_date == PUPIL]
    expected = Counter(one.school.npsn if one.school else one.desa.code for one in able)
    rest = {places.lambur: 40, places.simbur: 30}
    for one in Resident.objects.exclude(state__in=REMAINING):
        rest = {key: people - (one.desa == key) for key, people in rest.items()}
    for one, people in rest.items():
        expected[one.code] += max(0, people - sum(other.desa == one for other in everybody))
    assert left(found) == {key: people for key, people in expected.items() if people}
    _same_past(cast)


def _same_past(cast):
    """The visits as plain loops over the attendances tell them."""
    scope = scope_of(cast.petugas)
    told = []
    for one in Visit.objects.filter(state="closed").order_by("day", "pk"):
        schools, confirmed = list(one.schools.all()), one.steps.filter(step="confirm").exists()
        people = list(Attendance.objects.filter(visit=one))
        for place in [*one.desa.all(), *schools]:
            own = [
                person.outcome
                for person in people
                if (person.resident.school if person.resident.school in schools else person.desa) == place
            ]
            key = place.npsn if isinstance(place, School) else place.code
            told.append((key, one.day, len(own), own.count("recorded"), confirmed))
    found = past_visits(scope, visits_seen(scope))
    assert sorted((one.place, one.day, one.expected, one.recorded, one.letter_confirmed) for one in found) == sorted(
        told
    )


def test_the_chance_is_learnt_from_the_place_and_falls_with_each_visit(see, places, list_person, hold, today):
    for number in range(8):
        list_person(f"Orang {number}")
    before = see().spots[places.lambur.code].place.chance
    assert before.basis is Basis.PRIOR
    hold(["recorded"] * 6, day=today - timedelta(days=9))
    spot = see().spots[places.lambur.code]
    assert (spot.place.chance.basis, spot.place.chance.recorded, spot.place.chance.expected) == (Basis.LAST_TIME, 6, 8)
    assert (spot.at.held, spot.at.last.day) == (1, today - timedelta(days=9))
    assert spot.place.not_before == today - timedelta(days=2)


def test_a_confirmation_counts_only_where_the_visit_was_started_from_it(cast, hold, visit, go, list_person, today):
    list_person()
    hold(confirmed=True, day=today - timedelta(days=5))
    taken_back = go(visit(day=today - timedelta(days=3)), Step.CONFIRM, Step.UNCONFIRM, Step.START)
    person = Attendance.objects.get(visit=taken_back)
    enter_outcomes(by=scope_of(cast.admin), visit=taken_back, entries=[Entry(person.pk, "away", person.version)])
    go(taken_back, Step.FINISH, Step.CLOSE)
    scope = scope_of(cast.admin)
    found = past_visits(scope, visits_seen(scope))
    assert [(one.letter_confirmed, one.nth) for one in found] == [(True, 1), (False, 2)]


def test_all_visits_of_the_office_teach_whoever_plans(see, hold, places, cast, list_person):
    list_person("Itik", places.itik)
    hold(["recorded"], by=cast.admin, kecamatan=places.sadu, desa=[places.itik])
    kinds = see("petugas_timur").turnout.kinds
    assert kinds[Kind.DESA][1:3] == (1, 1)


def test_a_planned_visit_takes_its_people_and_its_team(see, visit, places, cast, today):
    tomorrow = today + timedelta(days=1)
    visit(day=tomorrow)
    found = see()
    spot = found.spots[places.lambur.code]
    assert [one.day for one in spot.at.ahead] == [tomorrow]
    share = spot.place.chance.mean
    assert found.expected_ahead == {places.lambur.code: pytest.approx(40 * share)}
    after = {one.key: one for one in found.places_after_visits()}[places.lambur.code]
    assert after.left == round(40 * (1 - share))
    assert after.chance.mean < share
    # Whoever does not see the place knows that a team is away.
    assert [(one.day, one.team, one.places) for one in see("petugas_sadu").standing] == [(tomorrow, "1", ())]


def test_visits_of_one_leader_or_after_each_other_are_one_teams(visit, cast, places, today, go):
    def at(starts, ends, **changes):
        return visit(day=today, starts=time(starts), ends=time(ends), **changes)

    leader = {"team": [cast.petugas], "leader": cast.petugas}
    at(8, 12, **leader)
    at(8, 12, desa=[places.simbur], **leader)
    at(8, 10)
    at(10, 12, desa=[places.siau])
    at(9, 11, desa=[places.simbur])
    go(at(13, 15), Step.CANCEL)
    scope = scope_of(cast.admin)
    found = stands(places.drive, visits_seen(scope), today, {one.code for one in Desa.objects.all()})
    codes = {one.code: one for one in (places.lambur, places.simbur, places.siau)}
    assert [(one.team, [codes[key] for key in one.places]) for one in found] == [
        ("1", [places.lambur, places.simbur]),
        ("2", [places.lambur, places.siau]),
        ("3", [places.simbur]),
    ]


def test_how_a_place_is_reached_and_where_people_gather(see, visit, places, school):
    assert see().spots[school.npsn].place.access is Access.ROAD
    visit(access="tide", point=(-1.05, 104.2))
    spot = see().spots[places.lambur.code]
    assert (spot.place.access, spot.place.point) == (Access.BOAT, Point(-1.05, 104.2))
    DesaAccess.objects.create(desa=places.lambur, access="road")
    assert see().spots[places.lambur.code].place.access is Access.ROAD


def test_teams_set_out_where_the_office_says_or_from_the_capital(cast, places):
    scope = scope_of(cast.petugas_sadu)
    assert working_of(scope).base is None
    for one, north in ((places.timur, -1.1), (places.sadu, -1.3)):
        one.latitude, one.longitude = north, 104.0
        one.save()
    assert (working_of(scope).base, working_of(scope).base_known) == (Point(-1.1, 104.0), False)
    places.kabupaten.capital = "Nowhere"
    places.kabupaten.save()
    scope.kabupaten.refresh_from_db()
    assert working_of(scope).base == Point(pytest.approx(-1.2), 104.0)
    PlanSettings.objects.create(kabupaten=places.kabupaten, latitude=-1.0, longitude=103.9, teams=3, kits=2, minutes=4)
    working = working_of(scope)
    assert (working.base, working.base_known) == (Point(-1.0, 103.9), True)
    assert [(one.base, one.kits) for one in working.squad()] == [(Point(-1.0, 103.9), 2)] * 3
    assert (working.work.minutes, working.work.hours) == (4, 8)
