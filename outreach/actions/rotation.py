"""Sealing every number anew under a new key, all in one transaction."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from django.db import connection, transaction

from outreach import keys
from outreach.actions.changes import SEALED
from outreach.keys_file import MODE, add_key, drop_old_keys
from outreach.models import FieldEvent, FieldLease, ImportRow, Resident, ResidentChange, SealCheck
from outreach.models.field import BOX, SECRET
from outreach.models.field import CONTENT as OF_EVENT
from outreach.models.imports import CONTENT
from outreach.models.residents import NIK, NO_KK
from outreach.sealing import KeyRing

CHUNK = 2000


def rotate_keys(path: Path, now: datetime) -> tuple[int, Path]:
    """Put a new key into the file, seal everything with it, drop the old keys. Gives (values sealed anew, the copy of
    the old file).

    The old file is kept as a copy beside it, for backups made before. Whoever saves a number meanwhile is asked to try
    again. Cut short at any moment, nothing is lost: run it again. Raises SealingError.
    """
    keys.open_site_keys()
    kept = path.with_name(f"{path.stem}-before-{now:%Y%m%d-%H%M%S}{path.suffix}")
    kept.touch(mode=MODE)
    copyfile(path, kept)
    ring = add_key(path)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "LOCK TABLE outreach_resident, outreach_residentchange, outreach_importrow, outreach_fieldlease,"
                    " outreach_fieldevent IN SHARE ROW EXCLUSIVE MODE"
                )
        SealCheck.objects.filter(pk=1).update(key_id=ring.current, check_value=ring.check_value())
        sealed = _residents(ring) + _changes(ring) + _contents(ring) + _leases(ring) + _events(ring)
    drop_old_keys(path, expected=ring.current)
    keys.forget()
    return sealed, kept


def _residents(ring: KeyRing) -> int:
    def anew(row: tuple) -> tuple:
        pk, nik, _nik_print, no_kk, _no_kk_print = row
        values: list[object] = []
        for sealed, place, none in ((nik, NIK, None), (no_kk, NO_KK, "")):
            text = ring.open(sealed, place) if sealed else ""
            values += [ring.seal(text, place), ring.fingerprint(text, place)] if text else ["", none]
        return (*values, pk)

    rows = Resident.objects.order_by("pk").values_list("pk", "nik_sealed", "nik_print", "no_kk_sealed", "no_kk_print")
    sql = "UPDATE outreach_resident SET nik_sealed=%s, nik_print=%s, no_kk_sealed=%s, no_kk_print=%s WHERE id=%s"
    return _each(rows.iterator(CHUNK), anew, sql)


def _changes(ring: KeyRing) -> int:
    def anew(row: tuple) -> tuple:
        pk, field, *texts = row
        return (*(ring.seal(ring.open(text, SEALED[field]), SEALED[field]) if text else "" for text in texts), pk)

    rows = ResidentChange.objects.filter(field__in=SEALED).order_by("pk").values_list("pk", "field", "before", "after")
    return _each(rows.iterator(CHUNK), anew, "UPDATE outreach_residentchange SET before=%s, after=%s WHERE id=%s")


def _contents(ring: KeyRing) -> int:
    def anew(row: tuple) -> tuple:
        pk, content = row
        return ring.seal(ring.open(content, CONTENT), CONTENT), pk

    rows = ImportRow.objects.exclude(content="").order_by("pk").values_list("pk", "content")
    return _each(rows.iterator(CHUNK), anew, "UPDATE outreach_importrow SET content=%s WHERE id=%s")


def _leases(ring: KeyRing) -> int:
    def anew(row: tuple) -> tuple:
        pk, box, secret = row
        return ring.seal(ring.open(box, BOX), BOX), ring.seal(ring.open(secret, SECRET), SECRET), pk

    rows = FieldLease.objects.order_by("pk").values_list("pk", "box", "secret")
    return _each(rows.iterator(CHUNK), anew, "UPDATE outreach_fieldlease SET box=%s, secret=%s WHERE id=%s")


def _events(ring: KeyRing) -> int:
    def anew(row: tuple) -> tuple:
        pk, content = row
        return ring.seal(ring.open(content, OF_EVENT), OF_EVENT), pk

    rows = FieldEvent.objects.exclude(content="").order_by("pk").values_list("pk", "content")
    return _each(rows.iterator(CHUNK), anew, "UPDATE outreach_fieldevent SET content=%s WHERE id=%s")


def _each(rows: Iterator[tuple], anew: Callable[[tuple], tuple], sql: str) -> int:
    """Every row in its new shape, a few thousand at a time; gives their number."""
    count, waiting = 0, []
    with connection.cursor() as cursor:
        for row in rows:
            waiting.append(anew(row))
            if len(waiting) == CHUNK:
                cursor.executemany(sql, waiting)
                count, waiting = count + len(waiting), []
        if waiting:
            cursor.executemany(sql, waiting)
    return count + len(waiting)
