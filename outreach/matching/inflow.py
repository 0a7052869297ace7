"""Rule 8 of the numbers: whether somebody who is on the list for the first time flowed in, and on which day. Pure."""

from datetime import date

from outreach.segments import obliged_from


def flows_in(born: date | None, ever_married: bool | None, baseline_date: date) -> bool | None:
    """Whether a new person became obliged after the baseline date, or is not obliged yet, and so is ``added``.

    False: obliged by then, so one of those whom the baseline counted without their names. The ever married count as
    obliged, as their wedding day is not known. None where the birth date is unknown: they name the baseline, and that
    is told.
    """
    if born is None:
        return None
    return obliged_from(born, ever_married=bool(ever_married)) > baseline_date


def inflow_day(born: date | None, ever_married: bool | None, baseline_date: date, today: date) -> date:
    """The day on which they flowed in: when they became obliged, where that is after the baseline and not ahead, else today."""
    if born is None:
        return today
    day = obliged_from(born, ever_married=bool(ever_married))
    return day if baseline_date < day <= today else today
