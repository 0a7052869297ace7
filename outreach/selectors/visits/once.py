"""What several parts of one page ask alike: read once for a page, and kept on its scope."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from kecamatan.access import Scope

T = TypeVar("T")


def once(scope: Scope, what: Hashable, read: Callable[[], T]) -> T:
    """``read()``, or what it gave before for the same scope. A scope lives for one request; only for pages that write nothing."""
    known = scope.__dict__.setdefault("_read_once", {})
    if what not in known:
        known[what] = read()
    return known[what]
