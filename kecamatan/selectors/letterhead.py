"""What stands at the head and the foot of every paper of an office: names and signer stand with the kabupaten itself."""

from dataclasses import asdict, dataclass

from kecamatan.from_above import ask
from kecamatan.models import Kabupaten
from kecamatan.papers.heads import Letterhead, Signer, contact_lines
from kecamatan.phones import phone_text

#: Questions to the app above: how the office writes (``Style``), and the bytes of a crest by its number.
STYLE, CREST = "letterhead of", "crest"


@dataclass(frozen=True)
class Style:
    """How an office writes. ``place``: before the date; ``on_behalf_of``: where the signer signs a.n.; ``crest``: its
    number, None without one."""

    place: str = ""
    on_behalf_of: str = ""
    crest: int | None = None


def style_of(kabupaten: Kabupaten) -> Style:
    """As the admin set it for letters; plain where nobody sets letters."""
    return ask(STYLE, kabupaten, otherwise=Style())


def crest_of(number: int | None) -> bytes | None:
    """The picture of this number, which never changes."""
    return None if number is None else ask(CREST, number, otherwise=None)


def printed_head(kabupaten: Kabupaten, style: Style) -> dict:
    """The head and the foot that every paper of an office shares, as JSON holds them."""
    signer = Signer(
        title=kabupaten.signer_title or f"Kepala {kabupaten.office_name}",
        name=kabupaten.signer_name,
        rank=kabupaten.signer_rank,
        nip=kabupaten.signer_nip,
        prefix=kabupaten.signer_prefix,
        on_behalf_of=style.on_behalf_of,
    )
    lines = contact_lines(kabupaten.office_address, phone_text(kabupaten.office_phone), kabupaten.office_email)
    return {
        "head": {
            "government": f"Pemerintah {official_name(kabupaten)}",
            "office": kabupaten.office_name,
            "lines": list(lines),
        },
        "place": style.place or kabupaten.capital,
        "signer": asdict(signer),
    }


def head_of(printed: dict, crest: bytes | None) -> Letterhead:
    """The letterhead of any paper, of what ``printed_head`` gave."""
    head = printed["head"]
    return Letterhead(head["government"], head["office"], tuple(head["lines"]), crest)


def official_name(kabupaten: Kabupaten) -> str:
    """ "Kabupaten Tanjung Jabung Timur", whatever the reader's language."""
    return f"{'Kota' if kabupaten.kind == Kabupaten.Kind.KOTA else 'Kabupaten'} {kabupaten.name}"
