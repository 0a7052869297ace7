"""Cards by desa: the list that exports what the page of cards tells."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from kecamatan.access import Scope, desa_for, drives_for
from kecamatan.lists.filters import PlaceFilters
from kecamatan.lists.page import ListPage
from kecamatan.models import Desa
from outreach.selectors.cards import desa_with_cards
from outreach.tables.cards import CardsTable


class CardsByDesa(ListPage):
    """Every desa with how many of its people stand at each step today. Numbers only."""

    filters_class = PlaceFilters
    table_class = CardsTable
    template_name = "outreach/cards/desa.html"
    title = gettext_lazy("Cards by desa")

    def rows(self, scope: Scope) -> QuerySet[Desa]:
        return desa_with_cards(desa_for(scope), drives_for(scope).first())
