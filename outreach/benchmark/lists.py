"""Lists that are read, taken in and undone by the actions of the site; seconds, and memory of the process that does it."""

import os
import platform
import uuid
from collections.abc import Callable
from time import perf_counter

from kecamatan.access import scope_of
from kecamatan.days import today_in
from kecamatan.models import Drive, User
from outreach import jobs, uploads
from outreach.actions.imports.undo import undo_import
from outreach.benchmark.filling import make_room, people_of
from outreach.benchmark.people import as_next_month, moved, write_xlsx
from outreach.models import ImportBatch, ImportRow

NEW, NEXT_MONTH, ALL_CHANGED = "all new", "next month", "all changed"
COUNTS = ("new", "changed", "same", "doubtful", "rejected", "gone")


def most_megabytes() -> int:
    """The most that this process and the largest of its children held, added up; 0 where the system doesn't tell."""
    try:
        import resource
    except ImportError:
        return 0
    used = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return used // (1024 * 1024 if platform.system() == "Darwin" else 1024)


def cpu_seconds() -> float:
    """What this process and its children have used of a processor: the same on a busy machine. Without the database's."""
    return sum(os.times()[:4])


def make_list(drive: Drive, which: str, rows: int) -> int:
    """A file of so many rows as if it had just been uploaded; the number of its import."""
    people = people_of(drive, rows)
    if which == NEW:
        make_room(drive, rows)
    if which == NEXT_MONTH:
        known = {one.nik for one in people}
        fresh = [one for one in people_of(drive, rows // 10 + 10, seed=1) if one.nik not in known]
        people = list(as_next_month(people, fresh))
    if which == ALL_CHANGED:
        people = [moved(one) for one in people]
    upload = uuid.uuid4()
    path = uploads.path_of(upload)
    write_xlsx(path, people)
    batch = ImportBatch.objects.create(
        kabupaten=drive.kabupaten,
        drive=drive,
        file_name=f"{which}.xlsx",
        file_bytes=path.stat().st_size,
        upload=upload,
        covers=ImportBatch.Covers.WHOLE,
        list_date=today_in(drive.kabupaten.time_zone),
        by=User.objects.get(kabupaten=drive.kabupaten, role=User.Role.PETUGAS),
    )
    return batch.pk


def work(kind: str, number: int) -> dict:
    """Read or take in: seconds, memory, state and counts."""
    batch = ImportBatch.objects.select_related("by", "drive", "kabupaten").get(pk=number)
    if kind == "commit":
        ImportBatch.objects.filter(pk=number).update(state=ImportBatch.State.COMMITTING)
    return _timed(lambda: jobs.run(kind, batch), number)


def undo(number: int) -> dict:
    """Take it back."""
    batch = ImportBatch.objects.select_related("by", "drive", "kabupaten").get(pk=number)
    return _timed(lambda: undo_import(by=scope_of(batch.by), batch=batch, reason="benchmark"), number)


def _timed(do: Callable[[], object], number: int) -> dict:
    begun, cpu = perf_counter(), cpu_seconds()
    do()
    seconds, cpu = perf_counter() - begun, cpu_seconds() - cpu
    batch = ImportBatch.objects.get(pk=number)
    told = {name: getattr(batch, name) for name in COUNTS}
    left = ImportRow.objects.filter(batch=batch).count()
    return {"seconds": seconds, "cpu": cpu, "megabytes": most_megabytes(), "state": batch.state, "rows": left, **told}
