"""Letters, orders and records as PDF, from what was stored with them and nothing else."""

from datetime import date

from kecamatan.papers.heads import Signer
from kecamatan.selectors.letterhead import head_of
from outreach.models import Letter
from outreach.papers.letter_text import Block, Kind, rendered
from outreach.papers.letters import Letter as PaperLetter
from outreach.papers.letters import Order
from outreach.papers.records import Record
from outreach.selectors.letters.composing import NO_LINK_YET, REVOKED, link_of

#: Beside the number of a paper that does not hold any more.
VOIDED, REPLACED = "(DIBATALKAN)", "(DIGANTI)"


def pdf_of_letter(letter: Letter) -> bytes:
    """The paper as it was made, with the link that works now; the same bytes whenever it is asked for.

    One that was voided or replaced says so beside its number and has no link, so that nobody hands it over by mistake.
    """
    crest = bytes(letter.crest.picture) if letter.crest_id else None
    printed, link = letter.printed, link_of(letter)
    if not letter.is_live:
        mark = VOIDED if letter.is_voided else REPLACED
        printed, link = {**printed, "number": f"{printed['number']} {mark}"}, ""
    if letter.kind == Letter.Kind.ORDER:
        return order_of(printed, crest).pdf()
    if letter.kind == Letter.Kind.RECORD:
        return record_of(printed, crest).pdf()
    return paper_of(printed, crest, link, no_link=REVOKED).pdf()


def paper_of(printed: dict, crest: bytes | None, link: str, *, no_link: str = NO_LINK_YET) -> PaperLetter:
    """The letter of what ``composing.printed_letter`` gave."""
    return PaperLetter(
        head=head_of(printed, crest),
        place=printed["place"],
        day=date.fromisoformat(printed["day"]),
        number=printed["number"],
        subject=printed["subject"],
        addressees=tuple(printed["addressees"]),
        body=body_of(printed, link or no_link),
        signer=Signer(**printed["signer"]),
        nature=printed["nature"],
        attachments=printed["attachments"],
        destination=printed["destination"],
        copies=tuple(printed["copies"]),
        link=link,
    )


def body_of(printed: dict, link: str) -> tuple[Block, ...]:
    """The paragraphs of a letter, as a page shows them beside the PDF."""
    values = printed["values"] | {"tautan": link.removeprefix("https://")}
    return rendered(printed["text"], Kind(printed["kind"]), values)


def order_of(printed: dict, crest: bytes | None) -> Order:
    """The order of a team."""
    return Order(
        head=head_of(printed, crest),
        place=printed["place"],
        day=date.fromisoformat(printed["day"]),
        number=printed["number"],
        people=[tuple(one) for one in printed["people"]],
        tasks=tuple(printed["tasks"]),
        signer=Signer(**printed["signer"]),
    )


def record_of(printed: dict, crest: bytes | None) -> Record:
    """The record of a visit."""
    return Record(
        head=head_of(printed, crest),
        day=date.fromisoformat(printed["held_on"]),
        number=printed["number"],
        facts=tuple(tuple(one) for one in printed["facts"]),
        team=tuple(printed["team"]),
        results=tuple(tuple(one) for one in printed["results"]),
        left=Signer(**printed["left"]),
        right=Signer(**printed["right"]),
        made_by=printed["made_by"],
        troubles=printed["troubles"],
    )
