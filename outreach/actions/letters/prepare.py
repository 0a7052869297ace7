"""Preparing letters about a visit: each with its number, its link and all that stands on it, kept as it is printed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.refusals import Refused
from outreach.actions.letters.events import check_live, hold_letter, write_event
from outreach.actions.letters.register import hold_register, take_number
from outreach.actions.steps import rules_of_the_database
from outreach.actions.visits.locking import check_drive_goes_on, lock_visit
from outreach.answer_links import new_handle, new_secret
from outreach.models import Letter, LetterNumber, Visit
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.composing import Asked, copies_of, printed_letter
from outreach.selectors.letters.recipients import Recipient, expected_by, recipient_of
from outreach.selectors.letters.texts import text_of
from outreach.visit_life import CALLED_OFF

#: A day that was mistyped, not a letter that is early or late.
MOST_DAYS_APART = 366
ENCLOSED = "1 (satu) berkas"


@dataclass(frozen=True)
class Order:
    """What is asked for. ``kind`` None: the first letter, to a village or a school as the recipient is. ``typed``: the
    number that the agenda office gave, for one letter. ``key``: the same key twice makes nothing new. ``site``: the
    address under which links are opened, ``https://…``."""

    recipients: Sequence[Recipient]
    day: date
    key: uuid.UUID
    site: str
    kind: Kind | None = None
    to_camat: bool = True
    enclosed: bool = False
    typed: str = ""


def prepare_letters(*, by: Scope, visit: Visit, order: Order, now: datetime | None = None) -> list[Letter]:
    """A letter for each recipient, in their order; all of them or none. Raises Refused (field), PermissionDenied."""
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        locked = lock_visit(by, visit)
        check_drive_goes_on(locked)
        made = []
        _check(locked, order)
        expected = expected_by(locked, order.recipients)
        for recipient in order.recipients:
            key = uuid.uuid5(order.key, recipient.key)
            there = Letter.objects.filter(key=key).select_related("number", "visit").first()
            made.append(there or _prepare(by, locked, recipient, order, key, expected[recipient.key], now))
        return made


def correct_letter(
    *, by: Scope, letter: Letter, day: date, site: str, seen: int | None = None, now: datetime | None = None
) -> Letter:
    """A new letter in place of one that says what is not right any more, about the visit as it is planned now.

    Where the visit was put off, it is about the one that takes its place. Raises Refused where nothing changed, or the
    visit was cancelled or has begun; PermissionDenied.
    """
    now = now or timezone.now()
    with rules_of_the_database(), transaction.atomic():
        old = hold_letter(letter, by, seen=seen)
        check_live(old)
        if old.kind not in Letter.ASKING or not old.is_outdated:
            raise Refused(_("This letter still says what is planned; nothing is to be corrected."))
        visit = standing_for(old.visit)
        if not visit.is_planned:
            words = _("The visit is “%(state)s”: there is nothing to invite to. Tell the recipient by phone.")
            raise Refused(words % {"state": visit.get_state_display()})
        recipient = Recipient(visit.kecamatan, desa=old.desa, school=old.school)
        _check_no_other(visit, recipient, old)
        order = Order([recipient], day, uuid.uuid4(), site, to_camat=_had_camat(old))
        many = expected_by(visit, [recipient])[recipient.key]
        new = _prepare(by, visit, recipient, order, order.key, many, now, replaces=old)
        kind = old.events.model.Kind.CORRECTED
        write_event(by=by, letter=old, kind=kind, note=new.number.text, now=now)
        return new


def standing_for(visit: Visit) -> Visit:
    """The visit itself, or the one that takes place instead of it (a query for each time it was put off)."""
    while visit.state == Visit.State.POSTPONED:
        later = Visit.objects.select_related("kecamatan", "drive__kabupaten", "leader").filter(replaces=visit).first()
        if later is None:
            return visit
        visit = later
    return visit


def store_letter(
    *,
    by: Scope,
    visit: Visit,
    number: LetterNumber,
    now: datetime,
    **values,
) -> Letter:
    """Store a letter that was composed, with its first event and its line in the audit log."""
    letter = Letter.objects.create(
        visit=visit,
        number=number,
        prepared_at=now,
        prepared_by=by.user,
        **{f"said_{name}": getattr(visit, name) for name in Letter.SAID},
        **values,
    )
    write_event(by=by, letter=letter, kind="prepared", now=now)
    after = {"number": number.text, "kind": letter.kind, "addressee": letter.addressee}
    audit(by=by.user, action="letter", target=letter, kabupaten=by.kabupaten, after=after)
    return letter


