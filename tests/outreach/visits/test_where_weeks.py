"""The calendar of the coming weeks, and making draft visits of what it proposes."""

import uuid
from datetime import date, time, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.visits import drafts
from outreach.actions.visits.planning import plan_visit
from outreach.calendar_days import Kind, days_of
from outreach.models import CalendarDay, PlanSettings, Visit
from outreach.selectors.where.weeks import whole_people, working_days
from tests.outreach.visits.test_visit_pages import text_of

pytestmark = pytest.mark.django_db
PAGE, DRAFTS = "/where/plan/", "/where/plan/drafts/"


@pytest.fixture
def monday(today):
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def asked(monday):
    """``asked(teams="2")``: the address for one week."""

    def _asked(**changes):
        values = {"teams": "1", "kits": "1", "first": str(monday), "last": str(monday + timedelta(days=4))}
        return values | changes

    return _asked


@pytest.fixture
def propose(sign_in, asked):
    """The proposals that a petugas is shown."""

    def _propose(who="petugas", **changes):
        response = sign_in(who).get(PAGE, asked(**changes))
        return [one for week in response.context["calendar"].weeks for one in week.outings]

    return _propose


@pytest.fixture
def accept(sign_in, asked):
    """Send ticks; what is to be minded is looked at and the same is sent again."""

    def _accept(values, who="petugas", key=None, sure=True, **more):
        asking = {f"ask-{name}": value for name, value in asked().items()}
        data = {"key": str(key or uuid.uuid4()), "pick": values, **asking, **more}
        client = sign_in(who)
        response = client.post(DRAFTS, data)
        if sure and response.status_code == 200:
            response = client.post(DRAFTS, data | {"seen": response.context["mark"]})
        return response

    return _accept


@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat"])
def test_a_calendar_is_proposed_with_what_it_brings_and_leaves(sign_in, asked, english, list_person, who):
    list_person("Siti Rahasia")
    response = sign_in(who).get(PAGE, asked())
    words = text_of(response)
    calendar = response.context["calendar"]
    assert f"About {round(calendar.plan.total)} recordings: at least" in words
    assert "What it leaves, and where" in words
    (timur, sadu) = calendar.remains
    assert (timur.now, timur.unplaced, sadu.now, sadu.unplaced) == (70, 30, 0, 50)
    assert timur.then == 70 - timur.proposed == 70 - round(calendar.plan.total)
    assert "Rahasia" not in words
    assert ("Make draft visits" in words) is (who != "pejabat")
    assert ('name="pick"' in response.content.decode()) is (who != "pejabat")


def test_without_an_address_it_is_from_monday_to_the_last_recording_day(sign_in, monday, places):
    PlanSettings.objects.create(kabupaten=places.kabupaten, teams=3, kits=2)
    response = sign_in("petugas").get(PAGE)
    form = response.context["form"].cleaned_data
    assert form == {
        **{"teams": 3, "kits": 2, "first": monday, "last": places.drive.last_recording_day},
        "saturdays": False,
    }
    assert response.context["late"] is False


