"""The public page: off until an admin switches it on, kept by anybody's cache, and silent about small numbers."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.actions.outside import set_public
from kecamatan.models import AuditEntry, CountUpdate, Drive
from kecamatan.selectors.publication import last_sunday, publication, stated_baselines, sundays
from kecamatan.views import public

pytestmark = pytest.mark.django_db
ADDRESSES = ["", "en/", "data.csv", "data.json", "preview.png", "en/preview.png"]


@pytest.fixture
def on(cast):
    set_public(by=scope_of(cast.admin), on=True)


@pytest.fixture
def sunday(places):
    return last_sunday(places.kabupaten.time_zone)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def get(path="", **headers):
    return Client().get(f"/public/{path}", headers=headers)


def rows(path="data.csv") -> dict[tuple[str, str], dict]:
    """(day, code) → what the open data say of it."""
    found = csv.DictReader(io.StringIO(get(path).content.decode()))
    return {(row["as_of"], row["code"]): row for row in found}


# Who lets it out


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("who", [None, "admin", "pejabat"])
def test_while_it_is_off_nothing_is_there_for_anybody(sign_in, path, who):
    client = sign_in(who)
    assert client.get(f"/public/{path}").status_code == 404
    sign_in("admin").post("/share/public/", {"on": "1"})
    assert client.get(f"/public/{path}").status_code == 200
    sign_in("admin").post("/share/public/", {"on": "0"})
    assert client.get(f"/public/{path}").status_code == 404


def test_an_admin_switches_it_and_the_audit_log_says_so(sign_in, cast):
    client = sign_in("admin")
    assert "public page is on" not in client.get("/share/").content.decode()
    for on in ("1", "1", "0", "0"):
        assert client.post("/share/public/", {"on": on}).status_code == 302
    actions = AuditEntry.objects.filter(action__startswith="public").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["public-on", "public-off"]
    assert AuditEntry.objects.filter(by=cast.admin, action="public-on").exists()


@pytest.mark.parametrize("who", ["petugas", "pejabat", None])
def test_nobody_else_does(sign_in, places, who):
    response = sign_in(who).post("/share/public/", {"on": "1"})
    assert response.status_code == (302 if who is None else 403)
    places.kabupaten.refresh_from_db()
    assert places.kabupaten.public_since is None
    assert get().status_code == 404


def test_an_admin_of_another_kabupaten_switches_on_their_own(sign_in, places):
    sign_in("foreigner").post("/share/public/", {"on": "1"})
    places.kabupaten.refresh_from_db()
    assert places.kabupaten.public_since is None
    page = get().content.decode()
    assert "Tanjung Jabung Barat" in page
    assert "Timur" not in page


# What it tells


def test_it_tells_what_was_known_on_sunday_and_nothing_later(on, enter, places, sunday):
    enter("recorded", 23, day=sunday - timedelta(days=2), now=at_noon(sunday - timedelta(days=1)))
    enter("recorded", 11, day=sunday - timedelta(days=1), now=at_noon(sunday + timedelta(days=1)))
    enter("added", 14, kecamatan=places.sadu, desa=places.itik, day=sunday, now=at_noon(sunday))
    found = rows()
    day = sunday.isoformat()
    assert found[day, "15.07.01"]["recorded"] == "25"
    assert found[day, "15.07.01"]["remaining"] == "75"
    assert found[day, "15.07.05"]["remaining"] == "65"
    assert found[day, "15.07.05"]["recorded"] == "<5"
    assert found[day, "15.07"]["remaining"] == "140"
    before = (sunday - timedelta(days=7)).isoformat()
    assert found[before, "15.07.01"]["remaining"] == "100"


def test_a_week_once_published_stays_as_it_is(on, enter, sunday):
    enter("recorded", 23, day=sunday - timedelta(days=2), now=at_noon(sunday - timedelta(days=1)))
    before = get("data.csv").content
    enter("recorded", 15, day=sunday - timedelta(days=9), now=at_noon(sunday + timedelta(days=1)))
    kept.clear()
    assert get("data.csv").content == before


def test_the_weeks_are_as_the_ledger_knew_them_each_sunday(on, enter, places, cast, sunday):
    """The one query by weeks says the same as asking for each Sunday by itself."""
    from kecamatan.days import end_of
    from kecamatan.disclosure import Known, publish
    from kecamatan.selectors.counts import counts_as_of

    for days, late, people in ((40, 0, 9), (33, 20, 8), (20, 3, 7), (12, 0, 6), (2, 1, 5)):
        day = sunday - timedelta(days=days)
        enter("recorded", people, day=day, now=at_noon(day + timedelta(days=late)))
    ids = [places.timur.pk, places.sadu.pk]
    told = publication(places.kabupaten, places.drive, stated_baselines(places.drive), sunday)
    assert len(told.weeks) >= 8
    for week in told.weeks:
        known = counts_as_of(
            places.drive, ids, as_of=week.day, known_before=end_of(week.day, places.kabupaten.time_zone)
        )
        parts = [known.kecamatan[pk].counts for pk in ids]
        assert (list(week.rows), week.whole) == publish(
            [Known(one.baseline, one.recorded, one.remaining) for one in parts]
        )


def test_no_small_number_stands_anywhere(on, enter, places, sunday):
    """Remaining 3 and recorded 2: not in the page, its files, its map, its chart or its previews."""
    day = sunday - timedelta(days=3)
    enter("recorded_elsewhere", 28, desa=places.simbur, day=day, now=at_noon(day))
    enter("recorded_elsewhere", 38, desa=places.lambur, day=day, now=at_noon(day))
    enter("removed", 29, desa=places.siau, day=day, now=at_noon(day))
    enter("recorded", 2, desa=places.lambur, day=day, now=at_noon(day))
    assert sum(CountUpdate.objects.values_list("signed", flat=True)) == 97
    found = rows()[sunday.isoformat(), "15.07.01"]
    assert (found["remaining"], found["recorded"], found["baseline"]) == ("<5", "<5", "100")
    told = json.loads(get("data.json").content)["rows"]
    for row in told:
        for name in ("baseline", "recorded", "remaining"):
            assert row[name] is None or row[name] == "<5" or (row[name] >= 5 and row[name] % 5 == 0)
    page = get("en/").content.decode()
    assert "&lt;5" in page
    numbers = {int(one.replace(",", "")) for one in re.findall(r'class="num">([0-9,]+)<', page)}
    assert numbers
    assert all(number % 5 == 0 for number in numbers)


def test_charts_and_maps_are_made_of_published_figures(on, enter, places, sunday):
    """Another truth behind the same figures makes the same page, to the last coordinate."""
    day = sunday - timedelta(days=3)
    enter("recorded", 31, day=day, now=at_noon(day))
    page, data, picture = (get(path).content for path in ("", "data.json", "preview.png"))
    enter("recorded", 1, day=day, now=at_noon(day))
    enter("added", 1, desa=places.itik, day=day, now=at_noon(day))
    kept.clear()
    assert [get(path).content for path in ("", "data.json", "preview.png")] == [page, data, picture]


def test_a_baseline_that_is_not_stated_is_not_known(on, enter, places, sunday):
    places.drive.baselines.filter(kecamatan=places.sadu).delete()
    found = rows()[sunday.isoformat(), "15.07.05"]
    assert (found["baseline"], found["remaining"], found["recorded"]) == ("", "", "<5")
    assert rows()[sunday.isoformat(), "15.07"]["remaining"] == "100"
    words = get("en/").content.decode()
    assert "1 kecamatan has no baseline yet; those who remain there are missing here." in words
    assert "Meanwhile" not in words
    for baselines in (places.drive.baselines.shares(), places.drive.baselines.all()):
        baselines.delete()
    assert "No baseline" in get("en/").content.decode()


def test_another_baseline_is_told_at_once(on, places, sunday):
    assert rows()[sunday.isoformat(), "15.07.01"]["baseline"] == "100"
    places.drive.baselines.filter(kecamatan=places.timur, desa=None).update(people=120)
    assert rows()[sunday.isoformat(), "15.07.01"]["baseline"] == "120"


def test_before_the_first_sunday_and_without_a_drive_it_says_so(on, places, today):
    Drive.objects.update(baseline_date=today)
    assert "first numbers come" in get("en/").content.decode()
    assert len(get("data.csv").content.decode().splitlines()) == 1
    assert get("preview.png").status_code == 200
    Drive.objects.update(is_active=False)
    assert "no drive at present" in get("en/").content.decode()
    assert get("data.csv").status_code == 404
    assert get("preview.png").status_code == 200


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2024-09-01T23:00", "2024-08-25"),
        ("2024-09-02T05:59", "2024-08-25"),
        ("2024-09-02T06:00", "2024-09-01"),
        ("2024-09-07T12:00", "2024-09-01"),
        ("2024-09-08T12:00", "2024-09-01"),
    ],
)
def test_sundays_numbers_come_on_monday_at_six(now, day):
    moment = datetime.fromisoformat(f"{now}+07:00")
    assert last_sunday("Asia/Jakarta", moment) == date.fromisoformat(day)


def test_the_weeks_begin_on_the_first_sunday_from_the_baseline(places):
    drive = Drive(baseline_date=date(2024, 9, 1))
    assert sundays(drive, date(2024, 9, 15)) == [date(2024, 9, 1), date(2024, 9, 8), date(2024, 9, 15)]
    assert sundays(Drive(baseline_date=date(2024, 9, 2)), date(2024, 9, 1)) == []
    assert len(sundays(Drive(baseline_date=date(2020, 1, 1)), date(2024, 9, 1))) == 80


# How it is sent


@pytest.mark.parametrize("path", ADDRESSES)
def test_anybody_may_keep_it_and_nobody_is_known(on, sign_in, path):
    response = get(path)
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["ETag"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    signed_in = sign_in("petugas").get(f"/public/{path}", headers={"accept-language": "en"})
    assert signed_in.content == response.content
    assert "Cookie" not in signed_in.get("Vary", "")
    assert get(path, if_none_match=response["ETag"]).status_code == 304
    assert Client().head(f"/public/{path}").status_code == 200
    assert Client().post(f"/public/{path}").status_code == 405


def test_the_address_alone_says_the_language(on, cast):
    client = Client()
    client.cookies["language"] = "en"
    assert '<html lang="id">' in client.get("/public/").content.decode()
    assert '<html lang="en">' in get("en/").content.decode()
    assert get()["Content-Language"] == "id"


def test_nothing_leads_inside_and_previews_are_described(on):
    page = get().content.decode()
    links = set(re.findall(r'href="(/[^"]*)"', page))
    assert all(link.startswith(("/public/", "/static/")) for link in links), links
    assert 'property="og:image" content="http://testserver/public/preview.png"' in page
    assert 'property="og:description" content="' in page
    assert "csrf" not in page
    assert "<form" not in page


def test_pages_inside_have_no_previews(sign_in, places):
    for address in ("/", "/kecamatan/15.07.01/", "/share/"):
        assert "og:" not in sign_in("admin").get(address).content.decode()


def test_the_preview_is_a_picture_of_the_usual_size(on, sunday):
    picture = get("preview.png").content
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1200, 630)
    assert picture != get("en/preview.png").content


def test_the_address_outside_stands_in_the_previews(on, settings):
    settings.SITE_ADDRESS = "https://ektp.contoh.go.id"
    assert "https://ektp.contoh.go.id/public/preview.png" in get().content.decode()


def test_the_data_say_what_they_are(on):
    told = json.loads(get("data.json").content)
    assert told["licence"] == "CC-BY-4.0"
    assert set(told["description"]["id"]["columns"]) == set(told["rows"][0])
    assert set(told["description"]) == {"id", "en"}
    assert "license" in get("data.csv")["Link"]
    assert {row["licence"] for row in rows().values()} == {"CC-BY-4.0"}
    assert get("data.csv")["Content-Type"] == "text/csv; charset=utf-8"


def test_a_name_that_looks_like_a_formula_stays_text(on, places):
    places.timur.name = "=1+1"
    places.timur.save()
    assert "'=1+1" in get("data.csv").content.decode()


def test_it_is_made_once_and_asks_little_after_that(on, enter, sunday):
    get()
    for path in ("", "data.csv"):
        get(path)
        enter("recorded", 1)
        with CaptureQueriesContext(connection) as sent:
            get(path)
        assert len(sent) == 3, [query["sql"] for query in sent]


def test_the_first_answer_asks_a_fixed_number_of_times(on, enter):
    with CaptureQueriesContext(connection) as sent:
        get()
    assert len(sent) <= 8, [query["sql"] for query in sent]


def test_a_page_switched_off_is_gone_at_once_here(on, cast):
    assert get().status_code == 200
    set_public(by=scope_of(cast.admin), on=False)
    assert get().status_code == 404
    assert public.MAX_AGE <= 300
