"""What is kept of a row of a list between its reading and its taking in: sealed, and gone when it is settled."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kecamatan.models import Desa, School
from outreach import keys
from outreach.actions.people import Details
from outreach.models.imports import CONTENT

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: Field of a resident and its values before and after, as ``actions.changes`` writes them.
Change = tuple[str, str, str]


@dataclass
class Staged:
    """One row: what it says, what is odd about it, whom it may be, and what it would change. Shows nothing in a log.

    ``values``: field of a resident → text as ``actions.changes`` writes it, only those that the list has a column for.
    ``raw``: title of the column → text of the cell, for the file of faulty rows. ``told``: [name, column, parameters].
    """

    values: dict[str, str] = field(default_factory=dict, repr=False)
    raw: dict[str, str] = field(default_factory=dict, repr=False)
    told: list[list] = field(default_factory=list, repr=False)
    candidates: list[int] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list, repr=False)
    place_key: str = field(default="", repr=False)
    offered: list[str] = field(default_factory=list)

    def packed(self) -> str:
        """In a third of the memory: of a list of 100,000, all rows wait at once."""
        parts = [self.values, self.raw, self.told, self.candidates, self.changes, self.place_key, self.offered]
        return _encode(parts)

    def sealed(self) -> str:
        """As the row's content."""
        return sealed(self.packed())


def sealed(packed: str) -> str:
    """``Staged.packed`` as the row's content."""
    return keys.ring().seal(packed, CONTENT)


def unpacked(text: str) -> Staged:
    """The row again."""
    return Staged(*json.loads(text))


def opened(content: str) -> Staged:
    """The row again; an empty one where it was settled and is gone."""
    return unpacked(keys.ring().open(content, CONTENT)) if content else Staged()


def details_of(values: Mapping[str, str], places: Mapping[str, Desa], schools: Mapping[str, School]) -> Details:
    """A row as somebody new. ``places`` by code, ``schools`` by NPSN."""
    told = {name: text for name, text in values.items() if name not in {"birth_date", "ever_married", "desa", "school"}}
    born = values.get("birth_date", "")
    return Details(
        **told,
        desa=places[values["desa"]],
        birth_date=date.fromisoformat(born) if born else None,
        ever_married=bool(values.get("ever_married")),
        school=schools.get(values.get("school", "")),
    )
