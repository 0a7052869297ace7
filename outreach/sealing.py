"""Personal numbers at rest: sealed so that a stolen database hands out none, and still found by the whole number. Pure.

A value is sealed with AES-256-GCM under a fresh nonce; the id of the key stands in front, the table and column it
belongs to are authenticated with it, so that a value moved into another column does not open. Beside it a fingerprint,
HMAC-SHA-256 under a key of its own, answers "is this whole number here?" and keeps it unique. A plain hash would not do:
all NIKs of one regency are tried in minutes.

Several keys may be in use: everything is sealed with the current one, and what older ones sealed still opens, until
it is sealed anew (``is_current``). The keys come from a file, see ``keys_file``.
"""

import base64
import binascii
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID = re.compile(r"[0-9a-f]{8}")
_FORMAT = "ektp-1"


class SealingError(Exception):
    """A fault of keys or sealed values, in a sentence that shows neither."""


class WrongKey(SealingError):
    """None of the keys at hand is the one that is needed."""


class Broken(SealingError):
    """The value was altered, or belongs to another table or column."""


class Place(NamedTuple):
    """Where a value is kept: it opens nowhere else."""

    table: str
    column: str


class _Key:
    """One secret, and the keys derived from it, each for one purpose. Safe in threads: nothing changes after it is made."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise SealingError(f"A key has {KEY_BYTES} bytes.")
        self.secret = secret
        self.cipher = AESGCM(self._derived("seal"))
        self.look_up = self._derived("look-up")
        self.check = self._derived("check").hex()

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self.secret, f"{_FORMAT} {purpose}".encode(), "sha256")


class KeyRing:
    """The keys of one site, of which one is current. Shows none of them in ``repr``."""

    def __init__(self, secrets_by_id: Mapping[str, bytes], current: str) -> None:
        if current not in secrets_by_id or not all(KEY_ID.fullmatch(key_id) for key_id in secrets_by_id):
            raise SealingError("The keys have no current one, or ids that are none.")
        self._keys = {key_id: _Key(secret) for key_id, secret in secrets_by_id.items()}
        self.current = current

    def __repr__(self) -> str:
        return f"<KeyRing {self.current}, {len(self._keys)} keys>"

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all keys, the current one first."""
        return (self.current, *(key_id for key_id in self._keys if key_id != self.current))

    def secrets(self) -> dict[str, bytes]:
        """The secrets by id, for the file of keys alone."""
        return {key_id: self._keys[key_id].secret for key_id in self.ids}

    def seal(self, text: str, place: Place) -> str:
        """``text`` sealed for ``place``: ASCII, another one every time."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self.current].cipher.encrypt(nonce, _bytes(text), _authenticated(self.current, place))
        return f"{self.current}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: Place) -> str:
        """What was sealed for ``place``; WrongKey where its key is not here, Broken where it was altered or moved."""
        key_id, _, body = sealed.partition(":")
        if not KEY_ID.fullmatch(key_id):
            raise Broken("This is no sealed value.")
        if key_id not in self._keys:
            raise WrongKey(f"The value is sealed with the key {key_id}, which is not among the keys of this site.")
        raw = _decoded(body)
        try:
            opened = self._keys[key_id].cipher.decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], _authenticated(key_id, place)
            )
        except (InvalidTag, ValueError) as fault:
            raise Broken("The sealed value was altered, or belongs to another column.") from fault
        return opened.decode("utf-8", "surrogatepass")

    def is_current(self, sealed_or_fingerprint: str) -> bool:
        """Whether the current key made it; otherwise it waits to be made anew."""
        return sealed_or_fingerprint.startswith(f"{self.current}:")

    def fingerprint(self, text: str, place: Place) -> str:
        """The same for the same text in the same place under the current key: for look-up and uniqueness."""
        return self._fingerprint(self.current, text, place)

    def fingerprints(self, text: str, place: Place) -> tuple[str, ...]:
        """Every fingerprint that ``text`` may be stored under, the current key's first: look up with all of them."""
        return tuple(self._fingerprint(key_id, text, place) for key_id in self.ids)

    def _fingerprint(self, key_id: str, text: str, place: Place) -> str:
        marked = _authenticated(key_id, place) + b"\0" + _bytes(text)
        return f"{key_id}:{hmac.digest(self._keys[key_id].look_up, marked, 'sha256').hex()}"

    def check_value(self) -> str:
        """What a database keeps, to know at the start whether the keys at hand are its own; tells nothing of them."""
        return f"{self.current}:{self._keys[self.current].check}"

    def verify(self, check_value: str) -> None:
        """WrongKey where the key that made ``check_value`` is not here or is another one of the same id."""
        key_id, _, check = check_value.partition(":")
        if key_id not in self._keys or not hmac.compare_digest(self._keys[key_id].check.encode(), check.encode()):
            raise WrongKey(
                "The keys are not those that this database was sealed with. "
                "Put back the file of keys that belongs to it; without it the numbers cannot be read."
            )

    def with_new_key(self) -> "KeyRing":
        """These keys and a new one, which is current."""
        key_id = secrets.token_hex(4)
        return KeyRing({**self.secrets(), key_id: secrets.token_bytes(KEY_BYTES)}, key_id)

    def with_current_only(self) -> "KeyRing":
        """Without the old keys, for when nothing is sealed with them any more."""
        return KeyRing({self.current: self._keys[self.current].secret}, self.current)


def new_ring() -> KeyRing:
    """A ring of one new key."""
    key_id = secrets.token_hex(4)
    return KeyRing({key_id: secrets.token_bytes(KEY_BYTES)}, key_id)


def _bytes(text: str) -> bytes:
    """Every ``str`` there is: a complaint of the encoder would quote what is to be kept secret."""
    return text.encode("utf-8", "surrogatepass")


def _authenticated(key_id: str, place: Place) -> bytes:
    parts = (_FORMAT, key_id, *place)
    if not all(parts) or any("\0" in part for part in parts):
        raise SealingError("A place has a table and a column, both named.")
    return "\0".join(parts).encode()


def _decoded(body: str) -> bytes:
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Broken("The sealed value was altered.") from fault
    if base64.urlsafe_b64encode(raw).decode() != body:
        raise Broken("The sealed value was altered.")
    return raw
