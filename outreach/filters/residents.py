"""The filters of the list of people."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, drives_for
from kecamatan.filters import NumberFilter, TickFilter
from kecamatan.models import Drive, School
from outreach.access import imports_for
from outreach.filters.cards import CardFilters
from outreach.life import REMAINING
from outreach.models import Absence, Resident
from outreach.person_names import search_terms
from outreach.search import opened_search
from outreach.segments import Segment, birth_bounds
from outreach.selectors.segments import born_within
from outreach.words import SHORT_SEGMENTS

REMAIN, ALL = "remaining", "all"


class ThreeDigits(forms.CharField):
    """RT or RW, as 1, 01 or 001."""

    def clean(self, value: str) -> str:
        text = super().clean(value).strip()
        if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
            raise forms.ValidationError(_("RT and RW have at most three digits, such as 003."))
        return text.zfill(3) if text else ""


class ThreeDigitsFilter(django_filters.Filter):
    field_class = ThreeDigits


class ResidentFilters(CardFilters):
    """Of one drive, the active one unless another is chosen; those who turned out to be another one are left out.

    ``find`` is what was searched for, sealed: no name and no NIK stands in an address (``outreach.search``).
    """

    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        method="filter_status",
        empty_label=gettext_lazy("all"),
        choices=[(REMAIN, gettext_lazy("still to be recorded")), *Resident.State.choices],
    )
    waiting = NumberFilter(label=gettext_lazy("In this status for days, at least"), method="filter_waiting")
    segment = django_filters.ChoiceFilter(
        label=gettext_lazy("Age group today"),
        method="filter_segment",
        empty_label=gettext_lazy("all"),
        choices=[(one.value, words) for one, words in SHORT_SEGMENTS.items()],
    )
    sex = django_filters.ChoiceFilter(
        label=gettext_lazy("Sex"), choices=Resident.Sex.choices, empty_label=gettext_lazy("all")
    )
    rt = ThreeDigitsFilter(label="RT", field_name="rt")
    rw = ThreeDigitsFilter(label="RW", field_name="rw")
    school = django_filters.ChoiceFilter(
        label=gettext_lazy("School"), method="filter_school", empty_label=gettext_lazy("all")
    )
    home_visit = django_filters.ChoiceFilter(
        label=gettext_lazy("Home visit"),
        method="filter_home_visit",
        empty_label=gettext_lazy("all"),
        choices=[(ALL, gettext_lazy("any")), *Resident.HomeVisit.choices],
    )
    drive = django_filters.ChoiceFilter(label=gettext_lazy("Drive"), empty_label=None, method="filter_drive")
    number = NumberFilter(label=gettext_lazy("Number of the person"), field_name="pk")
    no_nik = TickFilter(label=gettext_lazy("Has no NIK"), method="filter_no_nik")
    no_birth_date = TickFilter(label=gettext_lazy("Has no date of birth"), method="filter_no_birth_date")
    flowed_in = TickFilter(label=gettext_lazy("Flowed in"), method="filter_flowed_in")
    gone = TickFilter(label=gettext_lazy("Gone from the centre's list"), method="filter_gone")
    find = django_filters.CharFilter(
        label=gettext_lazy("Search"), method="filter_find", max_length=700, widget=forms.HiddenInput
    )

    always = ("drive",)
    field_order = (
        "kecamatan", "desa", "status", "waiting", "waiting_most", "card", "came_to", "turns_from", "turns_to", "segment", "sex", "rt", "rw", "school", "home_visit", "import",
        "number", "drive", "no_nik", "no_birth_date", "flowed_in", "gone", "find",
    )  # fmt: skip

    def __init__(self, data: QueryDict, *, queryset: QuerySet, scope: Scope) -> None:
        self.drives = list(drives_for(scope))
        data = data.copy()
        if not data.get("drive") and self.drives:
            data["drive"] = str(self.drives[0].pk)
        super().__init__(data, queryset=queryset, scope=scope)
        self.form.order_fields(self.field_order)
        if self.drives:
            self.form.fields["drive"].widget.attrs["data-usual"] = self.drives[0].pk

    @property
    def drive_chosen(self) -> Drive | None:
        """The drive whose people are listed."""
        return next((drive for drive in self.drives if str(drive.pk) == self.data.get("drive")), None)

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        found = super().choices()
        found["desa"] = [choice for choice in found["desa"] if choice[0] != self.NO_DESA]
        schools = School.objects.filter(desa__kecamatan__in=self.scope.kecamatan).order_by("level", "name", "pk")
        lists = imports_for(self.scope).filter(committed_at__isnull=False, undone_at__isnull=True)[:60]
        return {
            **found,
            "school": [("none", _("none")), *((one.npsn, str(one)) for one in schools)],
            "drive": [(str(drive.pk), drive.name) for drive in self.drives],
            "import": [(str(one.pk), f"{one.file_name} ({one.list_date:%d-%m-%Y})") for one in lists],
        }

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        merged = self.form.cleaned_data.get("status") == Resident.State.MERGED or self.form.cleaned_data.get("number")
        return rows if merged else rows.exclude(state=Resident.State.MERGED)

    def filter_drive(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(drive=value)

    def filter_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(state__in=sorted(REMAINING)) if value == REMAIN else rows.filter(state=value)

    def filter_waiting(self, rows: QuerySet, name: str, value: int) -> QuerySet:
        return rows.filter(since__lte=self.scope.today - timedelta(days=min(value, 36500)))

    def filter_segment(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        polling = self.drive_chosen.polling_day if self.drive_chosen else None
        return rows.filter(born_within(birth_bounds(Segment(value), self.scope.today, polling_day=polling)))

    def filter_school(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(school__isnull=True) if value == "none" else rows.filter(school__npsn=value)

    def filter_home_visit(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(home_visit="") if value == ALL else rows.filter(home_visit=value)

    def filter_import(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(batch=value)

    def filter_no_nik(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(nik_print__isnull=True) if value else rows

    def filter_no_birth_date(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(birth_date__isnull=True) if value else rows

    def filter_flowed_in(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(added=True) if value else rows

    def filter_gone(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(pk__in=Absence.objects.filter(settled="").values("resident")) if value else rows

    def filter_find(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Parts of the name in any order and spelling, or a whole NIK."""
        search = opened_search(value, self.scope.user)
        if search.nik:
            return rows.with_nik(search.nik)
        for term in search_terms(search.text):
            rows = rows.filter(name_key__contains=term)
        return rows


# ``import`` is a word of the language, and the right name for the parameter.
ResidentFilters.base_filters["import"] = django_filters.ChoiceFilter(
    label=gettext_lazy("Brought by the import"), method="filter_import", empty_label=gettext_lazy("all")
)
