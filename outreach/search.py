"""What somebody searched for, sealed: the address of a page can be kept and logged without naming anybody.

It opens for whoever searched and for nobody else, so that an address in a log or a message tells no colleague a NIK.
"""

import re
from dataclasses import dataclass, field

from kecamatan.models import User
from outreach import keys
from outreach.sealing import Place, SealingError

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


def sealed_search(text: str, user: User) -> str:
    """``text`` as the address of this user's list carries it; "" for nothing."""
    plain = " ".join(text.split())[:LONGEST]
    return keys.ring().seal(plain, _place(user)) if plain else ""


def opened_search(sealed: str, user: User) -> Search:
    """What this user searched for; nothing where the address was altered, is older than the keys or is another one's."""
    try:
        return Search(keys.ring().open(sealed, _place(user))) if sealed else Search()
    except SealingError:
        return Search()


def _place(user: User) -> Place:
    return Place("search", f"text of user {user.pk}")
