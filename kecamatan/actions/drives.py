"""Starting, changing and ending a drive."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.records import save_record, sentence_for
from kecamatan.figures import day_text
from kecamatan.models import CountUpdate, Drive, Kecamatan
from kecamatan.refusals import Refused

DRIVE_FIELDS = [
    "name",
    "baseline_date",
    "last_recording_day",
    "polling_day",
    "coverage_target",
    "base_people",
    "base_name",
    "base_source",
    "base_date",
    "is_active",
]


def save_drive(*, by: Scope, drive: Drive) -> Drive:
    """Store a drive of this kabupaten.

    Raises Refused where its baseline date would lie after a row of its ledger, or where another one is active;
    PermissionDenied for anybody but an admin.
    """
    drive.kabupaten = by.kabupaten
    try:
        with transaction.atomic():
            # Nobody counts in this kabupaten meanwhile.
            list(
                Kecamatan.objects.select_for_update(no_key=True)
                .filter(kabupaten=by.kabupaten)
                .order_by("pk")
                .values_list("pk")
            )
            first = CountUpdate.objects.filter(drive=drive.pk).order_by("date").values_list("date", flat=True).first()
            if drive.pk and first is not None and drive.baseline_date > first:
                raise Refused(
                    _("The ledger of this drive begins on %(day)s; its baseline cannot be later.")
                    % {"day": day_text(first)},
                    field="baseline_date",
                )
            save_record(by=by, instance=drive, fields=DRIVE_FIELDS, action="change" if drive.pk else "create")
    except IntegrityError as fault:
        raise Refused(sentence_for(fault)) from fault
    return drive
