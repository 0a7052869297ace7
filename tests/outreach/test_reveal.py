"""Whole numbers with a reason and on record, and who looked at a person."""

import pytest
from django.core.exceptions import PermissionDenied

from kecamatan.access import scope_of
from kecamatan.refusals import Refused
from outreach.actions.access_log import log_access
from outreach.models import Resident, ResidentAccess

NIK = "1507025705900003"
KK = "1507020101150001"
FINE = {"kind": "nik", "why": "siak", "words": ""}


@pytest.fixture
def person(list_person):
    return list_person(nik=NIK, no_kk=KK)


@pytest.fixture
def english(cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def url(person, part="reveal/"):
    return f"/residents/{person.pk}/{part}"


def words(response):
    return response.content.decode()


def test_a_whole_number_is_written_down_and_shown_on_a_page_nobody_keeps(sign_in, person, english):
    response = sign_in("petugas_timur").post(url(person), FINE)
    assert NIK in words(response)
    assert KK not in words(response)
    assert "no-store" in response["Cache-Control"]
    assert 'data-hide-after="30"' in words(response)
    (line,) = ResidentAccess.objects.all()
    assert (line.resident, line.kind, line.by.username) == (person, "nik", "petugas_timur")
    assert line.reason == "to look the person up in SIAK"


def test_the_no_kk_likewise_and_in_ones_own_words(sign_in, person):
    response = sign_in("petugas").post(url(person), {"kind": "no_kk", "why": "other", "words": "urus KK baru"})
    assert KK in words(response)
    assert NIK not in words(response)
    assert ResidentAccess.objects.get().reason == "urus KK baru"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"why": ""}, "why"),
        ({"why": "bored"}, "why"),
        ({"why": "other"}, "words"),
        ({"why": "other", "words": "   "}, "words"),
        ({"words": "x" * 201}, "words"),
        ({"words": "a\x07b"}, "words"),
        ({"kind": "print"}, "kind"),
        ({"kind": ""}, "kind"),
    ],
)
def test_without_a_reason_nothing_is_shown_or_written(sign_in, person, changes, field):
    response = sign_in("petugas").post(url(person), {**FINE, **changes})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert NIK not in words(response)
    assert not ResidentAccess.objects.exists()


def test_what_is_not_there_is_said(sign_in, list_person):
    response = sign_in("petugas").post(url(list_person()), FINE)
    assert response.status_code == 200
    assert response.context["number"] == ""
    assert not ResidentAccess.objects.exists()


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("pejabat", 403), ("petugas_sadu", 404), ("foreigner", 404)])
def test_others_are_turned_away(sign_in, person, who, status):
    response = sign_in(who).post(url(person), FINE)
    assert response.status_code == status
    assert NIK not in words(response)
    assert not ResidentAccess.objects.exists()


def test_it_is_never_asked_for_by_an_address(sign_in, person):
    assert sign_in("petugas").get(url(person)).status_code == 405


def test_an_admin_sees_who_looked_and_nobody_else_does(sign_in, person, english):
    sign_in("petugas_timur").post(url(person), {**FINE, "words": "MARK"})
    page = words(sign_in("admin").get(url(person, "access/")))
    assert "Petugas Timur" in page
    assert "MARK" in page
    assert NIK not in page
    for who, status in ((None, 302), ("petugas", 403), ("pejabat", 403), ("foreigner", 404)):
        assert sign_in(who).get(url(person, "access/")).status_code == status
        assert sign_in(who).post(url(person, "access/"), {"why": "siak"}).status_code == status
    assert ResidentAccess.objects.count() == 1


def test_the_print_holds_all_that_is_stored_and_is_written_down(sign_in, person, english):
    client = sign_in("admin")
    response = client.post(url(person, "access/"), {"why": "person_asks", "words": "datang sendiri"})
    page = words(response)
    for said in ("Siti Aminah", "150702••••••0003", "printed the access log", "datang sendiri", "Listed"):
        assert said in page
    assert NIK not in page
    assert "no-store" in response["Cache-Control"]
    assert ResidentAccess.objects.get().kind == "print"


def test_whole_numbers_are_printed_only_where_wanted_and_are_written_down_too(sign_in, person):
    page = words(sign_in("admin").post(url(person, "access/"), {"why": "person_asks", "whole": "on"}))
    assert NIK in page
    assert KK in page
    assert sorted(ResidentAccess.objects.values_list("kind", flat=True)) == ["nik", "no_kk", "print"]


def test_a_print_without_a_reason_is_none(sign_in, person):
    client = sign_in("admin")
    response = client.post(url(person, "access/"), {"why": ""})
    assert list(response.context["form"].errors) == ["why"]
    assert not ResidentAccess.objects.exists()
    assert client.put(url(person, "access/")).status_code == 405


def test_many_are_logged_at_once(cast, list_person, person, places, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("outreach.actions.access_log.AT_ONCE", 3)
    people = [person, *(list_person(f"Nomor {number}") for number in range(4))]
    scope = scope_of(cast.petugas_timur)
    assert log_access(by=scope, residents=people, kind="export") == 5
    assert log_access(by=scope, residents=Resident.objects.values_list("pk", flat=True), kind="export") == 5
    people.append(list_person("Jauh", desa=places.itik))
    with pytest.raises(PermissionDenied):
        log_access(by=scope, residents=people, kind="export")
    assert ResidentAccess.objects.count() == 10
    with pytest.raises(Refused):
        log_access(by=scope, residents=[person], kind="nik", reason=" ")