def test_after_the_last_recording_day_four_weeks_are_proposed_and_it_is_said(sign_in, english, places, today, monday):
    places.drive.last_recording_day = today
    places.drive.save()
    response = sign_in("petugas").get(PAGE)
    assert response.context["form"].cleaned_data["last"] == monday + timedelta(days=27)
    assert "some of these days are after it" in text_of(response)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"teams": "0"}, "teams"),
        ({"teams": "7"}, "teams"),
        ({"teams": "x"}, "teams"),
        ({"kits": "11"}, "kits"),
        ({"first": "2020-01-01"}, "first"),
        ({"first": "9999-12-31"}, "first"),
        ({"first": "besok"}, "first"),
        ({"last": "2020-01-01"}, "last"),
        ({"last": "9999-12-31"}, "last"),
        ({"last": ""}, "last"),
        ({"teams": "\0"}, "teams"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(sign_in, asked, changes, field):
    response = sign_in("petugas").get(PAGE, asked(saturdays="on") | changes)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert "calendar" not in response.context
    assert 'name="saturdays"' in response.content.decode()
    assert "checked" in response.content.decode()


def test_nobody_goes_on_holidays_and_on_saturdays_only_where_it_is_asked(today):
    first = date(2024, 8, 12)
    days = days_of(first, first + timedelta(days=13), [])
    found = working_days(days, first)
    assert [day.day for day in found] == [12, 13, 14, 15, 16, 19, 20, 21, 22, 23]
    # Independence day is a Saturday.
    assert [day.day for day in working_days(days, first, saturdays=True) if day.weekday() == 5] == [24]
    assert working_days(days, date(2024, 8, 23)) == [date(2024, 8, 23)]


def test_a_day_on_which_the_office_stays_in_is_said(sign_in, asked, english, monday, places):
    CalendarDay.objects.create(kabupaten=places.kabupaten, day=monday, kind=Kind.CLOSED, name="Rapat dinas")
    response = sign_in("petugas").get(PAGE, asked())
    assert monday not in response.context["calendar"].days
    assert "Rapat dinas" in text_of(response)


def test_pupils_are_visited_on_school_days(sign_in, asked, list_person, school, monday, places):
    for number in range(30):
        list_person(f"Orang {number}", places.siau, school=school)
    break_days = [monday + timedelta(days=number) for number in range(4)]
    for day in break_days:
        CalendarDay.objects.create(kabupaten=places.kabupaten, day=day, kind=Kind.SCHOOL_BREAK, name="Libur")
    response = sign_in("petugas").get(PAGE, asked())
    outings = [one for week in response.context["calendar"].weeks for one in week.outings]
    at_school = [one.proposal.day for one in outings if one.spots[0].school]
    assert at_school == [monday + timedelta(days=4)]


def test_planned_visits_take_their_team_and_their_people(propose, visit, monday, sign_in, asked, english):
    visit(day=monday)
    assert monday not in {one.proposal.day for one in propose()}
    assert "promise about 13 more" in text_of(sign_in("petugas").get(PAGE, asked()))
    assert monday in {one.proposal.day for one in propose(teams="2")}


def test_ticked_proposals_become_drafts(propose, accept, places, cast, monday, asked):
    first = propose()[0]
    response = accept([first.value])
    assert response.status_code == 302
    where = urlsplit(response["Location"])
    assert (where.path, {name: values[0] for name, values in parse_qs(where.query).items()}) == (PAGE, asked())
    made = list(Visit.objects.order_by("starts"))
    assert [(one.state, one.day, one.made_by, list(one.desa.all())) for one in made] == [
        ("draft", first.proposal.day, cast.petugas, [spot.desa]) for spot in first.spots
    ]
    assert made[0].place_name == f"Kantor Desa {first.spots[0].desa.name}"
    assert all(time(8) < one.starts < one.ends for one in made)


def test_desa_of_one_day_are_told_hours_one_after_the_other(accept, places, monday):
    accept([f"{monday} 1 {places.lambur.code} {places.simbur.code}"])
    first, second = Visit.objects.order_by("starts")
    assert (list(first.desa.all()), list(second.desa.all())) == ([places.lambur], [places.simbur])
    assert first.ends < second.starts
    assert first.contact_name == "Bapak Kades"


def test_a_school_is_proposed_with_its_head(accept, school, monday):
    school.head_name = "Bu Kepala"
    school.save()
    accept([f"{monday} 2 {school.npsn}"])
    made = Visit.objects.get()
    assert (made.place_name, made.contact_name, list(made.schools.all())) == (school.name, "Bu Kepala", [school])


def test_a_whole_week_is_ticked_at_once(accept, propose, monday):
    values = [one.value for one in propose(last=str(monday + timedelta(days=11)))]
    this = [value for value in values if value < str(monday + timedelta(days=7))]
    accept([], week=[str(monday)], offered=values)
    assert {one.day for one in Visit.objects.all()} == {date.fromisoformat(value[:10]) for value in this}


def test_sent_twice_they_are_made_once(accept, propose, english):
    values, key = [one.value for one in propose()], uuid.uuid4()
    accept(values, key=key)
    count = Visit.objects.count()
    assert count
    response = accept(values, key=key, follow=True)
    assert response.status_code == 302
    assert Visit.objects.count() == count


def test_sent_twice_at_once_they_are_made_once(cast, places, plan, monkeypatch):
    by, key, one = scope_of(cast.petugas), uuid.uuid4(), plan()
    make, late = drafts._make, []

    def beaten(*arguments):
        if not late:
            late.append(1)
            make(*arguments)
            # Whoever looked before the other had made them.
            plan_visit(by=by, drive=places.drive, plan=one, uid=drafts.uid_of(key, one))
        return make(*arguments)

    monkeypatch.setattr(drafts, "_make", beaten)
    made = drafts.make_drafts(by=by, drive=places.drive, plans=[one], key=key)
    assert (made.new, made.known, Visit.objects.count()) == ([], 1, 1)


def test_all_of_them_or_none(cast, places, plan, today):
    by = scope_of(cast.petugas)
    wrong = plan(day=places.drive.baseline_date - timedelta(days=1))
    with pytest.raises(Refused):
        drafts.make_drafts(by=by, drive=places.drive, plans=[plan(), wrong], key=uuid.uuid4())
    assert not Visit.objects.exists()


def test_what_is_unwise_is_shown_before(accept, propose, visit, english, cast, places):
    first = propose()[0]
    visit(day=first.proposal.day, desa=[first.spots[0].desa], place_name="Balai")
    response = accept([first.value], sure=False)
    assert "Before they are made: mind this" in text_of(response)
    assert "Balai" in text_of(response)
    assert Visit.objects.count() == 1
    assert accept([first.value]).status_code == 302
    assert Visit.objects.count() == 1 + len(first.spots)


def test_a_refusal_makes_none_and_says_why(accept, places, english, sign_in):
    early = places.drive.baseline_date - timedelta(days=1)
    response = accept([f"{early} 1 {places.lambur.code}"])
    assert response["Location"].startswith(PAGE)
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "2024-07-01 1",
        "2024-13-01 1 15.07.01.2002",
        "2027-07-01 1 15.07.05.2004",
        "2027-07-01 1 15.99.05.2004",
        "2027-07-01 1 15.07.01.2002 \0",
    ],
)
def test_what_is_not_theirs_or_no_proposal_does_not_exist(accept, value):
    assert accept([value], who="petugas_timur").status_code == 404
    assert not Visit.objects.exists()


