"""Stating baselines: of a kecamatan, and the shares of its desa (rules 1, 2 and 5)."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.audit import audit
from kecamatan.actions.records import sentence_for
from kecamatan.counts import KINDS, Counts
from kecamatan.figures import day_text, number_text
from kecamatan.models import Baseline, Desa, Drive, Kecamatan
from kecamatan.models.drives import MOST_PEOPLE
from kecamatan.refusals import Refused
from kecamatan.selectors.counts import ledger_rows, sums_of_kinds
from kecamatan.shares import REST, WHOLE, Shortfall, shortfalls


def set_baseline(*, by: Scope, drive: Drive, kecamatan: Kecamatan, people: int) -> Baseline:
    """State the baseline of a kecamatan. Raises Refused (field ``people``), PermissionDenied."""
    return _state(by, drive, kecamatan, None, people)


def set_share(*, by: Scope, drive: Drive, desa: Desa, people: int | None) -> Baseline | None:
    """State the share of a desa in the baseline of its kecamatan, or None: not broken down to it.

    Raises Refused (field ``share``) where the shares would exceed the kecamatan, or where fewer than nobody would
    remain in the desa or in what is not broken down, today or on an earlier day; PermissionDenied.
    """
    try:
        return _state(by, drive, desa.kecamatan, desa, people)
    except Refused as refused:
        raise Refused(refused.message, field="share") from refused


def _state(by: Scope, drive: Drive, kecamatan: Kecamatan, desa: Desa | None, people: int | None) -> Baseline | None:
    if not by.user.is_admin or kecamatan.kabupaten_id != by.kabupaten.pk or drive.kabupaten_id != by.kabupaten.pk:
        raise PermissionDenied
    if people is not None and not 0 <= people <= MOST_PEOPLE:
        raise Refused(_("Between 0 and %(most)s people.") % {"most": number_text(MOST_PEOPLE)}, field="people")
    try:
        with transaction.atomic():
            # The lock of the kecamatan's row, as for updates of the ledger: nobody counts there meanwhile.
            Kecamatan.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
            return _write(by, drive, kecamatan, desa, people)
    except IntegrityError as fault:
        raise Refused(sentence_for(fault), field="people") from fault


def _write(by: Scope, drive: Drive, kecamatan: Kecamatan, desa: Desa | None, people: int | None) -> Baseline | None:
    stated = {row.desa_id: row for row in Baseline.objects.filter(drive=drive, kecamatan=kecamatan)}
    row = stated.get(desa.pk if desa else None)
    before = row.people if row else None
    if before == people:
        return row
    shares = {key: other.people for key, other in stated.items() if key is not None}
    baseline = stated[None].people if None in stated else None
    if desa is None:
        baseline = people
    elif people is None:
        del shares[desa.pk]
    else:
        shares[desa.pk] = people
    _check(drive, kecamatan, baseline, shares, desa)
    if people is None:
        target = Baseline(pk=row.pk, drive=drive, kecamatan=kecamatan, desa=desa, people=before)
        row.delete()
    elif row is None:
        target = row = Baseline.objects.create(drive=drive, kecamatan=kecamatan, desa=desa, people=people)
    else:
        target = row
        row.people = people
        row.save(update_fields=["people"])
    audit(
        by=by.user,
        action="create" if before is None else "delete" if people is None else "change",
        target=target,
        kabupaten=by.kabupaten,
        before={"people": "" if before is None else str(before)},
        after={"people": "" if people is None else str(people)},
    )
    return row if people is not None else None


def _check(drive: Drive, kecamatan: Kecamatan, baseline: int | None, shares: dict[int, int], desa: Desa | None) -> None:
    """Refuse what breaks rule 2 or 5, in a sentence that says what would go."""
    if baseline is None:
        raise Refused(
            _("%(kecamatan)s has no baseline yet. State that first.") % {"kecamatan": kecamatan}, field="people"
        )
    over = sum(shares.values()) - baseline
    if over > 0 and desa is not None:
        facts = {
            "kecamatan": kecamatan,
            "baseline": number_text(baseline),
            "left": number_text(max(0, shares[desa.pk] - over)),
        }
        raise Refused(
            _(
                "The shares of %(kecamatan)s may not exceed its baseline of %(baseline)s. At most %(left)s are left here."
            )
            % facts,
            field="people",
        )
    if over > 0:
        raise Refused(
            _("The desa of %(kecamatan)s already have shares of %(sum)s together. Lower those first.")
            % {"kecamatan": kecamatan, "sum": number_text(sum(shares.values()))},
            field="people",
        )
    found = shortfalls(drive.baseline_date, baseline, shares, _days(drive, kecamatan))
    if found:
        # The place that was asked about first, then whatever else would break.
        asked = desa.pk if desa else WHOLE
        raise Refused(_too_low(min(found, key=lambda one: one.place != asked), kecamatan), field="people")


def _days(drive: Drive, kecamatan: Kecamatan) -> list:
    """(day, desa, flow) of every day and desa with rows (one query)."""
    rows = ledger_rows(drive, [kecamatan.pk]).values("date", "desa_id").annotate(**sums_of_kinds())
    return [
        (day, desa, Counts(0, **dict(zip(KINDS, sums, strict=True))))
        for day, desa, *sums in rows.values_list("date", "desa_id", *KINDS)
    ]


def _too_low(short: Shortfall, kecamatan: Kecamatan) -> str:
    facts = {"day": day_text(short.day), "missing": number_text(short.missing), "kecamatan": kecamatan}
    if short.place == REST:
        return (
            _(
                "Too much: what is not broken down in %(kecamatan)s would be %(missing)s below zero on %(day)s, by what was entered there."
            )
            % facts
        )
    if short.place == WHOLE:
        return (
            _("Too little: by what was entered in %(kecamatan)s, %(missing)s more people are needed on %(day)s.")
            % facts
        )
    facts["desa"] = Desa.objects.get(pk=short.place)
    return _("Too little: by what was entered in %(desa)s, %(missing)s more people are needed on %(day)s.") % facts
