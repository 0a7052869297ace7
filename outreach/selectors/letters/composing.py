"""What a letter says: its marks filled from the visit, the recipient and the letterhead, all in Indonesian.

What ``printed_letter`` gives is stored with the letter as it is, so that it is printed again the same whatever changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kecamatan.models import Kabupaten
from kecamatan.papers.indonesian import count_text, day_text, hours_text, number_in_words, weekday
from kecamatan.phones import phone_text
from kecamatan.selectors.letterhead import official_name
from kecamatan.selectors.letterhead import printed_head as head_and_foot
from outreach.answer_links import Seal, token_of
from outreach.models import Letter, Letterhead, Visit
from outreach.papers.letter_text import Kind
from outreach.selectors.letterhead import style_from
from outreach.selectors.letters.recipients import Recipient, tally_for
from outreach.selectors.letters.texts import Text

#: Stands in a preview where the number and the link of the letter will be.
NO_NUMBER_YET, NO_LINK_YET = "…", "…"
REVOKED = "(tautan tidak berlaku lagi)"


@dataclass(frozen=True)
class Asked:
    """What is chosen for one letter beside its visit and its recipient. ``about``: the letter it reminds of or thanks for;
    ``replaces``: the letter that is not right any more; ``enclosed``: "–" or what comes with it."""

    kind: Kind
    day: date
    expected: int
    copies: tuple[str, ...] = ()
    enclosed: str = "–"
    about: Letter | None = None
    replaces: Letter | None = None


def values_of(visit: Visit, recipient: Recipient, head: Letterhead, asked: Asked) -> dict[str, str]:
    """Every mark with its value but ``tautan``, for the letter and for a message (two queries for thanks, else none)."""
    kabupaten, drive = visit.drive.kabupaten, visit.drive
    values = {
        "hari": weekday(visit.day),
        "tanggal": day_text(visit.day),
        "jam": hours_text(visit.starts, visit.ends, kabupaten.zone_label),
        "tempat": visit.place_name,
        "alamat": visit.place_address or "–",
        "jumlah": count_text(asked.expected),
        "jumlah_terbilang": number_in_words(min(asked.expected, 999_999)),
        "wilayah": recipient.area,
        "kecamatan": visit.kecamatan.name,
        "kabupaten": official_name(kabupaten),
        "dinas": kabupaten.office_name,
        "kepala": recipient.title,
        "dibawa": head.bring,
        "kontak": head.contact or _contact(visit, kabupaten),
        "batas": day_text(drive.last_recording_day),
        "pemungutan": day_text(drive.polling_day),
        "sisa_hari": count_text(max(0, (visit.day - asked.day).days)),
    }
    if asked.about is not None:
        values |= {"nomor_surat": asked.about.number.text, "tanggal_surat": day_text(asked.about.day)}
    if asked.kind is Kind.THANKS:
        tally = tally_for(visit, recipient)
        values |= {
            "jumlah": count_text(tally.expected),
            "hadir": count_text(tally.came),
            "direkam": count_text(tally.recorded),
            "belum": count_text(tally.left),
        }
    return values


def printed_letter(visit: Visit, recipient: Recipient, head: Letterhead, text: Text, asked: Asked, number: str) -> dict:
    """All that stands on the letter but its crest and link, as JSON holds it."""
    values = values_of(visit, recipient, head, asked)
    if visit.place_address and "{alamat}" not in text.body:
        values["tempat"] = f"{visit.place_name}, {visit.place_address}"
    body = text.body
    if asked.replaces is not None:
        old = asked.replaces
        body = f"Surat ini menggantikan surat kami Nomor {old.number.text} tanggal {day_text(old.day)}.\n\n{body}"
    return {
        **printed_head(visit.drive.kabupaten, head),
        "number": number,
        "day": asked.day.isoformat(),
        "nature": head.nature,
        "attachments": asked.enclosed,
        "subject": text.subject,
        "addressees": [recipient.title],
        "destination": "Tempat",
        "copies": list(asked.copies),
        "kind": asked.kind.value,
        "text": body,
        "values": values,
    }


def copies_of(head: Letterhead, visit: Visit, recipient: Recipient, *, to_camat: bool) -> tuple[str, ...]:
    """Who gets a copy: the camat first, unless the letter is to them, then whoever always does."""
    usual = [line.strip() for line in head.copies.splitlines() if line.strip()]
    camat = [f"Camat {visit.kecamatan.name}"] if to_camat and (recipient.desa or recipient.school) else []
    return (*camat, *usual)


def printed_head(kabupaten: Kabupaten, head: Letterhead) -> dict:
    """The head and the foot that every paper of an office shares, as JSON holds them."""
    return head_and_foot(kabupaten, style_from(head))


def link_of(letter: Letter) -> str:
    """The whole address that the letter's link opens; "" where it has none.

    Without the slash at its end, which would look like part of what is to be typed; the site leads on to the page.
    """
    if not letter.has_link:
        return ""
    return letter.link_site + reverse("outreach:letter-answer", args=[token_of(seal_of(letter))]).rstrip("/")


def seal_of(letter: Letter) -> Seal:
    """What the letter's link is bound to (its visit is asked for with it)."""
    return Seal(letter.handle, str(letter.visit.uid), letter.secret, letter.link_until)


def message_values(
    letter: Letter, recipient: Recipient, head: Letterhead, kind: Kind, today: date
) -> Mapping[str, str]:
    """The marks of a message about a letter as things stand now, its whole link among them."""
    asked = Asked(kind=kind, day=today, expected=letter.expected, about=letter)
    return values_of(letter.visit, recipient, head, asked) | {"tautan": link_of(letter) or REVOKED}


def _contact(visit: Visit, kabupaten: Kabupaten) -> str:
    who = visit.leader.full_name if visit.leader and visit.leader.full_name else kabupaten.office_name
    return f"{who} ({phone_text(kabupaten.office_phone)})" if kabupaten.office_phone else who
