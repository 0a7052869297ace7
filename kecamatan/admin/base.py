"""What every admin page shares: only the admin's own regency, every write through an action, no deleting."""

from collections.abc import Iterable
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import ForeignKeyRawIdWidget, RelatedFieldWidgetWrapper
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kecamatan.access import Scope, scope_of
from kecamatan.actions.records import save_record, sentence_for
from kecamatan.forms.fields import DayField, LineField, PhoneField
from kecamatan.forms.seen import SeenForm
from kecamatan.models import Desa, Drive, Kabupaten, Kecamatan, User
from kecamatan.refusals import Refused

#: How the filters of Django's admin look things up.
FILTER_LOOKUPS = frozenset({"exact", "gte", "lt", "isnull"})


def yes_or_no(value: bool) -> str:
    """In words: Django's own icon is read out in English."""
    return gettext("yes") if value else gettext("no")


class ScopedForm(SeenForm):
    """Knows its regency, so that rules about it speak at the field; carries what an action refused on the way."""

    scope: Scope
    refused: Refused | None = None

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if hasattr(type(self.instance), "kabupaten") and self.instance.kabupaten_id is None:
            self.instance.kabupaten = self.scope.kabupaten

    def _get_validation_exclusions(self) -> set[str]:
        # Django leaves constraints out that name a field the form does not show; those on the kabupaten hold anyway.
        return super()._get_validation_exclusions() - {"kabupaten"}

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.refused is not None:
            field = self.refused.field if self.refused.field in self.fields else None
            self.add_error(field, self.refused.message)
        return cleaned


class ScopedRawIdWidget(ForeignKeyRawIdWidget):
    """The number of a row, with its name beside it only where the row is in the admin's kabupaten."""

    def __init__(self, rel: models.ForeignObjectRel, admin_site: admin.AdminSite, rows: QuerySet) -> None:
        super().__init__(rel, admin_site)
        self.rows = rows

    def label_and_url_for_value(self, value: object) -> tuple[str, str]:
        try:
            found = self.rows.filter(pk=value).exists()
        except (ValueError, TypeError, OverflowError):
            found = False
        return super().label_and_url_for_value(value) if found else ("", "")


class ScopedAdmin(admin.ModelAdmin):
    """Rows of the admin's kabupaten, found by ``kabupaten_path``. What is not in it does not exist here."""

    kabupaten_path: ClassVar[str] = "kabupaten"
    form = ScopedForm
    actions = None
    list_per_page = 50
    show_full_result_count = False
    save_as = False
    view_on_site = False
    #: What an address may ask for beside the filters of the list.
    further_lookups: ClassVar[frozenset[str]] = frozenset()

    # Reading

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """What the list's own filters ask, and no more: no address probes another column, such as a password's hash."""
        name, _sep, how = lookup.partition("__")
        filters = {getattr(one, "parameter_name", one): isinstance(one, str) for one in self.list_filter}
        asked_by_a_filter = name in filters and (how in FILTER_LOOKUPS if filters[name] else not how)
        return asked_by_a_filter or lookup in self.further_lookups

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(**{self.kabupaten_path: request.user.kabupaten_id})

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options) -> forms.Field | None:
        """Text and days as everywhere on the site: one clean line, 25/06/2024."""
        if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
            return db_field.formfield(form_class=DayField)
        if type(db_field) is models.CharField and not db_field.choices:
            field_class = PhoneField if db_field.name.endswith("phone") else LineField
            return super().formfield_for_dbfield(db_field, request, form_class=field_class, **options)
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # No buttons that add or change another row from within this form: each has its own page.
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: models.Field, request: HttpRequest, **options) -> forms.Field | None:
        rows = scoped(db_field.remote_field.model, request)
        options.setdefault("queryset", rows)
        if db_field.name in self.raw_id_fields:
            options["widget"] = ScopedRawIdWidget(db_field.remote_field, self.admin_site, rows)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: models.Field, request: HttpRequest, **options) -> forms.Field | None:
        options.setdefault("queryset", scoped(db_field.remote_field.model, request))
        return super().formfield_for_manytomany(db_field, request, **options)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """PostgreSQL has no NUL in text: an address that holds one is nobody's filter."""
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    # Writing

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **options) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **options)
        refused = getattr(request, "refused", None)
        return type(form.__name__, (form,), {"scope": scope_of(request.user), "refused": refused})

    def changeform_view(self, request: HttpRequest, *args, **options) -> HttpResponse:
        """What an action or the database refuses comes back as an error of the form, with nothing written."""
        try:
            return super().changeform_view(request, *args, **options)
        except Refused as refused:
            request.refused = refused
        except IntegrityError as fault:
            request.refused = Refused(sentence_for(fault))
        # The transaction was rolled back; the form is shown again, and says why.
        return super().changeform_view(request, *args, **options)

    def save_model(self, request: HttpRequest, obj: models.Model, form: ScopedForm, change: bool) -> None:
        self.write(form.scope, obj, form)

    def write(self, by: Scope, obj: models.Model, form: ScopedForm) -> None:
        """Store the row through an action, audit line and all."""
        many = {name: form.cleaned_data[name] for name in self.many_of(form)}
        fields = [name for name in form.cleaned_data if name not in many]
        save_record(by=by, instance=obj, fields=fields, many=many, action="change" if obj.pk else "create")

    @staticmethod
    def many_of(form: ScopedForm) -> Iterable[str]:
        """Names of the form's many-to-many fields."""
        return [field.name for field in form.instance._meta.many_to_many if field.name in form.cleaned_data]

    # Django keeps a log of its own in a table anybody may change; the audit log is ours.

    def log_addition(self, *args) -> None:
        """Noted by the action."""

    def log_change(self, *args) -> None:
        """Noted by the action."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """The lines of the audit log about this row."""
        query = urlencode({"target_type__exact": self.opts.model_name, "target_id__exact": unquote(object_id)})
        return redirect(f"{reverse('admin:kecamatan_auditentry_changelist')}?{query}")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is deleted here: the ledger and the audit log speak of it."""
        return False


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that nobody changes, by any page."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


#: Model → the way from it to its kabupaten.
PATHS = {Kabupaten: "pk", Kecamatan: "kabupaten", Desa: "kecamatan__kabupaten", Drive: "kabupaten", User: "kabupaten"}


def scoped(model: type[models.Model], request: HttpRequest) -> QuerySet:
    """The rows of this model in the admin's kabupaten; none of a model without a known way to it."""
    path = PATHS.get(model)
    rows = model._default_manager.all()
    return rows.filter(**{path: request.user.kabupaten_id}) if path else rows.none()


class ScopedFilter(admin.SimpleListFilter):
    """A filter over the values that occur in the admin's own rows."""

    field: str

    def choices_for(self, request: HttpRequest) -> list[tuple[str, str]]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return self.choices_for(request)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class KecamatanFilter(ScopedFilter):
    """By kecamatan of the admin's kabupaten."""

    title = _("kecamatan")
    parameter_name = "kecamatan"
    field = "kecamatan__code"

    def choices_for(self, request: HttpRequest) -> list[tuple[str, str]]:
        return list(scoped(Kecamatan, request).values_list("code", "name"))
