"""Village records: whom to call there, its share of the baseline, its schools."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit, snapshot
from kecamatan.actions.baselines import set_share
from kecamatan.actions.records import delete_record, save_record
from kecamatan.models import Baseline, Desa, Drive, Kecamatan, School
from kecamatan.refusals import Refused

DESA_FIELDS = ["head_name", "head_title", "head_phone"]
SCHOOL_FIELDS = ["desa", "npsn", "name", "level", "head_name", "head_phone"]


class ChangedMeanwhile(Refused):
    """Somebody else saved this desa since the form was opened. ``current``: field → what is saved now."""

    def __init__(self, current: dict[str, str | int | None]) -> None:
        super().__init__(_("Somebody else saved this desa since you opened it. Nothing was changed yet."))
        self.current = current


def desa_values(desa: Desa, drive: Drive | None) -> dict[str, str | int | None]:
    """What the form of a desa shows: its head and its share (one query)."""
    share = Baseline.objects.filter(drive=drive, desa=desa).values_list("people", flat=True).first() if drive else None
    return {**{name: getattr(desa, name) for name in DESA_FIELDS}, "share": share}


def fingerprint(values: dict[str, str | int | None]) -> str:
    """Changes whenever one of the values does; travels with the form."""
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]


def save_desa(*, by: Scope, desa: Desa, drive: Drive | None, values: dict[str, str | int | None], seen: str) -> Desa:
    """Save the head and the share of a desa, all or nothing, with what differs in the audit log.

    ``seen``: the fingerprint of the values the form was opened with. Raises ChangedMeanwhile where they are others by
    now, Refused (field ``share``), PermissionDenied for anybody but an admin of this kabupaten.
    """
    if not by.user.is_admin or desa.kecamatan.kabupaten_id != by.kabupaten.pk:
        raise PermissionDenied
    with transaction.atomic():
        # The kecamatan's row first, as everywhere, so that two requests never wait for each other.
        Kecamatan.objects.select_for_update(no_key=True).get(pk=desa.kecamatan_id)
        desa = Desa.objects.select_for_update(of=("self",), no_key=True).select_related("kecamatan").get(pk=desa.pk)
        current = desa_values(desa, drive)
        if fingerprint(current) != seen:
            raise ChangedMeanwhile(current)
        before = snapshot(desa, DESA_FIELDS)
        for name in DESA_FIELDS:
            setattr(desa, name, values[name])
        after = snapshot(desa, DESA_FIELDS)
        if before != after:
            desa.save(update_fields=DESA_FIELDS)
            audit(by=by.user, action="change", target=desa, kabupaten=by.kabupaten, before=before, after=after)
        if drive is not None and values["share"] != current["share"]:
            set_share(by=by, drive=drive, desa=desa, people=values["share"])
    return desa


def save_school(*, by: Scope, school: School) -> School:
    """Add or change a school of a desa of this kabupaten. Raises Refused (NPSN taken), PermissionDenied."""
    if school.desa.kecamatan.kabupaten_id != by.kabupaten.pk:
        raise PermissionDenied
    save_record(by=by, instance=school, fields=SCHOOL_FIELDS, action="change" if school.pk else "create")
    return school


def delete_school(*, by: Scope, school: School) -> None:
    """Delete a school. Raises Refused where something depends on it, PermissionDenied."""
    if school.desa.kecamatan.kabupaten_id != by.kabupaten.pk:
        raise PermissionDenied
    delete_record(by=by, instance=school, fields=SCHOOL_FIELDS, action="delete")
