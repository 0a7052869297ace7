"""Pejabat see counts, never a person: words that only others may read are looked for on every page and in every export."""

import pytest

from kecamatan.models import School, User

MARKS = ("MARK-NOTE", "MARK-HEAD", "0812-7777-1234", "+6281277771234", "MARK-SCHOOLHEAD")
PAGES = [
    "/",
    "/kecamatan/15.07.01/",
    "/desa/15.07.01.2002/",
    "/counts/",
    "/counts/?columns=note&columns=number",
    "/counts/?export=csv",
    "/counts/?note=MARK-NOTE&export=csv",
    "/desa/",
    "/desa/?columns=head_name&columns=head_phone",
    "/desa/?export=csv",
    "/help/",
    "/account/",
]


@pytest.fixture
def marked(places, enter):
    type(places.lambur).objects.filter(pk=places.lambur.pk).update(head_name="MARK-HEAD", head_phone="+6281277771234")
    School.objects.create(npsn="10502001", name="SMAN 1", level="SMA", desa=places.lambur, head_name="MARK-SCHOOLHEAD")
    enter("recorded", 3, note="MARK-NOTE")


def told(client, page):
    response = client.get(page)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_pejabat_reads_of_no_person(sign_in, marked, page):
    words = told(sign_in("pejabat"), page)
    assert [mark for mark in MARKS if mark in words] == []


def test_a_petugas_reads_them_so_that_the_marks_are_really_there(sign_in, marked):
    words = "".join(told(sign_in("petugas"), page) for page in PAGES)
    assert [mark for mark in MARKS if mark not in words] == ["MARK-SCHOOLHEAD"]  # shown on the school's own form only


def test_somebody_who_becomes_a_pejabat_loses_the_kept_page_too(sign_in, marked, cast):
    client = sign_in("petugas")
    first = client.get("/desa/15.07.01.2002/")
    User.objects.filter(pk=cast.petugas.pk).update(role="pejabat")
    again = client.get("/desa/15.07.01.2002/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "MARK-HEAD" not in again.content.decode()
