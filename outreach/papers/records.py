"""The berita acara of a visit: what was done, by whom, with which result, signed by both sides. Pure."""

from dataclasses import dataclass
from datetime import date

from kecamatan.papers.heads import Letterhead, Signer
from kecamatan.papers.indonesian import count_text, day_in_words
from kecamatan.papers.typesetting import pdf_of
from outreach.papers.layouts import RECORD


@dataclass(frozen=True)
class Record:
    """``facts``: rows such as ("Tempat", …); ``team``: names; ``results``: label and number of people, None to be
    filled in by pen; ``troubles``: "" leaves lines for a pen; ``left``: the host's signer, ``right``: the team's leader."""

    head: Letterhead
    day: date
    number: str
    facts: tuple[tuple[str, str], ...]
    team: tuple[str, ...]
    results: tuple[tuple[str, int | None], ...]
    left: Signer
    right: Signer
    made_by: str
    troubles: str = ""

    def values(self) -> dict:
        """As the layout ``record`` takes it."""
        return {
            "title": f"Berita Acara Perekaman KTP-el ({self.number})",
            "author": self.head.office,
            "head": self.head.values(),
            "number": self.number,
            "opening": f"Pada hari ini {day_in_words(self.day)}, telah dilaksanakan pelayanan jemput bola perekaman "
            "KTP-el dengan keterangan sebagai berikut:",
            "facts": self.facts,
            "team": self.team,
            "results": [[label, "" if many is None else count_text(many)] for label, many in self.results],
            "troubles": self.troubles,
            "closing": "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
            "left": self.left.values(),
            "right": self.right.values(),
            "footer": self.made_by,
        }

    def pdf(self) -> bytes:
        return pdf_of(RECORD, self.values())
