"""Which rows of the ledger belong to a resident."""

from collections.abc import Iterable

from django.urls import reverse

from outreach.models import ResidentRow


def residents_of_rows(row_ids: Iterable[int]) -> dict[int, str]:
    """Row id → the page of its resident (one query)."""
    found = ResidentRow.objects.filter(row__pk__in=list(row_ids)).values_list("row__pk", "resident_id")
    return {row: reverse("outreach:resident", args=[resident]) for row, resident in found}
