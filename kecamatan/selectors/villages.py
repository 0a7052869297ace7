"""The villages of a scope, each with its part of the count."""

from django.db.models import Count, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kecamatan.access import Scope, desa_for
from kecamatan.counts import KINDS
from kecamatan.models import Desa, Drive, School


def villages(scope: Scope, drive: Drive | None) -> QuerySet[Desa]:
    """The desa of the scope, annotated with ``share`` (None: not broken down), the sums of each kind, ``school_count``.

    Joins at most one baseline and one tally a desa, so no row is multiplied.
    """
    found = desa_for(scope)
    schools = School.objects.filter(desa=OuterRef("pk")).order_by().values("desa").annotate(n=Count("pk")).values("n")
    found = found.annotate(school_count=Coalesce(Subquery(schools), 0))
    if drive is None:
        none = {kind: Value(0, output_field=IntegerField()) for kind in KINDS}
        return found.annotate(share=Value(None, output_field=IntegerField()), **none)
    return found.annotate(
        its_share=FilteredRelation("baselines", condition=Q(baselines__drive=drive)),
        its_tally=FilteredRelation("tallies", condition=Q(tallies__drive=drive)),
    ).annotate(share=F("its_share__people"), **{kind: Coalesce(F(f"its_tally__{kind}"), 0) for kind in KINDS})
