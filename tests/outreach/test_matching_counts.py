"""Counts without names get their names: remaining stays as it is, and nobody is counted twice."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from kecamatan.selectors.counts import counts_as_of
from outreach.actions.inflow import count_as_inflow
from outreach.actions.matching_counts import match_counts
from outreach.actions.steps import undo_step
from outreach.life import Removal, Step
from outreach.models import Resident, ResidentRow


@pytest.fixture
def enter(places, cast, today):
    def _enter(kind="recorded", quantity=5, desa=places.lambur, kecamatan=None, day=None):
        entry = Entry(uuid.uuid4(), kecamatan or desa.kecamatan, desa, kind, quantity, day or today, "jemput bola")
        return record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])[0].update

    return _enter


@pytest.fixture
def match(cast):
    def _match(row, people, *, key=None, by=None, **options):
        by = scope_of(by or cast.petugas)
        return match_counts(by=by, row=row, people=people, key=key or uuid.uuid4(), **options)

    return _match


def left(places):
    here = counts_as_of(places.drive, [places.timur.pk]).kecamatan[places.timur.pk]
    return here.counts.remaining, here.desa[places.lambur.pk].remaining, here.rest.remaining


def test_names_take_the_place_of_a_count(places, today, list_person, enter, match):
    row = enter(day=today - timedelta(days=9))
    people, before = [list_person("Ahmad"), list_person("Budi")], left(places)
    done = match(row, people)
    assert (done.named, done.left, done.again) == (2, 3, False)
    assert left(places) == before == (95, 35, 30)
    assert {one.state for one in Resident.objects.all()} == {"recorded"}
    assert {one.since for one in Resident.objects.all()} == {row.date}
    rest = CountUpdate.objects.standing().exclude(key__in=ResidentRow.objects.values("row_id")).get()
    assert (rest.quantity, rest.date, rest.note, rest.desa) == (3, row.date, "jemput bola", places.lambur)


def test_a_whole_row_leaves_no_rest_and_undoing_a_step_brings_one_back(places, cast, list_person, enter, match):
    ahmad = list_person("Ahmad")
    assert match(enter(quantity=1), [ahmad]).left == 0
    undo_step(by=scope_of(cast.petugas), resident=ahmad, note="another Ahmad")
    assert left(places) == (100, 40, 30)


def test_a_row_of_the_kecamatan_alone_is_counted_where_the_people_live(places, list_person, enter, match):
    match(enter(desa=None, kecamatan=places.timur), [list_person("Ahmad")])
    assert left(places) == (95, 39, 26)


@pytest.mark.parametrize(
    ("kind", "removal", "state"),
    [("recorded_elsewhere", None, "recorded_elsewhere"), ("removed", Removal.DIED, "died")],
)
def test_each_kind_takes_its_own_step(places, list_person, enter, match, kind, removal, state):
    ahmad = list_person("Ahmad")
    match(enter(kind), [ahmad], removal=removal)
    ahmad.refresh_from_db()
    assert (ahmad.state, ahmad.removal) == ("removed", state)
    assert left(places)[0] == 95


def test_the_same_request_again_is_answered_and_not_done(places, list_person, enter, match):
    row, key, people = enter(), uuid.uuid4(), [list_person("Ahmad")]
    first, again = match(row, people, key=key), match(row, people, key=key)
    assert (again.named, again.left, again.again) == (first.named, first.left, True)
    assert CountUpdate.objects.count() == 4
    with pytest.raises(Refused):
        match(row, [list_person("Budi")], key=key)


def test_what_cannot_be_changes_nothing(places, cast, today, list_person, enter, match, step):
    ahmad, far = list_person("Ahmad"), list_person("Budi", places.simbur)
    young = list_person("Citra", birth_date=today.replace(year=today.year - 12), added=True)
    recorded = step(list_person("Dewi"), Step.RECORD)
    row, one, added = enter(), enter(quantity=1), enter("added")
    removed, undone = enter("removed"), enter()
    reverse_update(by=scope_of(cast.petugas), update=undone, reason="x", key=uuid.uuid4())
    own = CountUpdate.objects.get(pk=ResidentRow.objects.get(resident=recorded).row.pk)
    rows, people = CountUpdate.objects.count(), list(Resident.objects.values_list("state", "version"))
    for what, whom in [
        (row, []), (row, [far]), (row, [young]), (row, [recorded]), (row, [ahmad, far]), (added, [ahmad]),
        (removed, [ahmad]), (undone, [ahmad]), (own, [ahmad]), (one, [ahmad, list_person("Eka")]),
    ]:  # fmt: skip
        with pytest.raises(Refused):
            match(what, whom)
    with pytest.raises(PermissionDenied):
        match(row, [ahmad], by=cast.petugas_sadu)
    with pytest.raises(PermissionDenied):
        match(row, [ahmad], by=cast.pejabat)
    assert CountUpdate.objects.count() == rows
    assert list(Resident.objects.exclude(name="Eka").values_list("state", "version")) == people


@pytest.mark.django_db(transaction=True)
def test_two_browsers_match_one_row_once(places, list_person, enter, match, own_connections):
    row, people = enter(), [list_person("Ahmad"), list_person("Budi")]
    ready = threading.Barrier(2)

    def attempt(person):
        ready.wait(10)
        try:
            return match(row, [person])
        except Refused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = [one.result(30) for one in [pool.submit(attempt, person) for person in people]]
    assert sorted(one is None for one in answers) == [False, True]
    assert Resident.objects.filter(state="recorded").count() == 1
    assert left(places) == (95, 35, 30)


def test_who_had_flowed_in_is_counted_so_once(places, cast, today, list_person):
    young = list_person("Ahmad", birth_date=today.replace(year=today.year - 17), added=False)
    other = list_person("Budi")
    count_as_inflow(by=scope_of(cast.petugas), residents=[young, other])
    assert left(places)[0] == 102
    assert count_as_inflow(by=scope_of(cast.petugas), residents=[young, other]) == []
    assert left(places)[0] == 102
    assert CountUpdate.objects.get(key=ResidentRow.objects.get(resident=young).row_id).date == today
    with pytest.raises(PermissionDenied):
        count_as_inflow(by=scope_of(cast.petugas_sadu), residents=[young])
