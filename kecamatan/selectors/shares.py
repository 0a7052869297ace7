"""How the baseline of a kecamatan is broken down to its desa."""

from dataclasses import dataclass

from django.db.models import Sum

from kecamatan.models import Baseline, Desa, Drive


@dataclass(frozen=True)
class Breakdown:
    """People: the baseline of the kecamatan (None: not stated), and the shares of its other desa together."""

    baseline: int | None
    others: int

    def left(self, share: int | None) -> int | None:
        """What is not broken down with this share; negative where it is too much."""
        return None if self.baseline is None else self.baseline - self.others - (share or 0)


def breakdown_around(desa: Desa, drive: Drive) -> Breakdown:
    """The breakdown of the desa's kecamatan, itself left out (two queries)."""
    stated = Baseline.objects.filter(drive=drive, kecamatan=desa.kecamatan_id)
    baseline = stated.of_kecamatan().values_list("people", flat=True).first()
    others = stated.shares().exclude(desa=desa).aggregate(sum=Sum("people"))["sum"] or 0
    return Breakdown(baseline, others)
