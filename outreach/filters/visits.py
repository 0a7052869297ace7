"""The filters of the list of visits."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, drives_for
from kecamatan.lists.filters import DayFilter, DesaFilters, LineFilter
from kecamatan.models import School
from outreach.access import team_members_for
from outreach.models import Visit
from outreach.selectors.field.missing import visits_not_in
from outreach.visit_life import CALLED_OFF, OPEN, PLANNED

GOING_ON, AHEAD, NO_RESULT, OFF, ALL = "going_on", "ahead", "no_result", "called_off", "all"
PAST, OVER, PHONES = "past", "over", "phones"


class VisitFilters(DesaFilters):
    """Of one drive, the active one unless another is chosen; at first what is ahead or still without its result."""

    day_from = DayFilter(label=gettext_lazy("From day"), field_name="day", lookup_expr="gte")
    day_to = DayFilter(label=gettext_lazy("To day"), field_name="day", lookup_expr="lte")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        method="filter_state",
        empty_label=None,
        choices=[
            (GOING_ON, gettext_lazy("ahead, or without result")),
            (AHEAD, gettext_lazy("ahead")),
            (NO_RESULT, gettext_lazy("without result")),
            (PAST, gettext_lazy("past, and not begun")),
            (OVER, gettext_lazy("over: done or closed")),
            (PHONES, gettext_lazy("with phones not yet in")),
            (OFF, gettext_lazy("called off")),
            (ALL, gettext_lazy("all")),
            *Visit.State.choices,
        ],
    )
    school = django_filters.ChoiceFilter(
        label=gettext_lazy("School"), method="filter_school", empty_label=gettext_lazy("all")
    )
    member = django_filters.ChoiceFilter(
        label=gettext_lazy("In the team"), method="filter_member", empty_label=gettext_lazy("all")
    )
    place = LineFilter(label=gettext_lazy("Place holds"), method="filter_place", max_length=80)
    drive = django_filters.ChoiceFilter(label=gettext_lazy("Drive"), empty_label=None, field_name="drive")

    always = ("drive",)
    field_order = ("state", "day_from", "day_to", "kecamatan", "desa", "school", "member", "place", "drive")

    def __init__(self, data: QueryDict, *, queryset: QuerySet, scope: Scope) -> None:
        self.drives = list(drives_for(scope))
        data = data.copy()
        self.state_given = bool(data.get("state"))
        if not self.state_given:
            data["state"] = GOING_ON
        if not data.get("drive") and self.drives:
            data["drive"] = str(self.drives[0].pk)
        super().__init__(data, queryset=queryset, scope=scope)
        self.form.order_fields(self.field_order)
        self.form.fields["state"].widget.attrs["data-usual"] = GOING_ON
        if self.drives:
            self.form.fields["drive"].widget.attrs["data-usual"] = self.drives[0].pk

    @property
    def active(self) -> int:
        """How many filters narrow the list; the usual state is none."""
        return super().active - (0 if self.state_given else 1)

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        found = super().choices()
        found["desa"] = [choice for choice in found["desa"] if choice[0] != self.NO_DESA]
        schools = School.objects.filter(desa__kecamatan__in=self.scope.kecamatan).order_by("level", "name", "pk")
        return {
            **found,
            "school": [("none", _("none")), *((one.npsn, str(one)) for one in schools)],
            "member": [(str(one.pk), str(one)) for one in team_members_for(self.scope)],
            "drive": [(str(drive.pk), drive.name) for drive in self.drives],
        }

    def filter_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        today = self.scope.today
        if value == PHONES:
            return visits_not_in(rows, today)
        wanted = {
            GOING_ON: Q(state__in=sorted(PLANNED | OPEN)),
            AHEAD: Q(state__in=sorted(PLANNED), day__gte=today),
            NO_RESULT: Q(state__in=sorted(OPEN)) | Q(state__in=sorted(PLANNED), day__lt=today),
            PAST: Q(state__in=sorted(PLANNED), day__lt=today),
            OVER: Q(state__in=[Visit.State.DONE, Visit.State.CLOSED]),
            OFF: Q(state__in=sorted(CALLED_OFF)),
            ALL: Q(),
        }
        return rows.filter(wanted.get(value, Q(state=value)))

    def filter_desa(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Visits that serve this desa, or a school in it."""
        serving = Q(pk__in=Visit.desa.through.objects.filter(desa__code=value).values("visit"))
        at_schools = Q(pk__in=Visit.schools.through.objects.filter(school__desa__code=value).values("visit"))
        return rows.filter(serving | at_schools)

    def filter_school(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "none":
            return rows.filter(schools__isnull=True)
        return rows.filter(pk__in=Visit.schools.through.objects.filter(school__npsn=value).values("visit"))

    def filter_member(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(going(int(value)))

    def filter_place(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(place_name__icontains=value) | Q(place_address__icontains=value))


def going(user: int) -> Q:
    """Visits to which this user goes, as one of the team or as its leader."""
    return Q(pk__in=Visit.team.through.objects.filter(user=user).values("visit")) | Q(leader=user)
