"""The calendar feed (RFC 5545) that phones and office calendars read. Pure: plain events in, bytes out.

Moments are written in UTC: every calendar app shows them in its own zone, and no table of zones has to be carried along
(Indonesia has no summer time, so a moment never shifts). The library ``icalendar`` escapes, folds at 75 octets and ends
lines as the standard asks. A feed is read by whoever has its address: callers put places and hours in it, never a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

#: Who wrote it, as RFC 5545 §3.7.3 wants it named.
PRODUCT = "-//e-KTP outreach tracker//calendar of visits//ID"
#: How often an app may ask again; most ask rarely enough by themselves.
REFRESH = timedelta(hours=1)
CONTENT_TYPE = "text/calendar; charset=utf-8"


class Status(StrEnum):
    """How sure an event is (RFC 5545 §3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class FeedEvent:
    """One entry. ``uid`` stays the same as long as the thing lives; ``sequence`` grows whenever day, hours or status change.

    ``day``, ``starts``, ``ends``: in the zone of the feed. ``changed``: aware. Texts may be of several lines.
    """

    uid: str
    sequence: int
    changed: datetime
    day: date
    starts: time
    ends: time
    summary: str
    status: Status = Status.TENTATIVE
    location: str = ""
    description: str = ""
    url: str = ""
    point: tuple[float, float] | None = None  # latitude, longitude


def feed(events: Iterable[FeedEvent], *, name: str, zone: str) -> bytes:
    """The calendar named ``name`` with these events, as UTF-8; ``zone`` is an IANA name such as Asia/Jakarta.

    Raises ValueError for an event that ends before it starts, or whose moment of change has no zone.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(_shown(name).split()))  # of one line: apps show it as a heading
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(_component(event, ZoneInfo(zone)))
    return calendar.to_ical()


def _component(event: FeedEvent, zone: ZoneInfo) -> Event:
    """One VEVENT."""
    starts, ends = (datetime.combine(event.day, hour, zone).astimezone(UTC) for hour in (event.starts, event.ends))
    if ends < starts:
        raise ValueError(f"{event.uid} ends before it starts")
    if event.changed.tzinfo is None:
        raise ValueError(f"{event.uid} was changed at a moment without a zone")
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed.astimezone(UTC))
    component.add("last-modified", event.changed.astimezone(UTC))
    component.add("dtstart", starts)
    component.add("dtend", ends)
    component.add("status", str(event.status))
    component.add("summary", _shown(event.summary))
    for key, text in (("location", event.location), ("description", event.description), ("url", event.url)):
        if text:
            component.add(key, _shown(text))
    if event.point is not None:
        component.add("geo", event.point)
    return component


def _shown(text: str) -> str:
    """Without control characters, which no calendar file may hold; line breaks and tabs stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or (char >= " " and char != "\x7f"))
