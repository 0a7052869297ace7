"""Events of a phone as short text messages, for when nothing but SMS works. Pure: no ORM, no request.

A message stands alone, has at most 160 characters of digits, capital letters, ``.`` and ``-``, and no name or NIK::

    EKTP.K7A2M.46.17-14K7M27P0X3A-22-N.R3T0XA

``EKTP``, the code of the lease, the highest number that its phone had made, runs of events, and six signs that check all
of it. A run is the number of its first event, ``-``, and one event after the other, each one number further; ``-`` goes to
the next run. An event is

==================== ===========================================================================================
``1``…``7`` + code   outcome (the key of ``attendance.KEYS``) of the person with this short code; ``0``: taken back
``A`` outcome newly  unlisted person: outcome, ``1`` newly obliged, ``0`` not, ``2`` the rule decides; who: comes another way
``E`` outcome n ``X``    outcome of the unlisted person of event n; ``0``: taken back
``C`` desa ``X`` c ``X`` new ``X`` recorded without a name: ten digits of the desa or none, people, newly obliged among them
``K`` c ``X``, ``M`` c ``X``  cards printed, IKD activated
``T`` n ``X``            event n was a mistake
``N``                a note; what it says comes another way
==================== ===========================================================================================

All signs are those of ``papers.short_codes``, whose look-alikes are read as what they are taken for. The check is
HMAC-SHA-256 with the secret of the lease over lease, code, made and runs, its first eight bytes modulo 23^6 (27 bits): a
wrong, missing or swapped sign passes once in 148 million. Case and spaces do not matter, nor does text before and behind.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from outreach.attendance import KEYS
from outreach.field.events import Kind
from outreach.papers.short_codes import ALPHABET, LOOK_ALIKES, is_code


@dataclass(frozen=True)
class Told:
    """One event as a text message tells it.

    lease_code: of the lease, as in the message. lease: its UUID in lower case, of whose secret the check was. number: of
    the event. made: highest number that the phone had made when it wrote. What is not of its kind stays empty:

    - outcome: ``person``, a short code, or ``unlisted``, the number of an unlisted event; ``outcome``, "" is taken back.
    - unlisted: ``outcome``; ``newly`` 1 or 0, None where the rule decides.
    - count: ``desa``, a code like 15.07.01.2002 or ""; ``people``; ``newly``, how many of them are newly obliged.
    - tally: ``what`` is "cards" or "ikd"; ``people``, how many.
    - undo: ``undoes``, the number of an event. note: nothing.
    """

    lease_code: str
    number: int
    kind: Kind
    person: str = ""
    unlisted: int = 0
    outcome: str = ""
    desa: str = ""
    people: int = 0
    newly: int | None = None
    what: str = ""
    undoes: int = 0
    lease: str = ""
    made: int = 0


class Fault(Enum):
    """Why something that begins like a message cannot be taken in."""

    UNREADABLE = "unreadable"
    UNKNOWN_LEASE = "unknown_lease"
    WRONG_CHECK = "wrong_check"


@dataclass(frozen=True)
class Reading:
    """What stood in a text: events, each once, by lease and number; and what could not be read, as it was typed."""

    told: tuple[Told, ...] = ()
    faults: tuple[tuple[str, Fault], ...] = ()
    messages: int = 0


#: The longest message that travels as one SMS (GSM-7).
LONGEST = 160
#: The most messages that are read out of one text.
MOST = 400
CHECK_SIGNS = 6
MARK = "EKTP"
_S = f"[{ALPHABET}]"
_OUTCOMES: Mapping[str, str] = {"0": "", **{key: outcome.value for outcome, key in KEYS.items()}}
_KEYS = {outcome: key for key, outcome in _OUTCOMES.items()}
_NEWLY: Mapping[str, int | None] = {"0": 0, "1": 1, "2": None}
_WHATS = {"K": "cards", "M": "ikd"}
_MESSAGE = re.compile(rf"{MARK}\.({_S}{{5,8}})\.([0-9]{{1,6}})\.((?:{_S}|-)+)\.({_S}{{{CHECK_SIGNS}}})")
#: What is left of a message whose beginning was typed wrong.
_RUIN = re.compile(rf"{_S}{{4,8}}\.[0-9]{{1,6}}\.[0-9]{{1,6}}-{_S}")
_QUOTED = re.compile(r"(?m)^[ \t]*(?:[>|][ \t]*)+")
_DASHES = dict.fromkeys("‐‑‒–—−_", "-")
_EVENT = re.compile(
    rf"(?P<outcome>[0-7])(?P<person>{_S}{{5}})|A(?P<unlisted>[1-7])(?P<newly>[012])"
    r"|E(?P<about>[0-7])(?P<of>[0-9]{1,6})X"
    r"|C(?P<desa>[0-9]{10})?X(?P<people>[0-9]{1,4})X(?P<new>[0-9]{1,4})X"
    r"|(?P<what>[KM])(?P<made>[0-9]{1,5})X|T(?P<undoes>[0-9]{1,6})X|(?P<note>N)"
)


def read(text: str, secrets_of: Callable[[str], Iterable[tuple[str, bytes]]]) -> Reading:
    """Every event that the messages in ``text`` tell, and every message that cannot be taken in.

    ``secrets_of``: the leases that have this code, each as (UUID in lower case, secret).
    """
    signs, places = _squeezed(text)
    told: dict[tuple[str, int], Told] = {}
    faults, messages = [], 0
    for start, end, found in _pieces(signs):
        read_here = _checked(found, secrets_of) if found else Fault.UNREADABLE
        if isinstance(read_here, Fault):
            faults.append((_excerpt(text[places[start] : places[end - 1] + 1]), read_here))
            continue
        messages += 1
        for one in read_here:
            kept = told.setdefault((one.lease, one.number), one)
            if one.made > kept.made:
                told[one.lease, one.number] = replace(kept, made=one.made)
    return Reading(tuple(told.values()), tuple(faults), messages)


def messages_of(told: Iterable[Told], *, lease: str, code: str, mac: bytes, made: int) -> list[str]:
    """``told``, events of one lease, as messages of at most ``LONGEST`` characters, in the order of their numbers.

    ``made``: the highest number of the lease so far. Raises ValueError for what no message can say.
    """
    most = LONGEST - len(f"{MARK}.{code}.{made}..") - CHECK_SIGNS
    bodies: list[str] = []
    body, following = "", -1
    for one in sorted(told, key=lambda event: event.number):
        event = _event_of(one)
        piece = event if one.number == following else f"{'-' if body else ''}{one.number}-{event}"
        if body and len(body) + len(piece) > most:
            bodies.append(body)
            body, piece = "", f"{one.number}-{event}"
        body += piece
        following = one.number + 1
    bodies += [body] if body else []
    return [f"{MARK}.{code}.{made}.{body}.{check_of(mac, lease, code, made, body)}" for body in bodies]


def check_of(mac: bytes, lease: str, code: str, made: int, body: str) -> str:
    """The six signs that check a message of this lease (its UUID) whose runs are ``body``."""
    said = f"ektp-field-text-1|{lease.lower()}|{code}|{made}|{body}"
    number = int.from_bytes(hmac.digest(mac, said.encode("ascii"), hashlib.sha256)[:8])
    signs = ""
    for _place in range(CHECK_SIGNS):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return signs


def _event_of(told: Told) -> str:
    outcome = _KEYS.get(told.outcome, "")
    if told.kind == Kind.OUTCOME and told.person:
        event = outcome + told.person
    elif told.kind == Kind.OUTCOME:
        event = f"E{outcome}{told.unlisted}X"
    elif told.kind == Kind.UNLISTED:
        event = f"A{outcome}{2 if told.newly is None else told.newly}"
    elif told.kind == Kind.COUNT:
        event = f"C{told.desa.replace('.', '')}X{told.people}X{told.newly or 0}X"
    elif told.kind == Kind.TALLY:
        event = f"{'K' if told.what == 'cards' else 'M'}{told.people}X"
    else:
        event = f"T{told.undoes}X" if told.kind == Kind.UNDO else "N"
    if not _EVENT.fullmatch(event):
        raise ValueError(f"event {told.number} cannot be told in a message")
    return event


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The signs of ``text`` as they are meant, without spaces; and where in ``text`` each stands."""
    quotes = {place for found in _QUOTED.finditer(text) for place in range(*found.span())}
    signs, places = [], []
    for place, typed in enumerate(text):
        if place in quotes or typed.isspace() or unicodedata.category(typed)[0] in "CZ":
            continue
        for sign in unicodedata.normalize("NFKC", _DASHES.get(typed, typed)).upper():
            signs.append(LOOK_ALIKES.get(sign, sign))
            places.append(place)
    return "".join(signs), places


