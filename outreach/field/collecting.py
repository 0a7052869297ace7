"""Whatever was pasted or chosen, sorted into what it is: files of phones, QR parts, text messages. Pure: no ORM, no request."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from outreach.field import parcel, parts, short_text
from outreach.field.parcel import BadParcel, Parcel
from outreach.field.short_text import Told

#: Entries that are taken in at once, and bytes of a file in which messages are looked for.
MOST_EVENTS, MOST_TEXT = 5_000, 300_000
#: How a file that was pasted instead of chosen begins.
_FILE = '{"ektp"'
FILE, QR = "file", "qr"


class Nothing(Enum):
    """What else may be wrong with what came."""

    FOUND = "found"
    SHORT = "short"
    BROKEN = "broken"
    DAMAGED = "damaged"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Fault:
    """One thing that could not be taken in. ``source``: a file's name or an excerpt, "" for the text as a whole.

    ``there``, ``of``, ``missing``: of a series of QR codes that is not complete; ``there`` also counts what is broken.
    """

    source: str
    why: parcel.Fault | short_text.Fault | Nothing
    there: int = 0
    of: int = 0
    missing: tuple[int, ...] = ()


@dataclass
class Collected:
    """envelopes: way → those that came by it. made: lease → the highest number its phone told of."""

    envelopes: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: {FILE: [], QR: []})
    made: dict[str, int] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Is there nothing that could be taken in?"""
        return not self.told and not any(self.envelopes.values())

    def add(self, found: Parcel, way: str, source: str = "") -> None:
        """Take the content of one file in."""
        if sum(map(len, self.envelopes.values())) + len(found.envelopes) > MOST_EVENTS:
            self.faults.append(Fault(source, Nothing.TOO_MUCH))
            return
        self.envelopes[way] += found.envelopes
        for lease, number in found.made.items():
            self.made[lease] = max(number, self.made.get(lease, 0))
        if found.broken:
            self.faults.append(Fault(source, Nothing.DAMAGED, there=found.broken))
        elif not found.envelopes:
            self.faults.append(Fault(source, parcel.Fault.EMPTY))


def collect(
    text: str,
    files: Iterable[tuple[str, bytes]],
    secrets_of: Callable[[str], Iterable[tuple[str, bytes]]],
) -> Collected:
    """All that stands in ``text`` and in ``files`` (name, bytes); ``secrets_of`` as for ``short_text.read``."""
    found = Collected()
    for name, raw in files:
        _add_file(found, name, raw, secrets_of)
    if text.strip() and not _add_text(found, text, secrets_of):
        found.faults.append(Fault("", Nothing.FOUND))
    return found


def _add_file(found: Collected, name: str, raw: bytes, secrets_of: Callable) -> None:
    """A file of a phone, or one into which somebody put messages or the texts of QR codes."""
    try:
        found.add(parcel.read_parcel(raw), FILE, name)
    except BadParcel as bad:
        is_text = bad.fault is parcel.Fault.NOT_OURS and len(raw) <= MOST_TEXT
        text = raw.decode("utf-8", "replace") if is_text else ""
        if not _add_text(found, text, secrets_of):
            found.faults.append(Fault(name, bad.fault))


def _add_text(found: Collected, text: str, secrets_of: Callable) -> bool:
    """Was there anything in it that looked like ours?"""
    rest, files = _files_in(found, text)
    joined = parts.join(rest)
    for whole in joined.wholes:
        try:
            found.add(parcel.read_parcel(whole), QR)
        except BadParcel as bad:
            found.faults.append(Fault("", bad.fault))
    for _name, there, of, missing in joined.short:
        found.faults.append(Fault("", Nothing.SHORT, there, of, missing))
    if joined.broken:
        found.faults.append(Fault("", Nothing.BROKEN, joined.broken))
    read = short_text.read(parts.without(rest), secrets_of)
    found.told += read.told
    found.faults += [Fault(typed, why) for typed, why in read.faults]
    return bool(files or joined.wholes or joined.short or joined.broken or read.told or read.faults)


def _files_in(found: Collected, text: str) -> tuple[str, int]:
    """(what is left of ``text`` without the files that were pasted into it, how many there were)."""
    count, start = 0, text.find(_FILE)
    while start >= 0 and count < parcel.MOST_LEASES:
        count += 1
        try:
            said, end = json.JSONDecoder().raw_decode(text, start)
            found.add(parcel.parcel_of(said), FILE)
        except BadParcel as bad:
            found.faults.append(Fault("", bad.fault))
        except (ValueError, RecursionError):
            found.faults.append(Fault("", parcel.Fault.CUT_SHORT))
            return text[:start], count
        text = text[:start] + "\n" + text[end:]
        start = text.find(_FILE)
    return text, count
