"""The real places of the demo's regency and its invented people, without a database. Reads only files of this repository."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import kecamatan
from kecamatan.demo_split import demo_schools, desa_shares, seed_of
from outreach.demo_people import DemoPerson, demo_people
from outreach.reading.places import Place

KABUPATEN = "15.07"
_FILES = Path(kecamatan.__file__).resolve().parent / "regencies" / KABUPATEN


@dataclass(frozen=True)
class Regency:
    """``places``: every desa in the order of codes; ``shares``: people by desa code; ``schools``: desa code by NPSN."""

    places: tuple[Place, ...]
    shares: dict[str, int]
    schools: dict[str, str]

    @property
    def by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self.places}


@cache
def regency() -> Regency:
    """The 93 desa of Kabupaten Tanjung Jabung Timur with the shares that the demo's counts start from."""
    kecamatan_rows, desa_rows = _rows("kecamatan.csv"), _rows("desa_kelurahan.csv")
    names = {row["code"]: row["name"] for row in kecamatan_rows}
    places = [
        Place(row["code"], row["name"], row["kecamatan_code"], names[row["kecamatan_code"]])
        for row in sorted(desa_rows, key=lambda row: row["code"])
    ]
    baseline = next(name for name in kecamatan_rows[0] if name.startswith("baseline"))
    shares = desa_shares(
        Random(seed_of(KABUPATEN)),
        [
            (int(row[baseline]), [place.code for place in places if place.kecamatan_code == row["code"]])
            for row in sorted(kecamatan_rows, key=lambda row: row["code"])
        ],
    )
    schools = {school.npsn: school.desa_code for school in demo_schools(shares)}
    return Regency(tuple(places), shares, schools)


@cache
def residents() -> tuple[DemoPerson, ...]:
    """The 2,798 people the demo starts with, who are those of the first list."""
    found = regency()
    return tuple(demo_people(KABUPATEN, found.shares, schools=found.schools))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