def _pieces(signs: str) -> Iterator[tuple[int, int, re.Match | None]]:
    """Where a message stands or stood, in ``signs``: from, to, and its parts where it has the shape of one."""
    starts = [found.start() for found in re.finditer(rf"{MARK}\.", signs)][:MOST]
    free = 0
    for start, following in pairwise([*starts, len(signs)]):
        yield from _ruins(signs, free, start)
        found = _MESSAGE.match(signs, start)
        free = found.end() if found else min(following, start + LONGEST)
        yield start, free, found
    yield from _ruins(signs, free, len(signs))


def _ruins(signs: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    for found in _RUIN.finditer(signs, start, end):
        yield found.start(), found.end(), None


def _checked(found: re.Match, secrets_of: Callable) -> list[Told] | Fault:
    """The events of a message, once its check agrees with that of a lease of this code."""
    code, made, body, check = found.groups()
    leases = list(secrets_of(code))
    for lease, mac in leases:
        if hmac.compare_digest(check_of(mac, lease, code, int(made), body), check):
            events = _events(body)
            shared = {"lease_code": code, "lease": lease, "made": int(made)}
            return Fault.UNREADABLE if events is None else [Told(**shared, **event) for event in events]
    if leases or (len(code) == 5 and not is_code(code)):
        return Fault.WRONG_CHECK
    return Fault.UNKNOWN_LEASE


def _events(body: str) -> list[dict] | None:
    """What the runs of a message say, or None where they are not written as this version writes them."""
    parts = body.split("-")
    if len(parts) % 2:
        return None
    told = []
    for first, events in zip(parts[::2], parts[1::2], strict=True):
        if not re.fullmatch("[0-9]{1,6}", first) or not int(first) or not events:
            return None
        number, place = int(first), 0
        while place < len(events):
            found = _EVENT.match(events, place)
            if not found:
                return None
            told.append({"number": number, **_meaning(found.groupdict())})
            number, place = number + 1, found.end()
    return told


def _meaning(said: Mapping[str, str | None]) -> dict:
    if said["person"]:
        return {"kind": Kind.OUTCOME, "person": said["person"], "outcome": _OUTCOMES[said["outcome"]]}
    if said["of"]:
        return {"kind": Kind.OUTCOME, "unlisted": int(said["of"]), "outcome": _OUTCOMES[said["about"]]}
    if said["unlisted"]:
        return {"kind": Kind.UNLISTED, "outcome": _OUTCOMES[said["unlisted"]], "newly": _NEWLY[said["newly"]]}
    if said["people"]:
        code = said["desa"] or ""
        desa = f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}" if code else ""
        return {"kind": Kind.COUNT, "desa": desa, "people": int(said["people"]), "newly": int(said["new"])}
    if said["what"]:
        return {"kind": Kind.TALLY, "what": _WHATS[said["what"]], "people": int(said["made"])}
    return {"kind": Kind.UNDO, "undoes": int(said["undoes"])} if said["undoes"] else {"kind": Kind.NOTE}


def _excerpt(typed: str) -> str:
    words = " ".join(typed.split())
    return words if len(words) <= 60 else words[:59] + "…"
