"""Taking a list back after its people moved, or whoever took it in was given other kecamatan; and NIKs that went on."""

import pytest

from kecamatan.access import scope_of
from outreach.actions.changes import FIELDS
from outreach.actions.imports.commit import commit_import
from outreach.actions.imports.undo import InTheWay, undo_import
from outreach.actions.people import Details, edit_resident
from outreach.models import Absence, ImportRow, Resident

NIK, OTHER_NIK = "1507034508900012", "1507034508900013"


@pytest.fixture
def taken_in(cast, make_batch, add_row):
    """``taken_in(verdict, …)`` is a list of one row that the petugas of Timur took in."""

    def _taken_in(*row, covers="partial", **options):
        batch = make_batch(covers, by=cast.petugas_timur)
        if row:
            add_row(batch, *row, **options)
        commit_import(by=scope_of(cast.petugas_timur), batch=batch)
        return batch

    return _taken_in


@pytest.fixture
def move(cast):
    """``move(person, desa, …)`` is an admin's edit."""

    def _move(person, desa, **changes):
        person = Resident.objects.get(pk=person.pk)
        known = {name: getattr(person, name) for name in FIELDS} | {"desa": desa, **changes}
        edit_resident(by=scope_of(cast.admin), resident=person, details=Details(**known), seen_version=person.version)

    return _move


def undo(client, batch):
    return client.post(f"/imports/{batch.pk}/undo/", {"reason": "the wrong month"})


def test_whoever_has_other_kecamatan_now_takes_nobody_off(places, cast, taken_in, sign_in):
    batch = taken_in("new", name="Ani")
    cast.petugas_timur.kecamatan.set([places.sadu])
    assert undo(sign_in("petugas_timur"), batch).status_code == 400
    assert Resident.objects.get().name == "Ani"
    assert undo(sign_in("admin"), batch).status_code == 302
    assert not Resident.objects.exists()


def test_who_lives_elsewhere_by_now_is_neither_changed_nor_named(places, cast, list_person, taken_in, move, sign_in):
    person = list_person("Siti")
    batch = taken_in("changed", person, changes=[("phone", "", "+6281111111")])
    move(person, places.itik)
    assert undo(sign_in("petugas_timur"), batch).status_code == 400
    person.refresh_from_db()
    assert person.phone == "+6281111111"
    move(person, places.itik, phone="+6282222222", name="Rahasia")
    answer = undo(sign_in("petugas_timur"), batch)
    assert (answer.status_code, "Rahasia" in answer.content.decode()) == (400, False)
    assert "Rahasia" in undo(sign_in("admin"), batch).content.decode()


def test_who_was_gone_and_lives_elsewhere_by_now_stays_in_the_queue(places, list_person, taken_in, move, sign_in):
    person = list_person("Siti")
    batch = taken_in(covers="whole")
    move(person, places.itik)
    assert undo(sign_in("petugas_timur"), batch).status_code == 400
    assert Absence.objects.get().resident == person


@pytest.mark.parametrize("desa", ["simbur", "itik"])
def test_a_nik_that_somebody_has_by_now_stands_in_the_way(places, cast, list_person, taken_in, desa):
    person = list_person("Siti", nik=NIK)
    batch = taken_in("changed", person, changes=[("nik", NIK, OTHER_NIK)])
    owner = list_person("Rahasia", getattr(places, desa), nik=NIK)
    with pytest.raises(InTheWay) as standing:
        undo_import(by=scope_of(cast.petugas_timur), batch=batch, reason="x")
    assert standing.value.residents == ((owner,) if desa == "simbur" else (person,))


def test_a_nik_that_went_to_somebody_of_the_same_list_goes_back(places, cast, list_person, taken_in, add_row):
    person = list_person("Siti", nik=NIK)
    batch = taken_in("changed", person, changes=[("nik", NIK, OTHER_NIK)])
    add_row(batch, "doubtful", name="Sitti", nik=NIK)
    ImportRow.objects.filter(verdict="doubtful").update(decision="new")
    type(batch).objects.update(state="committing")
    commit_import(by=scope_of(cast.petugas_timur), batch=batch)
    assert Resident.objects.get(name="Sitti").nik == NIK
    undo_import(by=scope_of(cast.petugas_timur), batch=batch, reason="x")
    assert Resident.objects.get().nik == NIK
