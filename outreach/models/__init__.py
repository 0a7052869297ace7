"""The tables of people, of lists that are taken in, of who looked at whom and of days; one module per subject."""

from outreach.models.access_log import ResidentAccess
from outreach.models.attendance import Attendance, AttendanceChange, VisitCode, VisitCount, VisitPick
from outreach.models.calendar_days import CalendarDay
from outreach.models.calendar_feed import CalendarFeed
from outreach.models.card_stock import BlankCards
from outreach.models.field import FieldEvent, FieldLease
from outreach.models.imports import (
    Absence,
    ColumnChoice,
    ImportBatch,
    ImportRow,
    PlaceChoice,
)
from outreach.models.letterheads import Crest, Letterhead, LetterText
from outreach.models.letters import Letter, LetterAnswer, LetterEvent, LetterMailing, LetterNumber
from outreach.models.plan_settings import DesaAccess, PlanSettings
from outreach.models.residents import Distinct, Resident, ResidentChange, ResidentRow, ResidentStep
from outreach.models.seal import SealCheck
from outreach.models.visits import Kit, Visit, VisitStep

__all__ = [
    "Absence",
    "Attendance",
    "AttendanceChange",
    "BlankCards",
    "CalendarDay",
    "CalendarFeed",
    "ColumnChoice",
    "Crest",
    "DesaAccess",
    "Distinct",
    "FieldEvent",
    "FieldLease",
    "ImportBatch",
    "ImportRow",
    "Kit",
    "Letter",
    "LetterAnswer",
    "LetterEvent",
    "LetterMailing",
    "LetterNumber",
    "LetterText",
    "Letterhead",
    "PlaceChoice",
    "PlanSettings",
    "Resident",
    "ResidentAccess",
    "ResidentChange",
    "ResidentRow",
    "ResidentStep",
    "SealCheck",
    "Visit",
    "VisitCode",
    "VisitCount",
    "VisitPick",
    "VisitStep",
]
