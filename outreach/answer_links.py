"""The short signed link in a letter, by which a village or school head answers without an account. No ORM, no request.

A token is sixteen signs, ``7k2m-x4rt-91ac-ehjn``: six name the letter (its *handle*), ten are a signature under the
site's key over the letter, its visit, its secret and its last day. So a token says nothing by itself, a new secret
revokes it, and one of another visit does not fit. 2^50 signatures, behind a rate limit, are not to be guessed.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.core.signing import Signer, b64_decode
from django.utils.crypto import constant_time_compare

#: Crockford's 32 signs: no i, l, o, u. They are read as people type them.
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
HANDLE, SIGNATURE = 6, 10
_READ_AS = str.maketrans("oil", "011")
_FILLERS = re.compile(r"[\s\-_.–—]+")
_SALT = "outreach.answer_links"


class BadLink(Exception):
    """Wrong, old, revoked or of another letter: always this one refusal, with nothing to tell them apart."""


@dataclass(frozen=True)
class Seal:
    """What a letter's link is bound to. ``visit`` and ``secret``: random, never shown. ``last_day``: it still works then."""

    handle: str
    visit: str
    secret: str = field(repr=False)
    last_day: date


def new_handle() -> str:
    """Six random signs that name a letter in its link; unique by the database."""
    return "".join(secrets.choice(SIGNS) for _place in range(HANDLE))


def new_secret() -> str:
    """A letter's secret, 22 signs; another one in its place revokes the link."""
    return secrets.token_urlsafe(16)


def token_of(seal: Seal) -> str:
    """The token that the letter's link carries, in groups of four."""
    whole = seal.handle + _signature(seal, Signer(salt=_SALT))
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def handle_in(typed: str) -> str:
    """The six signs that name a letter in what was clicked or typed; "" where it is no token at all."""
    squeezed = _squeezed(typed)
    return squeezed[:HANDLE] if _well_formed(squeezed) else ""


def open_link(typed: str, find: Callable[[str], Seal | None], *, today: date) -> Seal:
    """The letter that ``typed``, as clicked or typed by hand, opens on ``today`` (in the kabupaten's zone).

    ``find(handle)`` gives the seal of the letter, or None where there is none or it was voided. Raises BadLink.
    """
    squeezed = _squeezed(typed)
    well_formed = _well_formed(squeezed)
    handle, signature = (squeezed[:HANDLE], squeezed[HANDLE:]) if well_formed else ("", "")
    seal = find(handle) if well_formed else None
    # A handle that names no letter costs as much time as one that does.
    known = seal or Seal(handle, "nothing", "nothing", date.min)
    signer = Signer(salt=_SALT)
    keys = (signer.key, *signer.fallback_keys)
    # All of them are tried, right or not, so that the time tells nothing.
    right = sum(constant_time_compare(signature, _signature(known, signer, key)) for key in keys) > 0
    if seal is None or not right or today > seal.last_day:
        raise BadLink
    return seal


def _squeezed(typed: str) -> str:
    return _FILLERS.sub("", typed[:200]).lower().translate(_READ_AS)


def _well_formed(squeezed: str) -> bool:
    return len(squeezed) == HANDLE + SIGNATURE and all(sign in SIGNS for sign in squeezed)


def _signature(seal: Seal, signer: Signer, key: str | bytes | None = None) -> str:
    whole = "\n".join((seal.handle, seal.visit, seal.secret, seal.last_day.isoformat()))
    number = int.from_bytes(b64_decode(signer.signature(whole, key).encode("ascii")), "big")
    signs = ""
    for _place in range(SIGNATURE):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs
