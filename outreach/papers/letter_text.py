"""What an admin types as the text of a letter: its marks, its blocks, what is wrong with it. Pure: no ORM, no request.

A text is paragraphs with empty lines between them. Marks such as ``{hari}`` stand for values; nothing else in it is
read, no attribute and no tag. A paragraph whose lines all read ``label : text`` becomes aligned rows, one whose lines
all begin with ``-`` or ``1.`` a list. Blocks are told apart before values are filled in, so no value changes them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from string import ascii_lowercase

from kecamatan.plain_text import unfit

LONGEST = 6000


class Kind(StrEnum):
    """What a letter is for."""

    VILLAGE = "village"
    SCHOOL = "school"
    REMINDER = "reminder"
    THANKS = "thanks"


class Fault(Enum):
    """What is wrong with a text; ``Problem`` says which mark or line."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNFIT = "unfit"
    UNKNOWN_MARK = "unknown_mark"
    NOT_FOR_THIS_KIND = "not_for_this_kind"
    MISSING_MARK = "missing_mark"
    LONE_BRACE = "lone_brace"


@dataclass(frozen=True)
class Problem:
    """``mark``: the name between the braces; ``line``: from 1, 0 where it is about the whole; ``near``: what it may mean."""

    fault: Fault
    mark: str = ""
    line: int = 0
    near: str = ""


class NotAText(ValueError):
    """The text can't be used; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__([problem.fault.value for problem in problems])
        self.problems = problems


#: Every mark with what stands there in a preview.
EXAMPLES = {
    "hari": "Rabu",
    "tanggal": "3 Juli 2024",
    "jam": "08.00–12.00 WIB",
    "tempat": "Balai Desa Kuala Jambi",
    "alamat": "Jalan Pelabuhan RT 03",
    "jumlah": "38",
    "jumlah_terbilang": "tiga puluh delapan",
    "wilayah": "Desa Kuala Jambi",
    "kecamatan": "Kuala Jambi",
    "kabupaten": "Kabupaten Tanjung Jabung Timur",
    "dinas": "Dinas Kependudukan dan Pencatatan Sipil",
    "kepala": "Kepala Desa Kuala Jambi",
    "dibawa": "fotokopi Kartu Keluarga",
    "kontak": "Rahmat (0812-3456-7890)",
    "batas": "14 November 2024",
    "pemungutan": "27 November 2024",
    "tautan": "https://contoh.go.id/j/7k2m-x4rt-91ac-ehjn",
    "nomor_surat": "471.13/7/DUKCAPIL/VI/2024",
    "tanggal_surat": "25 Juni 2024",
    "sisa_hari": "3",
    "hadir": "31",
    "direkam": "29",
    "belum": "7",
}
_RESULT = frozenset({"hadir", "direkam", "belum"})
_EARLIER_LETTER = frozenset({"nomor_surat", "tanggal_surat"})
_COMMON = frozenset(EXAMPLES) - _RESULT - _EARLIER_LETTER - {"sisa_hari"}
ALLOWED = {
    Kind.VILLAGE: _COMMON,
    Kind.SCHOOL: _COMMON,
    Kind.REMINDER: _COMMON | _EARLIER_LETTER | {"sisa_hari"},
    Kind.THANKS: (_COMMON - {"tautan"}) | _EARLIER_LETTER | _RESULT,
}
_TO_COME = frozenset({"hari", "tanggal", "jam", "tempat"})
REQUIRED = {
    Kind.VILLAGE: _TO_COME | {"jumlah"},
    Kind.SCHOOL: _TO_COME | {"jumlah"},
    Kind.REMINDER: _TO_COME,
    Kind.THANKS: frozenset({"tanggal", "direkam"}),
}
_MARK = re.compile(r"\{([a-z_]+)\}")
_SO_CALLED = re.compile(r"\{([^{}\n]*)\}")
_ROW = re.compile(r"[ \t]*([^:{}\n]{1,40}?)[ \t]*:(?:[ \t]+|$)(.*)")
_ITEM = re.compile(r"[ \t]*(?:[-•]|[0-9]{1,2}[.)])[ \t]+(.*)")


class Shape(StrEnum):
    """How a block is set."""

    PARAGRAPH = "paragraph"
    ROWS = "rows"
    ITEMS = "items"


@dataclass(frozen=True)
class Block:
    """``lines``: (label, text) for rows, ("", text) for the items of a list and the one text of a paragraph."""

    shape: Shape
    lines: tuple[tuple[str, str], ...]
    numbered: bool = False

    def filled(self, values: Mapping[str, str]) -> "Block":
        """With the marks of its texts replaced; a label has none."""
        return Block(self.shape, tuple((label, fill(text, values)) for label, text in self.lines), self.numbered)


def problems_of(text: str, kind: Kind, *, required: frozenset[str] | None = None) -> list[Problem]:
    """All that is wrong with ``text`` for a letter of ``kind``; ``required``: other marks than the kind's own."""
    if not text.strip():
        return [Problem(Fault.EMPTY)]
    problems = [Problem(Fault.TOO_LONG)] if len(text) > LONGEST else []
    if unfit(text, lines=True):
        problems.append(Problem(Fault.UNFIT))
    for number, line in enumerate(_lines(text), start=1):
        problems += _of_line(line, number, kind)
    named = {mark[1] for mark in _MARK.finditer(text)}
    wanted = REQUIRED[kind] if required is None else required
    return problems + [Problem(Fault.MISSING_MARK, mark) for mark in sorted(wanted - named)]


