"""To whom reports go: one e-mail address a line, with the code of a kecamatan behind it or none. Pure."""

import re
from dataclasses import dataclass

from kecamatan.place_names import KECAMATAN_CODE

#: As long as an address may be (RFC 5321).
LONGEST = 254
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"[A-Za-z0-9.!#$%&*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")


@dataclass(frozen=True)
class Address:
    """``code``: of the kecamatan whose recap goes there; "" for the recap of the kabupaten and the brief."""

    mail: str
    code: str = ""


def addresses_in(text: str) -> list[Address]:
    """The addresses of a text that ``wrong_lines`` finds nothing in; each once, without regard to capitals."""
    found = {}
    for line in text.splitlines():
        mail, _space, code = line.strip().partition(" ")
        if mail:
            found.setdefault((mail.lower(), code.strip()), Address(mail.lower(), code.strip()))
    return list(found.values())


def wrong_lines(text: str, codes: frozenset[str]) -> list[tuple[int, str, str]]:
    """(line from 1, what is wrong: ``mail`` or ``code``, the word) of every line that cannot be used."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        mail, _space, code = line.strip().partition(" ")
        code = code.strip()
        if mail and not _is_mail(mail):
            found.append((number, "mail", mail))
        elif code and (not re.fullmatch(KECAMATAN_CODE, code) or code not in codes):
            found.append((number, "code", code))
    return found


def _is_mail(word: str) -> bool:
    """Can a mail be sent to it? One that cannot would stop those to the others."""
    return len(word) <= LONGEST and _MAIL.fullmatch(word) is not None
