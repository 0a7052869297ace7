"""The tables of places, accounts, drives and the ledger; one module per subject."""

from kecamatan.models.audit import AuditChange, AuditEntry
from kecamatan.models.drives import Baseline, Drive
from kecamatan.models.ledger import CountUpdate, Tally
from kecamatan.models.places import Desa, Kabupaten, Kecamatan, Outline, School
from kecamatan.models.reports import Report, ReportMail, ReportSettings
from kecamatan.models.saved_views import SavedView
from kecamatan.models.users import ApiToken, User
from kecamatan.models.wall_links import WallLink

__all__ = [
    "ApiToken",
    "AuditChange",
    "AuditEntry",
    "Baseline",
    "CountUpdate",
    "Desa",
    "Drive",
    "Kabupaten",
    "Kecamatan",
    "Outline",
    "Report",
    "ReportMail",
    "ReportSettings",
    "SavedView",
    "School",
    "Tally",
    "User",
    "WallLink",
]
