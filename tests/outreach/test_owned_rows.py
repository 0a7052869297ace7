"""Rows of the ledger that belong to a person: undone with the person's step, and nowhere else."""

import uuid

import pytest

from kecamatan.models import CountUpdate
from outreach.life import Step


@pytest.fixture
def row(list_person, step):
    step(list_person(), Step.RECORD)
    return CountUpdate.objects.get()


def words(response):
    return response.content.decode()


def test_the_ledger_shows_the_person_instead_of_undo(sign_in, row, cast):
    page = words(sign_in("petugas").get("/counts/"))
    assert f"/counts/{row.pk}/reverse/" not in page
    assert 'href="/residents/' in page


def test_a_row_of_nobody_keeps_its_undo(sign_in, row, places, cast, today):
    from kecamatan.access import scope_of
    from kecamatan.actions.ledger import Entry, record_updates

    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 2, today)
    other = record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])[0].update
    page = words(sign_in("petugas").get("/counts/"))
    assert f"/counts/{other.pk}/reverse/" in page


def test_the_owners_of_a_page_cost_one_query(sign_in, list_person, step, django_assert_num_queries):
    client = sign_in("petugas")
    step(list_person(), Step.RECORD)
    client.get("/counts/")
    with django_assert_num_queries(8) as few:
        client.get("/counts/")
    for number in range(8):
        step(list_person(f"Nomor {number}"), Step.RECORD)
    with django_assert_num_queries(len(few)):
        client.get("/counts/")


def test_undoing_it_in_the_ledger_is_refused_with_a_link(sign_in, row):
    client = sign_in("petugas")
    for response in (
        client.get(f"/counts/{row.pk}/reverse/"),
        client.post(f"/counts/{row.pk}/reverse/", {"reason": "keliru", "key": str(uuid.uuid4())}),
    ):
        assert response.status_code == 200
        assert not response.context["possible"]
        assert 'href="/residents/' in words(response)
    assert CountUpdate.objects.count() == 1


def test_a_pejabat_finds_no_way_to_a_person(sign_in, row):
    client = sign_in("pejabat")
    assert "/residents/" not in words(client.get("/counts/"))
    assert client.get(f"/counts/{row.pk}/reverse/").status_code == 403
