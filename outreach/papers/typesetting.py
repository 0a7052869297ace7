"""PDFs by typst: our own layouts, values passed beside them, nothing read and nothing fetched. Pure but for fonts.

Layouts are the files in ``typst/``, put together in memory; what people typed goes in as JSON and is only ever shown
as text. The compiler's root is an empty folder and the machine's fonts are not looked at, so a paper looks the same
everywhere. Fonts: those in ``fonts/`` (Latin letters of every language, Arabic, Javanese, Sundanese) and those inside
typst (Greek, Cyrillic, signs). A sign that none of them has, such as most emoji, prints as an empty box and is still
whole in the PDF's text. Signs that reorder or hide text are left out.
"""

import json
import tempfile
import threading
import unicodedata
from functools import cache
from pathlib import Path

import typst

from kecamatan.plain_text import REORDERING

HERE = Path(__file__).resolve().parent
LAYOUTS = ("letter", "list", "order", "record", "crest")


class CannotSet(Exception):
    """A paper that could not be made: a crest that is no picture after all."""


def pdf_of(layout: str, values: dict) -> bytes:
    """The PDF of ``layout`` with ``values`` (text, numbers, lists, mappings, None; ``bytes`` for a picture)."""
    return _compiled(layout, values, "pdf")[0]


def pictures_of(layout: str, values: dict, *, ppi: int = 110) -> list[bytes]:
    """Its pages as PNG, for a preview and for tests that look at them."""
    return _compiled(layout, values, "png", ppi=ppi)


def draws(picture: bytes) -> bool:
    """True where ``picture``, which ``crest.checked`` let pass, can really be set; tried once, when it is uploaded."""
    try:
        _compiled("crest", {"picture": picture}, "pdf")
    except CannotSet:
        return False
    return True


def clean(text: str) -> str:
    """``text`` without control characters and marks that reorder it; halves of a character become �."""
    whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return "".join(
        char for char in whole if char == "\n" or (unicodedata.category(char) != "Cc" and char not in REORDERING)
    )


def _compiled(layout: str, values: dict, form: str, **more) -> list[bytes]:
    if layout not in LAYOUTS:
        raise ValueError(f"no layout {layout!r}")
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
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(HERE / "fonts")]
        )
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
def _source(layout: str) -> bytes:
    parts = ((HERE / "typst" / f"{name}.typ").read_bytes() for name in ("common", layout))
    return b"\n".join(parts)
