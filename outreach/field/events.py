"""What an event of the field says: read from its JSON, checked, and nothing more (README, "The field day"). Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from outreach.attendance import Outcome
from outreach.field.box import MOST_NUMBER
from outreach.nik import LENGTH as NIK_DIGITS

VERSION = 1
NAME, NOTE, VISIT_NOTE, REASON = 120, 300, 500, 300
MOST_COUNTED, MOST_TALLIED = 500, 1000
#: Milliseconds until the year 9000.
LATEST = 221_845_392_000_000
DESA_CODE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}")
TALLIED = frozenset({"cards", "ikd"})


class Kind(StrEnum):
    """What may happen in the field."""

    OUTCOME = "outcome"
    UNLISTED = "unlisted"
    COUNT = "count"
    TALLY = "tally"
    UNDO = "undo"
    NOTE = "note"


#: What an undo may take back; an outcome is taken back by an outcome of "".
UNDONE = frozenset({Kind.UNLISTED, Kind.COUNT, Kind.TALLY, Kind.NOTE})


class Malformed(ValueError):
    """The event cannot be understood. ``sentence`` says so to the person."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Details:
    """Somebody who is on no list, as typed in the field."""

    name: str = field(repr=False)
    desa: str
    sex: str = ""
    born: date | None = field(default=None, repr=False)
    rt: str = ""
    rw: str = ""
    nik: str = field(default="", repr=False)
    married: bool = False


@dataclass(frozen=True)
class Event:
    """One act. ``person``: a resident; ``about``: the number of the ``unlisted`` event that told of them; ``undoes``: the
    number of the event that was a mistake. ``added``: how rule 8 was answered, None: as it rules. ``at``: the phone's clock.
    Of somebody unlisted a text message tells no ``details``.
    """

    number: int
    kind: Kind
    at: datetime | None
    person: int | None = None
    about: int | None = None
    outcome: str = ""
    note: str = field(default="", repr=False)
    details: Details | None = field(default=None, repr=False)
    added: bool | None = None
    why: str = field(default="", repr=False)
    desa: str = ""
    people: int = 0
    new: int = 0
    what: str = ""
    undoes: int | None = None


def read_event(raw: bytes, *, number: int) -> Event:
    """The event of this number. Raises Malformed where it is not one of version 1, or says what cannot be."""
    try:
        said = json.loads(raw.decode())
    except (ValueError, RecursionError) as fault:
        raise Malformed(_UNREADABLE) from fault
    if not isinstance(said, Mapping) or said.get("v") != VERSION or said.get("n") != number:
        raise Malformed(_UNREADABLE)
    kind = said.get("k")
    if not isinstance(kind, str) or kind not in set(Kind):
        raise Malformed(_UNREADABLE)
    facts = _READERS[Kind(kind)](said)
    return Event(number=number, kind=Kind(kind), at=_moment(said.get("at")), **facts)


def is_within_bounds(event: Event) -> bool:
    """Are its numbers such as a phone lets somebody type? Of an envelope they are looked at when it is read."""
    if event.kind is Kind.COUNT:
        return 0 <= event.new <= event.people and 1 <= event.people <= MOST_COUNTED
    if event.kind is Kind.TALLY:
        return 1 <= event.people <= MOST_TALLIED
    return event.kind is not Kind.UNDO or bool(event.undoes)


_UNREADABLE = _("This entry cannot be read. Enter it again, or on paper.")


def _outcome(said: Mapping[str, Any]) -> dict[str, Any]:
    person, about = said.get("p"), said.get("u")
    if (person is None) == (about is None):
        raise Malformed(_UNREADABLE)
    whom = {"person": _whole(person, 1)} if about is None else {"about": _whole(about, 1, MOST_NUMBER)}
    return whom | {"outcome": _known_outcome(said.get("o"), may_be_empty=True), "note": _text(said, "t", NOTE)}


def _unlisted(said: Mapping[str, Any]) -> dict[str, Any]:
    added = said.get("a")
    if added not in (None, True, False):
        raise Malformed(_UNREADABLE)
    return {
        "details": _details(said.get("d")),
        "added": added,
        "why": _text(said, "why", REASON),
        "outcome": _known_outcome(said.get("o"), may_be_empty=False),
        "note": _text(said, "t", NOTE),
    }


def _details(said: Any) -> Details:
    if not isinstance(said, Mapping):
        raise Malformed(_UNREADABLE)
    name = " ".join(_text(said, "name", NAME).split())
    if not name:
        raise Malformed(_("The name is missing. Enter the person again with a name."))
    sex = _text(said, "sex", 6)
    nik = _text(said, "nik", 16)
    if sex not in {"", "male", "female"} or not isinstance(said.get("married", False), bool):
        raise Malformed(_UNREADABLE)
    if nik and not (len(nik) == NIK_DIGITS and nik.isascii() and nik.isdigit()):
        raise Malformed(_("A NIK has 16 digits. Enter the person again with the whole number, or without it."))
    return Details(
        name=name,
        desa=_desa(said.get("desa"), may_be_empty=False),
        sex=sex,
        born=_day(said.get("born")),
        rt=_number_of_block(said, "rt"),
        rw=_number_of_block(said, "rw"),
        nik=nik,
        married=bool(said.get("married")),
    )


def _count(said: Mapping[str, Any]) -> dict[str, Any]:
    people = _whole(said.get("c"), 1, MOST_COUNTED)
    new = _whole(said.get("new", 0), 0, people)
    return {"desa": _desa(said.get("desa", ""), may_be_empty=True), "people": people, "new": new}


def _tally(said: Mapping[str, Any]) -> dict[str, Any]:
    what = said.get("w")
    if not isinstance(what, str) or what not in TALLIED:
        raise Malformed(_UNREADABLE)
    return {"what": what, "people": _whole(said.get("c"), 1, MOST_TALLIED)}


def _undo(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"undoes": _whole(said.get("of"), 1, MOST_NUMBER)}


def _note(said: Mapping[str, Any]) -> dict[str, Any]:
    note = _text(said, "t", VISIT_NOTE)
    if not note:
        raise Malformed(_UNREADABLE)
    return {"note": note}


_READERS = {
    Kind.OUTCOME: _outcome,
    Kind.UNLISTED: _unlisted,
    Kind.COUNT: _count,
    Kind.TALLY: _tally,
    Kind.UNDO: _undo,
    Kind.NOTE: _note,
}


def _whole(value: Any, least: int, most: int = 2**53) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Malformed(_UNREADABLE)
    return value


def _text(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Malformed(_UNREADABLE)
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise Malformed(_UNREADABLE) from fault
    return value.strip()


def _known_outcome(value: Any, *, may_be_empty: bool) -> str:
    if isinstance(value, str) and (value in set(Outcome) or (value == "" and may_be_empty)):
        return value
    raise Malformed(_UNREADABLE)


def _desa(value: Any, *, may_be_empty: bool) -> str:
    if isinstance(value, str) and (DESA_CODE.fullmatch(value) or (may_be_empty and not value)):
        return value
    raise Malformed(_UNREADABLE)


def _day(value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise Malformed(_("This birth date is no day of the calendar.")) from fault


def _number_of_block(said: Mapping[str, Any], name: str) -> str:
    value = _text(said, name, 3)
    if value and not (value.isascii() and value.isdigit()):
        raise Malformed(_UNREADABLE)
    return value.zfill(3) if value else ""


def _moment(value: Any) -> datetime:
    """The phone's clock, whatever it shows, up to a year that every time zone can still write."""
    return datetime.fromtimestamp(min(_whole(value, 0), LATEST) / 1000, UTC)
