"""A place or a drive that moves while a row naming it is not yet committed: one of the two is refused.

Only PostgreSQL lets two write at once; and without the locks of its guards both would go through.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from kecamatan.models import Baseline
from kecamatan.selectors.ledger_check import check_ledger

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets nobody in who could race"),
]


@pytest.fixture
def statements(places, cast, today):
    """(a row or baseline, what moves the ground under it, the refusal of the mover, the refusal of the row)."""
    row = (
        "INSERT INTO kecamatan_countupdate (drive_id, kecamatan_id, desa_id, kind, quantity, date, note, key, entered_at,"
        f" entered_by_id) VALUES ({places.drive.pk}, {places.timur.pk}, {places.siau.pk}, 'added', 1,"
        f" '{places.drive.baseline_date}', '', '{uuid.uuid4()}', '{timezone.now()}', {cast.petugas.pk})"
    )
    share = (
        "INSERT INTO kecamatan_baseline (drive_id, kecamatan_id, desa_id, people)"
        f" VALUES ({places.drive.pk}, {places.timur.pk}, {places.siau.pk}, 0)"
    )
    move = f"UPDATE kecamatan_desa SET kecamatan_id = {places.sadu.pk} WHERE id = {places.siau.pk}"
    later = places.drive.baseline_date + timedelta(days=1)
    begin = f"UPDATE kecamatan_drive SET baseline_date = '{later}' WHERE id = {places.drive.pk}"
    away = f"UPDATE kecamatan_drive SET kabupaten_id = {cast.foreigner.kabupaten_id} WHERE id = {places.drive.pk}"
    Baseline.objects.shares().delete()
    Baseline.objects.all().delete()
    return {
        "row": (row, move, "desa_stays", "countupdate_place_fits"),
        "share": (share, move, "desa_stays", "baseline_place_fits"),
        "drive": (row, away, "drive_stays", "countupdate_place_fits"),
        "day": (row, begin, "drive_stays", "countupdate_not_before_baseline"),
    }


def race(first: str, second: str) -> str:
    """Run ``first``, then ``second`` in another session before the first is committed; the second one's refusal."""
    asked = Event()

    def other() -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '20s'")
                asked.set()
                cursor.execute(second)
        except IntegrityError as fault:
            return str(fault)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(first)
            later = pool.submit(other)
            assert asked.wait(20)
            with suppress(TimeoutError):
                later.result(0.5)
        return later.result(20)


@pytest.mark.parametrize("name", ["row", "share", "drive", "day"])
@pytest.mark.parametrize("row_first", [True, False], ids=["the row first", "the mover first"])
def test_of_a_row_and_what_moves_its_ground_one_is_refused(statements: dict[str, tuple], name: str, row_first: bool):
    row, mover, mover_refused, row_refused = statements[name]
    if row_first:
        assert mover_refused in race(row, mover)
    else:
        assert row_refused in race(mover, row)
    assert check_ledger().faults == []
