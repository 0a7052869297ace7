"""Days of the calendar in words, for its pages."""

from django import template

from outreach.calendar_days import Kind
from outreach.models import CalendarDay

register = template.Library()


@register.filter
def kind_of_day(kind: Kind) -> str:
    """public holiday, joint leave, school break, the office does not go out."""
    return str(CalendarDay.Kind(kind).label)
