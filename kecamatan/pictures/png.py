"""A PNG of an SVG, by the typesetter that letters are made with: nothing is read but the fonts, nothing is fetched."""

import tempfile
import threading
from functools import cache

import typst
from django.conf import settings

from kecamatan.pictures.frame import Drawn

#: Two dots for each unit of the drawing.
PPI = 144.0
_PAGE = b"""#let size = json(bytes(sys.inputs.size))
#set page(width: size.at(0) * 1pt, height: size.at(1) * 1pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)
"""


class _Tools:
    """The fonts, read once in a process, and a compiler for each thread."""

    def __init__(self) -> None:
        self.empty = tempfile.TemporaryDirectory(prefix="pictures-")
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS_DIR)]
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


def png_of(drawn: Drawn, *, ppi: float = PPI) -> bytes:
    """The PNG of one of our drawings."""
    inputs = {"svg": drawn.svg, "size": f"[{drawn.width}, {drawn.height}]"}
    return _tools().compiler().compile(_PAGE, format="png", ppi=ppi, sys_inputs=inputs)
