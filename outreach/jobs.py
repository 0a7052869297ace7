"""Work on imports that takes longer than a page may: in a process of its own, whose progress the page asks for.

It outlives the browser, the request and the worker that began it (``kecamatan.background``). Where it was killed, nothing
was saved, and the page offers to begin again.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kecamatan import background
from kecamatan.access import scope_of
from kecamatan.figures import number_text
from kecamatan.refusals import Refused
from outreach import uploads
from outreach.actions.imports.commit import commit_import
from outreach.actions.imports.read import read_import
from outreach.models import ImportBatch

State = ImportBatch.State
UNDER_WAY = {State.UPLOADED, State.READING, State.COMMITTING}
KINDS = ("read", "commit")
#: Without a sign of life from anywhere for so long, the work is taken to be gone.
SECONDS_OF_SILENCE = 120


@dataclass(frozen=True)
class Seen:
    """How far the work is: in words, in hundredths (−1 where nobody knows); ended, or stopped on the way."""

    words: str
    share: int
    ended: bool
    stopped: bool = False


def start(kind: str, batch: ImportBatch, *, expected: Collection[str] = (), **changes: str) -> bool:
    """Begin ``read`` or ``commit`` of an import, and set ``changes`` on it. False, where it is in none of the states
    ``expected`` (as it was when read, if none are named) any more: of two who begin at once, one does.
    """
    under_way = State.READING if kind == "read" else State.COMMITTING
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=expected or [batch.state])
    if not waiting.update(state=under_way, **changes):
        return False
    background.start("take_in", kind, str(batch.pk), work_id=str(batch.upload))
    return True


def run(kind: str, batch: ImportBatch) -> None:
    """Do the work here, telling how far it is. What the rules refuse goes back to the preview with its sentence."""
    try:
        if kind == "read":
            read_import(by=scope_of(batch.by), batch=batch, say=background.report)
        else:
            commit_import(by=scope_of(batch.by), batch=batch, say=background.report)
            uploads.drop(batch.upload)
    except Refused as refused:
        under_way = State.READING if kind == "read" else State.COMMITTING
        back = State.FAILED if kind == "read" else State.COMMITTED if batch.committed_at else State.PREVIEW
        ImportBatch.objects.filter(pk=batch.pk, state=under_way).update(state=back, refused=str(refused.message)[:300])


def progress_of(batch: ImportBatch) -> Seen:
    """How far the work on this import is."""
    batch.refresh_from_db(fields=["state"])
    if batch.state not in UNDER_WAY:
        return Seen("", 100, True)
    told = background.read_progress(str(batch.upload))
    if told is None:
        # On another machine, or gone with its folder.
        return Seen(_("Under way …"), -1, False, stopped=time.time() - batch.at.timestamp() > SECONDS_OF_SILENCE)
    words = {
        "": _("Beginning …"),
        "reading": _("Reading the file"),
        "comparing": _("Comparing with the people known"),
        "storing": _("Preparing the preview"),
        "new": _("Taking in new people"),
        "changed": _("Taking in changes"),
        "gone": _("Looking who is gone"),
    }.get(told.phase, _("Under way …"))
    if told.done:
        of = f" / {number_text(told.total)}" if told.total else ""
        words = f"{words}: {number_text(told.done)}{of}"
    share = 100 * told.done // told.total if told.total else -1
    return Seen(words, share, False, stopped=_has_stopped(told))


def _has_stopped(told: background.Progress) -> bool:
    """Cut off? What says that it is done is of the work before, or is about to say so of this one."""
    if told.state == background.DONE:
        return time.time() - told.beat > SECONDS_OF_SILENCE
    return not background.is_alive(told)
