"""Writing the audit log; called by actions, inside their transaction."""

from django.db import models

from kecamatan.models import AuditChange, AuditEntry, Kabupaten, User


def snapshot(instance: models.Model, fields: list[str]) -> dict[str, str]:
    """These fields of a row as text, for ``audit``'s before and after."""
    return {name: _as_text(instance, name) for name in fields}


def _as_text(instance: models.Model, name: str) -> str:
    field = instance._meta.get_field(name)
    if field.many_to_many:
        return ", ".join(sorted(map(str, getattr(instance, name).all()))) if instance.pk else ""
    value = getattr(instance, name)
    return "" if value is None else str(value)


def audit(
    *,
    by: User | None,
    action: str,
    target: models.Model,
    kabupaten: Kabupaten | None,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> AuditEntry:
    """One entry, with a line for every field that differs. ``by`` None is a command on the server."""
    before, after = before or {}, after or {}
    entry = AuditEntry.objects.create(
        by=by,
        action=action,
        kabupaten=kabupaten,
        target_type=target._meta.model_name,
        target_id=str(target.pk or ""),
        target=str(target)[:200],
    )
    names = list(dict.fromkeys([*before, *after]))
    AuditChange.objects.bulk_create(
        AuditChange(entry=entry, field=name, before=before.get(name, ""), after=after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )
    return entry
