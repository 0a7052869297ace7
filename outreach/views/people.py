"""The list of people."""

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kecamatan.access import Scope
from kecamatan.lists.exports import Export, audit_export
from kecamatan.lists.links import ListQuery
from kecamatan.lists.page import ListPage
from outreach.access import people_only, residents_for
from outreach.actions.access_log import log_access
from outreach.filters.residents import ResidentFilters
from outreach.life import REMAINING
from outreach.models import Resident, ResidentAccess
from outreach.search import opened_search, sealed_search
from outreach.segments import birth_bounds
from outreach.selectors.segments import born_within
from outreach.tables.residents import ResidentTable
from outreach.words import SHORT_SEGMENTS

#: What can be done to those who are ticked, and the end of its URL's name.
ACTIONS = (
    (gettext_lazy("Record a step"), "step"),
    (gettext_lazy("Move to another desa"), "desa"),
    (gettext_lazy("Set the school"), "school"),
    (gettext_lazy("Set the home visit"), "home-visit"),
    (gettext_lazy("Put on a visit"), "visit"),
    (gettext_lazy("Export"), "export"),
)


def log_export(export: Export, kind: str, count: int, reason: str = "") -> None:
    """One line in the audit log for the file, and one in the access log of each person in it."""
    audit_export(export, kind, count)
    pks = export.rows.order_by().values_list("pk", flat=True)
    log_access(
        by=export.scope, residents=pks.iterator(), kind=ResidentAccess.Kind.EXPORT, reason=reason, now=export.now
    )


@method_decorator(people_only, name="dispatch")
class ResidentList(ListPage):
    """Everybody of the scope: search, filters, columns, order, saved views; what is selected can be changed together."""

    filters_class = ResidentFilters
    table_class = ResidentTable
    template_name = "outreach/residents.html"
    title = gettext_lazy("Residents")
    private_parameters = ("find",)
    wide_rows = True

    def rows(self, scope: Scope) -> QuerySet[Resident]:
        return residents_for(scope).for_list().order_by("kecamatan__code", "desa__name", "name", "pk")

    def bulk_actions(self, scope: Scope) -> list[tuple[str, str]]:
        return [(str(words), reverse(f"outreach:residents-{name}")) for words, name in ACTIONS]

    def export_logged(self, export: Export, kind: str, count: int) -> None:
        log_export(export, kind, count)

    def figures(self, rows: QuerySet[Resident]) -> dict:
        """How many there are, how many remain, and those in each age group (one query, of an index alone)."""
        drive = self.filters.drive_chosen
        polling = drive.polling_day if drive else None
        remaining = Q(state__in=sorted(REMAINING))
        groups = {
            f"in_{one.value}": Count(
                "state", filter=remaining & born_within(birth_bounds(one, self.scope.today, polling_day=polling))
            )
            for one in SHORT_SEGMENTS
        }
        found = rows.order_by().aggregate(count=Count("*"), remaining=Count("state", filter=remaining), **groups)
        query = ListQuery(self.request.GET)
        return {
            "count": found["count"],
            "remaining": found["remaining"],
            "remaining_link": query.replaced(status="remaining", segment=None, page=None),
            "segments": [
                (words, found[f"in_{one.value}"], query.replaced(segment=one.value, status="remaining", page=None))
                for one, words in SHORT_SEGMENTS.items()
            ],
        }

    def table(self, rows: list) -> ResidentTable:
        drive = self.filters.drive_chosen
        return ResidentTable(
            rows,
            scope=self.scope,
            chosen=self.controls.chosen,
            here=self.request.get_full_path(),
            polling_day=drive.polling_day if drive else None,
        )

    def get_context_data(self, **kwargs) -> dict:
        found = opened_search(self.request.GET.get("find", ""), self.request.user)
        return super().get_context_data(
            **kwargs, search=found.text, without_find=ListQuery(self.request.GET).without("find", "page")
        )


@people_only
@require_POST
def resident_find(request: HttpRequest) -> HttpResponse:
    """What is searched for, by name or whole NIK: sealed into the address of the list, never in clear."""
    query = QueryDict(request.POST.get("query", "")[:2000], mutable=True)
    query.pop("find", None)
    query.pop("page", None)
    if sealed := sealed_search(request.POST.get("text", ""), request.user):
        query["find"] = sealed
    address = reverse("outreach:resident-list")
    return redirect(f"{address}?{query.urlencode(safe=',')}" if query else address)
