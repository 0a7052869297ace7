"""Writing the stock of blank cards: entering rows and undoing them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope
from kecamatan.days import day_of
from kecamatan.figures import day_text, number_text
from kecamatan.models import Kabupaten, Kecamatan
from kecamatan.refusals import KeyConflict, Refused
from outreach.access import may_write_stock
from outreach.card_stock import effect, room
from outreach.models import BlankCards
from outreach.selectors.card_stock import later_changes, left_at


@dataclass(frozen=True)
class StockEntry:
    """One row that somebody asks the stock to take; ``kecamatan`` None is the office's own stock."""

    key: uuid.UUID
    kecamatan: Kecamatan | None
    kind: str
    quantity: int
    day: date
    note: str = ""


@dataclass(frozen=True)
class StockSaved:
    """The row that stands for an entry, whether it is new, and how many blanks its stock holds now."""

    row: BlankCards
    created: bool
    left: int


def record_blank_cards(*, by: Scope, entries: Sequence[StockEntry], now: datetime | None = None) -> list[StockSaved]:
    """Write these rows, all or none, and answer in their order; a key known already is answered, not written again.

    Raises Refused with the row and field (future day, fewer blanks than that), KeyConflict where a key stands for other
    content, PermissionDenied for a stock of somebody else.
    """
    for entry in entries:
        if not may_write_stock(by, entry.kecamatan):
            raise PermissionDenied
    return _atomically(by, entries, now or timezone.now())


def reverse_blank_cards(
    *, by: Scope, row: BlankCards, reason: str, key: uuid.UUID, now: datetime | None = None
) -> StockSaved:
    """Undo a row by one that points at it: same place, kind, number and day, opposite effect.

    Raises Refused where it is a reversal, was reversed before, has no reason, or where the stock would fall below zero.
    """
    if not may_write_stock(by, row.kecamatan):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say why this row is undone."), field="reason")
    if row.reverses_id is not None:
        raise Refused(_("This row is itself a reversal. Enter the cards anew instead."))
    entry = StockEntry(key, row.kecamatan, row.kind, row.quantity, row.day, reason.strip())
    return _atomically(by, [entry], now or timezone.now(), reverses=row)[0]


def _atomically(
    by: Scope, entries: Sequence[StockEntry], now: datetime, reverses: BlankCards | None = None
) -> list[StockSaved]:
    try:
        with transaction.atomic():
            if connection.features.has_select_for_update:
                list(Kabupaten.objects.select_for_update(no_key=True).filter(pk=by.kabupaten.pk).values_list("pk"))
            # What comes in goes first: what was received may be used in the same breath.
            order = sorted(range(len(entries)), key=lambda i: effect(entries[i].kind, 1) < 0)
            saved = {index: _write(by, index, entries[index], now, reverses) for index in order}
    except IntegrityError as fault:
        # Another request used the same key, or undid the same row, at the same moment; or the database's own guard spoke.
        for index, entry in enumerate(entries):
            if (known := BlankCards.objects.filter(key=entry.key).first()) is not None:
                _same_or_conflict(by, known, entry, reverses, index)
        if reverses is not None and BlankCards.objects.filter(reverses=reverses).exists():
            raise Refused(_("This row was undone already.")) from fault
        raise Refused(
            _("The stock refused this: fewer blank cards are there than that. Reload the page and look again.")
        ) from fault
    return [saved[index] for index in range(len(entries))]


def _write(by: Scope, index: int, entry: StockEntry, now: datetime, reverses: BlankCards | None) -> StockSaved:
    place = entry.kecamatan.pk if entry.kecamatan else None
    left = left_at(by.kabupaten.pk, place)
    known = BlankCards.objects.filter(key=entry.key).first()
    if known is not None:
        _same_or_conflict(by, known, entry, reverses, index)
        return StockSaved(known, False, left)
    if reverses is not None and BlankCards.objects.filter(reverses=reverses).exists():
        raise Refused(_("This row was undone already."))
    today = day_of(now, by.kabupaten.time_zone)
    if entry.day > today:
        facts = {"day": day_text(entry.day), "today": day_text(today)}
        raise Refused(_("%(day)s lies in the future; today is %(today)s.") % facts, field="day", row=index)
    change = effect(entry.kind, entry.quantity, reverses=reverses is not None)
    if change < 0:
        _check_room(by, index, entry, left, today, undoing=reverses is not None)
    row = BlankCards(
        kabupaten=by.kabupaten,
        kecamatan=entry.kecamatan,
        kind=entry.kind,
        quantity=entry.quantity,
        day=entry.day,
        note=entry.note,
        key=entry.key,
        reverses=reverses,
        entered_at=now,
        entered_by=by.user,
    )
    row.save(force_insert=True)
    return StockSaved(row, True, left + change)


def _check_room(by: Scope, index: int, entry: StockEntry, left: int, today: date, *, undoing: bool) -> None:
    """Refuse what would leave fewer than no blanks, on its day or on a later one."""
    place = entry.kecamatan.pk if entry.kecamatan else None
    fewest, when = room(entry.day, left, later_changes(by.kabupaten.pk, place, entry.day))
    if entry.quantity <= fewest:
        return
    facts = {"count": number_text(fewest), "day": day_text(when)}
    if fewest == 0:
        said = _("No blank card was left on %(day)s.") if when < today else _("No blank card is left.")
    elif when < today:
        said = ngettext(
            "Only %(count)s blank card was left on %(day)s.", "Only %(count)s blank cards were left on %(day)s.", fewest
        )
    else:
        said = ngettext("Only %(count)s blank card is left.", "Only %(count)s blank cards are left.", fewest)
    remedy = _("Enter first what was received before that; or correct the stock by a count, with its reason.")
    if undoing:
        remedy = _("Undo first what was used or spoilt of them since.")
    raise Refused(f"{said} {remedy}" % facts, field="quantity", row=index)


def _same_or_conflict(by: Scope, row: BlankCards, entry: StockEntry, reverses: BlankCards | None, index: int) -> None:
    """Raises KeyConflict unless the row says what the entry says; it quotes only what ``by`` may see."""
    stored = (row.kabupaten_id, row.kecamatan_id, row.kind, row.quantity, row.day, row.note, row.reverses_id)
    place = entry.kecamatan.pk if entry.kecamatan else None
    undone = reverses.pk if reverses else None
    asked = (by.kabupaten.pk, place, entry.kind, entry.quantity, entry.day, entry.note, undone)
    if stored == asked:
        return
    if row.kabupaten_id != by.kabupaten.pk or not may_write_stock(by, row.kecamatan):
        raise KeyConflict(_("This key was used before. Make a new one for this row."), field="key", row=index)
    facts = {"quantity": number_text(row.quantity), "kind": row.get_kind_display(), "day": day_text(row.day)}
    raise KeyConflict(
        _("This was saved already, with other content: %(quantity)s %(kind)s, %(day)s. Nothing was changed.") % facts,
        field="key",
        row=index,
    )
