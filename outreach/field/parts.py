"""Bytes as a series of QR codes, and the series put together again. Pure: no ORM, no request.

One part is text of the alphanumeric mode of QR (capital letters, digits, space and ``$%*+-./:``)::

    EKTPZ/5F0C33A91B/3/12/NCFOXN%TS3DH.../9A0B1C2D

``EKTP`` and how the whole is packed (``Z``: deflate without header, ``P``: plain), the first ten hex digits of the whole's
SHA-256, number and count, a piece in base45 (RFC 9285) and the CRC-32 of all before it. So parts come in any order and
more than once, those of two series never mix, and a wrong one is found before and after.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
#: Bytes in one part: a code of 89 × 89 squares, which an ordinary phone reads from another's screen.
PIECE = 500
MOST_PARTS = 200
MOST_BYTES = 3_000_000
_HEAD = re.compile(r"EKTP([ZP])/([0-9A-F]{10})/([0-9]{1,3})/([0-9]{1,3})/")
_REST = re.compile(rf"[{re.escape(BASE45)}]{{1,1220}}")
#: Where a part may end. Its piece may hold the same by chance, so only the check says where it does.
_END = re.compile(r"/[0-9A-F]{8}(?!\S)")


class TooLarge(ValueError):
    """More than ``MOST_PARTS`` codes, or ``MOST_BYTES`` bytes, would be needed."""


@dataclass
class Series:
    """Parts of one whole. ``of``: how many there are; ``pieces``: number, from 1 → bytes of those that are there."""

    of: int
    packed: bool
    pieces: dict[int, bytes] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """The numbers of the parts that are not there yet."""
        return [number for number in range(1, self.of + 1) if number not in self.pieces]


@dataclass(frozen=True)
class Joined:
    """What the parts of a text amount to.

    wholes: of each complete series. short: id of each incomplete one → (parts there, parts in all, numbers missing).
    broken: how many parts or wholes did not agree with their check.
    """

    wholes: tuple[bytes, ...] = ()
    short: tuple[tuple[str, int, int, tuple[int, ...]], ...] = ()
    broken: int = 0


def parts_of(whole: bytes, *, packed: bool = True) -> list[str]:
    """``whole`` as the texts of QR codes. Raises TooLarge."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezer.compress(whole) + squeezer.flush() if packed else whole
    pieces = [data[start : start + PIECE] for start in range(0, len(data), PIECE)] or [b""]
    if len(pieces) > MOST_PARTS or len(whole) > MOST_BYTES:
        raise TooLarge
    name = hashlib.sha256(whole).hexdigest()[:10].upper()
    heads = (f"EKTP{'Z' if packed else 'P'}/{name}/{number}/{len(pieces)}/" for number in range(1, len(pieces) + 1))
    return [_checked(head + to_base45(piece)) for head, piece in zip(heads, pieces, strict=True)]


def join(text: str) -> Joined:
    """What the parts in ``text`` are parts of; each stands on a line, or between spaces."""
    series: dict[str, Series] = {}
    broken = 0
    for head, part in _parts_in(text):
        packing, name, number, of = head.groups()
        data = from_base45(part[len(head[0]) : -9]) if part else None
        one = series.setdefault(name, Series(int(of), packing == "Z"))
        fits = 1 <= int(number) <= int(of) <= MOST_PARTS and (int(of), packing == "Z") == (one.of, one.packed)
        if data is None or not fits:
            broken += 1
        else:
            one.pieces.setdefault(int(number), data)
    return _joined(series, broken)


def without(text: str) -> str:
    """``text`` with its parts taken out."""
    for _head, part in list(_parts_in(text)):
        text = text.replace(part, "\n") if part else text
    return text


def _parts_in(text: str) -> Iterator[tuple[re.Match, str]]:
    """The head of each part, and the part itself, or "" where it was read wrong."""
    place = 0
    while head := _HEAD.search(text, place):
        rest = _REST.match(text, head.end())
        ends = [found.end() for found in _END.finditer(text, head.end(), rest.end() if rest else head.end())]
        whole = (text[head.start() : end] for end in ends)
        part = next((one for one in whole if _checked(one[:-9]) == one), "")
        yield head, part
        place = head.start() + len(part) if part else head.end()


def _joined(series: dict[str, Series], broken: int) -> Joined:
    wholes, short = [], []
    for name, one in series.items():
        if one.missing or not one.pieces:
            if one.pieces:
                short.append((name, len(one.pieces), one.of, tuple(one.missing)))
            continue
        whole = _unpacked(b"".join(one.pieces[number] for number in sorted(one.pieces)), one.packed)
        if whole is None or hashlib.sha256(whole).hexdigest()[:10].upper() != name:
            broken += 1
        else:
            wholes.append(whole)
    return Joined(tuple(wholes), tuple(short), broken)


def _unpacked(data: bytes, packed: bool) -> bytes | None:
    if not packed:
        return data
    opener = zlib.decompressobj(-15)
    try:
        whole = opener.decompress(data, MOST_BYTES)
    except zlib.error:
        return None
    return whole if opener.eof and not opener.unused_data else None


def _checked(text: str) -> str:
    return f"{text}/{zlib.crc32(text.encode('ascii')):08X}"


def to_base45(data: bytes) -> str:
    """RFC 9285: two bytes as three signs, a last one as two."""
    signs = ""
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        number = int.from_bytes(pair)
        for _sign in range(len(pair) + 1):
            number, sign = divmod(number, 45)
            signs += BASE45[sign]
    return signs


def from_base45(text: str) -> bytes | None:
    """The bytes, or None where ``text`` is no base45."""
    data = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        number = sum(BASE45.index(sign) * 45**place for place, sign in enumerate(group))
        if len(group) == 1 or number >= 256 ** (len(group) - 1):
            return None
        data += number.to_bytes(len(group) - 1)
    return bytes(data)
