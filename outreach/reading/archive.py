"""Looks into the zip that an XLSX or ODS file is, before a reader of spreadsheets does. Pure but for reading the file.

Every part that a reader would parse is unpacked once, in pieces and within limits, so that neither the directory's
promises nor the XML in it need to be trusted.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from outreach.reading.faults import column_number, refuse
from outreach.reading.limits import Limits

#: What zipfile raises on what is no sound archive.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, struct.error)

_PIECE = 1 << 20
_OVERLAP = 512
_END_OF_DIRECTORY = b"PK\x05\x06"
_MOST_DIRECTORY_BYTES = 4_000_000
_MOST_SMALL_PART = 5_000_000
#: A cell that holds something, with its column and row.
_FILLED = re.compile(
    rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,300}>\s{0,9}<(?:\w{1,20}:)?(?:v|is|f)[ />]'
)
_ERROR = re.compile(rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,200}\st="e"')
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ASCII_LIKE = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"iso-8859-15", b"windows-1252"}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetFacts:
    """What the XML of one sheet says: its furthest filled cells as (row, column), and where its formulas failed."""

    name: str
    first_row: int = 0
    last: tuple[int, int] = (0, 0)
    widest: tuple[int, int] = (0, 0)
    formulas: bool = False
    errors: list[tuple[int, int]] = field(default_factory=list)

    @property
    def area(self) -> int:
        return (self.last[0] - self.first_row + 1) * self.widest[1] if self.first_row else 0


@dataclass
class Facts:
    """What was noticed in the zip. ``noticed`` names what is there and is never read: macros, links, embedded."""

    sheets: list[SheetFacts] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)
    date1904: bool = False


def inspect(path: Path, kind: str, limits: Limits) -> Facts:
    """Facts about the archive at ``path``. Raises Refused where it is not to be opened any further."""
    _check_end(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive.infolist(), path.stat().st_size, limits)
            facts = _facts(archive, kind, limits)
    except (*BROKEN_ZIP, OSError) as error:
        raise refuse("file_broken") from error
    facts.noticed = _noticed(archive.namelist(), facts)
    return facts


def _check_end(path: Path) -> None:
    """The directory's own size, before anything reads it into memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read()
    found = tail.rfind(_END_OF_DIRECTORY)
    if found < 0 or len(tail) < found + 22:
        raise refuse("file_broken")
    if struct.unpack_from("<L", tail, found + 12)[0] > _MOST_DIRECTORY_BYTES:
        raise refuse("zip_entries")


def _check_directory(entries: list[zipfile.ZipInfo], file_bytes: int, limits: Limits) -> None:
    if len(entries) > limits.zip_entries:
        raise refuse("zip_entries", count=len(entries), most=limits.zip_entries)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise refuse("zip_path")
    for entry in entries:
        name = entry.orig_filename
        if name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/"):
            raise refuse("zip_path")
        if entry.flag_bits & 0x1:
            raise refuse("file_encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("file_broken")
        if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise refuse("zip_bomb")
    # Parts that lie over one another pack more than the file holds.
    if sum(entry.compress_size for entry in entries) > file_bytes:
        raise refuse("zip_bomb")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise refuse("zip_bomb")


def _facts(archive: zipfile.ZipFile, kind: str, limits: Limits) -> Facts:
    facts = Facts()
    sheets = {}
    if kind == "xlsx":
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            _look_through(archive, part)
        sheets = _sheets_of(archive)
        facts.date1904 = bool(re.search(rb'date1904="(1|true|on)"', archive.read("xl/workbook.xml")))
    for name in archive.namelist():
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        sheet = SheetFacts(sheets[name]) if name in sheets else None
        _look_through(archive, name, sheet)
        if sheet:
            facts.sheets.append(sheet)
            _check_area(sheet, limits)
    if kind == "ods" and b"encryption-data" in _small(archive, "META-INF/manifest.xml"):
        raise refuse("file_encrypted")
    return facts


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return b""
    if entry.file_size > _MOST_SMALL_PART:
        raise refuse("zip_bomb")
    return archive.read(entry)


def _sheets_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of the sheet by the path of its part. Both parts were seen to hold no DOCTYPE."""
    try:
        book = ElementTree.fromstring(_small(archive, "xl/workbook.xml"))  # noqa: S314
        relations = ElementTree.fromstring(_small(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314
    except ElementTree.ParseError as error:
        raise refuse("file_broken") from error
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    parts = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets.get(sheet.get(_RELATION), "")
            parts[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = sheet.get("name", "")
    return parts


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces that overlap a little. Its size and checksum must be those the directory promised."""
    rest = b""
    with archive.open(name) as file:
        while piece := file.read(_PIECE):
            yield rest + piece
            rest = piece[-_OVERLAP:]


def _look_through(archive: zipfile.ZipFile, name: str, sheet: SheetFacts | None = None) -> None:
    first = True
    for piece in _pieces(archive, name):
        if first:
            _check_encoding(piece)
            first = False
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise refuse("xml_entities")
        if sheet:
            _note_cells(sheet, piece)


def _check_encoding(piece: bytes) -> None:
    """In an encoding that is not like ASCII a DOCTYPE could hide from the search."""
    declared = _DECLARED.search(piece[:200].removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in piece[:200] or (declared and declared[1].lower() not in _ASCII_LIKE):
        raise refuse("xml_entities")


def _note_cells(sheet: SheetFacts, piece: bytes) -> None:
    found = _FILLED.findall(piece)
    if found:
        column, row = found[-1]
        sheet.first_row = sheet.first_row or int(found[0][1])
        sheet.last = max(sheet.last, (int(row), column_number(column.decode())))
        letters = max({column for column, _ in found}, key=lambda one: (len(one), one))
        if column_number(letters.decode()) > sheet.widest[1]:
            row = next(row for column, row in found if column == letters)
            sheet.widest = (int(row), column_number(letters.decode()))
    if b"<f>" in piece or b"<f " in piece:
        sheet.formulas = True
    if b't="e"' in piece and len(sheet.errors) < 1000:
        for column, row in _ERROR.findall(piece):
            place = (int(row), column_number(column.decode()))
            if place not in sheet.errors[-20:]:
                sheet.errors.append(place)


def _check_area(sheet: SheetFacts, limits: Limits) -> None:
    """A cell far below or beside the list would take the memory of all the empty ones between."""
    if sheet.area > limits.area:
        row, column = sheet.last if sheet.last[0] > limits.rows else sheet.widest
        raise refuse("cell_far_away", sheet=sheet.name, row=row, column=column)


def _noticed(names: list[str], facts: Facts) -> list[str]:
    """What is in the file and never read."""
    noticed = []
    for word, parts in (
        ("macros", ("vbaproject", "macrosheets/", "basic/", "scripts/")),
        ("links", ("externallinks/", "connections.xml", "querytables/")),
        ("embedded", ("embeddings/", "activex/", "media/", "pictures/", "object ")),
    ):
        if any(part in name.lower() for name in names for part in parts):
            noticed.append(word)
    if any(sheet.formulas for sheet in facts.sheets):
        noticed.append("formulas")
    return noticed
