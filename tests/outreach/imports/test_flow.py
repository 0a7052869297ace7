"""From the file to the people, through the pages, with the demo's own lists."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kecamatan.demo import fill_demo
from kecamatan.models import User
from outreach import jobs
from outreach.actions.imports.staging import opened
from outreach.demo import name_the_counts
from outreach.demo_lists import months
from outreach.models import Absence, ImportBatch, PlaceChoice, Resident
from tests.kecamatan.naive import load_places
from tests.page_forms import forms_of

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


def first_list_again_changes_nothing(petugas):
    batch = upload(petugas, "bulan-1-dinas.xlsx")
    assert (batch.state, batch.new, batch.changed, batch.doubtful, batch.rejected) == ("preview", 0, 0, 0, 0)
    assert batch.same == 2798
    page = petugas.get(batch.get_absolute_url()).content.decode()
    assert "2.798" in page


def second_list_from_preview_to_undo(petugas):
    batch = upload(petugas, "bulan-2-siak.csv")
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


def decide(client, batch, row, decision):
    page = client.get(reverse("outreach:import-rows", args=[batch.pk]), {"reason": row.reason})
    address = reverse("outreach:import-row-decide", args=[batch.pk, row.pk])
    (form,) = [form for form in forms_of(page) if form.action == address]
    return client.post(address, {**form.fields, "decision": decision})


def third_list_with_its_places_named_and_its_doubts_decided(petugas):
    batch = upload(petugas, "bulan-3-kecamatan.ods")
    alike = batch.rows.get(reason="place_alike")
    page = petugas.get(reverse("outreach:import-rows", args=[batch.pk]), {"reason": "place_alike"})
    (form,) = [form for form in forms_of(page) if form.action.endswith("/places/")]
    petugas.post(form.action, {**form.fields, "desa": opened(alike.content).offered[0]})
    again = batch.rows.get(number=alike.number)
    assert again.reason != "place_alike"
    assert again.desa is not None
    assert PlaceChoice.objects.count() == 1
    young = batch.rows.get(reason="too_young")
    decide(petugas, batch, young, "skip")
    held = batch.rows.get(reason="nik_held")
    decide(petugas, batch, held, f"match-{held.resident_id or opened(held.content).candidates[0]}")
    before = dict(batch.rows.values_list("number", "verdict"))
    batch.refresh_from_db()
    assert jobs.start("read", batch)
    assert dict(batch.rows.values_list("number", "verdict")) == before
    assert batch.rows.get(number=young.number).decision == "skip"
    removed = batch.rows.filter(reason="was_removed").count()
    petugas.post(reverse("outreach:import-rows-decide", args=[batch.pk]), {"reason": "was_removed", "decision": "new"})
    assert not batch.rows.filter(reason="was_removed").exclude(decision="").exists()
    petugas.post(reverse("outreach:import-rows-decide", args=[batch.pk]), {"reason": "was_removed", "decision": "skip"})
    assert batch.rows.filter(reason="was_removed", decision="skip").count() == removed > 0
    petugas.post(reverse("outreach:import-commit", args=[batch.pk]), {"new_are": "rule"})
    batch.refresh_from_db()
    assert batch.state == "committed"
    assert batch.rows.get(number=held.number).taken
    assert not batch.rows.get(number=young.number).taken
    faulty = petugas.get(reverse("outreach:import-faulty", args=[batch.pk]))
    corrected = SimpleUploadedFile("perbaiki.xlsx", b"".join(faulty.streaming_content))
    answer = petugas.post(
        reverse("outreach:import-new"), {"file": corrected, "covers": "partial", "list_date": "2026-11-25"}
    )
    assert answer.status_code == 302
    back = ImportBatch.objects.latest("pk")
    assert back.state == "preview"
    assert back.rows.count() == batch.rows.filter(taken=False, verdict__in=["doubtful", "rejected"]).count()
    petugas.post(reverse("outreach:import-discard", args=[back.pk]))
    assert not back.rows.exists()


def test_the_three_lists_of_the_demo(petugas):
    """One after the other, since filling the demo takes longer than taking a list in."""
    first_list_again_changes_nothing(petugas)
    second_list_from_preview_to_undo(petugas)
    third_list_with_its_places_named_and_its_doubts_decided(petugas)