def _prepare(
    by: Scope,
    visit: Visit,
    recipient: Recipient,
    order: Order,
    key: uuid.UUID,
    expected: int,
    now: datetime,
    replaces: Letter | None = None,
) -> Letter:
    kind = order.kind or Kind(recipient.kind)
    about = _earlier(visit, recipient, kind) if replaces is None else None
    head = hold_register(by.kabupaten)
    number = take_number(by=by, day=order.day, typed=order.typed, now=now)
    copies = copies_of(head, visit, recipient, to_camat=order.to_camat)
    asked = Asked(kind, order.day, expected, copies, ENCLOSED if order.enclosed else "–", about, replaces)
    text = text_of(by.kabupaten, kind)
    return store_letter(
        by=by,
        visit=visit,
        number=number,
        now=now,
        kind=kind.value,
        key=key,
        day=order.day,
        subject=text.subject,
        addressee=recipient.title,
        desa=recipient.desa,
        school=recipient.school,
        expected=expected,
        printed=printed_letter(visit, recipient, head, text, asked, number.text),
        crest=head.crest,
        about=about,
        replaces=replaces,
        **_link(visit, kind, order.site),
    )


def _link(visit: Visit, kind: Kind, site: str) -> dict:
    """A new link until the day of the visit; thanks ask for no answer."""
    if kind is Kind.THANKS:
        return {}
    return {"handle": new_handle(), "secret": new_secret(), "link_until": visit.day, "link_site": site}


def _check(visit: Visit, order: Order) -> None:
    if not order.recipients:
        raise Refused(_("Choose at least one recipient."), field="recipients")
    if order.typed.strip() and len(order.recipients) > 1:
        words = _("A number of the agenda office is for one letter. Choose one recipient, or leave the number empty.")
        raise Refused(words, field="number")
    if abs((order.day - visit.day).days) > MOST_DAYS_APART:
        raise Refused(_("This date is more than a year from the visit. Look at it again."), field="day")
    held = visit.state in {Visit.State.DONE, Visit.State.CLOSED}
    if order.kind is Kind.THANKS and not held:
        raise Refused(_("Thanks with the result go out once the visit is done."))
    if order.kind is not Kind.THANKS and not visit.is_planned:
        off = visit.state in CALLED_OFF
        words = _("This visit is “%(state)s”; nobody is to be invited to it any more.")
        if not off:
            words = _("This visit is “%(state)s”; write thanks with the result instead.")
        raise Refused(words % {"state": visit.get_state_display()})


def _earlier(visit: Visit, recipient: Recipient, kind: Kind) -> Letter | None:
    """The letter that a reminder or thanks speaks of. Raises Refused where there is none, or a second one would go out."""
    mine = Letter.objects.filter(visit=visit, desa=recipient.desa, school=recipient.school).live()
    mine = mine.select_related("number").order_by("-pk")
    first = mine.filter(kind__in=Letter.ASKING).first()
    facts = {"recipient": recipient.title, "number": first}
    if kind in {Kind.VILLAGE, Kind.SCHOOL}:
        if first is not None:
            words = _("%(recipient)s has the letter %(number)s already. Void it first, or remind of it.")
            raise Refused(words % facts, field="recipients")
        return None
    if first is None:
        raise Refused(_("%(recipient)s has had no letter about this visit yet.") % facts, field="recipients")
    return first


def _check_no_other(visit: Visit, recipient: Recipient, old: Letter) -> None:
    """Raise Refused where a letter about the visit as it stands now was written to this recipient already."""
    theirs = Letter.objects.filter(visit=visit, desa=recipient.desa, school=recipient.school, kind__in=Letter.ASKING)
    other = theirs.live().exclude(pk=old.pk).select_related("number").order_by("-pk").first()
    if other is not None:
        words = _("%(recipient)s has the letter %(number)s about the new plan already. Void the old one.")
        raise Refused(words % {"recipient": recipient.title, "number": other})


def _had_camat(letter: Letter) -> bool:
    return any(line.startswith("Camat ") for line in letter.printed["copies"])


def recipients_without_letter(visit: Visit, recipients: Sequence[Recipient]) -> list[Recipient]:
    """Those who have had no letter about this visit that still stands (one query)."""
    letters = Letter.objects.filter(visit=visit, kind__in=Letter.ASKING).live().select_related("desa", "school")
    had = set()
    for letter in letters:
        letter.visit = visit
        had.add(recipient_of(letter).key)
    return [one for one in recipients if one.key not in had]
