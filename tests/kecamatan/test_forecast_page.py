"""Will we make it, through its address: what is said, what if, and who sees which places."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from kecamatan import from_above
from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.ahead import Ahead, VisitAhead, ahead_of
from kecamatan.models import Baseline, CountUpdate, Drive
from kecamatan.selectors import forecast as selector

PAGE = "/forecast/"


def text_of(response):
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def span_of(response):
    """(low, high) of the range on the last recording day."""
    found = re.search(r"between ([\d,]+) and ([\d,]+) people remain", text_of(response))
    return tuple(int(one.replace(",", "")) for one in found.groups())


@pytest.fixture(autouse=True)
def _goal(places):
    """99.4 % of 5,000: at most 30 may remain."""
    Drive.objects.update(base_people=5000, base_name="voters", base_source="test", base_date=places.drive.baseline_date)


@pytest.fixture
def page(sign_in, cast):
    type(cast.admin).objects.update(language="en")

    def _page(who="pejabat", query="", **more):
        return sign_in(who).get(PAGE + query, more)

    return _page


@pytest.fixture
def begun(places, cast, today):
    """Sixty days in which one person a working day is recorded; 150 at first."""
    entries = [
        Entry(uuid.uuid4(), places.timur, places.lambur if number < 30 else places.simbur, "recorded", 1, day, "")
        for number in range(1, 59)
        if (day := today - timedelta(days=number)).weekday() < 5
    ]
    entries.append(Entry(uuid.uuid4(), places.sadu, places.itik, "recorded", 1, today - timedelta(days=1), ""))
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    return places.drive


@pytest.fixture
def known(monkeypatch, today):
    """``known(**fields)``: the app above knows this of the days to come."""

    def _known(**fields):
        monkeypatch.setattr(selector, "ahead_of", lambda scope, drive: Ahead(**fields))

    return _known


@pytest.fixture
def visits(known, begun, today):
    """Half of the recordings were made at visits; two more are planned."""
    visited = {row.date: 1 for row in CountUpdate.objects.all() if row.pk % 2}
    coming = [
        VisitAhead("7", "Balai Lambur", today + timedelta(days=5), 8, 3),
        VisitAhead("9", "SMA 1", today + timedelta(days=9), 6, 3),
    ]
    known(visits=coming, visited=visited, turnout=0.4, teams=2)


def test_too_little_data_is_said(page, places):
    words = text_of(page())
    assert "Too early to tell" in words
    assert "It takes three weeks, with recordings on at least three days and of ten people" in words
    assert "a week are needed, and those who flow in on top" in words
    assert "What if" not in words


def test_says_the_range_the_goal_and_what_is_needed(page, begun):
    response = page()
    low, high = span_of(response)
    assert 0 <= low < high < 110
    words = text_of(response)
    assert "If it goes on like this, between" in words
    assert "The goal is 99.4% of 5,000 (voters): at most 30 may remain on" in words
    assert re.search(r"From today on \d+ a week are needed, inflow counted; the pace is \d+ a week\.", words)
    assert "On polling day" in words
    assert 'class="fan"' in response.content.decode()


def test_speaks_indonesian(sign_in, begun):
    words = text_of(sign_in("petugas").get(PAGE))
    assert "Apakah kita akan berhasil?" in words
    assert "Jika terus seperti ini, pada" in words


def test_it_is_seen_from_yesterday_until_something_of_today_is_entered(page, begun, enter, places, today):
    assert selector.past_of(begun, today, 100, [(today - timedelta(days=9), None)], Ahead()).today == today - timedelta(
        days=1
    )
    assert selector.past_of(begun, today, 100, [(today, None)], Ahead()).today == today
    assert selector.past_of(begun, begun.baseline_date, 100, [], Ahead()).today == begun.baseline_date


def test_what_if_moves_the_range(page, visits):
    usual = span_of(page())
    off, more, better = page(off="7"), page(teams="2"), page(turnout="20")
    assert "With these changes between" in text_of(off)
    assert re.search(r"\d+ more than without\.", text_of(off))
    assert span_of(off)[0] > usual[0]
    for response in (more, better):
        assert re.search(r"\d+ fewer than without\.", text_of(response))
        assert span_of(response)[1] < usual[1]
    both = page(query="?off=7&off=9&turnout=-10")
    assert span_of(both)[0] > span_of(off)[0]
    # What was asked stands in the form again.
    assert 'name="off" value="7"' in both.content.decode()
    assert both.content.decode().count(" checked") == 2


def test_what_can_be_tried_says_what_it_rests_on(page, visits):
    words = text_of(page())
    assert re.search(r"Each of the 2 teams brings \d+ a week at visits", words)
    assert "So far 40% of those expected at visits came." in words
    assert "Until" in words
    assert "the 2 planned visits are counted, afterwards visits as before." in words


def test_where_no_visit_was_held_nothing_is_made_up(page, begun, known):
    known(visited=None)
    words = text_of(page())
    assert "No visit was held yet, so that visits and other recordings can't be told apart." in words
    assert "Nothing can be tried yet" in words
    assert "More teams" not in words


def test_where_no_visit_is_planned_they_go_on(page, begun, known):
    known(visited={})
    assert "No visit is planned; visits are taken to go on as before." in text_of(page())


@pytest.mark.parametrize(
    ("query", "sentence", "typed"),
    [
        ("?teams=two", "This is not a whole number. Write how many teams more, such as 2.", 'value="two"'),
        ("?teams=-1", "This can't be less than 0.", 'value="-1"'),
        ("?teams=21", "At most 20 teams more can be tried.", 'value="21"'),
        ("?turnout=51", "At most 50 points more can be tried.", 'value="51"'),
        ("?turnout=-51", "At most 50 points less can be tried.", 'value="-51"'),
        ("?turnout=1.5", "This is not a whole number. Write points such as 10 or -5.", 'value="1.5"'),
        ("?off=8", "A visit ticked here is not planned any more. Untick it.", None),
        ("?off=<b>", "A visit ticked here is not planned any more. Untick it.", None),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(page, visits, query, sentence, typed):
    response = page(query=query)
    assert response.status_code == 400
    words = text_of(response)
    assert words.count(sentence) == 2
    assert "Below is what is expected without any change." in words
    assert "If it goes on like this" in words
    if typed:
        assert typed in response.content.decode()


def test_the_plain_page_is_kept_and_what_if_is_not(sign_in, visits):
    client = sign_in("petugas")
    etag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": etag}).status_code == 304
    assert "ETag" not in client.get(PAGE, {"teams": "1"})


def test_a_new_row_is_seen_at_once(page, begun, enter, places):
    before = text_of(page())
    enter("recorded", 20, places.itik)
    assert text_of(page()) != before


def test_whoever_has_some_kecamatan_sees_theirs(sign_in, page, begun):
    page()
    words = text_of(sign_in("petugas_sadu").get(PAGE))
    assert "The kecamatan assigned to you" in words
    assert "when 49 remained" in words
    assert "The goal is that nobody remains" in words


def test_without_all_baselines_nothing_is_told(page, places):
    ids = list(Baseline.objects.filter(kecamatan=places.timur, desa=None).values_list("pk", flat=True))
    Baseline.objects.shares().delete()
    Baseline.objects.filter(pk__in=ids).delete()
    words = text_of(page())
    assert "Not to be told yet" in words
    assert "Of 1 kecamatan the baseline is not stated yet" in words
    assert "If it goes on" not in words


def test_a_drive_that_is_over_is_told_as_it_ended(page, begun, today):
    Drive.objects.update(
        last_recording_day=today - timedelta(days=14), polling_day=today - timedelta(days=1), is_active=False
    )
    words = text_of(page(drive=begun.pk))
    assert "The goal was not reached" in words or "The goal is reached" in words
    assert re.search(r"On the last recording day, .*, \d+ remained\.", words)
    assert "What if" not in words


def test_without_a_drive_it_says_so(page, places):
    Baseline.objects.shares().delete()
    Baseline.objects.all().delete()
    Drive.objects.all().delete()
    assert page().status_code == 200


def test_a_drive_of_others_and_other_methods(page, sign_in, begun, client):
    assert page(drive="999999").status_code == 404
    assert sign_in("admin").post(PAGE).status_code == 405
    assert client.get(PAGE).status_code == 302


def test_the_dashboard_leads_to_it(sign_in, begun):
    assert f'href="{reverse("kecamatan:forecast")}"' in sign_in("pejabat").get("/").content.decode()


def test_without_an_app_above_nothing_is_known_of_days_to_come(monkeypatch):
    monkeypatch.setattr(from_above, "_answers", {})
    assert ahead_of(None, None) == Ahead()
    assert Ahead().known_until is None


def test_it_takes_few_queries(sign_in, begun, django_assert_max_num_queries):
    client = sign_in("petugas")
    with django_assert_max_num_queries(15):
        assert client.get(PAGE).status_code == 200


def test_a_dashboard_says_once_what_is_needed_until_nobody_remains(sign_in, begun, cast):
    type(cast.admin).objects.update(language="en")
    assert "Nobody would remain with" in text_of(sign_in("pejabat").get("/"))
    words = text_of(sign_in("petugas_timur").get("/"))
    assert "until nobody remains; who flows in is counted." in words
    assert "Nobody would remain with" not in words


def test_teams_that_bring_nobody_here_cannot_be_added(page, begun, known):
    known(visited={CountUpdate.objects.order_by("date").first().date: 1}, turnout=0.4, teams=40)
    assert "brings 0 a week" not in text_of(page())
