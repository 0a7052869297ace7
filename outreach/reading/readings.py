"""What reading one cell gives: a value, or a doubt with its parameters. Pure."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from outreach.reading.faults import Params

Value = TypeVar("Value")


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """``value`` is None where the cell is empty or not understood; ``doubt`` names why, "" where all is well."""

    value: Value | None = None
    doubt: str = ""
    params: Params = field(default_factory=dict)


def doubt(name: str, text: object, **params: str | int) -> Reading:
    """A cell that is not understood; the first 80 characters of what stood there come along."""
    return Reading(None, name, {"text": str(text)[:80], **params})
