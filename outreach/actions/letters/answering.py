"""What comes through the link in a letter: that it was opened, and the answer of the head. Nobody is signed in here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.days import day_of
from kecamatan.refusals import Refused
from outreach.actions.letters.events import hold_letter, write_event
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.steps import write_step
from outreach.models import Letter, LetterAnswer, LetterEvent, Visit
from outreach.selectors.letters.links import asked_by
from outreach.visit_life import Step

#: More answers through one link are no help to anybody.
MOST_ANSWERS = 50


@dataclass(frozen=True)
class Answer:
    """``seen``: what of the visit the page showed, as ``shown_of``; ``proposal``: "" confirms; ``told``: None, not said."""

    name: str
    seen: str
    proposal: str = ""
    told: int | None = None


def shown_of(visit: Visit) -> str:
    """What of a visit is confirmed, as a text to compare: whoever confirms has seen this day, these hours, this place."""
    return "|".join(str(getattr(visit, name)) for name in Letter.SAID)


def note_opened(*, letter: Letter, now: datetime | None = None) -> bool:
    """The first time that somebody opens the link; True where this was it."""
    if letter.state not in {Letter.State.PREPARED, Letter.State.SENT}:
        return False
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = hold_letter(letter)
        if held.state not in {Letter.State.PREPARED, Letter.State.SENT} or not held.is_live:
            return False
        write_event(by=None, letter=held, kind=LetterEvent.Kind.OPENED, now=now)
        asked = asked_by(held)
        if asked != held and asked.state in {Letter.State.PREPARED, Letter.State.SENT}:
            write_event(by=None, letter=asked, kind=LetterEvent.Kind.OPENED, now=now)
        return True


def take_answer(*, letter: Letter, answer: Answer, now: datetime | None = None) -> LetterAnswer:
    """Store the answer and move the visit with it: confirmed, or not any more where another place or time is proposed.

    The same answer again is the same answer; what comes through a reminder answers the letter that it reminds of. Raises
    Refused where the visit was moved since the page was opened, the link opens nothing any more, or more was answered
    than anybody needs.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = hold_letter(letter)
        today = day_of(now, held.visit.drive.kabupaten.time_zone)
        if not held.link_works_on(today) or held.handle != letter.handle:
            raise Refused(_("This letter was replaced meanwhile. Please ask the office."))
        if answer.seen != shown_of(held.visit):
            raise Refused(_("The office has changed the plan just now. Please read it again, then answer."))
        asked = asked_by(held)
        last = asked.answers.order_by("-pk").first()
        stored = LetterAnswer(
            letter=asked,
            confirms=not answer.proposal,
            proposal=answer.proposal,
            told=answer.told,
            name=answer.name,
            at=now,
        )
        if last is not None and _content(last) == _content(stored):
            return last
        if asked.answers.count() >= MOST_ANSWERS:
            raise Refused(_("Many answers were given to this letter already. Please call the office."))
        stored.save(force_insert=True)
        for one in dict.fromkeys((asked, held)):
            write_event(by=None, letter=one, kind=LetterEvent.Kind.ANSWERED, now=now)
        _move_visit(held.visit, stored, now)
        return stored


def _move_visit(visit: Visit, answer: LetterAnswer, now: datetime) -> None:
    if answer.confirms and visit.state in {Visit.State.DRAFT, Visit.State.ANNOUNCED}:
        write_step(by=None, visit=visit, step=Step.CONFIRM, now=now)
    elif not answer.confirms and visit.state == Visit.State.CONFIRMED:
        write_step(by=None, visit=visit, step=Step.UNCONFIRM, reason=_("Another place or time was proposed."), now=now)


def _content(answer: LetterAnswer) -> tuple:
    return answer.confirms, answer.proposal, answer.told, answer.name
