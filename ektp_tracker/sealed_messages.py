"""Sentences for the next page, such as "Merged: Siti stays", in a cookie that tells nobody whom they name."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

from outreach import keys
from outreach.sealing import Place, SealingError

_PLACE = Place("messages", "cookie")


class SealedCookieStorage(CookieStorage):
    """Django's own, with what it signs sealed as well. What does not open is no message."""

    def _encode_parts(self, messages: list[str], encode_empty: bool = False) -> str | None:
        encoded = super()._encode_parts(messages, encode_empty=encode_empty)
        return keys.ring().seal(encoded, _PLACE) if encoded else encoded

    def _decode(self, data: str | None) -> list | None:
        try:
            return super()._decode(keys.ring().open(data, _PLACE) if data else None)
        except SealingError:
            return None


class SealedStorage(FallbackStorage):
    """What is too long for the cookie waits in the session, which would last longer by every sentence."""

    storage_classes = (SealedCookieStorage, SessionStorage)
