"""Codes and names of places as people write them. Pure: no ORM, no request.

Codes are Kemendagri's (``15.07``, ``15.07.01``, ``15.07.01.2001``), never BPS's: there 1507 is another regency.
"""

import re
import unicodedata
from collections.abc import Iterable

KABUPATEN_CODE = r"^[0-9]{2}\.[0-9]{2}$"
KECAMATAN_CODE = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$"
# A kelurahan's last part begins with 1, a desa's with 2 (3 in Papua's customary villages).
DESA_CODE = r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[123][0-9]{3}$"
NPSN = r"^[0-9]{8}$"

_ABBREVIATIONS = {
    "sei": "sungai",
    "sei.": "sungai",
    "s.": "sungai",
    "tj": "tanjung",
    "tj.": "tanjung",
    "tg.": "tanjung",
    "ds": "",
    "ds.": "",
    "kel.": "",
    "kec.": "kecamatan",
    "kec": "kecamatan",
}
_NUMERALS = {"1": "i", "2": "ii", "3": "iii", "4": "iv", "5": "v"}


def squeeze(text: str) -> str:
    """``text`` with case, accents, spacing, punctuation, "Sei" and digits for Roman numerals evened out.

    "Sei. Lokan", "SUNGAILOKAN" and "Sungai Lokan" give the same; "Lambur I" and "Lambur II" stay apart.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+\.?|[0-9]+", plain)
    words = [_ABBREVIATIONS.get(word, word.rstrip(".")) for word in words]
    return "".join(_NUMERALS.get(word, word) for word in words)


def candidates(typed: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """The keys of those ``(key, name)`` pairs that ``typed`` may mean, the surest reading alone where there is one.

    Exact squeezed name first; then names that begin with it; then names that hold it. "Lambur" is the desa Lambur,
    "lam" is Lambur, Lambur I and Lambur II: the caller asks which.
    """
    wanted = squeeze(typed)
    if not wanted:
        return []
    squeezed = [(key, squeeze(name)) for key, name in names]
    for test in (str.__eq__, str.startswith, str.__contains__):
        found = list(dict.fromkeys(key for key, name in squeezed if test(name, wanted)))
        if found:
            return found
    return []


def initials(name: str) -> str:
    """Initials of several words, Roman numerals whole ("LII" for Lambur II); the first three letters of one word."""
    words = re.findall(r"\w+", name)
    return "".join(word if word.isupper() else word[0].upper() for word in words) if len(words) > 1 else name[:3]
