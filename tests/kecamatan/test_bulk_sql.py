"""Thousands of rows in short statements: kecamatan.bulk_sql."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kecamatan.bulk_sql import insert_many, update_many
from kecamatan.models import School
from outreach.models import ImportBatch, ImportRow, Resident


def test_many_are_written_as_one_by_one_and_have_their_numbers(places, cast):
    first = School.objects.create(npsn="10500001", name="Satu", level="SMA", desa=places.lambur)
    made = [
        School(npsn=f"2050{number:04}", name=f"Sekolah {number}", level="SMA", desa=places.lambur)
        for number in range(1500)
    ]
    with transaction.atomic():
        insert_many(made)
        insert_many([])
    assert [one.pk for one in made] == list(range(first.pk + 1, first.pk + 1501))
    assert School.objects.get(pk=made[7].pk).name == "Sekolah 7"
    assert School.objects.create(npsn="10500002", name="Dua", level="SMA", desa=places.lambur).pk == made[-1].pk + 1


def test_a_number_is_not_given_twice_even_after_its_row_is_gone(places):
    with transaction.atomic():
        insert_many([last := School(npsn="20500001", name="Satu", level="SMA", desa=places.lambur)])
    number = last.pk
    School.objects.all().delete()
    with transaction.atomic():
        insert_many([after := School(npsn="20500002", name="Dua", level="SMA", desa=places.lambur)])
    assert after.pk > number


def test_values_of_every_kind_come_back(places, cast, today):
    now = timezone.now()
    batch = ImportBatch(
        kabupaten=places.kabupaten, drive=places.drive, file_name="'; DROP %s", file_bytes=7, upload=uuid.uuid4(),
        list_date=today, by=cast.petugas, at=now, exact=True,
    )  # fmt: skip
    with transaction.atomic():
        insert_many([batch])
        rows = [ImportRow(batch=batch, number=number, verdict="new", sheet="Ä%") for number in range(3)]
        insert_many(rows)
    found = ImportBatch.objects.get(pk=batch.pk)
    for name in ("file_name", "file_bytes", "upload", "list_date", "at", "exact", "committed_at"):
        assert getattr(found, name) == getattr(batch, name)
    with transaction.atomic():
        update_many(
            ImportBatch,
            ["list_date", "committed_at", "upload", "new", "exact"],
            [(batch.pk, date(2020, 2, 29), now, batch.upload, 3, False)],
        )
        update_many(
            ImportRow,
            ["desa_id", "taken", "content"],
            [(rows[0].pk, places.lambur.pk, True, "a%b"), (rows[1].pk, None, True, "")],
        )
        update_many(ImportRow, ["taken"], [])
    found.refresh_from_db()
    assert (found.list_date, found.committed_at, found.new, found.exact) == (date(2020, 2, 29), now, 3, False)
    kept = ImportRow.objects.order_by("pk").values_list("desa_id", "taken", "content")
    assert list(kept) == [(places.lambur.pk, True, "a%b"), (None, True, ""), (None, False, "")]


def test_the_guards_judge_them(places, cast, today):
    wrong = Resident(
        drive=places.drive, kecamatan=places.lambur.kecamatan, desa=places.lambur, listed_on=today, since=today
    )
    wrong.listed_by, wrong.state = cast.petugas, "recorded"
    wrong.set_name("Siti")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many([wrong])
    assert not Resident.objects.exists()
