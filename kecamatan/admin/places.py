"""The regency's letterhead, its kecamatan, desa and schools."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.actions.places import save_school
from kecamatan.admin.base import KecamatanFilter, ScopedAdmin, ScopedForm
from kecamatan.forms.villages import npsn_free
from kecamatan.loading.regency import MOST_TILES
from kecamatan.models import Desa, Kabupaten, Kecamatan, School


@admin.register(Kabupaten)
class KabupatenAdmin(ScopedAdmin):
    """The one kabupaten of the admin: names and letterhead. Its code is the Ministry's."""

    kabupaten_path = "pk"
    list_display = ["code", "name", "office_name", "signer_name"]
    readonly_fields = ["code"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class PlaceForm(ScopedForm):
    """A code belongs to the place it lies in."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not code.startswith(f"{self.scope.kabupaten.code}."):
            raise ValidationError(
                _("Codes of this kabupaten begin with %(start)s.") % {"start": f"{self.scope.kabupaten.code}."}
            )
        return code


class KecamatanForm(PlaceForm):
    """Its tile is as load_kabupaten takes it: within the map, and no other kecamatan's."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for name in ("tile_column", "tile_row"):
            self.fields[name].validators.append(MaxValueValidator(MOST_TILES))

    def clean(self) -> dict:
        cleaned = super().clean()
        if not {"tile_column", "tile_row"} <= cleaned.keys():
            return cleaned
        column, row = cleaned["tile_column"], cleaned["tile_row"]
        if (column is None) != (row is None):
            empty = "tile_column" if column is None else "tile_row"
            self.add_error(empty, _("A tile has both a column and a row, or neither of them."))
        elif column is not None:
            there = Kecamatan.objects.filter(kabupaten=self.scope.kabupaten, tile_column=column, tile_row=row)
            if other := there.exclude(pk=self.instance.pk).first():
                message = _("%(kecamatan)s stands on this tile. Choose another one.")
                self.add_error("tile_column", message % {"kecamatan": other})
        return cleaned


class DesaAdminForm(PlaceForm):
    def clean(self) -> dict:
        cleaned = super().clean()
        code, kecamatan = cleaned.get("code"), cleaned.get("kecamatan")
        if code and kecamatan and not code.startswith(f"{kecamatan.code}."):
            self.add_error(
                "code",
                _("Codes of desa in %(kecamatan)s begin with %(start)s.")
                % {"kecamatan": kecamatan, "start": f"{kecamatan.code}."},
            )
        return cleaned


class PlaceAdmin(ScopedAdmin):
    """A code, once given, does not change; and with it the place lies where it lies."""

    fixed: tuple[str, ...] = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return self.fixed if obj else ()


@admin.register(Kecamatan)
class KecamatanAdmin(PlaceAdmin):
    form = KecamatanForm
    list_display = ["code", "name", "voters"]
    search_fields = ["name", "code"]
    fields = ["code", "name", "voters", "latitude", "longitude", "tile_column", "tile_row"]


@admin.register(Desa)
class DesaAdmin(PlaceAdmin):
    kabupaten_path = "kecamatan__kabupaten"
    form = DesaAdminForm
    fixed = ("code", "kecamatan")
    list_display = ["code", "name", "kind", "kecamatan", "head_name", "head_phone"]
    list_filter = [KecamatanFilter, "kind"]
    list_select_related = ["kecamatan"]
    search_fields = ["name", "code", "head_name"]
    fields = ["code", "kecamatan", "name", "kind", "head_name", "head_title", "head_phone", "latitude", "longitude"]


class SchoolKecamatanFilter(KecamatanFilter):
    field = "desa__kecamatan__code"


class SchoolAdminForm(ScopedForm):
    def clean_npsn(self) -> str:
        return npsn_free(self.cleaned_data["npsn"], self.scope.kabupaten, self.instance.pk)


@admin.register(School)
class SchoolAdmin(ScopedAdmin):
    """Schools can be deleted on the page of their desa, where nothing depends on them."""

    kabupaten_path = "desa__kecamatan__kabupaten"
    form = SchoolAdminForm
    list_display = ["npsn", "name", "level", "desa", "kecamatan"]
    list_filter = [SchoolKecamatanFilter, "level"]
    search_fields = ["name", "npsn"]
    raw_id_fields = ["desa"]  # never a select of all desa
    fields = ["desa", "npsn", "name", "level", "head_name", "head_phone"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[School]:
        return super().get_queryset(request).select_related("desa__kecamatan")

    @admin.display(ordering="desa__kecamatan__code")
    def kecamatan(self, school: School) -> str:
        return school.desa.kecamatan.name

    def write(self, by: Scope, obj: School, form: ScopedForm) -> None:
        save_school(by=by, school=obj)
