"""Answers kept in the process for as long as nothing they show has changed.

Every answer is kept under the version of its kabupaten, which the database itself raises with every row of the ledger
and every change of a place, baseline or drive (migration 0002). The version is read with each request, so a kept
answer is never stale, whichever process wrote.

An answer is made from one moment of the database, which is no earlier than its version: its parts agree with each other,
however many write meanwhile. Should somebody write between the two, the answer knows of it under the version before, for
which nobody asks again. Where several ask for the same at once, one makes it and the others wait for theirs.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from django.db import DatabaseError, connection
from django.db.models import Sum

from kecamatan.models import Kabupaten

MOST_KEPT = 256

T = TypeVar("T")


@dataclass
class _Slot:
    """The last answer to one question: its version, and when it was begun; whoever holds ``turn`` makes the next one."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    version: int | None = None
    begun: float = 0
    answer: object = None


_slots: OrderedDict[Hashable, _Slot] = OrderedDict()
_lock = threading.Lock()


def version_of(kabupaten_id: int) -> int:
    """Rises whenever anything a page of this kabupaten may show has changed (one query)."""
    row = (
        Kabupaten.objects.filter(pk=kabupaten_id)
        .annotate(parts=Sum("kecamatan_set__version"))
        .values_list("version", "parts")
        .first()
    )
    return (row[0] + (row[1] or 0)) if row else 0


def kept(
    kabupaten: Kabupaten,
    key: Hashable,
    build: Callable[[], T],
    *,
    version: int | None = None,
    worth: Callable[[T], bool] = lambda answer: True,
) -> tuple[int, T]:
    """(version, answer): the kept answer of this version, or ``build()`` of a moment after the call.

    ``kabupaten``: as the request read it before anything else that goes into the answer; should a name, a drive or a
    place have changed in between, what was read is kept under the older version, for which nobody asks again.
    ``version``: of the counts, as the caller has just read it. ``build`` reads only. ``worth``: is this answer worth
    keeping?
    """
    asked = monotonic()
    version = version_of(kabupaten.pk) if version is None else version
    whole = (kabupaten.pk, kabupaten.version, key)
    slot = _slot_of(whole)
    if (known := _fitting(slot, version, asked)) is not None:
        return known  # type: ignore[return-value]
    with slot.turn:
        if (known := _fitting(slot, version, asked)) is not None:
            return known  # type: ignore[return-value]
        begun = monotonic()
        with one_moment():
            answer = build()
        with _lock:
            if worth(answer):
                slot.version, slot.begun, slot.answer = version, begun, answer
            elif slot.version is None and _slots.get(whole) is slot:
                # Whatever was asked for in vain takes nobody's place.
                del _slots[whole]
        return version, answer


def kept_by_key(key: Hashable, build: Callable[[], T]) -> T:
    """The answer kept under a key that says everything it depends on, or ``build()``, which asks the database nothing."""
    slot = _slot_of(key)
    with _lock:
        if slot.version is not None:
            return slot.answer  # type: ignore[return-value]
    answer = build()
    with _lock:
        slot.version, slot.answer = 0, answer
    return answer


def _slot_of(key: Hashable) -> _Slot:
    with _lock:
        slot = _slots.setdefault(key, _Slot())
        _slots.move_to_end(key)
        while len(_slots) > MOST_KEPT:
            _slots.popitem(last=False)
        return slot


def _fitting(slot: _Slot, version: int, asked: float) -> tuple[int, object] | None:
    """What the slot holds, if it is of this version, or was begun after it was asked for."""
    with _lock:
        fits = slot.version is not None and (slot.version == version or slot.begun > asked)
        return (slot.version, slot.answer) if fits else None  # type: ignore[return-value]


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, everything is read as it was at the first look, whoever writes meanwhile; nobody waits for it.

    Does nothing inside a transaction, whose caller has chosen already.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # a connection that broke has nothing to end
            cursor.execute("ROLLBACK")


def clear() -> None:
    """Forget every answer."""
    with _lock:
        _slots.clear()
