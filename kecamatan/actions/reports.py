"""Issuing reports: each takes the next number of the register and keeps all that stands in it. And how that is set."""

import uuid
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kecamatan.access import Scope, require_role
from kecamatan.actions.audit import audit, snapshot
from kecamatan.days import day_of
from kecamatan.models import Kabupaten, Kecamatan, Report, ReportSettings, User
from kecamatan.papers.numbers import pattern_of
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.reports.periods import Kind
from kecamatan.selectors.report_brief import content_of
from kecamatan.selectors.reports import Asked

FIELDS = ["number_pattern", "recipients"]


def issue_report(*, by: Scope | None, asked: Asked, key: uuid.UUID, now: datetime | None = None) -> Report:
    """Number a report and keep it; the same key gives the same report. ``by`` None: the schedule.

    Raises Refused, KeyConflict where the key was used for another report, PermissionDenied. ``asked.number`` is given here.
    """
    now = now or timezone.now()
    if by is not None:
        _check_may(by, asked)
    with transaction.atomic():
        settings = hold_settings(asked.kabupaten)
        there = Report.objects.filter(key=key).select_related("kabupaten", "kecamatan", "desa").first()
        if there is not None:
            return _the_same(there, asked)
        _hold_counts(asked.kabupaten)
        on = day_of(now, asked.kabupaten.time_zone)
        serial, number = _next(asked.kabupaten, settings, on)
        report = Report.objects.create(
            kabupaten=asked.kabupaten,
            drive=asked.drive,
            kind=asked.kind.value,
            kecamatan=asked.kecamatan,
            desa=asked.desa,
            day=asked.day,
            on=on,
            year=on.year,
            serial=serial,
            number=number,
            key=key,
            content=content_of(replace(asked, number=number, on=on)),
            issued_at=now,
            issued_by=by.user if by else None,
        )
        after = {"number": number, "kind": asked.kind.value, "place": str(asked.place), "as_of": asked.day.isoformat()}
        audit(by=report.issued_by, action="report", target=report, kabupaten=asked.kabupaten, after=after)
        return report


def save_report_settings(*, by: Scope, values: dict[str, str], seen: int) -> ReportSettings:
    """Save how reports are numbered and where they go. Raises Refused where somebody else saved since version ``seen``."""
    require_role(by.user, User.Role.ADMIN)
    with transaction.atomic():
        settings = hold_settings(by.kabupaten)
        if settings.version != seen:
            words = _("Somebody else saved this since you opened it. Compare with what stands now, then save again.")
            raise Refused(words)
        before = snapshot(settings, FIELDS)
        for name in FIELDS:
            setattr(settings, name, values[name])
        settings.version += 1
        settings.save(update_fields=[*FIELDS, "version"])
        after = snapshot(settings, FIELDS)
        audit(by=by.user, action="report-settings", target=settings, kabupaten=by.kabupaten, before=before, after=after)
        return settings


def hold_settings(kabupaten: Kabupaten) -> ReportSettings:
    """The settings, made where there are none, held until the end of the transaction: one number at a time."""
    settings, _made = ReportSettings.objects.get_or_create(kabupaten=kabupaten)
    if connection.features.has_select_for_update:
        return ReportSettings.objects.select_for_update(no_key=True).get(pk=settings.pk)
    return settings


def _hold_counts(kabupaten: Kabupaten) -> None:
    """Nobody counts in this kabupaten meanwhile, so that the parts of a report agree."""
    list(Kecamatan.objects.select_for_update(no_key=True).filter(kabupaten=kabupaten).order_by("pk").values_list("pk"))


def _check_may(by: Scope, asked: Asked) -> None:
    require_role(by.user, User.Role.ADMIN, User.Role.PETUGAS)
    theirs = by.everything or (asked.kecamatan is not None and asked.kecamatan.pk in by.assigned)
    if by.kabupaten.pk != asked.kabupaten.pk or not theirs:
        raise PermissionDenied


def _the_same(there: Report, asked: Asked) -> Report:
    same = (
        (there.kabupaten_id, there.drive_id) == (asked.kabupaten.pk, asked.drive.pk)
        and (there.kind, there.day) == (asked.kind.value, asked.day)
        and there.kecamatan == asked.kecamatan
        and there.desa == asked.desa
    )
    if not same:
        raise KeyConflict(_("This form was sent before for another report. Open the page again."))
    return there


def _next(kabupaten: Kabupaten, settings: ReportSettings, on) -> tuple[int, str]:
    """(serial, number) that follows the last one of the year."""
    taken = Report.objects.filter(kabupaten=kabupaten)
    serial = (taken.filter(year=on.year).aggregate(last=Max("serial"))["last"] or 0) + 1
    number = pattern_of(settings.number_pattern).number(serial, on)
    if taken.filter(number__iexact=number).exists():
        words = _(
            "The number %(number)s stands on another report already. An admin must change the pattern of the numbers."
        )
        raise Refused(words % {"number": number})
    return serial, number


def key_of(asked: Asked) -> uuid.UUID:
    """The key of a report that the schedule makes: the same for the same kind, place and day."""
    said = f"report {asked.kabupaten.code} {asked.drive.pk} {Kind(asked.kind)} {asked.place.code} {asked.day}"
    return uuid.uuid5(uuid.NAMESPACE_URL, said)
