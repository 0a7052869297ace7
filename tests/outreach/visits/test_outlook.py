"""What the dashboards say of visits: the same numbers as the visits' own pages, and never a person."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kecamatan.access import scope_of
from outreach.actions.visits.results import Entry, enter_outcomes
from outreach.models import Attendance
from outreach.selectors.visits.outlook import Yield, going_out
from outreach.visit_life import Step


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def hold(go, cast):
    """``hold(visit, {"Siti": "recorded"})``: held and closed, with these outcomes."""

    def _hold(made, outcomes):
        made = go(made, Step.START)
        rows = {one.resident.name: one for one in Attendance.objects.filter(visit=made)}
        entries = [Entry(rows[name].pk, outcome, 0) for name, outcome in outcomes.items()]
        assert enter_outcomes(by=scope_of(cast.petugas), visit=made, entries=entries).all_saved
        return go(made, Step.FINISH, Step.CLOSE)

    return _hold


@pytest.fixture
def some(visit, hold, list_person, places, today, go):
    """One visit closed a week ago (2 of 3 came), one late, one in three days and one far too late, one called off."""
    for name in ("Siti", "Budi", "Rina"):
        list_person(name)
    closed = hold(visit(day=today - timedelta(days=7)), {"Siti": "recorded", "Budi": "failed", "Rina": "absent"})
    visit(day=today - timedelta(days=3))
    soon = go(visit(day=today + timedelta(days=3)), Step.ANNOUNCE, Step.CONFIRM)
    after = visit(day=places.drive.last_recording_day + timedelta(days=1))
    go(visit(day=today + timedelta(days=4)), Step.CANCEL)
    return closed, soon, after


@pytest.mark.django_db
def test_it_adds_up_what_was_held_and_what_is_to_come(some, cast, places, today):
    closed, soon, after = some
    out = going_out(scope_of(cast.pejabat), places.drive)
    assert [one.visit for one in out.ahead] == [soon, after]
    assert [one.expected for one in out.ahead] == [2, 2]
    assert out.ahead[1].promised == 0
    assert 0 < out.ahead[0].promised < 2
    assert (out.late, out.days_since, out.last.visit) == (1, 7, closed)
    assert (out.whole.of, out.whole.expected, out.whole.came, out.whole.recorded) == (1, 3, 2, 1)
    assert sum(one.came for _month, one in out.by_month) == 2
    ((kecamatan, months, whole),) = out.by_kecamatan
    assert (kecamatan, whole.came, len(months)) == (places.timur, 2, len(out.months))


@pytest.mark.django_db
def test_of_a_kecamatan_or_desa_only_its_own(some, visit, cast, places, today):
    visit(kecamatan=places.sadu, desa=[places.itik], day=today + timedelta(days=2), place_name="Itik")
    scope, drive = scope_of(cast.petugas), places.drive
    assert len(going_out(scope, drive).ahead) == 3
    assert len(going_out(scope, drive, kecamatan=places.sadu).ahead) == 1
    assert len(going_out(scope, drive, kecamatan=places.timur, desa=places.lambur).ahead) == 2
    assert going_out(scope, drive, kecamatan=places.timur, desa=places.siau).is_empty
    assert len(going_out(scope_of(cast.petugas_sadu), drive).ahead) == 1


@pytest.mark.django_db
def test_the_pages_of_numbers_say_it_and_name_nobody(some, sign_in, english, today):
    client, yesterday = sign_in("pejabat"), today - timedelta(days=1)
    for address in ("/", "/kecamatan/15.07.01/", "/desa/15.07.01.2002/"):
        words = text_of(client.get(address))
        assert "2 visits ahead expect 4 people" in words
        assert "1 visit: 1 recorded" in words
        assert "2 of 3 expected people came" in words
        assert "The last was 7 days ago." in words
        assert "1 visit is past and without a result" in words
        assert "visits ahead may record about" in words
        assert "Siti" not in words
    assert "No visit is planned" in text_of(client.get("/desa/15.07.01.2015/"))
    assert "Going out" not in text_of(client.get(f"/?as_of={yesterday}"))


@pytest.mark.django_db
def test_a_kept_page_hears_of_a_visit_at_once(some, sign_in, english, go):
    client = sign_in("pejabat")
    assert "2 visits ahead" in text_of(client.get("/"))
    go(some[1], Step.CANCEL)
    assert "1 visit ahead" in text_of(client.get("/"))


@pytest.mark.django_db
def test_few_queries_however_many_visits(some, visit, cast, places, today, django_assert_max_num_queries):
    for number in range(8):
        visit(day=today + timedelta(days=5 + number))
    scope = scope_of(cast.pejabat)
    with django_assert_max_num_queries(12):
        going_out(scope, places.drive)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_sums_are_shares_of_what_was_expected(visits):
    expected, came = sum(max(pair) for pair in visits), sum(min(pair) for pair in visits)
    found = Yield(len(visits), expected, came, came)
    assert found.turnout is None if not expected else 0 <= found.turnout <= 1
    assert (found.per_visit is None) == (not visits)
