"""The calendar feed: read back by a parser, and looked at as bytes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from outreach.ics import FeedEvent, Status, feed

CHANGED = datetime(2024, 7, 1, 3, 4, 5, tzinfo=UTC)
#: Whatever the site lets somebody type, and line breaks.
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=200)


def event(**changes):
    facts = {"uid": "visit-7@15.07", "sequence": 2, "changed": CHANGED, "day": date(2024, 7, 18), "starts": time(8)}
    facts |= {"ends": time(14, 30), "summary": "Lambur, Simbur Naik", "status": Status.CONFIRMED}
    return FeedEvent(**facts | changes)


def written(*events, name="Kunjungan", zone="Asia/Jakarta"):
    return feed(events, name=name, zone=zone)


def read(data):
    return Calendar.from_ical(data).walk("VEVENT")


def test_an_event_is_read_back_as_it_was():
    facts = {
        "location": "Balai Desa; Jl. Merdeka, RT 3",
        "description": "Perahu\npukul 06.00",
        "url": "https://x.id/v/7/",
    }
    (found,) = read(written(event(**facts, point=(-1.25, 103.8))))
    assert {key: str(found[key]) for key in facts} == facts
    assert str(found["summary"]) == "Lambur, Simbur Naik"
    assert found["dtstart"].dt == datetime(2024, 7, 18, 1, tzinfo=UTC)
    assert found["dtend"].dt == datetime(2024, 7, 18, 7, 30, tzinfo=UTC)
    assert (found["sequence"], str(found["status"])) == (2, "CONFIRMED")
    assert found["dtstamp"].dt == CHANGED
    assert (found["geo"].latitude, found["geo"].longitude) == (-1.25, 103.8)


def test_the_frame_is_what_calendar_apps_ask_for():
    text = written(name="Kunjungan Dukcapil").decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    for line in ("VERSION:2.0", "METHOD:PUBLISH", "X-WR-CALNAME:Kunjungan Dukcapil", "X-WR-TIMEZONE:Asia/Jakarta"):
        assert f"\r\n{line}\r\n" in text
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text


def test_moments_are_written_in_utc_without_a_table_of_zones():
    text = written(event()).decode()
    assert "\r\nDTSTART:20240718T010000Z\r\n" in text
    assert "VTIMEZONE" not in text
    assert "\r\nDTSTART:20240717T230000Z\r\n" in written(event(), zone="Asia/Jayapura").decode()


def test_commas_semicolons_and_line_breaks_are_escaped():
    text = written(event(summary="A, B; C\\D\nE")).decode()
    assert "\r\nSUMMARY:A\\, B\\; C\\\\D\\nE\r\n" in text


@pytest.mark.parametrize("status", Status)
def test_the_status_says_how_sure_it_is(status):
    assert f"\r\nSTATUS:{status.value}\r\n" in written(event(status=status)).decode()


def test_what_was_not_given_is_left_out():
    text = written(event()).decode()
    assert not [key for key in ("LOCATION", "DESCRIPTION", "URL", "GEO") if f"\n{key}" in text]


def test_hours_the_wrong_way_round_and_moments_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="visit-7"):
        written(event(ends=time(7)))
    with pytest.raises(ValueError, match="visit-7"):
        written(event(changed=CHANGED.replace(tzinfo=None)))


@given(texts, texts, texts, texts)
def test_whatever_is_typed_makes_one_sound_event(summary, location, description, name):
    data = written(event(summary=summary, location=location, description=description), event(uid="b"), name=name)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode()
    first, second = read(data)
    assert (str(first["uid"]), str(second["uid"])) == ("visit-7@15.07", "b")
    typed = {"summary": summary, "location": location, "description": description}
    assert {key: str(first.get(key, "")) for key in typed} == typed


def test_what_a_calendar_file_may_not_hold_is_dropped():
    text = written(event(summary="Lam\0bur\x1b\x7f\r\nSimbur\rSiau")).decode()
    assert "\r\nSUMMARY:Lambur\\nSimbur\\nSiau\r\n" in text


@given(
    st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    st.times(),
    st.times(),
    st.sampled_from(["Asia/Jakarta", "Asia/Makassar"]),
)
def test_hours_are_the_same_moment_wherever_they_are_read(day, one, other, zone):
    starts, ends = sorted([one.replace(microsecond=0), other.replace(microsecond=0)])
    (found,) = read(written(event(day=day, starts=starts, ends=ends), zone=zone))
    for key, hour in (("dtstart", starts), ("dtend", ends)):
        assert found[key].dt.astimezone(ZoneInfo(zone)) == datetime.combine(day, hour, ZoneInfo(zone))


def test_a_name_of_several_lines_is_shown_in_one():
    assert b"X-WR-CALNAME:Kunjungan Sadu\r\n" in feed([], name=" Kunjungan\nSadu\r\n", zone="Asia/Jakarta")
