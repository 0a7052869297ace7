"""What is compared, and what comes out: people that are known, rows of a list, verdicts and their reasons. Pure.

NIK and No KK are opaque here (a keyed fingerprint will do): they are only ever compared with each other.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from operator import attrgetter

from outreach.life import State
from outreach.nik import Verdict as NikVerdict

#: What a list may tell of a person, and change.
FIELDS = (
    "nik",
    "no_kk",
    "name",
    "sex",
    "birth_place",
    "birth_date",
    "ever_married",
    "desa",
    "address",
    "rt",
    "rw",
    "phone",
    "school",
)
#: All of these of one person, in that order.
values_of = attrgetter(*FIELDS)
#: (sheet, row number) as in the spreadsheet.
Where = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Particulars:
    """What is told of one person: "" or None where nothing is. Never shows in a log.

    ``nik`` and ``no_kk`` are opaque; ``sex`` is "male", "female" or ""; ``desa`` is its code, ``15.07.01.2001``.
    """

    nik: str = ""
    no_kk: str = ""
    name: str = ""
    sex: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    ever_married: bool | None = None
    desa: str = ""
    address: str = ""
    rt: str = ""
    rw: str = ""
    phone: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Known(Particulars):
    """One who is known already. ``state``: where they stand in life; "merged" for one who became part of another."""

    id: int
    state: State | str = State.UNRECORDED


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Listed(Particulars):
    """One row of a list. ``has``: the fields that have a column; what has none is not told, and changes nothing.

    ``nik`` is "" where it is missing, held or rejected; ``nik_verdict`` tells which, and ``could_be`` are the NIKs that a
    held one may have meant. ``doubts``: names of those faults found while reading that hold the row.
    """

    sheet: str = ""
    row: int
    has: frozenset[str] = frozenset(FIELDS)
    nik_verdict: NikVerdict = NikVerdict.FINE
    could_be: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def where(self) -> Where:
        return self.sheet, self.row


class Verdict(StrEnum):
    """What a row is. Nothing is done with a DOUBTFUL one until somebody settles it, and never with a REJECTED one."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"


class Weight(StrEnum):
    """What a reason does to its row."""

    TELLS = "tells"
    DOUBTS = "doubts"
    REJECTS = "rejects"


class Reason(Enum):
    """Why a verdict is what it is, or something worth telling: machine name and weight."""

    NO_NAME = ("no_name", Weight.REJECTS)
    NOTHING_TELLS_WHO = ("nothing_tells_who", Weight.REJECTS)
    NIK_REJECTED = ("nik_rejected", Weight.DOUBTS)
    NIK_HELD = ("nik_held", Weight.DOUBTS)
    NIK_TWICE_IN_FILE = ("nik_twice_in_file", Weight.DOUBTS)
    NIK_OF_ANOTHER_NAME = ("nik_of_another_name", Weight.DOUBTS)
    TWICE_IN_FILE = ("twice_in_file", Weight.DOUBTS)
    MAYBE_KNOWN = ("maybe_known", Weight.DOUBTS)
    OTHER_NIK = ("other_nik", Weight.DOUBTS)
    WAS_REMOVED = ("was_removed", Weight.DOUBTS)
    TOO_YOUNG = ("too_young", Weight.DOUBTS)
    READ_WITH_DOUBT = ("read_with_doubt", Weight.DOUBTS)
    REPEATED_ROW = ("repeated_row", Weight.TELLS)
    RECORDED_BY_US = ("recorded_by_us", Weight.TELLS)
    DESA_DIFFERS = ("desa_differs", Weight.TELLS)
    NO_BIRTH_DATE = ("no_birth_date", Weight.TELLS)

    def __init__(self, code: str, weight: Weight) -> None:
        self.code = code
        self.weight = weight


@dataclass(frozen=True, slots=True)
class Because:
    """A reason with the other row it speaks of, where it speaks of one."""

    reason: Reason
    other: Where | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One field that the list has otherwise."""

    field: str
    old: str | date | bool | None
    new: str | date | bool | None


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What became of one row. ``matched``: who it is, where that is known; ``candidates``: who it may be, best first.

    A DOUBTFUL row may be matched too: it is clear whom it means, and not clear that it is right.
    """

    sheet: str
    row: int
    verdict: Verdict
    matched: int | None = None
    changes: tuple[Change, ...] = ()
    reasons: tuple[Because, ...] = ()
    candidates: tuple[int, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The machine names of its reasons."""
        return frozenset(because.reason.code for because in self.reasons)
