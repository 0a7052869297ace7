"""From the file to the people, through the pages, with the demo's own lists."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kecamatan.demo import fill_demo
from kecamatan.models import User
from outreach.demo import name_the_counts
from outreach.demo_lists import months
from outreach.models import Absence, ImportBatch, Resident
from tests.kecamatan.naive import load_places

LISTS = Path(months.__file__).resolve().parent


@pytest.fixture
def demo(db):
    kabupaten = load_places()
    fill_demo(kabupaten, today=date(2026, 11, 25), naming=name_the_counts)
    return kabupaten


@pytest.fixture
def petugas(demo, client):
    client.force_login(User.objects.get(username="petugas"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(client, name, covers="whole"):
    file = SimpleUploadedFile(name, (LISTS / name).read_bytes())
    response = client.post(reverse("outreach:import-new"), {"file": file, "covers": covers, "list_date": "2026-11-25"})
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.latest("pk")


def test_the_first_list_again_changes_nothing(petugas):
    batch = upload(petugas, "bulan-1-dinas.xlsx")
    assert (batch.state, batch.new, batch.changed, batch.doubtful, batch.rejected) == ("preview", 0, 0, 0, 0)
    assert batch.same == 2798
    page = petugas.get(batch.get_absolute_url()).content.decode()
    assert "2.798" in page


def test_the_second_list_from_preview_to_undo(petugas):
    batch = upload(petugas, "bulan-2-siak.csv")
    print(batch.state, batch.new, batch.changed, batch.same, batch.doubtful, batch.rejected, batch.gone)
    for row in batch.rows.filter(verdict__in=["doubtful", "rejected"]):
        print(row.number, row.verdict, row.reason)
    assert batch.state == "preview"
    assert petugas.get(batch.get_absolute_url()).status_code == 200
    for verdict in ("new", "changed", "same", "doubtful", "rejected"):
        page = petugas.get(reverse("outreach:import-rows", args=[batch.pk]), {"verdict": verdict})
        assert page.status_code == 200
    before = Resident.objects.count()
    petugas.post(reverse("outreach:import-commit", args=[batch.pk]), {"new_are": "rule"})
    batch.refresh_from_db()
    assert batch.state == "committed", batch.refused
    assert Resident.objects.count() == before + batch.new
    assert Absence.objects.filter(settled="").count() == batch.gone
    assert petugas.get(batch.get_absolute_url()).status_code == 200
    assert petugas.get(reverse("outreach:absence-list")).status_code == 200
    petugas.post(reverse("outreach:import-undo", args=[batch.pk]), {"reason": "the wrong file"})
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert Resident.objects.count() == before


def test_the_third_list(petugas):
    batch = upload(petugas, "bulan-3-kecamatan.ods")
    print(batch.state, batch.new, batch.changed, batch.same, batch.doubtful, batch.rejected, batch.gone)
    for row in batch.rows.filter(verdict__in=["doubtful", "rejected"]):
        print(row.number, row.verdict, row.reason)
    assert batch.state == "preview"
