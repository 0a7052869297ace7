"""The pages of a kecamatan and a desa, through their addresses."""

from datetime import timedelta

import pytest

from kecamatan.models import User
from tests.kecamatan.dashboard_words import text_of


@pytest.fixture
def page(sign_in):
    def _page(code, who="petugas", **query):
        User.objects.update(language="en")
        level = "desa" if len(code) > 8 else "kecamatan"
        return sign_in(who).get(f"/{level}/{code}/", query)

    return _page


def test_a_kecamatan_tells_the_same_story_with_what_is_not_broken_down(page, enter, places):
    enter("recorded", 12)
    enter("recorded", 5, places.siau)
    enter("recorded", 3, None, kecamatan=places.timur)
    words = text_of(page("15.07.01"))
    assert "80 remain of 100" in words
    assert "Lambur 28 30.0% 40 0 0 0 12" in words
    assert "Siau Dalam – – – 0 0 0 5" in words
    assert "Not broken down 22 26.7% 30 0 0 0 8" in words
    assert "Together 80 20.0% 100 0 0 0 20" in words


def test_a_desa_with_a_share_tells_its_own_story(page, enter, places):
    enter("recorded", 12, note="di balai desa")
    words = text_of(page("15.07.01.2002"))
    assert "28 remain of 40" in words
    assert "di balai desa" in words
    assert "Bapak Kades" in words


def test_a_desa_without_a_share_says_that_it_is_not_known(page, enter, places):
    enter("recorded", 5, places.siau)
    words = text_of(page("15.07.01.2015"))
    assert "5 recorded here" in words
    assert "25 remain that are not broken down" in words


def test_the_telephone_of_a_village_head_is_not_for_pejabat(page):
    assert "081234567890" in page("15.07.01.2002").content.decode()
    assert "081234567890" not in page("15.07.01.2002", who="pejabat").content.decode()


def test_only_those_who_write_there_are_offered_to_update(page, places):
    assert "/counts/new/?place=15.07.01" in page("15.07.01").content.decode()
    assert "/counts/new/?place=" not in page("15.07.01", who="pejabat").content.decode()
    places.drive.is_active = False
    places.drive.save()
    assert "/counts/new/?place=" not in page("15.07.01").content.decode()


@pytest.mark.parametrize(
    "code", ["15.07.05", "15.07.05.2004", "15.07.99", "15.07.01.2999", "x", "15.07.01.2002%00", "%F0%9F%98%80"]
)
def test_a_foreign_or_unknown_place_does_not_exist(page, code):
    assert page(code, who="petugas_timur").status_code == 404


@pytest.mark.parametrize("code", ["15.07.01", "15.07.01.2002"])
def test_somebody_of_another_regency_finds_nothing(page, code):
    assert page(code, who="foreigner").status_code == 404


@pytest.mark.parametrize("path", ["/kecamatan/15.07.01/", "/desa/15.07.01.2002/"])
def test_strangers_sign_in_first_and_posting_is_refused(client, sign_in, path, places):
    assert client.get(path)["Location"].startswith("/accounts/login/")
    assert sign_in("admin").post(path).status_code == 405


@pytest.mark.parametrize("code", ["15.07.01", "15.07.01.2002", "15.07.01.2015"])
def test_an_earlier_day_is_told_as_it_was(page, enter, places, today, code):
    desa = places.siau if code.endswith("2015") else places.lambur
    enter("recorded", 4, desa, day=today - timedelta(days=20))
    enter("recorded", 3, desa, day=today)
    body = page(code, as_of=(today - timedelta(days=5)).isoformat())
    assert body.status_code == 200
    # Signs make a sum, and a place without a baseline has none.
    assert ("recorded elsewhere 4 recorded" if desa == places.siau else "− 4 recorded") in text_of(body)
    assert page(code, as_of="2024-02-30").status_code == 400


@pytest.mark.parametrize("path", ["/kecamatan/15.07.01/", "/desa/15.07.01.2002/"])
def test_fifteen_queries_at_most_without_visits(sign_in, enter, path, django_assert_max_num_queries):
    client = sign_in("petugas_timur")
    enter("recorded", 4)
    with django_assert_max_num_queries(15):
        client.get(path)


def test_the_table_of_desa_sorts(page, enter):
    for column in ("desa", "baseline", "added", "removed", "elsewhere", "recorded", "remaining", "done"):
        assert page("15.07.01", sort=f"-{column}").status_code == 200
