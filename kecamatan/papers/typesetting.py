"""PDFs by typst: our own layouts, values passed beside them, nothing read and nothing fetched. Pure but for fonts.

A layout is a file of ours in a folder ``typst``, put together in memory with ``typst/common.typ``; what people typed goes in as JSON and is only ever shown
as text. The compiler's root is an empty folder and the machine's fonts are not looked at, so a paper looks the same
everywhere. Fonts are those in ``fonts/`` alone: Latin letters of every language, Greek, Cyrillic, Arabic, Javanese and
Sundanese. A letter that none of them has, such as an emoji, prints as □ (``glyphs.unprintable`` tells beforehand).
Signs that reorder or hide text are left out.
"""

import json
import tempfile
import threading
from functools import cache
from pathlib import Path

import typst

from kecamatan.papers.glyphs import FONTS, printable
from kecamatan.plain_text import REORDERING

HERE = Path(__file__).resolve().parent
COMMON, CREST = (HERE / "typst" / f"{name}.typ" for name in ("common", "crest"))

#: Compilations for which typst keeps the parts of a paper.
KEPT = 10


class CannotSet(Exception):
    """A paper that could not be made: a crest that is no picture after all."""


def pdf_of(layout: Path, values: dict, *, long: bool = False) -> bytes:
    """The PDF of ``layout`` with ``values`` (text, numbers, lists, mappings, None; ``bytes`` for a picture).

    ``long``: of so many rows that nothing of it shall be kept in memory.
    """
    try:
        return _compiled(layout, values, "pdf")[0]
    finally:
        if long:
            _forget()


def pictures_of(layout: Path, values: dict, *, ppi: int = 110) -> list[bytes]:
    """Its pages as PNG, for a preview and for tests that look at them."""
    return _compiled(layout, values, "png", ppi=ppi)


def draws(picture: bytes) -> bool:
    """True where ``picture``, which ``crest.checked`` let pass, can really be set; tried once, when it is uploaded."""
    try:
        _compiled(CREST, {"picture": picture}, "pdf")
    except CannotSet:
        return False
    return True


def clean(text: str) -> str:
    """``text`` as it prints: no control characters, no marks that reorder it, □ for what no font has."""
    whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return printable("".join(char for char in whole if char not in REORDERING))


def _compiled(layout: Path, values: dict, form: str, **more) -> list[bytes]:
    if layout.suffix != ".typ" or layout.parent.name != "typst":
        raise ValueError(f"no layout {layout.name!r}")
    data = json.dumps(_plain({"author": "", "title": "", **values}), ensure_ascii=False)
    try:
        made = (
            _tools()
            .compiler()
            .compile(_source(layout), format=form, sys_inputs={"data": data}, pdf_tags=form == "pdf", **more)
        )
    except typst.TypstError as error:
        raise CannotSet(error.message) from error
    return made if isinstance(made, list) else [made]


def _forget() -> None:
    """Let typst drop what it keeps of the last papers.

    It keeps the parts of each for the next ten compilations: 120 MB for a list of 1,500, 1.2 GB for ten such. Empty
    papers age them out in a few milliseconds.
    """
    for _paper in range(KEPT + 1):
        _tools().compiler().compile(b"", format="pdf")


def _plain(value: object) -> object:
    """``value`` as JSON holds it: text cleaned, a picture's bytes as numbers."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


class _Tools:
    """The fonts, read once in a process, and a compiler for each thread."""

    def __init__(self) -> None:
        self.empty = tempfile.TemporaryDirectory(prefix="papers-")
        self.fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        self.of_thread = threading.local()

    def compiler(self) -> typst.Compiler:
        if not hasattr(self.of_thread, "compiler"):
            self.of_thread.compiler = typst.Compiler(
                root=self.empty.name,
                font_paths=self.fonts,
                ignore_system_fonts=True,
                package_path=self.empty.name,
                package_cache_path=self.empty.name,
            )
        return self.of_thread.compiler


@cache
def _tools() -> _Tools:
    return _Tools()


@cache
def _source(layout: Path) -> bytes:
    return b"\n".join((COMMON.read_bytes(), layout.read_bytes()))
