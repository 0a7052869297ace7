"""A kept page of numbers that shows people is never stale: whatever moves a person between its counts raises its version."""

import uuid

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.kept import version_of
from outreach.models import ImportBatch, Resident


@pytest.mark.parametrize("changes", [{"birth_date": None}, {"ever_married": True}])
def test_another_age_raises_the_version(places, list_person, changes):
    resident = list_person()
    before = version_of(places.kabupaten.pk)
    Resident.objects.filter(pk=resident.pk).update(phone="+6281234567890")
    assert version_of(places.kabupaten.pk) == before
    Resident.objects.filter(pk=resident.pk).update(**changes)
    assert version_of(places.kabupaten.pk) > before


def test_a_list_that_comes_moves_on_or_goes_raises_the_version(places, cast, today):
    def raised(act):
        before = version_of(places.kabupaten.pk)
        act()
        return version_of(places.kabupaten.pk) > before

    common = {"kabupaten": places.kabupaten, "drive": places.drive, "list_date": today, "by": cast.petugas}
    lists = ImportBatch.objects
    assert raised(lambda: lists.create(file_name="bulan.csv", state="preview", covers="whole", **common))
    assert not raised(lambda: lists.update(file_name="bulan-2.csv"))
    assert raised(lambda: lists.update(state="discarded"))
    assert raised(lambda: lists.all().delete())


def test_the_dashboard_says_at_once_how_many_lists_wait(places, cast, today, sign_in, list_person):
    list_person()
    client = sign_in("petugas")
    assert "menunggu dimasukkan" not in client.get("/").content.decode()
    common = {"kabupaten": places.kabupaten, "drive": places.drive, "list_date": today, "by": cast.petugas}
    batch = ImportBatch.objects.create(file_name="bulan.csv", state="preview", covers="whole", **common)
    take_in_a_row(places, cast)
    assert "daftar menunggu dimasukkan" in client.get("/").content.decode()
    assert "daftar menunggu dimasukkan" in sign_in("pejabat").get("/").content.decode()
    assert "daftar menunggu dimasukkan" not in sign_in("petugas_timur").get("/").content.decode()
    ImportBatch.objects.filter(pk=batch.pk).update(state="discarded")
    assert "menunggu dimasukkan" not in client.get("/").content.decode()


def take_in_a_row(places, cast):
    """Without any entry nothing is said of what can be believed."""
    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, places.drive.baseline_date)
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])
