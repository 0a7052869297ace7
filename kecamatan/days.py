"""Days in the kabupaten's time zone, whatever the server's clock says (rule 10). Pure: no ORM, no request."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def now_utc() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of ``moment`` in ``zone`` (an IANA name such as Asia/Jakarta)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def today_in(zone: str, now: datetime | None = None) -> date:
    """Today's day in ``zone``."""
    return day_of(now or now_utc(), zone)


def end_of(day: date, zone: str) -> datetime:
    """The first moment after ``day`` in ``zone``: what was entered before it was known on that day."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(zone))
