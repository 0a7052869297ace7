"""Taking a list in, and taking it back: whole or not at all."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from outreach.actions.absences import settle_absences
from outreach.actions.imports.commit import commit_import
from outreach.actions.imports.undo import InTheWay, undo_import
from outreach.actions.people import Details, edit_resident
from outreach.actions.steps import undo_step
from outreach.import_words import words_of
from outreach.life import Removal, Step
from outreach.models import Absence, ImportBatch, ImportRow, Resident, ResidentChange, ResidentRow, ResidentStep
from outreach.selectors.people_check import check_people
from tests.outreach.test_steps import remaining

NIK = "1507025705900003"


def commit(cast, batch, **options):
    taken = commit_import(by=scope_of(cast.petugas), batch=batch, **options)
    batch.refresh_from_db()
    return taken


def people():
    """Everything that is known of people, but for what counts the changes."""
    fields = [
        one.attname
        for one in Resident._meta.local_fields
        if one.attname not in {"version", "nik_sealed", "no_kk_sealed"}
    ]
    return [
        (*row, one.nik, one.no_kk)
        for row, one in zip(
            Resident.objects.order_by("pk").values_list(*fields), Resident.objects.order_by("pk"), strict=True
        )
    ]


def test_new_people_name_the_baseline_or_flow_in_by_the_rule(places, cast, today, make_batch, add_row):
    batch = make_batch()
    add_row(batch, name="Tua", nik=NIK)
    seventeen = today - timedelta(days=10)
    add_row(batch, name="Muda", birth_date=seventeen.replace(year=seventeen.year - 17).isoformat())
    taken = commit(cast, batch)
    assert (taken.new, taken.inflow) == (2, 1)
    assert remaining(places) == 151
    (row,) = CountUpdate.objects.all()
    assert (row.kind, row.quantity, row.date) == ("added", 1, seventeen)
    young = Resident.objects.get(name="Muda")
    assert (young.added, young.batch, young.steps_taken) == (True, batch, 1)
    assert Resident.objects.get(name="Tua").nik == NIK
    assert batch.state == "committed"
    assert not batch.rows.exclude(content="").exists()


def test_the_rule_can_be_overruled_for_a_list(places, cast, make_batch, add_row):
    batch = make_batch(new_are=ImportBatch.RuleEight.INFLOW, new_reason="moved in")
    add_row(batch)
    commit(cast, batch)
    assert remaining(places) == 151
    assert ResidentStep.objects.get().note == "moved in"


def test_changes_are_kept_old_and_new(places, cast, list_person, make_batch, add_row):
    resident = list_person(rt="001")
    batch = make_batch()
    add_row(batch, "changed", resident, changes=[("rt", "001", "004"), ("nik", "", NIK)])
    commit(cast, batch)
    resident.refresh_from_db()
    assert (resident.rt, resident.nik, resident.version) == ("004", NIK, 1)
    assert ResidentChange.objects.filter(batch=batch).count() == 2
    assert NIK not in str(list(ResidentChange.objects.values()))


def test_who_was_edited_since_the_preview_stays_in_doubt(places, cast, list_person, make_batch, add_row):
    resident = list_person(rt="001")
    batch = make_batch()
    row = add_row(batch, "changed", resident, changes=[("rt", "001", "004")])
    details = Details(name=resident.name, desa=resident.desa, birth_date=resident.birth_date, rt="009")
    edit_resident(by=scope_of(cast.petugas), resident=resident, details=details, seen_version=0)
    assert commit(cast, batch).left == 1
    row.refresh_from_db()
    assert (row.verdict, row.reason, row.taken) == ("doubtful", "changed_meanwhile", False)
    assert Resident.objects.get().rt == "009"


def test_a_nik_that_somebody_has_by_now_is_not_taken_twice(places, cast, list_person, make_batch, add_row):
    batch = make_batch()
    add_row(batch, name="Budi", nik=NIK)
    add_row(batch, name="Budi lagi", nik=NIK)
    list_person(nik=NIK)
    assert commit(cast, batch).left == 2
    assert Resident.objects.count() == 1


def test_a_person_said_to_be_born_after_they_were_listed_holds_up_their_row_alone(
    places, cast, today, list_person, make_batch, add_row
):
    person = list_person("Budi", now=timezone.now() - timedelta(days=20))
    batch = make_batch("partial")
    late = (today - timedelta(days=3)).isoformat()
    row = add_row(batch, "changed", person, changes=[("birth_date", "1990-05-17", late)])
    add_row(batch, name="Ani")
    assert commit(cast, batch).new == 1
    row.refresh_from_db()
    assert (row.verdict, row.reason, row.taken) == ("doubtful", "born_after_listed", False)
    assert not words_of(row.reason).startswith("born_")


def test_a_move_that_the_ledger_refuses_holds_up_its_row_alone(
    places, cast, today, list_person, step, make_batch, add_row
):
    """All who remained in Lambur were counted as recorded without a name, and so was who flowed in there."""
    people = [list_person(name, added=True) for name in ("Siti", "Budi")]
    step(people[1], Step.RECORD)
    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 41, today)
    record_updates(by=scope_of(cast.admin), drive=places.drive, entries=[entry])
    batch = make_batch("partial")
    move = ("desa", places.lambur.code, places.simbur.code)
    row = add_row(batch, "changed", people[0], changes=[move, ("phone", "", "+6281111111")])
    add_row(batch, name="Ani")
    before = remaining(places)
    assert (commit(cast, batch).new, batch.doubtful, remaining(places)) == (1, 1, before)
    row.refresh_from_db()
    assert (row.verdict, row.reason, row.taken) == ("doubtful", "ledger_keeps_place", False)
    kept = Resident.objects.get(pk=people[0].pk)
    assert (kept.desa, kept.phone, kept.version) == (places.lambur, "", people[0].version)
    assert not ResidentChange.objects.exists()
    assert check_people().faults == []


def test_who_is_missing_from_a_whole_list_is_gone_and_from_a_part_nobody(
    places, cast, list_person, step, make_batch, add_row
):
    here, gone, doubt, done = (list_person(name) for name in ("Ada", "Hilang", "Ragu", "Sudah"))
    step(done, Step.RECORD)
    part = make_batch("partial")
    add_row(part, "same", here)
    assert commit(cast, part).gone == 0
    batch = make_batch()
    add_row(batch, "same", here)
    add_row(batch, "doubtful", candidates=[doubt.pk])
    assert commit(cast, batch).gone == 1
    assert Absence.objects.get().resident == gone
    later = make_batch()
    add_row(later, "same", gone)
    add_row(later, "same", doubt)
    add_row(later, "same", here)
    assert commit(cast, later).back == 1
    assert Absence.objects.get(resident=gone).settled == "back"
    undo_import(by=scope_of(cast.petugas), batch=later, reason="the wrong file")
    assert Absence.objects.get(resident=gone).settled == ""


def test_a_list_is_taken_in_once(places, cast, make_batch, add_row):
    batch = make_batch()
    add_row(batch)
    commit(cast, batch)
    with pytest.raises(Refused):
        commit(cast, batch)
    assert Resident.objects.count() == 1


def test_undoing_gives_back_the_exact_state_before(places, cast, today, list_person, step, make_batch, add_row):
    known, other = list_person(rt="001", nik=NIK), step(list_person("Lain"), Step.RECORD)
    before, count = people(), remaining(places)
    batch = make_batch()
    add_row(
        batch,
        "changed",
        known,
        changes=[
            ("rt", "001", "004"),
            ("nik", NIK, "1507025705900014"),
            ("desa", places.lambur.code, places.itik.code),
        ],
    )
    add_row(batch, name="Baru", birth_date=(today - timedelta(days=16 * 366)).isoformat())
    add_row(batch, name="Baru juga", nik="1507025705900025")
    commit(cast, batch)
    assert people() != before
    assert remaining(places) == count + 1
    assert Absence.objects.count() == 0
    undo_import(by=scope_of(cast.petugas), batch=batch, reason="the wrong month")
    assert people() == before
    assert remaining(places) == count
    assert not batch.rows.exists()
    assert Resident.objects.get(pk=other.pk).state == "recorded"
    with pytest.raises(Refused):
        undo_import(by=scope_of(cast.petugas), batch=batch, reason="again")


@pytest.mark.parametrize("work", ["recorded", "edited new", "edited changed", "settled"])
def test_later_work_stands_in_the_way_and_is_named(places, cast, today, list_person, step, make_batch, add_row, work):
    known, gone = list_person(rt="001"), list_person("Hilang")
    batch = make_batch()
    add_row(batch, "changed", known, changes=[("rt", "001", "004")])
    add_row(batch, name="Baru")
    commit(cast, batch)
    new, known = Resident.objects.get(name="Baru"), Resident.objects.get(pk=known.pk)
    if work == "recorded":
        step(new, Step.RECORD)
    elif work == "settled":
        settle_absences(by=scope_of(cast.petugas), residents=[gone], why=Removal.DIED, day=today)
    else:
        one = new if work == "edited new" else known
        details = Details(name=one.name, desa=one.desa, birth_date=one.birth_date, rt="008")
        edit_resident(by=scope_of(cast.petugas), resident=one, details=details, seen_version=one.version)
    before = people()
    with pytest.raises(InTheWay) as standing:
        undo_import(by=scope_of(cast.petugas), batch=batch, reason="the wrong month")
    assert [one.name for one in standing.value.residents] == [
        {"settled": "Hilang", "edited changed": known.name}.get(work, "Baru")
    ]
    assert people() == before
    batch.refresh_from_db()
    assert batch.state == "committed"


def test_who_is_gone_is_settled_by_a_step_and_open_again_when_it_is_undone(
    places, cast, today, list_person, make_batch
):
    people_gone = [list_person(f"Hilang {number}") for number in range(3)]
    commit(cast, make_batch())
    by = scope_of(cast.petugas)
    with pytest.raises(Refused):
        settle_absences(by=by, residents=people_gone[:1], why=Removal.NOT_FOUND, day=today)
    settle_absences(by=by, residents=people_gone[:2], why=Removal.DIED, day=today)
    settle_absences(by=by, residents=people_gone[2:], why="kept", day=today, note="nobody knows")
    assert remaining(places) == 148
    assert not Absence.objects.filter(settled="").exists()
    undo_step(by=by, resident=people_gone[0], note="alive")
    assert Absence.objects.get(settled="").resident == people_gone[0]
    with pytest.raises(Refused):
        settle_absences(by=by, residents=people_gone[:2], why=Removal.DIED, day=today)
    assert remaining(places) == 149


def test_a_fault_on_the_way_leaves_nothing(places, cast, make_batch, add_row, monkeypatch):
    batch = make_batch()
    for number in range(3):
        add_row(batch, name=f"Orang {number}")
    monkeypatch.setattr("outreach.actions.imports.commit._finish", lambda work: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        commit_import(by=scope_of(cast.petugas), batch=batch)
    assert not Resident.objects.exists()
    assert not ResidentRow.objects.exists()
    assert ImportRow.objects.filter(taken=False).count() == 3


def test_who_flowed_in_takes_their_row_along_to_another_desa_and_back(places, cast, list_person, make_batch, add_row):
    resident = list_person(added=True)
    assert (remaining(places, places.lambur), remaining(places, places.simbur)) == (41, 30)
    batch = make_batch("partial")
    add_row(batch, "changed", resident, changes=[("desa", places.lambur.code, places.simbur.code)])
    commit(cast, batch)
    assert (remaining(places, places.lambur), remaining(places, places.simbur)) == (40, 31)
    undo_import(by=scope_of(cast.petugas), batch=batch, reason="the wrong file")
    assert (remaining(places, places.lambur), remaining(places, places.simbur)) == (41, 30)


def test_a_nik_given_to_somebody_else_since_the_preview_holds_up_its_row_alone(
    places, cast, list_person, make_batch, add_row
):
    first, second, third = (list_person(name) for name in ("Satu", "Dua", "Tiga"))
    batch = make_batch("partial")
    add_row(batch, "changed", first, changes=[("nik", "", NIK)])
    add_row(batch, "changed", second, changes=[("nik", "", "1507025705900014")])
    add_row(batch, "changed", third, changes=[("nik", "", "1507025705900014")])
    list_person("Empat", nik=NIK)
    taken = commit(cast, batch)
    assert (taken.changed, taken.left) == (1, 2)
    assert [one.nik for one in (Resident.objects.get(pk=pk) for pk in (first.pk, second.pk, third.pk))] == [
        "",
        "1507025705900014",
        "",
    ]


def test_the_queue_of_a_list_is_open_to_whoever_has_the_people(places, cast, list_person, make_batch, sign_in):
    list_person("Hilang")
    batch = make_batch()
    commit(cast, batch)
    for name, seen in (("petugas_timur", True), ("petugas_sadu", False), ("foreigner", False)):
        page = sign_in(name).get(f"/absences/?import={batch.pk}").content.decode()
        assert ("Hilang<" in page) is seen
