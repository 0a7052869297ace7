"""How the demo's people and schools are spread over the desa: whole numbers by code, the same every time. Pure.

The counts (``kecamatan.demo``) and the invented people of those counts have to agree, so both take it from here. None of
it depends on the day on which the demo is started.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from kecamatan.demo_words import SCHOOLS


@dataclass(frozen=True)
class DemoSchool:
    """An invented school. No real NPSN begins with 9999."""

    npsn: str
    level: str
    name: str
    desa_code: str


def seed_of(kabupaten_code: str) -> str:
    """What the demo's chance starts from; the shares are the first that is drawn from it."""
    return f"e-KTP demo {kabupaten_code}"


def desa_shares(chance: Random, kecamatan: Iterable[tuple[int, Sequence[str]]]) -> dict[str, int]:
    """People by desa code. ``kecamatan``: its baseline and the codes of its desa, in the order of the kecamatan's codes.

    The desa of a kecamatan sum to its baseline, whether or not the demo states their shares.
    """
    shares: dict[str, int] = {}
    for people, codes in kecamatan:
        weights = [chance.uniform(0.6, 1.9) for _ in codes]
        shares |= dict(zip(sorted(codes), _split(people, weights), strict=True))
    return shares


def demo_schools(desa_codes: Iterable[str]) -> list[DemoSchool]:
    """The schools, one after the other in the first desa of each kecamatan; none where there is no desa."""
    first: dict[str, str] = {}
    for code in sorted(desa_codes):
        first.setdefault(code.rpartition(".")[0], code)
    homes = list(first.values())
    return [
        DemoSchool(f"9999{number:04d}", level, name, homes[(number - 1) % len(homes)])
        for number, (level, name) in enumerate(SCHOOLS, start=1)
        if homes
    ]


def _split(people: int, weights: list[float]) -> list[int]:
    """Whole parts in proportion to the weights that sum to ``people``."""
    whole = sum(weights) or 1
    parts = [int(people * weight / whole) for weight in weights]
    for index in range(people - sum(parts) if parts else 0):
        parts[index % len(parts)] += 1
    return parts
