"""Drives and baselines, which only change as far as the rules of the counts allow; the ledger, read only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.actions.baselines import set_baseline, set_share
from kecamatan.actions.drives import DRIVE_FIELDS, save_drive
from kecamatan.admin.base import KecamatanFilter, ReadOnlyAdmin, ScopedAdmin, ScopedForm, yes_or_no
from kecamatan.figures import number_text
from kecamatan.models import Baseline, CountUpdate, Drive
from kecamatan.refusals import Refused


@admin.register(Drive)
class DriveAdmin(ScopedAdmin):
    """Campaigns: one is active at most; past ones stay readable."""

    list_display = ["name", "baseline_date", "last_recording_day", "polling_day", "active"]
    fields = DRIVE_FIELDS

    @admin.display(description=gettext_lazy("active"), ordering="is_active")
    def active(self, drive: Drive) -> str:
        return yes_or_no(drive.is_active)

    def write(self, by: Scope, obj: Drive, form: ScopedForm) -> None:
        save_drive(by=by, drive=obj)


class BaselineForm(ScopedForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        desa, kecamatan = cleaned.get("desa"), cleaned.get("kecamatan")
        if desa and kecamatan and desa.kecamatan_id != kecamatan.pk:
            self.add_error("desa", _("This desa belongs to another kecamatan."))
        return cleaned


@admin.register(Baseline)
class BaselineAdmin(ScopedAdmin):
    """A baseline stays with its place and drive; the number may change as far as rules 2 and 5 allow."""

    kabupaten_path = "drive__kabupaten"
    form = BaselineForm
    list_display = ["kecamatan", "desa", "drive", "people"]
    list_filter = [KecamatanFilter]
    list_select_related = ["kecamatan", "desa", "drive"]
    raw_id_fields = ["desa"]  # never a select of all desa
    fields = ["drive", "kecamatan", "desa", "people"]

    def get_readonly_fields(self, request: HttpRequest, obj: Baseline | None = None) -> tuple[str, ...]:
        return ("drive", "kecamatan", "desa") if obj else ()

    def write(self, by: Scope, obj: Baseline, form: ScopedForm) -> None:
        try:
            if obj.desa_id is None:
                stated = set_baseline(by=by, drive=obj.drive, kecamatan=obj.kecamatan, people=obj.people)
            else:
                stated = set_share(by=by, drive=obj.drive, desa=obj.desa, people=obj.people)
        except Refused as refused:
            raise Refused(refused.message, field="people") from refused
        obj.pk, obj._state.adding = stated.pk, False


@admin.register(CountUpdate)
class CountUpdateAdmin(ReadOnlyAdmin):
    """The ledger is written and undone on its own pages."""

    kabupaten_path = "drive__kabupaten"
    list_display = ["number", "date", "kecamatan", "desa", "kind", "people", "note", "entered_at", "entered_by"]
    list_filter = [KecamatanFilter, "kind", "date"]
    search_fields = ["note", "entered_by__username"]
    ordering = ["-pk"]
    fields = [
        "drive",
        "kecamatan",
        "desa",
        "kind",
        "quantity",
        "date",
        "note",
        "key",
        "reverses",
        "entered_at",
        "entered_by",
    ]

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def number(self, row: CountUpdate) -> str:
        return f"#{row.pk}"

    @admin.display(description=gettext_lazy("people"))
    def people(self, row: CountUpdate) -> str:
        return number_text(row.signed)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountUpdate]:
        return (
            super()
            .get_queryset(request)
            .select_related("kecamatan", "desa", "entered_by", "drive", "reverses__kecamatan", "reverses__desa")
        )
