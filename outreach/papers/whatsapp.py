"""A ready message and the wa.me link that opens it on the sender's own phone. Pure: nothing is sent from here."""

from collections.abc import Mapping
from enum import Enum
from urllib.parse import quote

from kecamatan.phones import NotAPhone, stored_phone
from outreach.papers.letter_text import fill

#: wa.me cuts what is much longer, and some phones do not open it at all.
LONGEST = 1500


class Fault(Enum):
    """Why there is no link."""

    NO_NUMBER = "no_number"
    NOT_A_NUMBER = "not_a_number"
    NOT_MOBILE = "not_mobile"
    TOO_LONG = "too_long"


class NoLink(ValueError):
    """There is no link; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def link(phone: str, text: str) -> str:
    """``https://wa.me/6281234567890?text=…`` for a mobile number in any local form; raises NoLink."""
    if len(text) > LONGEST:
        raise NoLink(Fault.TOO_LONG)
    return f"https://wa.me/{mobile(phone)}?text={quote(text.encode('utf-8', 'replace'), safe='')}"


def mobile(phone: str) -> str:
    """``6281234567890``; raises NoLink for no number, one that is none, or a landline."""
    try:
        stored = stored_phone(phone)
    except NotAPhone as refused:
        raise NoLink(Fault.NOT_A_NUMBER) from refused
    if not stored:
        raise NoLink(Fault.NO_NUMBER)
    if not stored.startswith("+628"):
        raise NoLink(Fault.NOT_MOBILE)
    return stored[1:]


def message(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its marks filled, for ``link``; KeyError for a mark without a value."""
    return fill(text, values).strip()
