"""/doubles/…: who may be listed twice, two side by side, merging, telling apart, and the way back."""

import uuid

import pytest
from django.core.management import call_command

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import User
from kecamatan.selectors.counts import counts_as_of
from outreach.actions.doubles import merge
from outreach.life import Step
from outreach.models import Distinct, Resident, ResidentStep
from outreach.selectors import doubles as selector
from tests.kecamatan.test_nasty_values import NASTY
from tests.page_forms import forms_of

NIK = "1507025705900003"


@pytest.fixture
def pair(list_person):
    return list_person("Siti Aminah"), list_person("Sitti Aminah", nik=NIK)


def url(pair, part=""):
    first, second = sorted(one.pk for one in pair)
    return f"/doubles/{first}/{second}/{part}"


def remaining(places):
    return counts_as_of(places.drive, [places.timur.pk, places.sadu.pk]).total.remaining


def test_the_list_shows_pairs_until_they_are_settled(sign_in, pair, list_person):
    list_person("Budi Santoso")
    client = sign_in("petugas")
    page = client.get("/doubles/")
    assert page.context["count"] == 1
    assert url(pair) in page.content.decode()
    client.post(url(pair, "distinct/"))
    assert client.get("/doubles/").context["count"] == 0
    assert Distinct.objects.count() == 1
    assert "dua orang" in client.get(url(pair)).content.decode()


def test_a_corrected_name_is_looked_at_anew(sign_in, pair):
    client = sign_in("petugas")
    assert client.get("/doubles/").context["count"] == 1
    Resident.objects.filter(pk=pair[1].pk).update(name="Zulkifli", name_key=" zulkipli zulkipli", version=9)
    assert client.get("/doubles/").context["count"] == 0


def test_two_side_by_side_with_what_differs_and_no_whole_nik(sign_in, pair):
    page = sign_in("petugas").get(url(pair))
    differing = {row.label for row in page.context["rows"] if row.differs}
    assert differing == {"nama", "NIK"}
    assert NIK not in page.content.decode()
    assert NIK in pair[1].nik
    form = next(one for one in forms_of(page) if one.action.endswith("merge/"))
    assert form.fields["kept"] == str(pair[0].pk)
    assert form.fields["counted_twice"] == "on"


