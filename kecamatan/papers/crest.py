"""The crest of a letterhead: is what was uploaded a picture, and a harmless one. Told by its bytes, never by its name. Pure.

PNG and JPEG by their own marks and sizes; SVG by what it holds: only shapes and colours, nothing that runs, fetches,
repeats itself or embeds. What passes is not yet known to draw: ``typesetting.draws`` tries it once.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from enum import Enum, StrEnum
from xml.parsers import expat

MOST_BYTES = 300_000
MOST_PIXELS = 2000
FEWEST_PIXELS = 40
MOST_PROFILE = 1_000_000
MOST_ELEMENTS = 5000
DEEPEST = 60
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    {
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "title",
        "desc",
        "metadata",
    }
    | {"linearGradient", "radialGradient", "stop", "clipPath", "style"}
)
#: What drawing programs write beside the picture; ignored when it is drawn.
_BESIDE = ("http://www.inkscape.org/", "http://sodipodi.", "http://www.w3.org/1999/02/22-rdf", "http://purl.org/dc/")
_BESIDE += (
    "http://creativecommons.org/",
    "http://web.resource.org/cc/",
    "http://ns.adobe.com/",
    "http://www.serif.com/",
)
_OUTSIDE = re.compile(r"url\s*\(\s*(?!['\"]?#)|@|\\|expression\s*\(|javascript:|data:", re.IGNORECASE)


class Kind(StrEnum):
    """What the bytes are."""

    PNG = "png"
    JPEG = "jpeg"
    SVG = "svg"


class Fault(Enum):
    """Why a crest is refused."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    NO_PICTURE = "no_picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    NOT_PLAIN_SVG = "not_plain_svg"


class BadCrest(ValueError):
    """The file is refused; ``fault`` says why, ``detail`` which part of an SVG."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True)
class Crest:
    """``width`` and ``height``: pixels; 0 for an SVG, which has none."""

    kind: Kind
    width: int = 0
    height: int = 0


def checked(data: bytes) -> Crest:
    """What ``data`` is; raises BadCrest for anything but a picture of a reasonable size."""
    if not data:
        raise BadCrest(Fault.EMPTY)
    if len(data) > MOST_BYTES:
        raise BadCrest(Fault.TOO_MANY_BYTES)
    if data.startswith(_PNG):
        return _sized(Kind.PNG, *_png_size(data))
    if data.startswith(b"\xff\xd8\xff"):
        return _sized(Kind.JPEG, *_jpeg_size(data))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _look_through_svg(data)
        return Crest(Kind.SVG)
    raise BadCrest(Fault.NO_PICTURE)


def _sized(kind: Kind, width: int, height: int) -> Crest:
    if max(width, height) > MOST_PIXELS:
        raise BadCrest(Fault.TOO_LARGE)
    if min(width, height) < FEWEST_PIXELS:
        raise BadCrest(Fault.TOO_SMALL)
    return Crest(kind, width, height)


def _png_size(data: bytes) -> tuple[int, int]:
    """Its width and height, with every chunk whole up to its end."""
    at, size = len(_PNG), (0, 0)
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) != length or data[at + 8 + length : at + 12 + length] != struct.pack(
            ">I", zlib.crc32(name + body)
        ):
            break
        if at == len(_PNG):
            if name != b"IHDR" or length != 13:
                break
            size = struct.unpack(">II", body[:8])
        if name == b"iCCP" and not _small_profile(body):
            break
        if name == b"IEND":
            return size
        at += 12 + length
    raise BadCrest(Fault.DAMAGED)


def _small_profile(body: bytes) -> bool:
    """Does the colour profile stay small once it is unpacked? 300 KB of it can hold 300 MB."""
    _name, _sep, packed = body.partition(b"\0")
    try:
        return len(zlib.decompressobj().decompress(packed[1:], MOST_PROFILE + 1)) <= MOST_PROFILE
    except zlib.error:
        return False


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from its frame header, reached mark by mark."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if mark == 0xDA or length < 2:
            break
        at += 2 + length
    raise BadCrest(Fault.DAMAGED)


class _Svg:
    """Walks an SVG and raises BadCrest at the first thing that is no plain shape."""

    def __init__(self) -> None:
        self.depth = self.elements = 0
        self.open: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _sep, local = name.rpartition(" ")
        self.elements += 1
        self.depth += 1
        if "style" in self.open:
            raise BadCrest(Fault.NOT_PLAIN_SVG, "<style>")
        self.open.append(local)
        if self.elements == 1 and (space, local) != (_SVG, "svg"):
            raise BadCrest(Fault.NO_PICTURE)
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise BadCrest(Fault.NOT_PLAIN_SVG, "…")
        known = local in _SHAPES if space == _SVG else space.startswith(_BESIDE)
        if not known:
            raise BadCrest(Fault.NOT_PLAIN_SVG, f"<{local[:30]}>")
        for key, value in attributes.items():
            self.attribute(key.rpartition(" ")[2], value, beside=space != _SVG or " " in key)

    def attribute(self, name: str, value: str, *, beside: bool) -> None:
        if name.lower().startswith("on"):
            raise BadCrest(Fault.NOT_PLAIN_SVG, name[:30])
        if name == "href" and not value.startswith("#") and not self.in_metadata:
            raise BadCrest(Fault.NOT_PLAIN_SVG, "href")
        if not beside and _OUTSIDE.search(value):
            raise BadCrest(Fault.NOT_PLAIN_SVG, name[:30])

    @property
    def in_metadata(self) -> bool:
        return "metadata" in self.open

    def end(self, _name: str) -> None:
        self.depth -= 1
        self.open.pop()

    def text(self, text: str) -> None:
        if self.open and self.open[-1] == "style" and _OUTSIDE.search(text):
            raise BadCrest(Fault.NOT_PLAIN_SVG, "<style>")

    def refuse_doctype(self, *_about: object) -> None:
        # The old public DOCTYPE does no harm by itself, but only it could declare entities, and nothing needs it.
        raise BadCrest(Fault.NOT_PLAIN_SVG, "<!DOCTYPE>")

    def refuse_instruction(self, *_about: object) -> None:
        raise BadCrest(Fault.NOT_PLAIN_SVG, "<?…?>")


def _look_through_svg(data: bytes) -> None:
    walker = _Svg()
    parser = expat.ParserCreate(namespace_separator=" ")
    # One piece of text at a time, so that nothing hides where two pieces meet.
    parser.buffer_text, parser.buffer_size = True, MOST_BYTES
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = walker.refuse_doctype
    parser.ProcessingInstructionHandler = walker.refuse_instruction
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, BadCrest):
            raise
        raise BadCrest(Fault.NO_PICTURE) from error
