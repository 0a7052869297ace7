"""The tables of people, of lists that are taken in, of who looked at whom and of days; one module per subject."""

from outreach.models.access_log import ResidentAccess
from outreach.models.calendar_days import CalendarDay
from outreach.models.imports import (
    Absence,
    ColumnChoice,
    ImportBatch,
    ImportRow,
    PlaceChoice,
)
from outreach.models.residents import Distinct, Resident, ResidentChange, ResidentRow, ResidentStep
from outreach.models.seal import SealCheck

__all__ = [
    "Absence",
    "CalendarDay",
    "ColumnChoice",
    "Distinct",
    "ImportBatch",
    "ImportRow",
    "PlaceChoice",
    "Resident",
    "ResidentAccess",
    "ResidentChange",
    "ResidentRow",
    "ResidentStep",
    "SealCheck",
]
