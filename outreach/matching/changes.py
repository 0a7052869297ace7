"""What a row would change about a person. Pure."""

from outreach.matching.people import FIELDS, Change, Known, Listed, values_of
from outreach.nik import Verdict as NikVerdict

#: Written in capitals here and not there: that is no news.
_TEXTS = frozenset({"name", "birth_place", "address", "school"})
#: Nobody is without these, so an emptied cell is a slip.
_NEVER_EMPTIED = frozenset({"name", "desa"})


def changes(known: Known, row: Listed, *, exact: bool = False) -> tuple[Change, ...]:
    """The fields that ``row`` has otherwise than ``known``.

    An absent column changes nothing. An empty cell tells nothing either, but where ``exact``: in an export of ours that
    comes back, every difference is meant, of capitals too, and an emptied cell empties the field.
    """
    old_values, new_values = values_of(known), values_of(row)
    if old_values == new_values:
        return ()
    found = []
    for field, old, new in zip(FIELDS, old_values, new_values, strict=True):
        if old == new or field not in row.has:
            continue
        emptied = new is None or new == ""
        if not exact and (emptied or (field in _TEXTS and evened(old) == evened(new))):
            continue
        if emptied and not (old and field not in _NEVER_EMPTIED and not _is_bad_nik(field, row)):
            continue
        found.append(Change(field, old, new))
    return tuple(found)


def evened(text: str) -> str:
    """``text`` without what only its writing differs in: case and blanks."""
    return " ".join(text.casefold().split())


def _is_bad_nik(field: str, row: Listed) -> bool:
    """Whether the NIK is empty here only because what stood there is none."""
    return field == "nik" and row.nik_verdict >= NikVerdict.HOLD
