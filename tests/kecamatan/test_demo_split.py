"""Shares and schools of the demo: what counts and names both build on."""

from datetime import date
from random import Random

from kecamatan.demo import fill_demo
from kecamatan.demo_split import demo_schools, desa_shares, seed_of
from kecamatan.models import Baseline, School
from tests.kecamatan.naive import load_places


def test_shares_of_a_kecamatan_sum_to_its_baseline_and_are_the_same_again():
    kecamatan = [(372, ["15.07.01.2002", "15.07.01.2001"]), (0, ["15.07.02.2001"]), (5, [])]
    first, second = (desa_shares(Random("x"), kecamatan) for _ in range(2))
    assert first == second
    assert first["15.07.01.2001"] + first["15.07.01.2002"] == 372
    assert first["15.07.02.2001"] == 0


def test_fourteen_schools_one_after_the_other_in_the_first_desa_of_each_kecamatan():
    schools = demo_schools(["15.07.01.2002", "15.07.01.2001", "15.07.02.2003"])
    assert len(schools) == len({school.npsn for school in schools}) == 14
    assert len({(school.level, school.name) for school in schools}) == 14
    assert all("Contoh" in school.name for school in schools)
    assert [school.desa_code for school in schools[:3]] == ["15.07.01.2001", "15.07.02.2003", "15.07.01.2001"]
    assert demo_schools([]) == []


def test_the_demo_states_these_shares_and_holds_these_schools(db):
    kabupaten = load_places()
    fill_demo(kabupaten, today=date(2026, 11, 24))
    kecamatan = list(kabupaten.kecamatan_set.order_by("code").prefetch_related("desa_set"))
    people = dict(Baseline.objects.of_kecamatan().filter(drive__is_active=True).values_list("kecamatan_id", "people"))
    shares = desa_shares(
        Random(seed_of(kabupaten.code)),
        [(people[one.pk], [desa.code for desa in one.desa_set.all()]) for one in kecamatan],
    )
    stated = dict(Baseline.objects.shares().values_list("desa__code", "people"))
    assert stated == {code: shares[code] for code in stated}
    assert len(stated) > 80
    assert sum(shares.values()) == 2798
    found = set(School.objects.values_list("npsn", "level", "desa__code"))
    assert found == {(one.npsn, one.level, one.desa_code) for one in demo_schools(shares)}
