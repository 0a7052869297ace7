"""Indonesian phone numbers as people write them and as they are stored. Pure: no ORM, no request."""

import re

#: What follows +62: a mobile number (8…, 9–12 digits) or an area code with its number (8–11 digits).
_NATIONAL = re.compile(r"^(8[1-9][0-9]{7,10}|[2-79][0-9]{7,10})$")
#: Spaces, brackets, dots and every dash, also those that word processors and messengers put in unseen.
_FILLERS = re.compile(r"[\s().\-\u2010-\u2015\u200b-\u200e\u202a\u202c\u2060\ufeff]+")


class NotAPhone(ValueError):
    """The text is not an Indonesian phone number."""


def stored_phone(text: str) -> str:
    """``+6281234567890`` for 0812-3456-7890, +62 812 3456 7890, 62812… or 812…; empty stays empty.

    Raises NotAPhone for anything else.
    """
    digits = _FILLERS.sub("", text)
    if not digits:
        return ""
    match = re.fullmatch(r"(?:\+62|0062|62|)0?([0-9]+)", digits, re.ASCII)
    if match is None or not _NATIONAL.fullmatch(match[1]):
        raise NotAPhone(text)
    return f"+62{match[1]}"


def phone_text(stored: str) -> str:
    """As people write it, ``0812-3456-7890``; a number that was stored otherwise, as it is."""
    try:
        number = "0" + stored_phone(stored)[3:]
    except NotAPhone:
        return stored
    if number == "0":
        return ""
    parts = [number[:4], number[4:8], number[8:]]
    return "-".join(part for part in parts if part)
