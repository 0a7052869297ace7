"""Rows of the ledger that belong to somebody of the app above: there they are undone, and nowhere else.

The app above registers who knows; here nobody learns more of it than an address.
"""

from collections.abc import Iterable

from django.utils.module_loading import import_string

_finders: list[str] = []


def register(finder: str) -> None:
    """The dotted name of a function that takes ids of rows and gives the address of the page of each one's owner."""
    if finder not in _finders:
        _finders.append(finder)


def owners_of(row_ids: Iterable[int]) -> dict[int, str]:
    """Row id → address of its owner's page, for those that have one (one query a finder)."""
    ids = list(row_ids)
    found: dict[int, str] = {}
    for finder in _finders:
        found |= import_string(finder)(ids)
    return found
