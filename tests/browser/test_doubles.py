"""Two entries of one person: found, compared, merged and parted again, on a phone and without JavaScript."""

from datetime import date

import pytest
from playwright.sync_api import expect

from kecamatan.access import scope_of
from outreach.actions.people import Details, list_resident
from outreach.models import Resident

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_double_is_merged_and_parted_again(visit, cast, places, javascript):
    for name, nik in (("Siti Aminah", ""), ("Sitti Aminah", "1507025705900003")):
        details = Details(name=name, desa=places.lambur, birth_date=date(1990, 5, 17), nik=nik)
        list_resident(by=scope_of(cast.petugas), drive=places.drive, details=details)
    page = visit("petugas", width=360, javascript=javascript)
    page.goto("/reconciliation/15.07.01.2002/")
    page.get_by_role("link", name="Bandingkan Siti Aminah dan Sitti Aminah").click()
    expect(page.locator("tr.differs")).to_have_count(2)
    page.get_by_label("Siti Aminah, Lambur").first.check()
    page.get_by_role("button", name="Gabungkan keduanya").click()
    page.get_by_text("Digabung: Siti Aminah dipertahankan").wait_for()
    assert sorted(Resident.objects.values_list("state", flat=True)) == ["merged", "unrecorded"]
    assert Resident.objects.get(name="Siti Aminah").nik == "1507025705900003"
    page.get_by_role("link", name="Batalkan penggabungan").click()
    page.get_by_label("Alasan").fill("kakak adik")
    page.get_by_role("button", name="Batalkan penggabungan").click()
    page.get_by_text("Sitti Aminah kembali menjadi orang tersendiri.").wait_for()
    assert list(Resident.objects.values_list("state", flat=True)) == ["unrecorded"] * 2
    page.get_by_role("button", name="Mereka dua orang yang berbeda").click()
    page.get_by_text("Tidak ada orang yang mirip di sini.").wait_for()
    assert page.complaints == []
