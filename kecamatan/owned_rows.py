"""Rows of the ledger that belong to something of the app above: there they are undone, and nowhere else.

The app above registers who knows; here nobody learns more of it than an address and what the app above says of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.module_loading import import_string

_finders: list[str] = []


@dataclass(frozen=True)
class Owner:
    """Whose a row is. ``name``: what it is, in a word; ``sentence``: how the row is undone; ``open``: what its link says."""

    address: str
    name: str
    sentence: str
    open: str


def register(finder: str) -> None:
    """The dotted name of a function that takes ids of rows and gives each one's owner."""
    if finder not in _finders:
        _finders.append(finder)


def owners_of(row_ids: Iterable[int]) -> dict[int, Owner]:
    """Row id → its owner, for those that have one (one query a finder)."""
    ids = list(row_ids)
    found: dict[int, Owner] = {}
    for finder in _finders:
        found |= import_string(finder)(ids)
    return found