def test_nothing_ticked_is_said(accept, sign_in, english):
    response = accept([])
    assert response["Location"].startswith(PAGE)
    assert not Visit.objects.exists()
    assert sign_in("petugas").post(DRAFTS, {"pick": "x"}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("pejabat", 403), ("foreigner", 409)])
def test_others_make_none(accept, places, monday, who, status):
    assert accept([f"{monday} 1 {places.lambur.code}"], who=who).status_code == status
    assert not Visit.objects.exists()


def test_few_queries_however_long_the_calendar(
    sign_in, asked, list_person, school, visit, monday, places, django_assert_max_num_queries
):
    client = sign_in("petugas")
    client.get(PAGE, asked())
    with django_assert_max_num_queries(15):
        client.get(PAGE, asked())
    for number in range(5):
        list_person(f"Orang {number}", school=school)
        visit(day=monday + timedelta(days=number), desa=[places.simbur], schools=[school])
    with django_assert_max_num_queries(15):
        client.get(PAGE, asked(last=str(monday + timedelta(days=60)), teams="3"))


def test_parts_as_whole_people_sum_to_the_rounded_sum(places):
    assert whole_people({places.timur: 1.4, places.sadu: 2.4}) == {places.timur: 2, places.sadu: 2}
    assert whole_people({places.timur: 1.5, places.sadu: 2.5}) == {places.timur: 2, places.sadu: 2}
    assert whole_people({}) == {}
