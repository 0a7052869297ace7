"""Rows of the ledger that belong to a person or a visit: undone with the person's step or the visit's result alone."""

import uuid
from datetime import time

import pytest

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from outreach.actions.matching_counts import match_counts
from outreach.actions.visits.counts import count_unnamed
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.steps import take_visit_step
from outreach.life import Step
from outreach.visit_life import Step as VisitStep


@pytest.fixture
def row(list_person, step):
    step(list_person(), Step.RECORD)
    return CountUpdate.objects.get()


@pytest.fixture
def counted(places, cast, today):
    """(visit, its count): seven people of Lambur without a name, two of them newly obliged."""
    by = scope_of(cast.petugas)
    plan = Plan(places.timur, today, time(8), time(14), "Balai Desa Lambur", desa=[places.lambur])
    visit = plan_visit(by=by, drive=places.drive, plan=plan)
    take_visit_step(by=by, visit=visit, step=VisitStep.START)
    return visit, count_unnamed(by=by, visit=visit, desa=places.lambur, people=7, newly_obliged=2)


def words(response):
    return response.content.decode()


def test_the_ledger_shows_the_person_instead_of_undo(sign_in, row, cast):
    page = words(sign_in("petugas").get("/counts/"))
    assert f"/counts/{row.pk}/reverse/" not in page
    assert 'href="/residents/' in page


def test_a_row_of_nobody_keeps_its_undo(sign_in, row, places, cast, today):
    from kecamatan.actions.ledger import Entry, record_updates

    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 2, today)
    other = record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])[0].update
    page = words(sign_in("petugas").get("/counts/"))
    assert f"/counts/{other.pk}/reverse/" in page


def test_the_owners_of_a_page_cost_two_queries(sign_in, list_person, step, django_assert_num_queries):
    client = sign_in("petugas")
    step(list_person(), Step.RECORD)
    client.get("/counts/")
    with django_assert_num_queries(10) as few:
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


def test_a_row_counted_at_a_visit_leads_to_its_result(sign_in, counted):
    visit, count = counted
    client = sign_in("petugas")
    there = f'href="/visits/{visit.pk}/result/"'
    page = words(client.get("/counts/"))
    assert page.count(there) == 2
    for row in (count.row, count.inflow_row):
        assert f"/counts/{row.pk}/reverse/" not in page
        response = client.post(f"/counts/{row.pk}/reverse/", {"reason": "keliru", "key": str(uuid.uuid4())})
        assert response.status_code == 200
        assert not response.context["possible"]
        assert there in words(response)
    assert CountUpdate.objects.count() == 2


def test_once_the_count_is_taken_back_its_rows_say_that_they_were_undone(sign_in, counted, cast, places):
    visit, count = counted
    count_unnamed(by=scope_of(cast.petugas), visit=visit, desa=places.lambur, people=0, seen=count.pk)
    response = sign_in("petugas").get(f"/counts/{count.row.pk}/reverse/")
    assert response.context["reversal"] is not None
    assert f"/visits/{visit.pk}/" not in words(response)


def test_a_row_counted_at_a_visit_gets_no_names_elsewhere(counted, cast, list_person):
    with pytest.raises(Refused, match="kunjungan"):
        match_counts(by=scope_of(cast.petugas), row=counted[1].row, people=[list_person()], key=uuid.uuid4())


def test_a_pejabat_finds_no_way_to_a_result(sign_in, counted):
    assert "/result/" not in words(sign_in("pejabat").get("/counts/"))
