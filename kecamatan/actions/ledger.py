"""Writing the ledger: entering counts and undoing them (design §4)."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope, may_write
from kecamatan.counts import Counts, effect, lowest_from
from kecamatan.days import day_of
from kecamatan.figures import day_text, number_text
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan
from kecamatan.models.ledger import CountUpdateQuerySet
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.selectors.counts import KecamatanCounts, counts_as_of, ledger_rows, sums_of_kinds


@dataclass(frozen=True)
class Entry:
    """One row that somebody asks the ledger to take. The key is made by whoever asks (rule 4)."""

    key: uuid.UUID
    kecamatan: Kecamatan
    desa: Desa | None
    kind: str
    quantity: int
    date: date
    note: str = ""


@dataclass(frozen=True)
class Saved:
    """The row that stands for an entry, whether it is new, and what remained at its place before and after."""

    update: CountUpdate
    created: bool
    before: int
    after: int


def record_updates(*, by: Scope, drive: Drive, entries: Sequence[Entry], now: datetime | None = None) -> list[Saved]:
    """Write these rows, all or none, and answer in their order; a key known already is answered, not written again.

    Raises Refused with the row and field (future day, before the baseline, more than remains, no baseline, ended
    drive), KeyConflict where a key stands for other content, PermissionDenied for a kecamatan of somebody else.
    """
    now = now or timezone.now()
    for entry in entries:
        if not may_write(by, entry.kecamatan):
            raise PermissionDenied
    return _atomically(_Writer(by, drive, now, [entry.kecamatan.pk for entry in entries]), entries)


def reverse_update(
    *, by: Scope, update: CountUpdate, reason: str, key: uuid.UUID, now: datetime | None = None
) -> Saved:
    """Undo a row by one that points at it: same place, kind, number and day, opposite effect (rule 3).

    Raises Refused where it is a reversal, was reversed before, has no reason, or where remaining would fall below zero.
    """
    if not may_write(by, update.kecamatan):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say why this row is undone."), field="reason")
    if update.reverses_id is not None:
        raise Refused(_("This row is itself a reversal. Enter the counts anew instead."))
    now = now or timezone.now()
    entry = Entry(key, update.kecamatan, update.desa, update.kind, update.quantity, update.date, reason.strip())
    return _atomically(_Writer(by, update.drive, now, [update.kecamatan_id]), [entry], reverses=update)[0]


def _atomically(writer: "_Writer", entries: Sequence[Entry], reverses: CountUpdate | None = None) -> list[Saved]:
    try:
        with transaction.atomic():
            return writer.write(entries, reverses)
    except IntegrityError as fault:
        # Another request used the same key at the same moment in another place, or the database's own guard spoke.
        known = {row.key: row for row in CountUpdate.objects.filter(key__in=[entry.key for entry in entries])}
        for index, entry in enumerate(entries):
            if entry.key in known:
                _same_or_conflict(writer.by, known[entry.key], entry, reverses, index)
        if reverses is not None and CountUpdate.objects.filter(reverses=reverses).exists():
            raise Refused(_("This row was undone already.")) from fault
        raise Refused(
            _("The ledger refused this: fewer people remain there than that. Reload the page and look again.")
        ) from fault


class _Writer:
    """The state of one transaction: the locked kecamatan and their counts, moved along row by row."""

    def __init__(self, by: Scope, drive: Drive, now: datetime, kecamatan_ids: Sequence[int]) -> None:
        self.by, self.drive, self.now = by, drive, now
        self.ids = sorted(set(kecamatan_ids))
        self.today = day_of(now, by.kabupaten.time_zone)

    def write(self, entries: Sequence[Entry], reverses: CountUpdate | None = None) -> list[Saved]:
        # The lock of the kecamatan's row makes writers of one kecamatan wait for each other; in order, so that none deadlock.
        # (On SQLite the transaction itself has let in nobody else since it began.)
        if connection.features.has_select_for_update:
            list(
                Kecamatan.objects.select_for_update(no_key=True)
                .filter(pk__in=self.ids)
                .order_by("pk")
                .values_list("pk")
            )
        keys = [entry.key for entry in entries]
        rows = CountUpdate.objects.filter(key__in=keys).order_by()
        self.known = {row.key: row for row in rows}
        # What was saved already is answered as it was, even where the drive has ended since.
        if len(self.known) < len(set(keys)):
            self._check_drive()
        self.places = dict(counts_as_of(self.drive, self.ids).kecamatan)
        saved: dict[int, Saved] = {}
        # What adds people goes first: those who flowed in may be recorded in the same breath.
        order = sorted(range(len(entries)), key=lambda i: entries[i].kind != CountUpdate.Kind.ADDED)
        for index in order:
            saved[index] = self._write_one(index, entries[index], reverses)
        return [saved[index] for index in range(len(entries))]

    def _check_drive(self) -> None:
        if not Drive.objects.filter(pk=self.drive.pk, is_active=True, kabupaten=self.by.kabupaten).exists():
            raise Refused(_("The drive “%(drive)s” has ended; its ledger is closed.") % {"drive": self.drive.name})

    def _write_one(self, index: int, entry: Entry, reverses: CountUpdate | None) -> Saved:
        here = self._counts(entry)
        if entry.key in self.known:
            return _answered_then(_same_or_conflict(self.by, self.known[entry.key], entry, reverses, index))
        if reverses is not None:
            earlier = CountUpdate.objects.filter(reverses=reverses).select_related("entered_by").first()
            if earlier is not None:
                raise Refused(
                    _("This row was undone already, by %(who)s on %(day)s.")
                    % {
                        "who": earlier.entered_by,
                        "day": day_text(day_of(earlier.entered_at, self.by.kabupaten.time_zone)),
                    }
                )
        signed = -entry.quantity if reverses is not None else entry.quantity
        change = effect(entry.kind, signed)
        self._check_day(index, entry)
        if change < 0:
            self._check_remaining(index, entry, -change, is_reversal=reverses is not None)
        row = CountUpdate(
            drive=self.drive,
            kecamatan=entry.kecamatan,
            desa=entry.desa,
            kind=entry.kind,
            quantity=entry.quantity,
            date=entry.date,
            note=entry.note,
            key=entry.key,
            reverses=reverses,
            entered_at=self.now,
            entered_by=self.by.user,
        )
        row.save(force_insert=True)
        self.known[entry.key] = row
        self._move(entry, signed)
        return Saved(row, True, here.remaining, here.remaining + change)

    def _counts(self, entry: Entry) -> Counts:
        """What the update's place holds: the desa with a share, or what is not broken down of its kecamatan."""
        return self.places[entry.kecamatan.pk].place(entry.desa.pk if entry.desa else None)

    def _check_day(self, index: int, entry: Entry) -> None:
        if entry.date > self.today:
            raise Refused(
                _("%(day)s lies in the future; today is %(today)s.")
                % {"day": day_text(entry.date), "today": day_text(self.today)},
                field="date",
                row=index,
            )
        if entry.date < self.drive.baseline_date:
            raise Refused(
                _("%(day)s is before the baseline of %(baseline)s; what happened then is in the baseline.")
                % {"day": day_text(entry.date), "baseline": day_text(self.drive.baseline_date)},
                field="date",
                row=index,
            )

    def _check_remaining(self, index: int, entry: Entry, fewer: int, *, is_reversal: bool) -> None:
        """Refuse where less than nobody would remain anywhere, naming the place where the fewest do."""
        place = self.places[entry.kecamatan.pk]
        limits = [(place.counts.remaining, None, str(entry.kecamatan))]
        if entry.desa is not None and entry.desa.pk in place.desa:
            limits.append((place.desa[entry.desa.pk].remaining, entry.desa.pk, str(entry.desa)))
        elif place.desa:
            limits.append(
                (
                    place.rest.remaining,
                    0,
                    _("%(kecamatan)s outside its broken-down desa") % {"kecamatan": entry.kecamatan},
                )
            )
        tightest = []
        for remaining, desa, name in reversed(limits):
            lowest, when = remaining, self.today
            if entry.date < self.today:
                lowest, when = lowest_from(entry.date, remaining, self._later(entry, place, desa))
            tightest.append((lowest, when, name))
        lowest, when, name = min(tightest, key=lambda limit: limit[0])
        if fewer > lowest:
            remedy = _undo_first() if is_reversal else _enter_first(when, self.today)
            raise Refused(f"{_too_many(name, lowest, when, self.today)} {remedy}", field="quantity", row=index)

    def _later(self, entry: Entry, place: KecamatanCounts, desa: int | None) -> list[tuple[date, int]]:
        """(day, change) of rows after the entry's day: of the kecamatan (None), of what is not broken down (0), of a desa."""
        rows = ledger_rows(self.drive, [entry.kecamatan.pk]).filter(date__gt=entry.date)
        if desa is not None:
            rows = _rows_of(rows, place, desa)
        days = (
            rows.values("date")
            .annotate(**sums_of_kinds())
            .values_list("date", "added", "removed", "recorded_elsewhere", "recorded")
        )
        return [(day, Counts(0, *sums).flow) for day, *sums in days]

    def _move(self, entry: Entry, signed: int) -> None:
        """Carry the row into the counts at hand, for the next row of the same request."""
        place = self.places[entry.kecamatan.pk]
        desa_id = entry.desa.pk if entry.desa else None
        flows = defaultdict(Counts, place.flows)
        flows[desa_id] = flows[desa_id].plus(entry.kind, signed)
        desa, rest = dict(place.desa), place.rest
        if desa_id in desa:
            desa[desa_id] = desa[desa_id].plus(entry.kind, signed)
        else:
            rest = rest.plus(entry.kind, signed)
        self.places[entry.kecamatan.pk] = KecamatanCounts(
            place.counts.plus(entry.kind, signed), desa, rest, dict(flows)
        )


