"""Answers kept in the process for as long as nothing they show has changed.

Every answer is kept under the version of its kabupaten, which the database itself raises with every row of the ledger
and every change of a place, baseline or drive (migration 0002). The version is read with each request, so a kept
answer is never stale, whichever process wrote.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.db.models import Sum

from kecamatan.models import Kabupaten

MOST_KEPT = 256
ATTEMPTS = 3

T = TypeVar("T")
_answers: OrderedDict[Hashable, object] = OrderedDict()
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


def kept(kabupaten_id: int, key: Hashable, build: Callable[[], T], *, version: int | None = None) -> tuple[int, T]:
    """(version, answer): the kept answer of this version, or ``build()``.

    Where somebody wrote while it was being built, it is built again, so that its parts agree with each other. Should
    that happen every time, the last one is given under the version it was begun with: it may show later rows, but
    never passes for the answer of a later version.
    """
    version = version_of(kabupaten_id) if version is None else version
    answer: T
    begun = version
    for _attempt in range(ATTEMPTS):
        full_key = (kabupaten_id, version, key)
        with _lock:
            if full_key in _answers:
                _answers.move_to_end(full_key)
                return version, _answers[full_key]  # type: ignore[return-value]
        answer = build()
        after = version_of(kabupaten_id)
        if after == version:
            with _lock:
                _answers[full_key] = answer
                while len(_answers) > MOST_KEPT:
                    _answers.popitem(last=False)
            return version, answer
        begun, version = version, after
    return begun, answer


def clear() -> None:
    """Forget every answer."""
    with _lock:
        _answers.clear()
