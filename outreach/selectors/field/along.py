"""What is put on a phone: one visit, the people it expects with a masked NIK, the desa of its kecamatan. Nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kecamatan.access import Scope, desa_for
from outreach.access import attendances_for, residents_for
from outreach.attendance import KEYS, Origin
from outreach.models import Attendance, FieldLease, Resident, Visit, VisitCode
from outreach.nik import masked_beside_birth_date
from outreach.segments import age_on
from outreach.selectors.visits.expected import expected_of
from outreach.selectors.visits.people import first_time
from outreach.selectors.visits.result import tally_of_visit


@dataclass(frozen=True)
class Along:
    """One person of the visit, with what the office knows of the outcome. ``listed``: expected there."""

    resident: Resident
    outcome: str = ""
    listed: bool = True


def people_along(scope: Scope, visit: Visit) -> list[Along]:
    """Those of the scope: before the visit begins whom it expects, afterwards everybody of its list (one query)."""
    if not visit.is_held:
        mine = expected_of(visit).filter(pk__in=residents_for(scope).values("pk")).select_related("desa")
        return [Along(one) for one in mine]
    rows = attendances_for(scope, visit).filter(resident__isnull=False).select_related("resident__desa")
    rows = rows.exclude(origin=Origin.UNLISTED, outcome="")
    rows = rows.order_by("desa__code", "resident__rw", "resident__rt", "resident__name", "pk")
    return [Along(one.resident, one.outcome, one.origin != Origin.UNLISTED) for one in rows]


def lease_data(scope: Scope, lease: FieldLease) -> dict[str, Any]:
    """All that the phone keeps, as JSON (README, "The field day"); about eight queries."""
    visit = lease.visit
    people = people_along(scope, visit)
    codes = dict(VisitCode.objects.filter(visit=visit).values_list("resident", "code"))
    keys, tally = lease.keys, tally_of_visit(visit)
    return {
        "lease": str(lease.key),
        "code": lease.code,
        "until": epoch_ms(lease.until),
        "pub": keys.public,
        "mac": keys.secret,
        "owner": {"id": lease.user_id, "name": str(lease.user)},
        "visit": _visit(visit),
        "desa": _desa(scope, visit),
        "outcomes": [{"value": one, "label": str(Attendance.Outcome(one).label), "key": KEYS[one]} for one in KEYS],
        "people": [_person(one, visit, codes) for one in people],
        "counted": {"people": tally.unnamed, "cards": visit.cards_printed or 0, "ikd": visit.ikd_activated or 0},
    }


def _visit(visit: Visit) -> dict[str, Any]:
    drive = visit.drive
    return {
        **visit_facts(visit),
        "address": visit.place_address,
        "kecamatan_code": visit.kecamatan.code,
        "drive": drive.name,
        "baseline": drive.baseline_date.isoformat(),
        "polling": drive.polling_day.isoformat(),
    }


def visit_facts(visit: Visit) -> dict[str, Any]:
    """Place and time of a visit: nothing of a person."""
    return {
        "id": visit.pk,
        "place": visit.place_name,
        "day": visit.day.isoformat(),
        "starts": visit.starts.strftime("%H:%M"),
        "ends": visit.ends.strftime("%H:%M"),
        "kecamatan": visit.kecamatan.name,
        "state": visit.state,
    }


def _desa(scope: Scope, visit: Visit) -> list[dict[str, Any]]:
    served = set(visit.desa.values_list("pk", flat=True)) | set(visit.schools.values_list("desa", flat=True))
    here = desa_for(scope).filter(kecamatan=visit.kecamatan_id).order_by("code")
    return [{"code": one.code, "name": one.name, "served": one.pk in served} for one in here]


def _person(one: Along, visit: Visit, codes: dict[int, str]) -> dict[str, Any]:
    who = one.resident
    return {
        "id": who.pk,
        "n": who.name,
        "s": who.sex,
        "b": who.birth_date.isoformat() if who.birth_date else "",
        "y": age_on(who.birth_date, visit.day) if who.birth_date else None,
        "d": who.desa.code,
        "rt": who.rt,
        "rw": who.rw,
        "m": masked_beside_birth_date(who.nik) if who.nik_sealed else "",
        "c": codes.get(who.pk, ""),
        "f": first_time(who, visit),
        "h": str(who.get_home_visit_display()) if who.home_visit else "",
        "o": one.outcome,
        "e": who.ever_married,
        "w": "expected" if one.listed else "unlisted",
    }


def epoch_ms(moment: datetime) -> int:
    """Milliseconds, as the phone's clock counts."""
    return int(moment.timestamp() * 1000)
