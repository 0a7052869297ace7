"""The baseline behind rows of the ledger, so that a list of them can say what remains."""

from django.db.models import Q, Sum

from kecamatan.models import Baseline, Drive, Kecamatan


def baseline_of(
    drive: Drive, kecamatan: list[Kecamatan], *, desa_code: str = "", not_broken_down: bool = False
) -> int | None:
    """People of the baseline of these kecamatan, of one desa, or of what is not broken down of them (one query).

    None where nobody has stated it: a desa without a share, kecamatan without a baseline.
    """
    stated = Baseline.objects.filter(drive=drive, kecamatan__in=[one.pk for one in kecamatan])
    if desa_code:
        return stated.filter(desa__code=desa_code).values_list("people", flat=True).first()
    whole = Q(desa__isnull=True)
    sums = stated.aggregate(whole=Sum("people", filter=whole), shares=Sum("people", filter=~whole, default=0))
    if sums["whole"] is None or not not_broken_down:
        return sums["whole"]
    return sums["whole"] - sums["shares"]
