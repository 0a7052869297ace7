"""Invented papers for the tests: a letterhead, signers, a letter, and pictures made byte by byte."""

import io
import struct
import zlib
from datetime import date

from pypdf import PdfReader

from kecamatan.papers.heads import Letterhead, Signer, contact_lines
from outreach.papers.default_texts import LETTERS, SUBJECTS
from outreach.papers.letter_text import Kind, preview
from outreach.papers.letters import Letter

NASTY = [
    '#eval("x")',
    "*bold* _it_",
    "$x^2$",
    "a ] b [ c",
    "back\\slash",
    "<label> @ref",
    "`raw` // no",
    "- x = y",
    "#{",
]
LINK = "https://contoh.go.id/j/7k2m-x4rt-91ac-ehjn"
SIGNER = Signer("Sekretaris", "Dra. Contoh Wakil", "Pembina", "197005121993032004", "a.n.", "Kepala Dinas")


def png(width: int = 60, height: int = 80, *, tail: bytes = b"", profile: bytes | None = None) -> bytes:
    """A grey PNG; ``profile``: with this as its packed colour profile."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    beside = b"" if profile is None else chunk(b"iCCP", b"profile\0\0" + profile)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + beside + chunk(b"IDAT", rows) + chunk(b"IEND", b"") + tail


def svg(inside: str = "<path d='M0 0h9v9z' fill='#070'/>", head: str = "") -> bytes:
    return f"{head}<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inside}</svg>".encode()


def letterhead(crest: bytes | None = None) -> Letterhead:
    lines = contact_lines("Muara Sabak 36761", "(0740) 7370123", "dukcapil@contoh.go.id")
    office = "Dinas Kependudukan dan Pencatatan Sipil"
    return Letterhead("Pemerintah Kabupaten Tanjung Jabung Timur", office, lines, crest)


def letter(**other) -> Letter:
    kind = Kind.VILLAGE
    usual = {
        "head": letterhead(),
        "place": "Muara Sabak",
        "day": date(2024, 6, 25),
        "number": "471.13/7/DUKCAPIL/VI/2024",
        "subject": SUBJECTS[kind],
        "addressees": ("Camat Kuala Jambi", "Kepala Desa Kuala Jambi"),
        "body": preview(LETTERS[kind], kind),
        "signer": SIGNER,
        "copies": ("Bupati Tanjung Jabung Timur",),
        "link": LINK,
    }
    return Letter(**usual | other)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, spaces as one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
