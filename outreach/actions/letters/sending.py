"""How letters go out and what becomes of them: sent, reminded of, voided, their link renewed or revoked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.days import day_of
from kecamatan.refusals import Refused
from outreach.actions.letters.events import check_live, hold_letter, write_event
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.steps import write_step
from outreach.answer_links import new_handle, new_secret
from outreach.models import Letter, LetterEvent, LetterMailing, Visit
from outreach.visit_life import CALLED_OFF, Step

Kind, Way = LetterEvent.Kind, LetterEvent.Way
#: What was taken for mailing so long ago was taken by a process that died over it.
MAILING_TAKES = timedelta(minutes=5)


@dataclass(frozen=True)
class Sent:
    """How a letter, or a reminder of it, went out: ``way``, to whom, on which day."""

    way: str
    recipient: str
    on: date


def mark_sent(
    *, by: Scope, letter: Letter, sent: Sent, seen: int | None = None, now: datetime | None = None
) -> LetterEvent:
    """The letter went out. A visit that was a draft is announced by it. Raises Refused (field), PermissionDenied."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = _sendable(by, letter, sent, seen, now)
        event = _out(by, held, Kind.SENT, sent, now)
        if held.visit.state == Visit.State.DRAFT and held.kind in Letter.ASKING:
            write_step(by=by, visit=held.visit, step=Step.ANNOUNCE, now=now)
        return event


def mark_reminded(
    *, by: Scope, letter: Letter, sent: Sent, seen: int | None = None, now: datetime | None = None
) -> LetterEvent:
    """Its recipient was reminded. Raises Refused (field), PermissionDenied."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = _sendable(by, letter, sent, seen, now)
        _check_remindable(held)
        return _out(by, held, Kind.REMINDED, sent, now)


def take_for_mailing(
    *, by: Scope, letter: Letter, sent: Sent, remind: bool, seen: int | None, now: datetime | None = None
) -> LetterMailing:
    """Take a letter before it, or a reminder of it, goes out by e-mail: of two who press at once one does. Delete it after.

    Raises what ``mark_sent`` or ``mark_reminded`` would raise, and Refused where it is being mailed already.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = _sendable(by, letter, sent, seen, now)
        if remind:
            _check_remindable(held)
        LetterMailing.objects.filter(letter=held, at__lt=now - MAILING_TAKES).delete()
        if LetterMailing.objects.filter(letter=held).exists():
            raise Refused(_("This letter is being sent by e-mail at this moment. Look at it again in a minute."))
        return LetterMailing.objects.create(letter=held, at=now)


def void_letter(
    *, by: Scope, letter: Letter, reason: str, seen: int | None = None, now: datetime | None = None
) -> LetterEvent:
    """Void a letter: it keeps its number, its link opens nothing, nothing further happens to it. Raises Refused."""
    now = now or timezone.now()
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    with rules_of_the_database(), transaction.atomic():
        held = hold_letter(letter, by, seen=seen)
        check_live(held)
        event = write_event(by=by, letter=held, kind=Kind.VOIDED, note=reason.strip(), now=now)
        audit(by=by.user, action="letter-void", target=held, kabupaten=by.kabupaten, after={"reason": reason.strip()})
        return event


def renew_link(
    *, by: Scope, letter: Letter, site: str, seen: int | None = None, now: datetime | None = None
) -> LetterEvent:
    """A new link in place of the one that was lost or seen by others; the old one opens nothing. Raises Refused."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = hold_letter(letter, by, seen=seen)
        check_live(held)
        if held.kind not in {*Letter.ASKING, Letter.Kind.REMINDER} or held.visit.state in CALLED_OFF:
            raise Refused(_("This letter needs no link."))
        held.handle, held.secret, held.link_until = new_handle(), new_secret(), held.visit.day
        held.link_site = site
        held.save(update_fields=["handle", "secret", "link_until", "link_site"])
        return write_event(by=by, letter=held, kind=Kind.LINK_RENEWED, now=now)


def revoke_link(*, by: Scope, letter: Letter, seen: int | None = None, now: datetime | None = None) -> LetterEvent:
    """Its link opens nothing any more. Raises Refused where it has none."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        held = hold_letter(letter, by, seen=seen)
        check_live(held)
        if not held.has_link:
            raise Refused(_("This letter has no link."))
        held.handle, held.secret, held.link_until = None, "", None
        held.save(update_fields=["handle", "secret", "link_until"])
        return write_event(by=by, letter=held, kind=Kind.LINK_REVOKED, now=now)


def _sendable(by: Scope, letter: Letter, sent: Sent, seen: int | None, now: datetime) -> Letter:
    held = hold_letter(letter, by, seen=seen)
    check_live(held)
    if held.is_outdated:
        raise Refused(_("This letter says what is not planned any more. Make the correction, and send that one."))
    today = day_of(now, by.kabupaten.time_zone)
    if sent.on > today:
        raise Refused(_("That day is still to come. Enter it when the letter is out."), field="on")
    if sent.on < day_of(held.prepared_at, by.kabupaten.time_zone) - timedelta(days=31):
        raise Refused(_("The letter was not prepared yet on that day."), field="on")
    return held


def _check_remindable(letter: Letter) -> None:
    if letter.kind not in Letter.ASKING or not letter.visit.is_planned:
        raise Refused(_("There is nothing to remind of: the visit is not ahead any more."))
    if letter.state == Letter.State.PREPARED:
        raise Refused(_("This letter was not sent yet. Send it first."))


def _out(by: Scope, letter: Letter, kind: str, sent: Sent, now: datetime) -> LetterEvent:
    return write_event(by=by, letter=letter, kind=kind, way=sent.way, recipient=sent.recipient, on=sent.on, now=now)