def blocks_of(text: str, kind: Kind, *, required: frozenset[str] | None = None) -> tuple[Block, ...]:
    """``text`` as blocks, its marks still in it; raises NotAText with every problem."""
    problems = problems_of(text, kind, required=required)
    if problems:
        raise NotAText(problems)
    paragraphs = re.split(r"\n[ \t]*\n", "\n".join(_lines(text)))
    return tuple(_block(part.strip("\n")) for part in paragraphs if part.strip())


def rendered(text: str, kind: Kind, values: Mapping[str, str]) -> tuple[Block, ...]:
    """``text`` as blocks with ``values`` in them. NotAText as for ``blocks_of``; KeyError for a mark without a value."""
    return tuple(block.filled(values) for block in blocks_of(text, kind))


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with each mark replaced by its value, once: a value that looks like a mark stays as it is."""
    return _MARK.sub(lambda mark: values[mark[1]], text)


def preview(text: str, kind: Kind) -> tuple[Block, ...]:
    """``text`` with invented values, as an admin sees it while typing; NotAText as for ``blocks_of``."""
    return rendered(text, kind, EXAMPLES)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _of_line(line: str, number: int, kind: Kind) -> list[Problem]:
    problems = []
    for mark in _SO_CALLED.finditer(line):
        name = mark[1].strip()
        if mark[1] not in EXAMPLES:
            problems.append(Problem(Fault.UNKNOWN_MARK, name[:40], number, _nearest(name)))
        elif mark[1] not in ALLOWED[kind]:
            problems.append(Problem(Fault.NOT_FOR_THIS_KIND, name, number))
    rest = _SO_CALLED.sub("", line)
    if "{" in rest or "}" in rest:
        problems.append(Problem(Fault.LONE_BRACE, line=number))
    return problems


def _nearest(name: str) -> str:
    """The mark that ``name`` most likely means: the same but for case, spaces and one letter; "" where none is near."""
    tidy = re.sub(r"[\s\-]+", "_", name.lower())
    if tidy in EXAMPLES:
        return tidy
    if len(tidy) > 30:
        return ""
    return next((mark for mark in EXAMPLES if mark in _one_letter_off(tidy)), "")


def _one_letter_off(word: str) -> set[str]:
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = ascii_lowercase + "_"
    without = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    return without | swapped | {a + sign + b[cut:] for a, b in splits for sign in letters for cut in (0, 1)}


def _block(part: str) -> Block:
    lines = part.split("\n")
    rows = [_ROW.fullmatch(line) for line in lines]
    if len(rows) > 1 and all(rows):
        return Block(Shape.ROWS, tuple((row[1].strip(), row[2].strip()) for row in rows))
    items = [_ITEM.fullmatch(line) for line in lines]
    if all(items):
        numbered = lines[0].lstrip()[0].isdigit()
        return Block(Shape.ITEMS, tuple(("", item[1].strip()) for item in items), numbered)
    return Block(Shape.PARAGRAPH, (("", " ".join(line.strip() for line in lines)),))
