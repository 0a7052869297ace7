"""``manage.py check_ledger``: it finds what it is for."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import Baseline, CountUpdate, Drive, Tally
from kecamatan.selectors.ledger_check import check_ledger, expected_triggers, present_triggers
from tests.guards_off import guards_off


@pytest.fixture
def rows(places, cast, today):
    """Four rows and a reversal, in a desa with a share, in one without, and in a kecamatan alone."""

    def entry(kind, quantity, desa, kecamatan):
        return Entry(uuid.uuid4(), kecamatan, desa, kind, quantity, today)

    saved = record_updates(
        by=scope_of(cast.petugas),
        drive=places.drive,
        entries=[
            entry("added", 5, places.lambur, places.timur),
            entry("recorded", 20, places.lambur, places.timur),
            entry("recorded", 10, places.siau, places.timur),
            entry("removed", 3, None, places.sadu),
        ],
    )
    reverse_update(by=scope_of(cast.petugas), update=saved[1].update, reason="typed twice", key=uuid.uuid4())
    return [one.update for one in saved]


def run():
    out = StringIO()
    call_command("check_ledger", stdout=out)
    return out.getvalue()


def test_a_sound_ledger_is_said_to_agree_with_what_was_looked_at(rows):
    said = run()
    assert "Looked at 5 rows of the ledger, 3 tallies, 6 places over 2 days with entries" in said
    assert f"{len(expected_triggers())} guards of the database" in said
    assert "All of them agree." in said


def test_a_regency_without_a_drive_is_sound(db):
    assert check_ledger().faults == []


@pytest.mark.django_db(transaction=True)
def test_a_tally_that_is_off_is_found(rows):
    with guards_off():
        Tally.objects.filter(desa__name="Siau Dalam").update(recorded=11)
    with pytest.raises(CommandError, match="Siau Dalam: the tally says 11 recorded, the ledger's rows 10") as caught:
        run()
    assert caught.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_a_tally_that_is_missing_and_one_too_many_are_found(rows, places):
    with guards_off():
        Tally.objects.filter(kecamatan=places.sadu).delete()
        Tally.objects.create(drive=places.drive, kecamatan=places.sadu, desa=places.itik, added=2)
    faults = check_ledger().faults
    assert any("Sadu: the tally says 0 removed, the ledger's rows 3" in fault for fault in faults)
    assert any("Sungai Itik: the tally says 2 added, the ledger's rows 0" in fault for fault in faults)


@pytest.mark.django_db(transaction=True)
def test_a_day_below_zero_is_found_though_the_present_is_not(places, cast, today):
    """Written past the guards: 45 recorded in Lambur (share 40) on the first day, 10 added the day after."""
    first = places.drive.baseline_date
    with guards_off():
        for kind, quantity, day in (("recorded", 45, first), ("added", 10, today)):
            newest = CountUpdate.objects.create(
                drive=places.drive,
                kecamatan=places.timur,
                desa=places.lambur,
                kind=kind,
                quantity=quantity,
                date=day,
                entered_by=cast.petugas,
            )
        Tally.objects.create(
            drive=places.drive,
            kecamatan=places.timur,
            desa=places.lambur,
            recorded=45,
            added=10,
            newest_row=newest.pk,
        )
    (fault,) = check_ledger().faults
    assert f"Lambur: -5 remain on {first}" in fault


@pytest.mark.django_db(transaction=True)
def test_a_tally_that_names_another_newest_row_is_found(rows, places):
    with guards_off():
        Tally.objects.filter(kecamatan=places.sadu).update(newest_row=99)
    assert check_ledger().faults == [f"Pilkada, Sadu: the newest row is {rows[3].pk}, its tally says 99."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"desa": "itik"}, "the desa or the drive belongs elsewhere"),
        ({"drive": "foreign"}, "the desa or the drive belongs elsewhere"),
        ({"date": -1}, "the day is before the baseline date"),
        ({"quantity": 4}, "a reversal must equal the row it undoes"),
        ({"kind": "recorded"}, "a reversal must equal the row it undoes"),
        ({"date": 1}, "a reversal must equal the row it undoes"),
    ],
)
def test_a_row_that_does_not_fit_is_found(rows, places, cast, changes, words):
    """One that undoes the removal of 3 in Sadu, but for one thing; and a right one, in which nothing is found."""
    foreign = Drive.objects.create(
        kabupaten=cast.foreigner.kabupaten,
        name="x",
        baseline_date=places.drive.baseline_date,
        last_recording_day=places.drive.polling_day,
        polling_day=places.drive.polling_day,
    )
    row = {"kind": "removed", "quantity": 3, "desa": None, "kecamatan": places.timur, "date": rows[3].date}
    row |= {"drive": places.drive, "entered_by": cast.petugas}
    row |= {"note": "x", "reverses": rows[3]} if "reversal" in words else {"kind": "added"}
    row |= {"kecamatan": places.sadu} if "reversal" in words else {}
    wrong = changes | {
        name: {"itik": places.itik, "foreign": foreign}[value]
        for name, value in changes.items()
        if name in ("desa", "drive")
    }
    if "date" in changes:
        wrong["date"] = places.drive.baseline_date + timedelta(days=changes["date"])
    with guards_off():
        one = CountUpdate.objects.create(**(row | wrong))
    assert f"1 × {words}: row {one.pk}." in check_ledger().faults


@pytest.mark.django_db(transaction=True)
def test_a_baseline_that_does_not_fit_is_found(rows, places):
    with guards_off():
        wrong = Baseline.objects.create(drive=places.drive, kecamatan=places.timur, desa=places.itik, people=0)
    assert check_ledger().faults == [f"1 × the desa or the drive belongs elsewhere: baseline {wrong.pk}."]


@pytest.mark.django_db(transaction=True)
def test_parts_of_people_are_found(rows, places, on_postgresql):
    if on_postgresql:
        pytest.skip("its columns take whole numbers only")
    with guards_off(), connection.cursor() as cursor:
        cursor.execute("UPDATE kecamatan_countupdate SET quantity = 1.5, date = 'zzz'")
        cursor.execute("UPDATE kecamatan_baseline SET people = 50.5 WHERE kecamatan_id = %s", [places.sadu.pk])
    faults = " ".join(check_ledger().faults)
    assert "5 × a row has whole people, a day, a moment and a key: row" in faults
    assert "1 × a baseline is a whole number of people: baseline" in faults


@pytest.mark.django_db(transaction=True)
def test_shares_beyond_their_kecamatan_are_found(rows, places):
    with guards_off():
        Baseline.objects.filter(kecamatan=places.timur, desa=None).update(people=60)
    faults = check_ledger().faults
    assert any("the shares of its desa exceed its baseline" in fault for fault in faults)
    assert any("not broken down: -20 remain" in fault for fault in faults)


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_is_missing_is_found(places):
    assert expected_triggers() <= present_triggers()
    assert len(expected_triggers()) > 20
    with guards_off():
        missing = [fault for fault in check_ledger().faults if "is missing or switched off" in fault]
        assert len(missing) == len(expected_triggers())
    name = "kecamatan_countupdate_sums"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            ((sql,),) = cursor.fetchall()
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(f"ALTER TABLE kecamatan_countupdate DISABLE TRIGGER {name}")
        try:
            assert check_ledger().faults == [f"The database's guard {name} is missing or switched off."]
        finally:
            cursor.execute(
                sql if connection.vendor == "sqlite" else f"ALTER TABLE kecamatan_countupdate ENABLE TRIGGER {name}"
            )
