"""What somebody searched for, sealed: the address of a page can be kept, sent and logged without naming anybody."""

import re
from dataclasses import dataclass, field

from outreach import keys
from outreach.sealing import Place, SealingError

_PLACE = Place("search", "text")
LONGEST = 120


@dataclass(frozen=True)
class Search:
    """Parts of a name, or a whole NIK. Shows nothing of itself in a log."""

    text: str = field(default="", repr=False)

    @property
    def nik(self) -> str:
        """The 16 digits, where nothing but a whole NIK was typed."""
        digits = re.sub(r"[\s.\-']", "", self.text)
        return digits if re.fullmatch(r"[0-9]{16}", digits) else ""


def sealed_search(text: str) -> str:
    """``text`` as the address carries it; "" for nothing."""
    plain = " ".join(text.split())[:LONGEST]
    return keys.ring().seal(plain, _PLACE) if plain else ""


def opened_search(sealed: str) -> Search:
    """What was searched for; nothing where the address was altered or is older than the keys."""
    try:
        return Search(keys.ring().open(sealed, _PLACE)) if sealed else Search()
    except SealingError:
        return Search()
