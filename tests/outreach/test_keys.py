"""The keys of a site: made on first use, verified against the database, rotated whole."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from kecamatan.access import scope_of
from outreach import keys
from outreach.actions.changes import shown_text
from outreach.actions.people import Details, edit_resident
from outreach.actions.rotation import rotate_keys
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.keys_file import KeysMissing, read_keys
from outreach.models import FieldEvent, FieldLease, Resident, ResidentChange, SealCheck
from outreach.models.field import CONTENT
from outreach.sealing import WrongKey
from tests.outreach.field.phone import Phone

NIK, OTHER = "1507025705900003", "1507025705900014"


def test_the_first_use_makes_the_file_for_its_owner_alone(db, settings):
    ring = keys.ring()
    assert Path(settings.KEYS_FILE).stat().st_mode & 0o777 == 0o600
    assert SealCheck.objects.get().key_id == ring.current


def test_another_file_and_a_missing_one_are_refused(db, settings, tmp_path):
    keys.ring()
    settings.KEYS_FILE = tmp_path / "missing.json"
    with pytest.raises(KeysMissing, match="Put it back"):
        keys.open_site_keys()
    SealCheck.objects.all().delete()
    keys.open_site_keys()
    SealCheck.objects.update(check_value=f"{SealCheck.objects.get().key_id}:{'0' * 64}")
    with pytest.raises(WrongKey, match="Put back the file of keys"):
        keys.open_site_keys()


def test_a_rotation_seals_everything_anew_and_loses_nothing(places, cast, settings, tmp_path, list_person):
    settings.KEYS_FILE = tmp_path / "keys.json"
    SealCheck.objects.all().delete()
    keys.forget()
    resident, bare = list_person(nik=NIK, no_kk=OTHER), list_person("Tanpa Nomor")
    details = Details(name=resident.name, desa=resident.desa, nik=OTHER, birth_date=resident.birth_date)
    edit_resident(by=scope_of(cast.petugas), resident=resident, details=details, seen_version=resident.version)
    old, sealed = keys.ring().current, Resident.objects.get(pk=resident.pk).nik_sealed
    count, kept = rotate_keys(Path(settings.KEYS_FILE), datetime(2026, 1, 2, tzinfo=UTC))
    assert count >= 4
    assert keys.ring().ids == (SealCheck.objects.get().key_id,) != (old,)
    assert read_keys(kept).ids == (old,)
    again = Resident.objects.get(pk=resident.pk)
    assert (again.nik, again.no_kk) == (OTHER, "")
    assert again.nik_sealed != sealed
    assert Resident.objects.with_nik(OTHER).get() == resident
    assert Resident.objects.get(pk=bare.pk).nik == ""
    change = ResidentChange.objects.get(field="nik")
    assert (shown_text(change, "before"), shown_text(change, "after")) == (NIK, OTHER)


def test_a_rotation_seals_what_opens_the_phones_anew(places, cast, settings, tmp_path, list_person, today):
    settings.KEYS_FILE = tmp_path / "keys.json"
    SealCheck.objects.all().delete()
    keys.forget()
    list_person("Siti Aminah")
    plan = Plan(
        kecamatan=places.timur, day=today, starts=time(8), ends=time(14), place_name="Balai", desa=[places.lambur]
    )
    phone = Phone.take(scope_of(cast.petugas), plan_visit(by=scope_of(cast.petugas), drive=places.drive, plan=plan))
    phone.unlisted("Siti Aminah", places.lambur.code, born="1990-05-17")
    assert [one.answer for one in phone.send()] == ["decide"]
    opened = phone.lease.keys
    rotate_keys(Path(settings.KEYS_FILE), datetime(2026, 1, 2, tzinfo=UTC))
    event = FieldEvent.objects.get()
    assert "Siti Aminah" in keys.ring().open(event.content, CONTENT)
    assert FieldLease.objects.get().keys == opened
    phone.lease.refresh_from_db()
    phone.unlisted("Joko Baru", places.lambur.code, born="1980-02-03")
    assert [one.answer for one in phone.send(phone.made[1])] == ["accepted"]


def test_a_rotation_that_was_cut_short_is_made_good_by_the_next(places, settings, tmp_path, list_person, monkeypatch):
    settings.KEYS_FILE = tmp_path / "keys.json"
    SealCheck.objects.all().delete()
    keys.forget()
    resident = list_person(nik=NIK)
    monkeypatch.setattr("outreach.actions.rotation._changes", lambda ring: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rotate_keys(Path(settings.KEYS_FILE), datetime(2026, 1, 2, tzinfo=UTC))
    assert Resident.objects.get(pk=resident.pk).nik == NIK
    assert Resident.objects.with_nik(NIK).exists()
    list_person("Budi", nik=OTHER)
    monkeypatch.undo()
    settings.KEYS_FILE = tmp_path / "keys.json"
    call_command("rotate_keys", verbosity=0)
    assert {one.nik for one in Resident.objects.all()} == {NIK, OTHER}


def test_a_print_under_another_key_is_refused_by_the_database(places, list_person):
    resident = list_person(nik=NIK)
    with pytest.raises(IntegrityError, match="another key"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outreach_resident SET nik_print = %s WHERE id = %s", [f"00000000:{'0' * 64}", resident.pk]
        )
