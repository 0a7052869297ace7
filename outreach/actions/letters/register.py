"""The register of letters: the next number of the year, or one that the agenda office gave. No gap, nothing twice."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _

from kecamatan import paper_words
from kecamatan.access import Scope
from kecamatan.models import Kabupaten
from kecamatan.papers.numbers import Pattern, pattern_of, typed_number
from kecamatan.refusals import Refused
from outreach.models import Letterhead, LetterNumber


def take_number(*, by: Scope, day: date, typed: str = "", now: datetime) -> LetterNumber:
    """The number of a letter that bears the date ``day``, taken for good; ``typed``: one that the agenda office gave.

    Call it in the transaction that makes the letter: where that fails the number is free again, and there is no gap. It
    holds the register until then, so hold the visit before. Raises Refused (field ``number``).
    """
    head = hold_register(by.kabupaten)
    pattern = pattern_of(head.number_pattern)
    taken = LetterNumber.objects.filter(kabupaten=by.kabupaten, year=day.year, serial__isnull=False)
    last = taken.aggregate(last=Max("serial"))["last"]
    serial = (last or 0) + 1
    text = pattern.number(serial, day)
    if typed.strip():
        text, serial = _typed(pattern, typed, last, day)
    if LetterNumber.objects.filter(kabupaten=by.kabupaten, text__iexact=text).exists():
        words = _(
            "The number %(number)s stands on another letter already. Type another one, as the agenda office says."
        )
        raise Refused(words % {"number": text}, field="number")
    return LetterNumber.objects.create(
        kabupaten=by.kabupaten, year=day.year, serial=serial, text=text, at=now, by=by.user
    )


def hold_register(kabupaten: Kabupaten) -> Letterhead:
    """The letterhead, made where there is none, held until the end of the transaction: one number at a time."""
    head, _made = Letterhead.objects.get_or_create(kabupaten=kabupaten)
    if connection.features.has_select_for_update:
        return Letterhead.objects.select_for_update(no_key=True).get(pk=head.pk)
    return head


def next_number(kabupaten: Kabupaten, head: Letterhead, day: date) -> str:
    """The number that a letter of this day would get now; for a look before, it is not taken (one query)."""
    taken = LetterNumber.objects.filter(kabupaten=kabupaten, year=day.year, serial__isnull=False)
    return pattern_of(head.number_pattern).number((taken.aggregate(last=Max("serial"))["last"] or 0) + 1, day)


def _typed(pattern: Pattern, typed: str, last: int | None, day: date) -> tuple[str, int | None]:
    """The typed number, and its serial where it is one that the register gives itself.

    The first one of a year says where the register goes on; after that only the next one is left to be typed.
    """
    text, problems = typed_number(typed)
    if problems:
        raise Refused(" ".join(paper_words.of_number(problems)), field="number")
    serial = pattern.serial_in(text)
    if serial is None:
        return text, None
    if str(day.year) not in text:
        raise Refused(_("This number names another year than the date of the letter."), field="number")
    if serial < 1 or (last is not None and serial != last + 1):
        words = _("The register gives such numbers itself, and the next one is %(next)s. Leave the field empty.")
        raise Refused(words % {"next": pattern.number((last or 0) + 1, day)}, field="number")
    return text, serial
