"""The ledger: every row of the scope, and the sums of what is filtered."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, updates_for
from kecamatan.filters import LedgerFilters
from kecamatan.lists.page import ListPage
from kecamatan.models import CountUpdate
from kecamatan.selectors.counts import sums_of_kinds
from kecamatan.tables.ledger import LedgerTable


class LedgerList(ListPage):
    """Number, day, place, kind, people, note, who and when; a row and its reversal side by side."""

    filters_class = LedgerFilters
    table_class = LedgerTable
    template_name = "kecamatan/ledger.html"
    title = gettext_lazy("Ledger")

    def rows(self, scope: Scope) -> QuerySet[CountUpdate]:
        return updates_for(scope).with_pair().for_list().select_related("drive")

    def figures(self, rows: QuerySet[CountUpdate]) -> dict:
        """The number of rows and the sum of each kind, reversals taken off: what a dashboard shows (one query)."""
        found = rows.order_by().aggregate(count=Count("pk"), **sums_of_kinds())
        sums = [(label, found[kind]) for kind, label in CountUpdate.Kind.choices]
        return {"count": found["count"], "sums": sums}
