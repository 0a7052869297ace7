"""The ledger: every row of the scope, and the sums of what is filtered."""

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, updates_for
from kecamatan.counts import KINDS, Counts
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
        """The number of rows, the sum of each kind, reversals taken off, and what they do to remaining: what a dashboard
        shows (one query); with the baseline that they changed, where they are all rows of a place (one more)."""
        found = rows.order_by().aggregate(count=Count("pk"), last=Max("date"), **sums_of_kinds())
        sums = [(kind, label, found[kind]) for kind, label in CountUpdate.Kind.choices]
        baseline = self.filters.baseline
        counts = Counts(baseline or 0, **{kind: found[kind] for kind in KINDS})
        until = self.filters.form.cleaned_data.get("date_to") or self.scope.today
        silent = (until - found["last"]).days if found["last"] else None
        told = {"counts": counts, "stated": baseline is not None, "silent": silent}
        return {"count": found["count"], "sums": sums, **told}