def _rows_of(rows: CountUpdateQuerySet, place: KecamatanCounts, desa: int | None) -> CountUpdateQuerySet:
    """Those that draw on the share of this desa; on what is not broken down, where it has none."""
    return rows.filter(desa=desa) if desa in place.desa else rows.exclude(desa__in=list(place.desa))


def _answered_then(row: CountUpdate) -> Saved:
    """What was answered when the row was new (rule 4): nothing that was entered after it counts (three or four queries).

    Should the baseline of its place have been corrected since, the answer is over the corrected one.
    """
    place = counts_as_of(row.drive, [row.kecamatan_id]).kecamatan[row.kecamatan_id]
    later = _rows_of(ledger_rows(row.drive, [row.kecamatan_id]).filter(pk__gt=row.pk), place, row.desa_id)
    after = place.place(row.desa_id).remaining - Counts(0, **later.aggregate(**sums_of_kinds())).flow
    return Saved(row, False, after - row.signed * effect(row.kind, 1), after)


def _same_or_conflict(
    by: Scope, row: CountUpdate, entry: Entry, reverses: CountUpdate | None, index: int
) -> CountUpdate:
    """The row, where it says what the entry says; otherwise KeyConflict (rule 4), which quotes only what ``by`` may see."""
    stored = (row.kecamatan_id, row.desa_id, row.kind, row.quantity, row.date, row.note, row.reverses_id)
    asked = (
        entry.kecamatan.pk,
        entry.desa.pk if entry.desa else None,
        entry.kind,
        entry.quantity,
        entry.date,
        entry.note,
        reverses.pk if reverses else None,
    )
    if stored != asked and not may_write(by, row.kecamatan):
        raise KeyConflict(_("This key was used before. Make a new one for this row."), field="key", row=index)
    if stored != asked:
        raise KeyConflict(
            _(
                "This was saved already, with other content: %(quantity)s %(kind)s, %(place)s, %(day)s. Nothing was changed."
            )
            % {
                "quantity": number_text(row.quantity),
                "kind": row.get_kind_display(),
                "place": row.place,
                "day": day_text(row.date),
            },
            field="key",
            row=index,
        )
    return row


def _too_many(place: str, remaining: int, when: date, today: date) -> str:
    """The sentence of rule 5: what remains."""
    facts = {"count": number_text(remaining), "place": place, "day": day_text(when)}
    if remaining == 0:
        none = _("Nobody remains in %(place)s.") if when >= today else _("Nobody remained in %(place)s on %(day)s.")
        return none % facts
    if when >= today:
        now = ngettext(
            "Only %(count)s person remains in %(place)s.", "Only %(count)s people remain in %(place)s.", remaining
        )
        return now % facts
    then = ngettext(
        "Only %(count)s person remained in %(place)s on %(day)s.",
        "Only %(count)s people remained in %(place)s on %(day)s.",
        remaining,
    )
    return then % facts


def _enter_first(when: date, today: date) -> str:
    """What to do where more are found than remain."""
    if when >= today:
        return _("If more were found there, enter them as flowed in first.")
    return _("If more were found there, enter them as flowed in on that day first.")


def _undo_first() -> str:
    """What to do where those who would not have flowed in were counted off since."""
    return _("Undo first the rows that took people off there since: recorded, recorded elsewhere or removed.")
