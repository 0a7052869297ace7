"""The list of visits: at first what is ahead, soonest first, and what is still without its result."""

from collections.abc import Mapping

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope
from kecamatan.lists.links import ListQuery
from kecamatan.lists.page import ListPage
from outreach.access import leases_for, visits_for
from outreach.filters.visits import AHEAD, ALL, NO_RESULT, OFF, PHONES, VisitFilters
from outreach.models import Visit
from outreach.selectors.field.missing import Missing, added_up, missing_by_visit
from outreach.selectors.visits.figures import Told, told_of
from outreach.tables.visits import VisitTable
from outreach.visit_life import OPEN, PLANNED


class VisitList(ListPage):
    """Every visit of the scope; for pejabat as well: nothing of it is a person."""

    filters_class = VisitFilters
    table_class = VisitTable
    template_name = "outreach/visits/list.html"
    title = gettext_lazy("Visits")

    def rows(self, scope: Scope) -> QuerySet[Visit]:
        return visits_for(scope).select_related("kecamatan", "leader").order_by("day", "starts", "pk")

    def figures(self, rows: QuerySet[Visit]) -> dict:
        """How many there are, are today, are ahead, and are past without a result, each with its link; and whom all of them
        expected, who came and was recorded; and what phones have not brought in yet (four queries)."""
        today = self.scope.today
        self.told = told_of(rows)
        self.missing = missing_by_visit(leases_for(self.scope).select_related(None), today)
        days = self.told.days.values()
        figures = self.told.figures.values()
        found = {
            "count": len(days),
            "today": sum(day == today and state in PLANNED | OPEN for day, state in days),
            "ahead": sum(day >= today and state in PLANNED for day, state in days),
            "late": sum(state in OPEN or (day < today and state in PLANNED) for day, state in days),
            "sums": {
                name: sum(getattr(one, name) or 0 for one in figures) for name in ("expected", "came", "recorded")
            },
        }
        found["missing"] = added_up(self.missing, self.told.days)
        query = ListQuery(self.request.GET)
        day = today.isoformat()
        return {
            **found,
            "today_link": query.replaced(day_from=day, day_to=day, page=None),
            "ahead_link": query.replaced(state=AHEAD, page=None),
            "late_link": query.replaced(state=NO_RESULT, page=None),
            "phones_link": query.replaced(state=PHONES, page=None),
            "off_link": query.replaced(state=OFF, page=None),
            "all_link": query.replaced(state=ALL, page=None),
        }

    #: Of all filtered visits, not only those of the page.
    told = Told({}, {}, {})
    missing: Mapping[int, Missing] = {}

    def page(self, rows: QuerySet[Visit], count: int) -> Page:
        shown = [name for name in ("team", "kits") if name in self.controls.chosen]
        return super().page(rows.prefetch_related(*shown), count)

    def table(self, rows: list[Visit]) -> VisitTable:
        return VisitTable(
            rows,
            scope=self.scope,
            chosen=self.controls.chosen,
            here=self.request.get_full_path(),
            figures=told_of(self.exported).figures if self.exported is not None else self.told.figures,
            missing=self.missing,
        )

    #: The visits that a file holds, whose figures are asked for together: a drive has hundreds, not hundred thousands.
    exported: QuerySet[Visit] | None = None

    def export(self, rows: QuerySet[Visit]) -> HttpResponse:
        self.exported = rows
        self.missing = missing_by_visit(leases_for(self.scope).select_related(None), self.scope.today)
        return super().export(rows.prefetch_related("team", "kits"))
