"""Which columns hold personal data (UU 27/2022), for every column of every model of both apps. Pure: names only.

A column without a class fails a test, so that nobody adds one without thinking of it. What is SPECIFIC, RESIDENT or FREE
stands in no log, no address, no audit entry and no page of counts.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What a column tells, and of whom."""

    SPECIFIC = "specific"  # health: specific data under art. 4, with all that is stored of minors
    RESIDENT = "resident"  # who and where somebody of the list is, and what became of them
    FREE = "free"  # free text of the office, which may speak of a resident
    OFFICIAL = "official"  # staff, heads of desa and schools: who they are and how to reach them
    KEY = "key"  # opens an account or a seal
    NONE = "none"  # places, counts, moments, numbers that tell nothing by themselves


_K = Kind
#: Model → kind → its columns, by the names of the fields.
COLUMNS: Mapping[str, Mapping[Kind, str]] = {
    "kecamatan.Kabupaten": {
        _K.NONE: "id code name kind province capital time_zone office_name office_address office_phone office_email "
        "public_since version",
        _K.OFFICIAL: "signer_prefix signer_title signer_name signer_rank signer_nip",
    },
    "kecamatan.Kecamatan": {_K.NONE: "id kabupaten code name voters latitude longitude tile_column tile_row version"},
    "kecamatan.Outline": {_K.NONE: "id kecamatan rings"},
    "kecamatan.Desa": {
        _K.NONE: "id kecamatan code name kind latitude longitude",
        _K.OFFICIAL: "head_name head_title head_phone",
    },
    "kecamatan.School": {_K.NONE: "id desa npsn name level", _K.OFFICIAL: "head_name head_phone"},
    "kecamatan.User_kecamatan": {_K.NONE: "id user kecamatan"},
    "kecamatan.User": {
        _K.NONE: "id kabupaten role language is_active date_joined",
        _K.OFFICIAL: "username full_name email last_login",
        _K.KEY: "password",
    },
    "kecamatan.SavedView": {_K.NONE: "id kabupaten owner list name query shared_with saved_at"},
    "kecamatan.WallLink": {
        _K.NONE: "id kabupaten name language made_at made_by last_seen_at revoked_at",
        _K.KEY: "digest",
    },
    "kecamatan.ApiToken": {
        _K.NONE: "id owner name created_at last_used_at revoked_at",
        _K.KEY: "start digest",
    },
    "kecamatan.AuditEntry": {_K.NONE: "id kabupaten at by action target_type target_id", _K.OFFICIAL: "target"},
    "kecamatan.AuditChange": {_K.NONE: "id entry field", _K.OFFICIAL: "before after"},
    "kecamatan.Drive": {
        _K.NONE: "id kabupaten name baseline_date last_recording_day polling_day coverage_target base_people base_name "
        "base_source base_date is_active"
    },
    "kecamatan.Baseline": {_K.NONE: "id drive kecamatan desa people"},
    "kecamatan.CountUpdate": {
        _K.NONE: "id drive kecamatan desa kind quantity date key reverses entered_at entered_by signed",
        _K.FREE: "note",
    },
    "kecamatan.Tally": {
        _K.NONE: "id drive kecamatan desa recorded recorded_elsewhere added removed last_entered_at newest_row"
    },
    "kecamatan.ReportSettings": {_K.NONE: "id kabupaten number_pattern version", _K.OFFICIAL: "recipients"},
    "kecamatan.Report": {
        _K.NONE: "id kabupaten drive kind kecamatan desa day on year serial number key issued_at issued_by",
        _K.OFFICIAL: "content",
    },
    "kecamatan.ReportMail": {_K.NONE: "id report state tries at fault", _K.OFFICIAL: "address"},
    "outreach.SealCheck": {_K.NONE: "id key_id check_value"},
    "outreach.Resident": {
        _K.NONE: "id drive listed_at listed_by batch steps_taken version",
        _K.RESIDENT: "kecamatan desa nik_sealed nik_print no_kk_sealed no_kk_print name name_key sex birth_place "
        "birth_date ever_married rt rw address phone school listed_on state removal added since",
        _K.SPECIFIC: "home_visit",
        _K.FREE: "note",
    },
    "outreach.ResidentStep": {
        _K.NONE: "id number undoes batch at by",
        _K.RESIDENT: "resident step from_state to_state day removal into",
        _K.FREE: "note",
    },
    "outreach.ResidentRow": {_K.RESIDENT: "resident row"},
    "outreach.ResidentChange": {
        _K.NONE: "id batch step at by",
        _K.RESIDENT: "resident field before after",
        _K.FREE: "reason",
    },
    "outreach.Distinct": {_K.NONE: "id at by", _K.RESIDENT: "first second"},
    "outreach.ResidentAccess": {_K.NONE: "id kabupaten at by", _K.RESIDENT: "resident kind", _K.FREE: "reason"},
    "outreach.ImportBatch": {
        _K.NONE: "id kabupaten drive file_bytes file_print upload state covers list_date new_are exact told new changed "
        "same doubtful rejected gone by at committed_at committed_by undone_at undone_by",
        _K.FREE: "file_name new_reason refused",
    },
    "outreach.ImportRow": {
        _K.NONE: "id batch sheet number verdict reason decision decided_by taken",
        _K.RESIDENT: "kecamatan desa resident content",
    },
    "outreach.Absence": {
        _K.NONE: "id batch settled_by settled_at settled_batch",
        _K.RESIDENT: "resident settled",
        _K.FREE: "note",
    },
    "outreach.Kit": {_K.NONE: "id kabupaten name is_active"},
    "outreach.Visit": {
        _K.NONE: "id drive kecamatan day starts ends place_name place_address latitude longitude access hints "
        "cards_printed ikd_activated began_at ended_at follows replaces uid made_at made_by version state steps_taken",
        _K.OFFICIAL: "leader contact_name contact_phone",
        _K.FREE: "notes what_went_wrong",
    },
    "outreach.Visit_desa": {_K.NONE: "id visit desa"},
    "outreach.Visit_schools": {_K.NONE: "id visit school"},
    "outreach.Visit_kits": {_K.NONE: "id visit kit"},
    "outreach.Visit_team": {_K.NONE: "id visit user"},
    "outreach.VisitStep": {_K.NONE: "id visit number step from_state to_state at by", _K.FREE: "reason"},
    "outreach.VisitPick": {_K.NONE: "id visit at by", _K.RESIDENT: "resident kind"},
    "outreach.VisitCode": {_K.NONE: "id visit", _K.RESIDENT: "resident code"},
    "outreach.Attendance": {
        _K.NONE: "id visit at by version",
        _K.RESIDENT: "resident desa origin outcome step",
        _K.FREE: "note",
    },
    "outreach.AttendanceChange": {_K.NONE: "id at by by_field seen_events", _K.RESIDENT: "attendance before after"},
    "outreach.VisitCount": {
        _K.NONE: "id visit desa people newly_obliged row inflow_row taken_back at by",
    },
    "outreach.FieldLease": {
        _K.NONE: "id key code device label visit user people taken_at until made last_contact clock_ahead persisted "
        "returned_at ended_at ended_by",
        _K.KEY: "box secret",
        _K.FREE: "ended_reason",
    },
    "outreach.FieldEvent": {
        _K.NONE: "id key lease number kind about undoes desa people newly what phone_at partial way received_at carried_by "
        "answer undone settled_at settled_by",
        _K.RESIDENT: "resident outcome content digest sentence",
        _K.FREE: "note",
    },
    "outreach.BlankCards": {
        _K.NONE: "id kabupaten kecamatan kind quantity day key reverses entered_at entered_by signed",
        _K.FREE: "note",
    },
    "outreach.CalendarFeed": {_K.NONE: "id user mine made_at last_used_at revoked_at", _K.KEY: "digest"},
    "outreach.CalendarDay": {_K.NONE: "id kabupaten day kind name taken_off"},
    "outreach.PlanSettings": {
        _K.NONE: "id kabupaten base_name latitude longitude teams kits hours set_up minutes road_speed boat_speed school_week "
        "lease_days"
    },
    "outreach.DesaAccess": {_K.NONE: "id desa access"},
    "outreach.Crest": {_K.NONE: "id kabupaten kind picture at by"},
    "outreach.Letterhead": {
        _K.NONE: "id kabupaten crest number_pattern nature place bring copies version",
        _K.OFFICIAL: "on_behalf_of contact",
    },
    "outreach.LetterText": {_K.NONE: "id kabupaten kind number subject body message at by"},
    "outreach.LetterNumber": {_K.NONE: "id kabupaten year serial text at by"},
    "outreach.Letter": {
        _K.NONE: "id visit kind number key day subject addressee desa school expected said_day said_starts said_ends "
        "said_place_name said_place_address crest about replaces link_until link_site prepared_at prepared_by state "
        "is_voided events_told",
        _K.OFFICIAL: "printed",
        _K.KEY: "handle secret",
    },
    "outreach.LetterEvent": {
        _K.NONE: "id letter number kind way on at by",
        _K.OFFICIAL: "recipient",
        _K.FREE: "note",
    },
    "outreach.LetterMailing": {_K.NONE: "id letter at"},
    "outreach.LetterAnswer": {_K.NONE: "id letter confirms told at", _K.OFFICIAL: "name", _K.FREE: "proposal"},
    "outreach.ColumnChoice": {_K.NONE: "id kabupaten shape column title meaning by at"},
    "outreach.PlaceChoice": {_K.NONE: "id kabupaten key desa by at"},
}
#: What must never leave the pages and exports of people.
OF_RESIDENTS = frozenset({Kind.SPECIFIC, Kind.RESIDENT, Kind.FREE})


def kinds_of(model: str) -> dict[str, Kind]:
    """Column → kind, of one model ("outreach.Resident"); empty where nobody classified it."""
    return {name: kind for kind, names in COLUMNS.get(model, {}).items() for name in names.split()}


def columns_of_residents() -> Iterator[tuple[str, str]]:
    """(model, column) of all that tells of a resident."""
    for model in COLUMNS:
        yield from ((model, name) for name, kind in kinds_of(model).items() if kind in OF_RESIDENTS)
