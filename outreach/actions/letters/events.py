"""What happens to a letter, written once and in order; and holding a letter while it does."""

from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.refusals import Refused
from outreach.actions.visits.locking import hold_visit, lock_visit
from outreach.models import Letter, LetterEvent


def hold_letter(letter: Letter, by: Scope | None = None, *, seen: int | None = None) -> Letter:
    """The letter as it is now, held until the end of the transaction, its visit first; ``by`` None: through its link.

    Raises PermissionDenied for a kecamatan of somebody else, Refused where more has happened to it than was ``seen``.
    """
    visit = hold_visit(letter.visit) if by is None else lock_visit(by, letter.visit)
    if connection.features.has_select_for_update:
        list(Letter.objects.select_for_update(no_key=True).filter(pk=letter.pk).values_list("pk"))
    now = Letter.objects.select_related(
        "number", "desa", "school", "crest", "replaced_by", "about__number", "replaces__number"
    ).get(pk=letter.pk)
    now.visit = visit
    if seen is not None and now.events_told != seen:
        raise Refused(_("Somebody else did something with this letter meanwhile. Look at it again."))
    return now


def check_live(letter: Letter) -> None:
    """Raise Refused for a letter that was voided or replaced."""
    if letter.is_voided:
        raise Refused(_("The letter %(number)s was voided. It keeps its number; write a new one.") % {"number": letter})
    if not letter.is_live:
        words = _("The letter %(number)s was replaced by %(other)s. Go on with that one.")
        raise Refused(words % {"number": letter, "other": letter.replaced_by.number})


def write_event(
    *,
    by: Scope | None,
    letter: Letter,
    kind: str,
    now: datetime,
    way: str = "",
    recipient: str = "",
    on: date | None = None,
    note: str = "",
) -> LetterEvent:
    """Write the next event of a letter that is held; the database moves the letter with it."""
    event = LetterEvent.objects.create(
        letter=letter,
        number=letter.events_told + 1,
        kind=kind,
        way=way,
        recipient=recipient,
        on=on,
        note=note,
        at=now,
        by=by.user if by else None,
    )
    letter.refresh_from_db(fields=["state", "is_voided", "events_told"])
    return event
