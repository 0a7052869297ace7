"""What the address of a list says beside its filters: columns, order, page, page size, export. All validated."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.forms.fields import SpelledLimits
from kecamatan.lists.tables import ListTable

PAGE_SIZES = (25, 50, 100)
FORMATS = ("csv", "xlsx")
LAST_PAGE = 10_000_000


class ColumnsField(forms.MultipleChoiceField):
    """Names of columns, as ``columns=a,b`` in a link or as ticked boxes of a form (``columns=a&columns=b``)."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": gettext_lazy("This list has no column “%(value)s”. Choose among these.")
    }

    def to_python(self, value: Iterable[str] | None) -> list[str]:
        names = [name.strip() for part in super().to_python(value) for name in part.split(",")]
        return list(dict.fromkeys(name for name in names if name))


class Controls(SpelledLimits, forms.Form):
    """Bound to the query string of a list page. A wrong value has its error at the field, and the list is not shown."""

    columns = ColumnsField(label=gettext_lazy("Columns"), required=False)
    per_page = forms.TypedChoiceField(
        label=gettext_lazy("Rows on a page"),
        required=False,
        coerce=int,
        empty_value=PAGE_SIZES[0],
        choices=[(size, str(size)) for size in PAGE_SIZES],
        error_messages={"invalid_choice": gettext_lazy("Choose 25, 50 or 100 rows on a page.")},
    )
    sort = forms.CharField(label=gettext_lazy("Order"), required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(
        label=gettext_lazy("Page"),
        required=False,
        min_value=1,
        max_value=LAST_PAGE,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": gettext_lazy("The number of a page is a whole number from 1."),
            "min_value": gettext_lazy("The number of a page is a whole number from 1."),
        },
    )
    export = forms.CharField(label=gettext_lazy("Export"), required=False, widget=forms.HiddenInput)

    views = forms.ChoiceField(
        label=gettext_lazy("Saved views"),
        required=False,
        choices=[("open", "open")],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": gettext_lazy("Saved views are opened by “open”, or not at all.")},
    )

    def __init__(self, data, *, table_class: type[ListTable], scope: Scope) -> None:
        super().__init__(data)
        self.offered = table_class.offered(scope)
        self.usual = table_class.usual(scope)
        self.fields["per_page"].widget.attrs["data-usual"] = PAGE_SIZES[0]
        self.fields["columns"].choices = [(name, column.verbose_name) for name, column in self.offered.items()]

    def clean_sort(self) -> str:
        sort = self.cleaned_data["sort"]
        column = self.offered.get(sort.removeprefix("-"))
        if sort and (column is None or not column.sortable):
            raise forms.ValidationError(_("This list cannot be ordered by “%(name)s”.") % {"name": sort[:40]})
        return sort

    def clean_export(self) -> str:
        export = self.cleaned_data["export"]
        if export and export not in FORMATS:
            raise forms.ValidationError(_("A list can be exported as csv or xlsx."))
        return export

    @property
    def chosen(self) -> list[str]:
        """Names of the columns to show, in order."""
        return self.cleaned_data["columns"] or self.usual

    @property
    def ticked(self) -> set[str]:
        """Names of the columns whose boxes are ticked, also while another field is wrong."""
        return set(getattr(self, "cleaned_data", {}).get("columns") or self.usual)
