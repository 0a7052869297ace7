"""Saving one row that the rules of the counts do not touch, with its line in the audit log."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit, snapshot
from kecamatan.refusals import Refused


def save_record(
    *,
    by: Scope,
    instance: models.Model,
    fields: Iterable[str],
    action: str,
    many: Mapping[str, Iterable[models.Model]] | None = None,
) -> models.Model:
    """Write these fields of a new or known row, and what differs into the audit log, in one transaction.

    ``many``: what its many-to-many fields shall hold. Raises PermissionDenied for anybody but an admin, Refused where
    the database's guards speak. A known row in which nothing differs writes no audit line.
    """
    if not by.user.is_admin:
        raise PermissionDenied
    fields, many = list(fields), dict(many or {})
    names = [*fields, *many]
    try:
        with transaction.atomic():
            before: dict[str, str] = {}
            adding = instance._state.adding
            if not adding:
                known = type(instance)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=instance.pk)
                before = snapshot(known, names)
            instance.save(force_insert=adding, update_fields=None if adding else fields)
            for name, values in many.items():
                getattr(instance, name).set(values)
            after = snapshot(instance, names)
            if adding or before != after:
                audit(by=by.user, action=action, target=instance, kabupaten=by.kabupaten, before=before, after=after)
    except IntegrityError as fault:
        raise Refused(sentence_for(fault)) from fault
    return instance


def delete_record(*, by: Scope, instance: models.Model, fields: Iterable[str], action: str) -> None:
    """Delete a row, its fields into the audit log. Raises PermissionDenied, and Refused where something hangs on it."""
    if not by.user.is_admin:
        raise PermissionDenied
    try:
        with transaction.atomic():
            audit(
                by=by.user,
                action=action,
                target=instance,
                kabupaten=by.kabupaten,
                before=snapshot(instance, list(fields)),
            )
            instance.delete()
    except (models.ProtectedError, IntegrityError) as fault:
        raise Refused(_("Something else depends on this, so it cannot be deleted.")) from fault


def sentence_for(fault: IntegrityError) -> str:
    """What the database refused, in words."""
    text = str(fault)
    for name, sentence in _guards().items():
        if name in text:
            return sentence
    return _("The database refused this, because it contradicts something saved meanwhile. Reload the page.")


def _guards() -> dict[str, str]:
    """Name in the database's message → sentence, where another request got there first."""
    return {
        "baseline_shares_within_kecamatan": _("The shares of the desa would exceed the baseline of their kecamatan."),
        "remaining_not_negative": _("Fewer than nobody would remain somewhere. Reload the page and look again."),
        "baseline_place_fits": _("A baseline does not move to another place."),
        "desa_stays": _("A desa with counts does not move to another kecamatan."),
        "drive_one_active_per_kabupaten": _("This kabupaten already has an active drive. End that one first."),
        "kecamatan_drive.kabupaten_id": _("This kabupaten already has an active drive. End that one first."),
        "npsn": _("There is a school with this NPSN already."),
    }
