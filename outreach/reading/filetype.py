"""What a file really is, by its content. Pure but for reading the file."""

import codecs
import zipfile
from pathlib import Path

from outreach.reading.archive import BROKEN_ZIP

#: What can be read, and the extensions it goes by.
EXTENSIONS = {"xlsx": {"xlsx", "xlsm"}, "xls": {"xls"}, "ods": {"ods"}, "csv": {"csv", "txt", "tsv"}}

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096


def real_type(path: Path) -> str:
    """One of ``EXTENSIONS``, or what else it is: empty, encrypted, xlsb, docx, zip, ole, pdf, html, xml, rtf, binary, broken.

    Opens no part of the file, and trusts no name. Raises OSError where it can't be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \r\n\t"):
        return "empty"
    if head.startswith(b"PK\x03\x04"):
        return _type_of_zip(path)
    if head.startswith(_OLE):
        return _type_of_ole(path.read_bytes())
    for start, name in ((b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG", "binary"), (b"\xff\xd8\xff", "binary")):
        if head.startswith(start):
            return name
    return _type_of_text(head)


def _type_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.getinfo("mimetype") if "mimetype" in names else None
            kind = archive.open(mimetype).read(100) if mimetype else b""
    except (*BROKEN_ZIP, OSError):
        return "broken"
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    for part, name in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx")):
        if part in names:
            return name
    return "zip"


def _type_of_ole(content: bytes) -> str:
    """The streams of an OLE file stand in its directory by name, in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "encrypted"
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    return "ole"


def _type_of_text(head: bytes) -> str:
    if head.startswith(_BOMS) or is_utf16(head):
        return "csv"
    if b"\0" in head or sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in head) > len(head) // 50:
        return "binary"
    start = head.lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<style", b"<meta", b"<head", b"<div", b"<script")):
        return "html"
    return "xml" if start.startswith((b"<?xml", b"<!doctype", b"<workbook")) else "csv"


def is_utf16(head: bytes) -> str:
    """``utf-16-le`` or ``utf-16-be`` where a text without a mark looks like it (a zero in every other byte), or ""."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4:
        return ""
    for name, zeros, letters in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if zeros.count(0) > len(zeros) * 0.7 and letters.count(0) < len(letters) * 0.05:
            return name
    return ""
