"""The list of residents: search, filters, bulk steps, exports that come back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kecamatan.access import scope_of
from kecamatan.models import AuditEntry, CountUpdate, School
from outreach.actions.people import Details, edit_resident
from outreach.life import Step
from outreach.models import ImportBatch, Resident, ResidentAccess, ResidentChange
from tests.outreach.test_steps import remaining
from tests.page_forms import forms_of

LIST = "/residents/"
NIK = "1507025705900003"


@pytest.fixture
def people(places, list_person, today, step):
    """Four: two in Lambur (one recorded), one of 16 in Siau, one in Sadu."""
    siti = list_person("Siti Nurhaliza", nik=NIK, rt="003", rw="001", address="=1+1", phone="+6281200000001")
    muh = step(list_person("Muhammad Yusuf"), Step.RECORD)
    young = list_person("Anak Muda", places.siau, birth_date=today - timedelta(days=16 * 366), added=True)
    sadu = list_person("Orang Sadu", places.itik)
    return siti, muh, young, sadu


def names(response):
    return {row.record.name for row in response.context["table"].rows}


def listed(client, **query):
    response = client.get(LIST, query)
    assert response.status_code == 200
    return names(response)


def search(client, text, query=""):
    answer = client.post("/residents/find/", {"text": text, "query": query})
    assert answer.status_code == 302
    return answer["Location"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("muh yusup", {"Muhammad Yusuf"}),
        ("NUR siti", {"Siti Nurhaliza"}),
        ("nurhalisa", {"Siti Nurhaliza"}),
        (NIK, {"Siti Nurhaliza"}),
        (NIK[:-1] + "9", set()),
        ("15070257", set()),
    ],
)
def test_people_are_found_as_people_spell_and_never_named_in_an_address(sign_in, people, typed, found):
    client = sign_in("petugas")
    address = search(client, typed)
    assert typed not in address
    assert typed.split()[0].lower() not in address.lower()
    response = client.get(address)
    assert names(response) == found or typed == "15070257"


def test_every_filter_narrows_the_list(sign_in, people, places):
    client = sign_in("petugas")
    assert listed(client) == {"Siti Nurhaliza", "Muhammad Yusuf", "Anak Muda", "Orang Sadu"}
    assert listed(client, kecamatan="15.07.05") == {"Orang Sadu"}
    assert listed(client, kecamatan="15.07.01", desa="15.07.01.2015") == {"Anak Muda"}
    assert listed(client, status="remaining") == {"Siti Nurhaliza", "Anak Muda", "Orang Sadu"}
    assert listed(client, status="recorded") == {"Muhammad Yusuf"}
    assert listed(client, segment="obliged", kecamatan="15.07.01") == {"Siti Nurhaliza", "Muhammad Yusuf"}
    assert listed(client, segment="sixteen") | listed(client, segment="first_time") == {"Anak Muda"}
    assert listed(client, no_nik="on", status="remaining") == {"Anak Muda", "Orang Sadu"}
    assert listed(client, rt="3") == {"Siti Nurhaliza"}
    assert listed(client, flowed_in="on") == {"Anak Muda"}
    assert listed(client, number=str(people[0].pk)) == {"Siti Nurhaliza"}
    assert client.get(LIST, {"rt": "abcd"}).context["valid"] is False


def test_a_petugas_sees_their_kecamatan_and_pejabat_nobody(sign_in, people):
    assert listed(sign_in("petugas_sadu")) == {"Orang Sadu"}
    assert sign_in("pejabat").get(LIST).status_code == 403
    assert sign_in("foreigner").get(LIST).status_code == 200
    assert listed(sign_in("foreigner")) == set()
    assert sign_in("petugas").get("/residents/find/").status_code == 405


def bulk(client, name, pks, **fields):
    address = f"/residents/bulk/{name}/"
    shown = client.post(address, {"ids": pks})
    assert shown.status_code == 200
    (form,) = [form for form in forms_of(shown) if "frozen" in form.fields]
    return client.post(address, {"ids": pks, "frozen": form.fields["frozen"], **fields})


def test_a_step_for_many_is_counted_shown_and_done(sign_in, people, places, today):
    client, before = sign_in("petugas"), remaining(places)
    pks = [people[0].pk, people[3].pk]
    assert bulk(client, "step", pks, step="record", day=today.isoformat()).status_code == 302
    assert remaining(places) == before - 2
    assert CountUpdate.objects.filter(kind="recorded", quantity=1).count() == 3
    again = bulk(client, "step", pks, step="record", day=today.isoformat())
    assert again.status_code == 409
    assert remaining(places) == before - 2


def test_a_selection_that_changed_meanwhile_is_refused(sign_in, people, step, places):
    client = sign_in("petugas")
    shown = client.post("/residents/bulk/home-visit/", {"ids": [people[0].pk]})
    (form,) = [form for form in forms_of(shown) if "frozen" in form.fields]
    step(people[0], Step.RECORD)
    answer = client.post(
        "/residents/bulk/home-visit/",
        {"ids": [people[0].pk], "frozen": form.fields["frozen"], "home_visit": "ill"},
    )
    assert answer.status_code == 409
    assert Resident.objects.get(pk=people[0].pk).home_visit == ""


def test_school_flag_and_desa_are_set_with_their_history(sign_in, people, places):
    School.objects.create(desa=places.lambur, npsn="10504321", name="SMAN 3", level="SMA")
    client = sign_in("petugas")
    pks = [people[0].pk, people[2].pk]
    assert bulk(client, "school", pks, school="10504321").status_code == 302
    assert bulk(client, "home-visit", pks, home_visit="ill").status_code == 302
    assert bulk(client, "desa", pks, desa="15.07.05.2004", reason="they live there").status_code == 302
    found = Resident.objects.filter(pk__in=pks)
    assert {(one.school.npsn, one.home_visit, one.desa.code, one.kecamatan.code) for one in found} == {
        ("10504321", "ill", "15.07.05.2004", "15.07.05")
    }
    assert ResidentChange.objects.count() == 6
    moved = CountUpdate.objects.filter(kind="added", desa=places.itik, reverses__isnull=True)
    assert moved.count() == 1


def test_nobody_acts_on_people_of_another_kecamatan(sign_in, people):
    client = sign_in("petugas_sadu")
    answer = client.post("/residents/bulk/home-visit/", {"ids": [people[0].pk]})
    assert answer.status_code in {302, 404}
    assert sign_in("pejabat").post("/residents/bulk/step/", {"ids": [people[0].pk]}).status_code == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_masks_logs_and_comes_back_with_exactly_the_edited_cells(sign_in, people, kind, places):
    client = sign_in("petugas")
    columns = "name,sex,birth_date,kecamatan,desa,rt,rw,nik,address,phone,note,home_visit,ever_married,number"
    response = client.get(LIST, {"export": kind, "columns": columns, "kecamatan": "15.07.01"})
    content = b"".join(response.streaming_content)
    assert NIK.encode() not in content
    assert ResidentAccess.objects.filter(kind="export").count() == 3
    assert AuditEntry.objects.filter(action="export").exists()
    batch = upload(client, f"penduduk.{kind}", content)
    assert (batch.state, batch.exact, batch.covers) == ("preview", True, "partial")
    assert (batch.same, batch.changed, batch.new, batch.doubtful, batch.rejected) == (3, 0, 0, 0, 0)
    if kind == "csv":
        text = content.decode("utf-8-sig").replace("'003", "'007").replace("Siti Nurhaliza", "Siti Nurhalizah")
        changed = upload(client, "penduduk-edit.csv", text.encode("utf-8-sig"))
        assert (changed.same, changed.changed, changed.gone) == (2, 1, 0)
        client.post(reverse("outreach:import-commit", args=[changed.pk]), {"new_are": "rule"})
        siti = Resident.objects.get(pk=people[0].pk)
        assert (siti.rt, siti.name, siti.nik, siti.address) == ("007", "Siti Nurhalizah", NIK, "=1+1")
        assert {one.field for one in ResidentChange.objects.filter(batch=changed)} == {"rt", "name"}


def upload(client, name, content):
    file = SimpleUploadedFile(name, content)
    answer = client.post("/imports/new/", {"file": file, "covers": "whole", "list_date": "2026-11-01"})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


def test_whole_numbers_go_out_for_a_reason_that_is_written_down(sign_in, people):
    client, pks = sign_in("petugas"), [people[0].pk]
    assert bulk(client, "export", pks, kind="csv", whole="on").status_code == 422
    answer = bulk(client, "export", pks, kind="csv", whole="on", reason="for the operator of SIAK")
    assert NIK.encode() in b"".join(answer.streaming_content)
    assert ResidentAccess.objects.filter(kind="nik", reason="for the operator of SIAK", resident=people[0]).count() == 1


def test_the_list_costs_as_many_queries_for_many_as_for_few(
    sign_in, people, list_person, django_assert_max_num_queries
):
    client = sign_in("petugas")
    for number in range(12):
        list_person(f"Orang {number}", nik=f"15070257059001{number:02d}")
    with django_assert_max_num_queries(14):
        client.get(LIST)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.parametrize("name", ["step", "desa", "home-visit"])
def test_many_are_locked_in_the_order_of_every_other_writer(sign_in, people, places, today, name):
    """Their kecamatan first: in another order a step of one of them at the same moment would be a deadlock."""
    fields = {"step": "record", "day": today.isoformat(), "desa": places.lokan.code, "home_visit": "ill"}
    with CaptureQueriesContext(connection) as asked:
        assert bulk(sign_in("petugas"), name, [people[0].pk, people[3].pk], **fields).status_code == 302
    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert 'FROM "kecamatan_kecamatan"' in locks[0]
    assert 'FROM "outreach_resident"' in locks[1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_who_moves_is_locked_with_both_kecamatan_at_once(cast, people, places):
    """Two who flowed in and change places at the same moment would wait for each other otherwise."""
    sadu = people[3]
    details = Details(name=sadu.name, desa=places.lambur, birth_date=sadu.birth_date)
    with CaptureQueriesContext(connection) as asked:
        edit_resident(by=scope_of(cast.petugas), resident=sadu, details=details, seen_version=sadu.version)
    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    held = locks[0].partition(" IN (")[2].partition(")")[0]
    assert {int(one) for one in held.split(",")} == {places.timur.pk, places.sadu.pk}


def test_a_masked_nik_beside_its_date_of_birth_tells_no_whole_one(sign_in, people):
    """What the mask hides is the date of birth: with both in one row everybody could put the number together."""
    client = sign_in("petugas")
    assert "150702••••••0003" in client.get(LIST, {"columns": "name,nik"}).content.decode()
    for asked in ({"columns": "name,nik,birth_date"}, {"columns": "birth_date,nik", "export": "csv"}):
        page = b"".join(client.get(LIST, asked)).decode()
        assert "150702••••••••••" in page
        assert "0003" not in page.partition("#")[0].replace("rt=003", "")
