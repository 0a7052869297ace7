"""Which rows of the ledger belong to a resident, or to a visit that counted people without their names."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from kecamatan.owned_rows import Owner
from outreach.models import ResidentRow, VisitCount


def residents_of_rows(row_ids: Iterable[int]) -> dict[int, Owner]:
    """Row id → its resident (one query)."""
    found = ResidentRow.objects.filter(row__pk__in=list(row_ids)).values_list("row__pk", "resident_id")
    return {row: _person(reverse("outreach:resident", args=[resident])) for row, resident in found}


def visits_of_rows(row_ids: Iterable[int]) -> dict[int, Owner]:
    """Row id → the visit whose count without names it is, as long as that count stands (one query)."""
    ids = set(row_ids)
    counts = VisitCount.objects.filter(taken_back=False)
    counts = counts.filter(row__in=ids) | counts.filter(inflow_row__in=ids)
    return {
        row: _visit(reverse("outreach:visit-result", args=[visit]))
        for visit, *rows in counts.values_list("visit_id", "row_id", "inflow_row_id")
        for row in rows
        if row in ids
    }


def _person(address: str) -> Owner:
    return Owner(
        address=address,
        name=_("Person"),
        sentence=_("This row belongs to a person. It is undone with the step of that person, on their page."),
        open=_("Open the person"),
    )


def _visit(address: str) -> Owner:
    return Owner(
        address=address,
        name=_("Visit"),
        sentence=_("This row counts people without a name at a visit. It is undone with the result of that visit."),
        open=_("Open the result"),
    )
