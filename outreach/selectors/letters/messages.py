"""Ready messages about a letter: the text, and the link that opens it in WhatsApp on the sender's own phone."""

from dataclasses import dataclass
from datetime import date

from outreach import paper_words
from outreach.models import Letter, Letterhead
from outreach.papers import whatsapp
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.composing import message_values
from outreach.selectors.letters.recipients import recipient_of
from outreach.selectors.letters.texts import Text


@dataclass(frozen=True)
class Message:
    """``link``: opens WhatsApp with the text, "" where ``fault`` says why not; ``to``: whom it is for."""

    to: str
    phone: str
    subject: str
    text: str
    link: str
    fault: str = ""


def message_of(letter: Letter, kind: Kind, text: Text, head: Letterhead, today: date) -> Message:
    """The message of ``kind`` about a letter, as things stand today; the letter's visit, desa and school come with it."""
    recipient = recipient_of(letter)
    words = whatsapp.message(text.message, message_values(letter, recipient, head, kind, today))
    to = f"{recipient.title} ({recipient.name})" if recipient.name else recipient.title
    try:
        link, fault = whatsapp.link(recipient.phone, words), ""
    except whatsapp.NoLink as none:
        link, fault = "", str(paper_words.LINKS[none.fault])
    return Message(to, recipient.phone, text.subject, words, link, fault)
