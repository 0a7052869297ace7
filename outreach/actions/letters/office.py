"""Saving what every letter of the office shares: its texts, its letterhead, its crest."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, require_role
from kecamatan.actions.audit import audit, snapshot
from kecamatan.models import User
from kecamatan.papers.crest import BadCrest, checked
from kecamatan.papers.typesetting import draws
from kecamatan.refusals import Refused
from outreach import paper_words
from outreach.actions.letters.register import hold_register
from outreach.models import Crest, Letterhead, LetterText
from outreach.papers.letter_text import Kind
from outreach.selectors.letters.texts import Text, text_of

FIELDS = ["number_pattern", "nature", "place", "on_behalf_of", "contact", "bring", "copies"]


def save_text(*, by: Scope, kind: Kind, text: Text, now: datetime | None = None) -> Text:
    """A new version of a text; ``text.version`` is the one that was edited. Raises Refused where another was saved since."""
    require_role(by.user, User.Role.ADMIN)
    with transaction.atomic():
        hold_register(by.kabupaten)
        old = text_of(by.kabupaten, kind)
        _check_seen(old.version, text.version)
        if (old.subject, old.body, old.message) == (text.subject, text.body, text.message):
            return old
        saved = LetterText.objects.create(
            kabupaten=by.kabupaten,
            kind=kind.value,
            number=old.version + 1,
            subject=text.subject,
            body=text.body,
            message=text.message,
            at=now or timezone.now(),
            by=by.user,
        )
        before = {"subject": old.subject, "body": old.body, "message": old.message}
        after = {"subject": text.subject, "body": text.body, "message": text.message}
        audit(by=by.user, action="letter-text", target=saved, kabupaten=by.kabupaten, before=before, after=after)
        return Text(text.subject, text.body, text.message, saved.number)


def save_letterhead(*, by: Scope, values: dict[str, str], seen: int) -> Letterhead:
    """Save how the office writes. Raises Refused where somebody else saved since version ``seen``."""
    require_role(by.user, User.Role.ADMIN)
    with transaction.atomic():
        head = hold_register(by.kabupaten)
        _check_seen(head.version, seen)
        before = snapshot(head, FIELDS)
        for name in FIELDS:
            setattr(head, name, values[name])
        _saved(by, head, FIELDS, "letterhead", before, snapshot(head, FIELDS))
        return head


def save_crest(*, by: Scope, picture: bytes | None, now: datetime | None = None) -> Letterhead:
    """A new crest, or none. Raises Refused (field ``crest``) for what is no picture, or cannot be printed."""
    require_role(by.user, User.Role.ADMIN)
    crest = None
    if picture is not None:
        try:
            kind = checked(picture).kind
        except BadCrest as refused:
            raise Refused(paper_words.of_crest(refused), field="crest") from refused
        if not draws(picture):
            raise Refused(_("This picture cannot be printed. Save it as PNG and upload that."), field="crest")
        crest = Crest(kabupaten=by.kabupaten, kind=kind.value, picture=picture, at=now or timezone.now(), by=by.user)
    with transaction.atomic():
        head = hold_register(by.kabupaten)
        if crest is not None:
            crest.save(force_insert=True)
        before, head.crest = {"crest": _told(head)}, crest
        _saved(by, head, ["crest"], "crest", before, {"crest": _told(head)})
        return head


def _saved(by: Scope, head: Letterhead, fields: list[str], action: str, before: dict, after: dict) -> None:
    head.version += 1
    head.save(update_fields=[*fields, "version"])
    audit(by=by.user, action=action, target=head, kabupaten=by.kabupaten, before=before, after=after)


def _check_seen(now: int, seen: int) -> None:
    if now != seen:
        raise Refused(_("Somebody else saved this since you opened it. Compare with what stands now, then save again."))


def _told(head: Letterhead) -> str:
    return f"{head.crest.get_kind_display()} #{head.crest_id}" if head.crest_id else ""
