"""The list of visits: at first what is ahead, soonest first, and what is still without its result."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.lists.links import ListQuery
from kecamatan.lists.page import ListPage
from outreach.access import visits_for
from outreach.filters.visits import AHEAD, ALL, NO_RESULT, OFF, VisitFilters
from outreach.models import Visit
from outreach.selectors.visits.figures import Figures, figures_of
from outreach.tables.visits import VisitTable
from outreach.visit_life import OPEN, PLANNED


class VisitList(ListPage):
    """Every visit of the scope; for pejabat as well: nothing of it is a person."""

    filters_class = VisitFilters
    table_class = VisitTable
    template_name = "outreach/visits/list.html"
    title = gettext_lazy("Visits")

    def rows(self, scope: Scope) -> QuerySet[Visit]:
        found = visits_for(scope).select_related("kecamatan", "leader")
        return found.prefetch_related("desa", "schools", "team", "kits").order_by("day", "starts", "pk")

    def figures(self, rows: QuerySet[Visit]) -> dict:
        """How many there are, are today, are ahead, and are past without a result; each with its link (one query)."""
        today = self.scope.today
        found = rows.order_by().aggregate(
            count=Count("pk"),
            today=Count("pk", filter=Q(day=today, state__in=sorted(PLANNED | OPEN))),
            ahead=Count("pk", filter=Q(day__gte=today, state__in=sorted(PLANNED))),
            late=Count("pk", filter=Q(state__in=sorted(OPEN)) | Q(day__lt=today, state__in=sorted(PLANNED))),
        )
        query = ListQuery(self.request.GET)
        day = today.isoformat()
        return {
            **found,
            "sums": self._sums(rows),
            "today_link": query.replaced(day_from=day, day_to=day, page=None),
            "ahead_link": query.replaced(state=AHEAD, page=None),
            "late_link": query.replaced(state=NO_RESULT, page=None),
            "off_link": query.replaced(state=OFF, page=None),
            "all_link": query.replaced(state=ALL, page=None),
        }

    def _sums(self, rows: QuerySet[Visit]) -> dict[str, int]:
        """Expected, came and recorded at all filtered visits, on every page of the list (six queries)."""
        visits = list(rows.select_related(None).prefetch_related(None).prefetch_related("desa", "schools"))
        self.all_figures = figures_of(visits)
        told = self.all_figures.values()
        return {name: sum(getattr(one, name) or 0 for one in told) for name in ("expected", "came", "recorded")}

    def table(self, rows: list[Visit]) -> VisitTable:
        return VisitTable(
            rows,
            scope=self.scope,
            chosen=self.controls.chosen,
            here=self.request.get_full_path(),
            figures=figures_of(self.exported) if self.exported else self.all_figures,
        )

    #: Of all filtered visits, once their sums were asked for.
    all_figures: Mapping[int, Figures] = {}

    #: The visits that a file holds, whose figures are asked for together: a drive has hundreds, not hundred thousands.
    exported: tuple[Visit, ...] = ()

    def export(self, rows: QuerySet[Visit]) -> HttpResponse:
        self.exported = tuple(rows)
        return super().export(rows)
