"""The tables of people, of the lists that are taken in, and of who looked at whom; one module per subject."""

from outreach.models.access_log import ResidentAccess
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
