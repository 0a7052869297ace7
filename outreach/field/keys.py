"""The key of an event is a function of its lease and number, so that every way it travels ends in the same one. Pure."""

import hashlib
from uuid import UUID


def key_of(lease: UUID, number: int) -> UUID:
    """The first 16 bytes of SHA-256 over ``ektp-field-event|LEASE|NUMBER``; the phone computes the same."""
    text = f"ektp-field-event|{lease}|{number}"
    return UUID(bytes=hashlib.sha256(text.encode()).digest()[:16])
