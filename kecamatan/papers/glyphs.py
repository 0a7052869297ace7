"""Which letters the papers' fonts can print, read from the fonts themselves. Pure but for their files."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
#: Stands for a letter that no font has, so that the paper and its text say that something is missing.
INSTEAD = "□"


def unprintable(text: str) -> str:
    """The letters of ``text`` that would print as □, each once; "" where all can be printed."""
    return "".join(dict.fromkeys(char for char in text if not _has(char) and not _unseen(char)))


def printable(text: str) -> str:
    """``text`` with □ for each letter that no font has; what would not be seen anyway is left out."""
    text = unicodedata.normalize("NFC", text)
    return "".join(char if _has(char) else "" if _unseen(char) else INSTEAD for char in text)


def _has(char: str) -> bool:
    # Some fonts give control characters a glyph too; they are left out all the same.
    return char == "\n" or (ord(char) in _covered() and unicodedata.category(char) != "Cc")


def _unseen(char: str) -> bool:
    """Joiners, marks of direction, choosers between two looks of an emoji, and control characters."""
    return unicodedata.category(char) in {"Cf", "Cc"} or 0xFE00 <= ord(char) <= 0xFE0F


@cache
def _covered() -> frozenset[int]:
    return frozenset(code for path in sorted(FONTS.glob("*-Regular.ttf")) for code in _codes(path.read_bytes()))


def _codes(font: bytes) -> set[int]:
    """The code points of a TrueType font's best character map (OpenType's cmap, formats 4 and 12)."""
    tables = struct.unpack(">H", font[4:6])[0]
    offsets = {
        font[at : at + 4]: struct.unpack(">I", font[at + 8 : at + 12])[0] for at in range(12, 12 + tables * 16, 16)
    }
    cmap = offsets[b"cmap"]
    count = struct.unpack(">H", font[cmap + 2 : cmap + 4])[0]
    found: set[int] = set()
    for entry in range(count):
        at = cmap + struct.unpack(">I", font[cmap + 8 + entry * 8 : cmap + 12 + entry * 8])[0]
        form = struct.unpack(">H", font[at : at + 2])[0]
        found |= _format_4(font, at) if form == 4 else _format_12(font, at) if form == 12 else set()
    return found


def _format_4(font: bytes, at: int) -> set[int]:
    size = struct.unpack(">H", font[at + 6 : at + 8])[0]
    ends = struct.unpack(f">{size // 2}H", font[at + 14 : at + 14 + size])
    starts = struct.unpack(f">{size // 2}H", font[at + 16 + size : at + 16 + 2 * size])
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1) if code != 0xFFFF}


def _format_12(font: bytes, at: int) -> set[int]:
    groups = struct.unpack(">I", font[at + 12 : at + 16])[0]
    spans = struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups])
    return {code for start, end, _glyph in spans for code in range(start, end + 1)}
