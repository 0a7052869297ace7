"""Which letter a link opens, and what it shows to whoever has it: the visit, and nobody's data."""

from datetime import datetime

from django.conf import settings

from kecamatan.days import day_of
from outreach.answer_links import BadLink, Seal, handle_in, open_link
from outreach.models import Letter
from outreach.selectors.letters.composing import seal_of

#: Who looks at links before a person does, to show a preview of them; and programs.
NO_PERSON = (
    *("whatsapp", "facebookexternalhit", "telegram", "skype", "viber", "preview", "bot", "crawl", "spider", "slurp"),
    *("curl", "wget", "python", "java/", "go-http", "okhttp", "headless", "scan", "monitor"),
)


def letter_of_link(typed: str, now: datetime) -> Letter | None:
    """The letter that the link opens; None for any that opens nothing, whyever (one query, whatever was typed)."""
    found = Letter.objects.filter(handle=handle_in(typed) or "-").select_related(
        "visit__drive__kabupaten", "visit__kecamatan", "desa", "school", "number", "replaced_by"
    )
    letter = found.first()
    zone = letter.visit.drive.kabupaten.time_zone if letter else settings.TIME_ZONE
    today = day_of(now, zone)

    def seal(handle: str) -> Seal | None:
        return seal_of(letter) if letter is not None and letter.link_works_on(today) else None

    try:
        open_link(typed, seal, today=today)
    except BadLink:
        return None
    return letter


def asked_by(letter: Letter) -> Letter:
    """The letter whose answer it is that comes through the link of ``letter``: of a reminder, the standing letter to the same
    recipient about the same visit, where the office looks for it (one query for a reminder, else none)."""
    if letter.kind in Letter.ASKING:
        return letter
    same = Letter.objects.filter(visit=letter.visit_id, desa=letter.desa_id, school=letter.school_id)
    found = same.filter(kind__in=Letter.ASKING).live().select_related("number").order_by("-pk").first()
    if found is None:
        return letter
    found.visit = letter.visit
    return found


def opened_by_a_person(user_agent: str, purpose: str = "") -> bool:
    """Is this a browser in somebody's hand, rather than a messenger or a search engine that looks at the link first?"""
    agent = user_agent.lower()
    return agent.startswith("mozilla/") and "prefetch" not in purpose and not any(one in agent for one in NO_PERSON)
