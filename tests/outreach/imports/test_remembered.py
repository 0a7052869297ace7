"""What lists were said to mean is shown, and forgotten where it is wrong."""

import pytest

from kecamatan.models import AuditEntry, Kabupaten
from outreach.models import ColumnChoice, PlaceChoice

PAGE, FORGET = "/imports/remembered/", "/imports/remembered/forget/"
SHAPE = "a" * 32


@pytest.fixture
def remembered(places, cast):
    """A name of Lambur, one of Sungai Itik (Sadu), and two columns."""
    mine = PlaceChoice.objects.create(kabupaten=places.kabupaten, key="/lamburr", desa=places.lambur, by=cast.petugas)
    theirs = PlaceChoice.objects.create(kabupaten=places.kabupaten, key="/s itik", desa=places.itik, by=cast.petugas)
    for column, (title, meaning) in enumerate((("ORANG", "name"), ("DUKUH", "dusun")), start=1):
        ColumnChoice.objects.create(
            kabupaten=places.kabupaten, shape=SHAPE, column=column, title=title, meaning=meaning, by=cast.petugas
        )
    return mine, theirs


def test_the_page_says_what_each_means(sign_in, remembered, places):
    text = sign_in("petugas").get(PAGE).content.decode()
    assert "lamburr" in text
    assert f"{places.lambur.name}, {places.timur.name}" in text
    assert "<strong>DUKUH</strong>: Dusun" in text


def test_a_petugas_of_one_kecamatan_sees_and_forgets_its_names_alone(sign_in, remembered):
    mine, theirs = remembered
    client = sign_in("petugas_timur")
    text = client.get(PAGE).content.decode()
    assert "lamburr" in text
    assert "s itik" not in text
    client.post(FORGET, {"place": theirs.pk})
    assert PlaceChoice.objects.filter(pk=theirs.pk).exists()
    client.post(FORGET, {"place": mine.pk})
    assert list(PlaceChoice.objects.all()) == [theirs]
    entry = AuditEntry.objects.get(action="forget-place")
    assert {one.field: one.before for one in entry.changes.all()} == {"desa": "Lambur", "name": "/lamburr"}


def test_the_columns_of_a_shape_are_forgotten_together(sign_in, remembered):
    answer = sign_in("petugas").post(FORGET, {"shape": SHAPE}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert not ColumnChoice.objects.exists()
    assert AuditEntry.objects.filter(action="forget-columns").count() == 1


def test_another_kabupaten_keeps_its_own(sign_in, remembered, places):
    other = Kabupaten.objects.exclude(pk=places.kabupaten.pk).first()
    ColumnChoice.objects.update(kabupaten=other)
    PlaceChoice.objects.update(kabupaten=other)
    client = sign_in("petugas")
    client.post(FORGET, {"shape": SHAPE})
    client.post(FORGET, {"place": remembered[0].pk})
    assert (ColumnChoice.objects.count(), PlaceChoice.objects.count()) == (2, 2)
    assert "DUKUH" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("data", [{}, {"place": "x"}, {"place": "9" * 30}, {"shape": "\0"}, {"shape": "b" * 33}])
def test_what_names_nothing_is_not_found_and_changes_nothing(sign_in, remembered, data):
    assert sign_in("petugas").post(FORGET, data).status_code == 404
    assert (ColumnChoice.objects.count(), PlaceChoice.objects.count()) == (2, 2)


def test_pejabat_and_strangers_do_not_reach_it(sign_in, remembered):
    for who, status in (("pejabat", 403), (None, 302)):
        client = sign_in(who)
        assert client.get(PAGE).status_code == status
        assert client.post(FORGET, {"shape": SHAPE}).status_code == status
    assert ColumnChoice.objects.count() == 2
