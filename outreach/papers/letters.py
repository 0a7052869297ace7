"""The surat dinas of a visit and the surat perintah tugas of its team: what stands on them. Pure: no ORM, no request."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach.papers.indonesian import day_text
from outreach.papers.letter_text import Block
from outreach.papers.qr import svg_of
from outreach.papers.typesetting import pdf_of

QR_NOTE = "Pindai kode ini atau buka tautan berikut untuk mengonfirmasi waktu dan tempat:"


@dataclass(frozen=True)
class Letterhead:
    """The head of every paper. ``government``: "Pemerintah Kabupaten …"; ``lines``: address, phone, e-mail; ``crest``: a
    picture that ``crest.checked`` let pass, or None."""

    government: str
    office: str
    lines: tuple[str, ...] = ()
    crest: bytes | None = field(default=None, repr=False)

    def values(self) -> dict:
        return {
            "government": self.government,
            "office": self.office,
            "lines": [line for line in self.lines if line.strip()],
            "crest": self.crest,
        }


def contact_lines(address: str, phone: str, email: str) -> tuple[str, ...]:
    """The small lines of a letterhead; what is empty is left out."""
    reached = [f"{name} {value}" for name, value in (("Telepon", phone), ("Pos-el", email)) if value]
    return tuple(line for line in (address, ", ".join(reached)) if line)


def nip_text(nip: str) -> str:
    """``19680512 199003 1 004``; what has not 18 digits, as it is."""
    return " ".join((nip[:8], nip[8:14], nip[14], nip[15:])) if len(nip) == 18 else nip


@dataclass(frozen=True)
class Signer:
    """Who signs. ``prefix``: a.n., Plt., Plh. or nothing; with a.n. ``on_behalf_of`` is the office that is signed for."""

    title: str
    name: str = ""
    rank: str = ""
    nip: str = ""
    prefix: str = ""
    on_behalf_of: str = ""

    def values(self) -> dict:
        return {"titles": self._titles(), "name": self.name, "rank": self.rank, "nip": nip_text(self.nip)}

    def _titles(self) -> list[str]:
        if self.prefix and self.on_behalf_of:
            return [f"{self.prefix} {self.on_behalf_of}", f"{self.title},"]
        return [f"{self.prefix} {self.title},".strip()]


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
        return pdf_of("letter", self.values())


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
        return pdf_of("order", self.values())
