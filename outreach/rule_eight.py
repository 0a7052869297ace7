"""Rule 8 of design §4: did somebody who was on no list flow in, or were they among the unnamed of the baseline? Pure."""

from datetime import date

from outreach.segments import obliged_from


def flows_in(born: date | None, baseline_date: date, *, ever_married: bool = False) -> bool | None:
    """True where the duty to hold a card began after the baseline date, or has not begun; None: birth date unknown.

    Whoever was ever married counts as obliged all along, since their wedding day is not known.
    """
    if ever_married:
        return False
    return None if born is None else obliged_from(born) > baseline_date


def inflow_day(born: date | None, baseline_date: date, today: date, *, ever_married: bool = False) -> date:
    """The day on which they flowed in: the 17th birthday where it lies after the baseline and not ahead, else today."""
    if born is None or ever_married:
        return today
    obliged = obliged_from(born)
    return obliged if baseline_date < obliged <= today else today
