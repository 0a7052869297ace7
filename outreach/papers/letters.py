"""The surat dinas of a visit and the surat perintah tugas of its team: what stands on them. Pure: no ORM, no request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kecamatan.papers.heads import Letterhead, Signer, nip_text
from kecamatan.papers.indonesian import day_text
from kecamatan.papers.typesetting import pdf_of
from outreach.papers.layouts import LETTER, ORDER
from outreach.papers.letter_text import Block
from outreach.papers.qr import svg_of

QR_NOTE = "Pindai kode ini atau buka tautan berikut untuk mengonfirmasi waktu dan tempat:"


@dataclass(frozen=True)
class Letter:
    """A surat dinas. ``body``: from ``letter_text.rendered``; ``link``: the short link, or "" for a letter without QR."""

    head: Letterhead
    place: str
    day: date
    number: str
    subject: str
    addressees: tuple[str, ...]
    body: tuple[Block, ...]
    signer: Signer
    nature: str = "Biasa"
    attachments: str = "–"
    destination: str = "Tempat"
    copies: tuple[str, ...] = ()
    link: str = ""

    def values(self) -> dict:
        """As the layout ``letter`` takes it."""
        marks = (("Nomor", self.number), ("Sifat", self.nature), ("Lampiran", self.attachments), ("Hal", self.subject))
        return {
            "title": f"{self.subject} ({self.number})",
            "author": self.head.office,
            "head": self.head.values(),
            "place_and_day": f"{self.place}, {day_text(self.day)}",
            "marks": marks,
            "addressees": self.addressees,
            "destination": self.destination,
            "body": [{"shape": one.shape.value, "lines": one.lines, "numbered": one.numbered} for one in self.body],
            "signer": self.signer.values(),
            "copies": self.copies,
            "qr": svg_of(self.link).encode() if self.link else None,
            "qr_note": QR_NOTE,
            "link": self.link.removeprefix("https://"),
        }

    def pdf(self) -> bytes:
        return pdf_of(LETTER, self.values())


@dataclass(frozen=True)
class Order:
    """A surat perintah tugas. ``people``: name, NIP or "", duty; ``tasks``: what they are sent to do, day and place in it."""

    head: Letterhead
    place: str
    day: date
    number: str
    people: Sequence[tuple[str, str, str]]
    tasks: tuple[str, ...]
    signer: Signer
    grounds: tuple[str, ...] = (
        "Undang-Undang Nomor 24 Tahun 2013 tentang Perubahan atas Undang-Undang Nomor 23 Tahun 2006 tentang "
        "Administrasi Kependudukan;",
        "Peraturan Presiden Nomor 96 Tahun 2018 tentang Persyaratan dan Tata Cara Pendaftaran Penduduk dan Pencatatan "
        "Sipil.",
    )

    def values(self) -> dict:
        """As the layout ``order`` takes it."""
        return {
            "title": f"Surat Perintah Tugas ({self.number})",
            "author": self.head.office,
            "head": self.head.values(),
            "number": self.number,
            "grounds": self.grounds,
            "people": [
                [str(row), name, nip_text(nip), duty] for row, (name, nip, duty) in enumerate(self.people, start=1)
            ],
            "tasks": self.tasks,
            "closing": "Demikian surat perintah tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab dan "
            "melaporkan hasilnya setelah selesai melaksanakan tugas.",
            "place_and_day": f"{self.place}, {day_text(self.day)}",
            "signer": self.signer.values(),
        }

    def pdf(self) -> bytes:
        return pdf_of(ORDER, self.values())
