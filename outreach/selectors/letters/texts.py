"""The texts and the letterhead that an office uses now: what an admin saved last, or what every office starts with."""

from dataclasses import dataclass

from kecamatan.models import Kabupaten
from outreach.models import Letterhead, LetterText
from outreach.papers.default_texts import LETTERS, MESSAGES, SUBJECTS
from outreach.papers.letter_text import Kind


@dataclass(frozen=True)
class Text:
    """``version``: 0 for the text that every office starts with; otherwise the number of what was saved last."""

    subject: str
    body: str
    message: str
    version: int = 0


def usual_text(kind: Kind) -> Text:
    """What every office starts with."""
    return Text(SUBJECTS[kind], LETTERS[kind], MESSAGES[kind])


def text_of(kabupaten: Kabupaten, kind: Kind) -> Text:
    """The text of a kind of letter as it is used now (one query)."""
    saved = LetterText.objects.filter(kabupaten=kabupaten, kind=kind.value).order_by("-number").first()
    return usual_text(kind) if saved is None else Text(saved.subject, saved.body, saved.message, saved.number)


def letterhead_of(kabupaten: Kabupaten) -> Letterhead:
    """The letterhead of an office; one with the usual values, not saved, where nobody has set it yet (one query)."""
    found = Letterhead.objects.select_related("crest").filter(kabupaten=kabupaten).first()
    return found or Letterhead(kabupaten=kabupaten)
