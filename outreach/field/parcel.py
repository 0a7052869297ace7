"""The file in which sealed events leave a phone, read without trusting it. Pure: no ORM, no request.

``{"ektp": "field", "v": 1, "made": epoch s, "leases": [{"lease", "made"}], "events": [envelope, …]}``; ``made`` of a lease
is the highest number that its phone had made. Whoever carries the file cannot read the events (README, "The field day").
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

MOST_BYTES = 3_000_000
MOST_EVENTS = 3_000
MOST_LEASES = 100
MOST_NUMBER = 1_000_000
#: An envelope is taken apart where it is opened; what is longer than this is none.
MOST_SIGNS = 12_000


class Fault(Enum):
    """Why a file is not taken in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NOT_OURS = "not_ours"
    CUT_SHORT = "cut_short"
    NEWER = "newer"


class BadParcel(ValueError):
    """Nothing of it can be taken in. ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Parcel:
    """made: lease → highest number made. envelopes: as they stand in the file, unopened. broken: entries that are none."""

    made: Mapping[str, int]
    envelopes: tuple[Mapping[str, Any], ...] = field(repr=False)
    broken: int = 0


def read_parcel(raw: bytes) -> Parcel:
    """The file in ``raw``. Raises BadParcel."""
    if len(raw) > MOST_BYTES:
        raise BadParcel(Fault.TOO_LARGE)
    if not raw.strip():
        raise BadParcel(Fault.EMPTY)
    try:
        said = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        ours = raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b'{"ektp"')
        raise BadParcel(Fault.CUT_SHORT if ours else Fault.NOT_OURS) from fault
    return parcel_of(said)


def parcel_of(said: Any) -> Parcel:
    """The file, read from its JSON. Raises BadParcel."""
    if not isinstance(said, Mapping) or said.get("ektp") != "field" or not isinstance(said.get("events"), list):
        raise BadParcel(Fault.NOT_OURS)
    if said.get("v") != 1:
        raise BadParcel(Fault.NEWER)
    events, leases = said["events"], said.get("leases")
    leases = leases if isinstance(leases, list) else []
    if len(events) > MOST_EVENTS or len(leases) > MOST_LEASES:
        raise BadParcel(Fault.TOO_MANY)
    sound = tuple(one for one in events if _is_envelope(one))
    made = {}
    for one in leases:
        lease, number = (one.get("lease"), one.get("made")) if isinstance(one, Mapping) else (None, None)
        if _is_lease(lease) and _is_number(number, 0):
            made[lease.lower()] = max(number, made.get(lease.lower(), 0))
    return Parcel(made, sound, len(events) - len(sound))


def _is_envelope(one: Any) -> bool:
    return (
        isinstance(one, Mapping)
        and _is_lease(one.get("l"))
        and _is_number(one.get("n"), 1)
        and all(isinstance(one.get(name), str) and len(one[name]) <= MOST_SIGNS for name in "eic")
    )


def _is_lease(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 36:
        return False
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _is_number(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST_NUMBER
