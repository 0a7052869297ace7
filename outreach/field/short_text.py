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
from enum import Enum, StrEnum

from outreach.attendance import KEYS
from outreach.papers.short_codes import ALPHABET, LOOK_ALIKES, is_code


class Kind(StrEnum):
    """What an event is, by the word that the phone writes for it (``k``)."""

    OUTCOME = "outcome"
    UNLISTED = "unlisted"
    COUNT = "count"
    TALLY = "tally"
    UNDO = "undo"
    NOTE = "note"


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