def test_merging_and_back(sign_in, places, pair):
    client = sign_in("petugas_timur")
    answers = [client.post(url(pair, "merge/"), {"kept": pair[0].pk, "counted_twice": "on"}) for _twice in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert ResidentStep.objects.count() == 1
    assert remaining(places) == 149
    assert f"/doubles/{pair[1].pk}/unmerge/" in client.get(url(pair)).content.decode()
    address = f"/doubles/{pair[1].pk}/unmerge/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).context["form"].errors
    assert client.post(address, {"reason": "kakak adik"}).status_code == 302
    assert client.post(address, {"reason": "kakak adik"}).status_code == 404
    assert remaining(places) == 150
    assert Resident.objects.get(pk=pair[0].pk).nik == ""


def test_the_one_further_in_life_is_proposed_and_the_other_refused(sign_in, places, pair, step):
    step(pair[1], Step.RECORD)
    client = sign_in("petugas")
    form = next(one for one in forms_of(client.get(url(pair))) if one.action.endswith("merge/"))
    assert form.fields["kept"] == str(pair[1].pk)
    response = client.post(url(pair, "merge/"), {"kept": pair[0].pk})
    assert list(response.context["form"].errors) == ["kept"]
    assert Resident.objects.filter(state="merged").count() == 0


@pytest.mark.parametrize("data", [{}, {"kept": "x"}, {"kept": "0"}, {"note": "a\x00b"}, {"note": "x" * 301}])
def test_bad_input_of_a_merge_changes_nothing(sign_in, pair, data):
    response = sign_in("petugas").post(url(pair, "merge/"), {"kept": pair[0].pk, **data} if "note" in data else data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ResidentStep.objects.exists()


def test_others_are_turned_away(sign_in, pair):
    parts = [("get", ""), ("post", "merge/"), ("post", "distinct/")]
    for who, status in [(None, 302), ("pejabat", 403), ("petugas_sadu", 404), ("foreigner", 404)]:
        client = sign_in(who)
        for method, part in parts:
            assert getattr(client, method)(url(pair, part), {"kept": pair[0].pk}).status_code == status, (who, part)
        assert client.get(f"/doubles/{pair[0].pk}/unmerge/").status_code == status
    assert sign_in("pejabat").get("/doubles/").status_code == 403
    assert sign_in("petugas_sadu").get("/doubles/").context["count"] == 0
    assert not ResidentStep.objects.exists()
    assert not Distinct.objects.exists()


def test_a_pair_across_kecamatan_is_for_those_who_see_both(sign_in, places, list_person):
    pair = list_person("Siti Aminah"), list_person("Siti Aminah", places.itik)
    assert sign_in("admin").get("/doubles/").context["count"] == 1
    assert sign_in("admin").get("/doubles/?kecamatan=15.07.01").context["count"] == 0
    assert sign_in("petugas_timur").get("/doubles/").context["count"] == 0
    assert sign_in("petugas_timur").get(url(pair)).status_code == 404


def test_wrong_methods_and_addresses(sign_in, pair):
    client = sign_in("petugas")
    assert client.post("/doubles/").status_code == 405
    assert client.post(url(pair)).status_code == 405
    for part in ("merge/", "distinct/"):
        assert client.get(url(pair, part)).status_code == 405
    for address in (
        "/doubles/1/1/", f"/doubles/{pair[0].pk}/999999/", f"/doubles/{10**30}/1/", f"/doubles/{10**30}/unmerge/",
        f"/doubles/{pair[0].pk}/unmerge/", "/doubles/?kecamatan=99.99.99", "/doubles/?kecamatan=x",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.get("/doubles/?page=999999").status_code == client.get("/doubles/?page=x").status_code == 200


def test_too_many_people_are_not_looked_through_at_once(sign_in, pair, monkeypatch):
    monkeypatch.setattr(selector, "MOST_PEOPLE", 1)
    page = sign_in("petugas").get("/doubles/")
    assert page.context["found"].too_many
    assert page.context["count"] == 0


def test_few_queries(sign_in, pair, list_person, django_assert_max_num_queries):
    for letter in "abcdefgh":
        list_person(f"Siti Aminah {letter}")
    client = sign_in("petugas")
    with django_assert_max_num_queries(11):
        client.get("/doubles/")
    with django_assert_max_num_queries(16):
        client.get(url(pair))


def test_no_value_of_any_field_breaks_a_page(sign_in, places, today, list_person, pair):
    list_person("Rizki", birth_date=today.replace(year=today.year - 17, day=1), added=False)
    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "removed", 3, today, "")
    by = scope_of(User.objects.get(username="petugas"))
    row = record_updates(by=by, drive=places.drive, entries=[entry])[0].update
    third, fourth = list_person("Sri Wahyuni"), list_person("Sri Wahyuni")
    Resident.objects.get(pk=merge(by=by, kept=third, merged=fourth, counted_twice=False, day=today).resident_id)
    client = sign_in("admin")
    tried = 0
    for page in (
        "/reconciliation/15.07.01.2002/inflow/", f"/reconciliation/rows/{row.pk}/match/", url(pair),
        f"/doubles/{fourth.pk}/unmerge/",
    ):  # fmt: skip
        for form in forms_of(client.get(page)):
            if "logout" in form.action or form.action.endswith("distinct/"):
                continue
            for name in [*form.fields, "people", "do"]:
                for value in NASTY:
                    response = client.post(form.action or page, {**form.fields, name: value})
                    assert response.status_code < 500, (page, name, value)
                    tried += 1
    assert tried > 100
    call_command("check_ledger", verbosity=0)
