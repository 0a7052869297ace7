"""Naming days of the calendar, taking them off and putting them back; for admins. Each act is one line of the audit log."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.figures import day_text
from kecamatan.refusals import Refused
from outreach.access import calendar_days_for
from outreach.calendar_days import FIRST_YEAR, LAST_YEAR, Kind, each_day
from outreach.models import CalendarDay
from outreach.selectors.calendar_days import days_between

#: The longest range in one go: a school break has three weeks, the fasting month four.
MOST_DAYS = 92


def add_days(*, by: Scope, first: date, last: date, kind: Kind, name: str) -> int:
    """Every day from the first to the last is of this kind and has this name. How many were not so before.

    Raises PermissionDenied for anybody but an admin, Refused where the range is empty, too long or out of our time.
    """
    _check(by, first, last)
    with transaction.atomic():
        known = calendar_days_for(by).filter(day__range=(first, last), kind=kind, name=name, taken_off=False)
        same = set(known.values_list("day", flat=True))
        rows = [_row(by, day, kind, name=name) for day in each_day(first, last) if day not in same]
        if rows:
            _write(rows, ["name", "taken_off"])
            said = {"days": _range_text(first, last), "kind": str(rows[0].get_kind_display()), "name": name}
            audit(by=by.user, action="days-add", target=rows[0], kabupaten=by.kabupaten, after=said)
    return len(rows)


def take_off_days(*, by: Scope, first: date, last: date, kind: Kind) -> int:
    """What stands on the calendar from the first to the last day of this kind, no longer does. How many days it was.

    Days of the library and the office's own alike. Raises as ``add_days`` does.
    """
    _check(by, first, last)
    with transaction.atomic():
        marks = [mark for day in days_between(by, first, last) for mark in day.marks if mark.kind == kind]
        rows = [_row(by, day, kind, taken_off=True) for day in dict.fromkeys(mark.day for mark in marks)]
        if rows:
            # A name that the office gave stays, for the day that it is put back.
            _write(rows, ["taken_off"])
            _note(by, "days-take-off", rows, ", ".join(dict.fromkeys(mark.name for mark in marks)))
    return len(rows)


def put_back_days(*, by: Scope, first: date, last: date, kind: Kind) -> int:
    """What was taken off from the first to the last day of this kind, stands on the calendar again. How many days.

    Raises as ``add_days`` does.
    """
    _check(by, first, last)
    with transaction.atomic():
        found = calendar_days_for(by).filter(day__range=(first, last), kind=kind, taken_off=True)
        rows = list(found.select_for_update(no_key=True).order_by("day"))
        if rows:
            # Without a name of its own a row only hides the library's day.
            found.filter(name="").delete()
            found.update(taken_off=False)
            _note(by, "days-put-back", rows, ", ".join(dict.fromkeys(row.name for row in rows if row.name)))
    return len(rows)


def _check(by: Scope, first: date, last: date) -> None:
    if not by.user.is_admin:
        raise PermissionDenied
    if last < first:
        raise Refused(_("The last day is before the first."), field="last")
    for field, day in (("first", first), ("last", last)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(_("The calendar has the years from 2000 to 2100."), field=field)
    if (last - first).days >= MOST_DAYS:
        raise Refused(
            _("At most %(days)s days in one go. Add the rest afterwards.") % {"days": MOST_DAYS}, field="last"
        )


def _row(by: Scope, day: date, kind: Kind, *, name: str = "", taken_off: bool = False) -> CalendarDay:
    return CalendarDay(kabupaten=by.kabupaten, day=day, kind=kind, name=name, taken_off=taken_off)


def _write(rows: list[CalendarDay], fields: list[str]) -> None:
    """New rows as they are; of known ones these fields, whoever else writes at the same time."""
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kabupaten", "day", "kind"], update_fields=fields
    )


def _note(by: Scope, action: str, rows: list[CalendarDay], name: str) -> None:
    said = {"days": _range_text(rows[0].day, rows[-1].day), "kind": str(rows[0].get_kind_display()), "name": name}
    audit(by=by.user, action=action, target=rows[0], kabupaten=by.kabupaten, before=said)


def _range_text(first: date, last: date) -> str:
    """25 Juni 2024 – 8 Juli 2024, or the one day."""
    return day_text(first) if first == last else f"{day_text(first)} – {day_text(last)}"
