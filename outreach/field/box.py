"""Envelopes: what a phone writes can be carried by anybody and read only here (README, "The field day").

A lease has a P-256 key pair and a secret. The phone seals each event for the lease's public key with an ephemeral key
(ECDH, HKDF-SHA-256, AES-256-GCM) and signs it with the secret (HMAC-SHA-256), which whoever merely carries it never had.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CURVE = ec.SECP256R1()
POINT_BYTES, NONCE_BYTES, TAG_BYTES, SECRET_BYTES, KEY_BYTES = 65, 12, 16, 32, 32
MOST_BYTES = 8_000
MOST_NUMBER = 1_000_000


class BadEnvelope(ValueError):
    """It is not one, was altered on its way, or belongs to another lease."""


@dataclass(frozen=True)
class Envelope:
    """One sealed event: whose, its number, the ephemeral public key, nonce and ciphertext."""

    lease: UUID
    number: int
    point: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class LeaseKeys:
    """What opens the envelopes of one lease. Shows nothing of it in ``repr``."""

    private: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def public(self) -> str:
        """The public key for the phone, base64url of the uncompressed point."""
        return b64u(_private(self.private).public_key().public_bytes(*_RAW))


_RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def new_keys() -> LeaseKeys:
    """A key pair (the private number as hex) and a secret (base64url)."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return LeaseKeys(f"{number:064x}", b64u(secrets.token_bytes(SECRET_BYTES)))


def read_envelope(raw: Any) -> Envelope:
    """An envelope as it stands in JSON. Raises BadEnvelope."""
    if not isinstance(raw, Mapping) or not all(isinstance(raw.get(name), str) for name in "leic"):
        raise BadEnvelope
    number = raw.get("n")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= MOST_NUMBER:
        raise BadEnvelope
    try:
        lease = UUID(raw["l"])
    except ValueError as fault:
        raise BadEnvelope from fault
    envelope = Envelope(lease, number, from_b64u(raw["e"]), from_b64u(raw["i"]), from_b64u(raw["c"]))
    sizes = (len(envelope.point), len(envelope.nonce))
    if sizes != (POINT_BYTES, NONCE_BYTES) or not SECRET_BYTES + TAG_BYTES < len(envelope.sealed) <= MOST_BYTES:
        raise BadEnvelope
    return envelope


def open_envelope(envelope: Envelope, keys: LeaseKeys) -> bytes:
    """The event's JSON. Raises BadEnvelope where it is not sealed for this lease and number, or not signed by its phone."""
    key = _shared(keys.private, str(envelope.lease), envelope.point)
    bound = f"{envelope.lease}|{envelope.number}".encode()
    try:
        opened = AESGCM(key).decrypt(envelope.nonce, envelope.sealed, bound)
    except InvalidTag as fault:
        raise BadEnvelope from fault
    signed, content = opened[:SECRET_BYTES], opened[SECRET_BYTES:]
    if not hmac.compare_digest(signed, hmac.digest(from_b64u(keys.secret), content, "sha256")):
        raise BadEnvelope
    return content


def seal_envelope(content: bytes, *, lease: UUID, number: int, public: str, secret: str) -> dict[str, object]:
    """As a phone does it: for tests, the demo and the benchmark."""
    own = ec.generate_private_key(CURVE)
    peer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_b64u(public))
    key = _derived(own.exchange(ec.ECDH(), peer), str(lease))
    nonce = secrets.token_bytes(NONCE_BYTES)
    signed = hmac.digest(from_b64u(secret), content, "sha256") + content
    sealed = AESGCM(key).encrypt(nonce, signed, f"{lease}|{number}".encode())
    point = own.public_key().public_bytes(*_RAW)
    return {"l": str(lease), "n": number, "e": b64u(point), "i": b64u(nonce), "c": b64u(sealed)}


def b64u(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_b64u(text: str) -> bytes:
    """Raises BadEnvelope where it is none."""
    if len(text) > 2 * MOST_BYTES or not text.isascii():
        raise BadEnvelope
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadEnvelope from fault


@lru_cache(maxsize=256)
def _private(number: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int(number, 16), CURVE)


@lru_cache(maxsize=1024)
def _shared(private: str, lease: str, point: bytes) -> bytes:
    """A phone seals everything of one session for the same pair, so this is worked out once for it."""
    try:
        peer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as fault:
        raise BadEnvelope from fault
    return _derived(_private(private).exchange(ec.ECDH(), peer), lease)


def _derived(shared: bytes, lease: str) -> bytes:
    info = f"ektp-field-1|{lease}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=b"", info=info).derive(shared)
