"""Django's admin tells nothing about the rows behind numbers that somebody writes into an address."""

import pytest
from django.contrib.contenttypes.models import ContentType

from kecamatan.models import Desa


@pytest.mark.parametrize("model", ["school", "baseline"])
def test_a_number_in_the_address_names_no_place_of_another_kabupaten(sign_in, places, model):
    address = f"/admin/kecamatan/{model}/add/?desa={places.lambur.pk}"
    assert str(places.lambur.name) in sign_in("admin").get(address).content.decode()
    page = sign_in("foreigner").get(address)
    assert page.status_code == 200
    assert str(places.lambur.name) not in page.content.decode()
    assert sign_in("foreigner").get(f"/admin/kecamatan/{model}/add/?desa=x").status_code == 200


def test_no_address_leads_from_the_number_of_any_row_to_its_page(sign_in, places):
    kind = ContentType.objects.get_for_model(Desa).pk
    assert sign_in("foreigner").get(f"/admin/r/{kind}/{places.lambur.pk}/").status_code == 404
    assert sign_in("admin").get(f"/admin/kecamatan/desa/{places.lambur.pk}/change/").status_code == 200
