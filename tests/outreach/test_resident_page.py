"""The page of one resident: /residents/<number>/, and its two forms: the next step, and the undoing of the last."""

from datetime import date, timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate, School
from outreach.actions.steps import undo_step
from outreach.life import Removal, Step
from outreach.models import Distinct, ImportBatch, Resident, ResidentStep

NIK = "1507025705900003"
KK = "1507020101150001"


def url(resident, more=""):
    return f"/residents/{resident.pk}/{more}"


def payload(resident, **changes):
    resident.refresh_from_db()
    return {"step": "record", "day": "", "note": "", "removal": "", "version": resident.version, **changes}


def words(response):
    return response.content.decode()


@pytest.fixture
def english(cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def test_the_page_says_who_where_how_far_and_what_comes_next(sign_in, places, list_person, english):
    school = School.objects.create(npsn="10502001", name="SMAN 1", level="SMA", desa=places.lambur)
    person = list_person(
        nik=NIK,
        no_kk=KK,
        rt="003",
        rw="001",
        phone="+6281234567890",
        school=school,
        home_visit="ill",
        note="rumah biru",
    )
    page = words(sign_in("petugas").get(url(person)))
    for said in ("Siti Aminah", "Not yet recorded, since today", "Lambur", "003/001", "150702••••••0003", "SMAN 1"):
        assert said in page
    for said in ("tel:+6281234567890", "rumah biru", "record the biometrics", "one of the baseline", "ill"):
        assert said in page
    assert NIK not in page
    assert KK not in page


def test_a_waiting_status_shows_its_age(sign_in, list_person, step, today, english, places):
    person = list_person()
    ago = today - timedelta(days=12)
    person = step(person, Step.RECORD, day=ago)
    person = step(person, Step.READY, day=ago)
    assert "Ready to print for 12 days" in words(sign_in("petugas").get(url(person)))
    person = step(person, Step.PRINT)
    person = step(person, Step.DELIVER)
    assert "Handed over, on " in words(sign_in("petugas").get(url(person)))


def test_only_steps_that_may_follow_are_offered_and_age_is_told(sign_in, list_person, today, english):
    page = sign_in("petugas").get(url(list_person())).context["page"]
    assert page.offered == [Step.RECORD, Step.FAIL, Step.REMOVE, Step.ADD]
    child = list_person("Anak", birth_date=today.replace(year=today.year - 15, day=1), added=True)
    response = sign_in("petugas").get(url(child))
    assert response.context["page"].offered == [Step.FAIL, Step.REMOVE]
    assert len(response.context["page"].too_early) == 1
    assert "because of the age" in words(response)


def test_the_segment_says_when_it_changes(sign_in, list_person, today, places, english):
    born = date(today.year - 17, today.month, today.day) + timedelta(days=10)
    response = sign_in("petugas").get(url(list_person(birth_date=born)))
    assert "first-time voter" in words(response)
    assert response.context["page"].segment_changes[0] == today + timedelta(days=10)


def test_a_step_is_taken_and_leads_back(sign_in, list_person):
    person, client = list_person(), sign_in("petugas_timur")
    response = client.post(url(person, "step/"), payload(person, note="di balai desa", next="/counts/"))
    assert response["Location"] == f"/residents/{person.pk}/?next=%2Fcounts%2F"
    person.refresh_from_db()
    assert person.state == "recorded"
    assert CountUpdate.objects.count() == 1
    page = words(client.get(response["Location"]))
    assert "di balai desa" in page
    assert 'href="/counts/"' in page


def test_the_same_form_twice_is_one_step_and_says_so(sign_in, list_person, english):
    person, client = list_person(), sign_in("petugas")
    data = payload(person)
    client.post(url(person, "step/"), data)
    response = client.post(url(person, "step/"), data, follow=True)
    assert "counts once" in words(response)
    assert ResidentStep.objects.count() == 1
    assert CountUpdate.objects.count() == 1


def test_a_step_upon_what_somebody_else_did_meanwhile_is_asked_again(sign_in, cast, list_person, step, english):
    person = list_person()
    data = payload(person, step="fail", note="kabur")
    step(person, Step.RECORD, by=cast.admin)
    response = sign_in("petugas").post(url(person, "step/"), data)
    assert response.status_code == 200
    assert "Somebody changed this person" in words(response)
    assert "kabur" in words(response)
    assert ResidentStep.objects.count() == 1
    again = response.context["step_form"]["version"].value()
    person.refresh_from_db()
    assert int(again) == person.version


def test_a_removal_needs_its_reason_and_where_asked_a_note(sign_in, list_person):
    person, client = list_person(), sign_in("petugas")
    response = client.post(url(person, "step/"), payload(person, step="remove"))
    assert list(response.context["step_form"].errors) == ["removal"]
    response = client.post(url(person, "step/"), payload(person, step="remove", removal="not_found"))
    assert list(response.context["step_form"].errors) == ["note"]
    assert not ResidentStep.objects.exists()
    client.post(url(person, "step/"), payload(person, step="remove", removal="died"))
    person.refresh_from_db()
    assert (person.state, person.removal) == ("removed", "died")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"step": ""}, "step"),
        ({"step": "merge"}, "step"),
        ({"step": "undo"}, "step"),
        ({"step": "print"}, "__all__"),
        ({"day": "2999-01-01"}, "day"),
        ({"day": "1999-01-01"}, "day"),
        ({"day": "31/02/2024"}, "day"),
        ({"removal": "bored"}, "removal"),
        ({"note": "x" * 301}, "note"),
        ({"note": "a\x07b"}, "note"),
        ({"version": "x"}, "version"),
        ({"version": ""}, "version"),
        ({"version": "9" * 30}, "version"),
    ],
)
def test_bad_input_is_a_sentence_and_changes_nothing(sign_in, list_person, changes, field):
    person = list_person()
    response = sign_in("petugas").post(url(person, "step/"), payload(person, **{"note": "tetap", **changes}))
    assert response.status_code == 200
    assert list(response.context["step_form"].errors) == [field]
    if "note" not in changes:
        assert "tetap" in words(response)
    assert not ResidentStep.objects.exists()
    assert not CountUpdate.objects.exists()


def test_the_last_step_is_undone_with_a_reason_and_stays_in_the_history(sign_in, list_person, step, english):
    person, client = step(list_person(), Step.RECORD), sign_in("petugas")
    data = {"version": person.version, "reason": ""}
    response = client.post(url(person, "undo/"), data)
    assert list(response.context["undo_form"].errors) == ["reason"]
    response = client.post(url(person, "undo/"), {**data, "reason": "orang lain"}, follow=True)
    person.refresh_from_db()
    assert person.state == "unrecorded"
    assert "Undone: recorded" in words(response)
    assert "was undone" in words(response)
    assert "orang lain" in words(response)
    again = client.post(url(person, "undo/"), {**data, "reason": "orang lain"}, follow=True)
    assert "counts once" in words(again)
    assert ResidentStep.objects.count() == 2
    assert not client.get(url(person)).context["page"].undoable


def test_two_undos_of_one_page_undo_one_step_alone(sign_in, cast, list_person, step):
    person = step(step(list_person(), Step.RECORD), Step.SEND)
    data = {"version": person.version, "reason": "keliru"}
    sign_in("petugas").post(url(person, "undo/"), data)
    response = sign_in("admin").post(url(person, "undo/"), data)
    assert response.status_code == 200
    person.refresh_from_db()
    assert person.state == "recorded"


def test_household_doubles_and_rows_of_the_ledger(sign_in, list_person, step, places, english):
    person = step(list_person(no_kk=KK), Step.RECORD)
    member = list_person("Budi", no_kk=KK, birth_date=date(2007, 1, 2))
    twin = list_person("Sitti Aminah", desa=places.simbur)
    page = sign_in("petugas").get(url(person)).context["page"]
    assert page.household == [member]
    assert [one.resident for one in page.doubles] == [twin]
    assert [row.kind for row in page.rows] == ["recorded"]
    first, second = sorted((person, twin), key=lambda one: one.pk)
    Distinct.objects.create(first=first, second=second, by=person.listed_by)
    assert sign_in("petugas").get(url(person)).context["doubles"] == []


def test_doubles_and_household_of_other_kecamatan_are_not_shown(sign_in, cast, list_person, places):
    person = list_person(no_kk=KK)
    list_person("Siti Aminah", desa=places.itik, no_kk=KK)
    page = sign_in("petugas_timur").get(url(person)).context["page"]
    assert (page.household, page.doubles) == ([], [])
    page = sign_in("petugas").get(url(person)).context["page"]
    assert (len(page.household), len(page.doubles)) == (1, 1)


def test_an_entry_that_was_merged_names_the_other_only_to_who_may_see_them(sign_in, list_person, step, places, english):
    kept = list_person("Kartini Sungai", desa=places.itik)
    gone = step(list_person("Kartini"), Step.MERGE, into=kept)
    assert "Kartini Sungai" in words(sign_in("petugas").get(url(gone)))
    page = words(sign_in("petugas_timur").get(url(gone)))
    assert "Kartini Sungai" not in page
    assert "another kecamatan" in page


def test_a_long_history_costs_no_more_queries(sign_in, cast, list_person, step, django_assert_max_num_queries):
    person = list_person(nik=NIK, no_kk=KK)
    for _round in range(15):
        person = step(person, Step.RECORD)
        undo_step(by=scope_of(cast.petugas), resident=person, note="lagi")
    list_person("Budi", no_kk=KK)
    list_person("Sitti Aminah")
    client = sign_in("petugas_timur")
    client.get(url(person))
    with django_assert_max_num_queries(15):
        response = client.get(url(person))
    assert len(response.context["page"].steps) == 30


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("pejabat", 403), ("petugas_sadu", 404), ("foreigner", 404)])
def test_others_are_turned_away(sign_in, list_person, who, status):
    person, client = list_person(), sign_in(who)
    assert client.get(url(person)).status_code == status
    assert client.post(url(person, "step/"), payload(person)).status_code == status
    assert client.post(url(person, "undo/"), {"version": 0, "reason": "x"}).status_code == status
    assert not ResidentStep.objects.exists()


def test_wrong_methods_and_numbers(sign_in, list_person):
    person, client = list_person(), sign_in("petugas")
    assert client.post(url(person)).status_code == 405
    assert client.get(url(person, "step/")).status_code == 405
    assert client.get(url(person, "undo/")).status_code == 405
    assert client.get("/residents/999999/").status_code == 404
    assert client.get(f"/residents/{10**30}/").status_code == 404


def test_next_leads_nowhere_else(sign_in, list_person):
    person = list_person()
    page = words(sign_in("petugas").get(url(person), {"next": "https://example.com/"}))
    assert "example.com" not in page


def test_what_became_impossible_is_not_offered(sign_in, list_person, step):
    person = step(list_person(), Step.REMOVE, removal=Removal.DIED)
    page = sign_in("petugas").get(url(person)).context["page"]
    assert page.offered == []
    assert Resident.objects.get().state == "removed"


def test_the_list_that_brought_somebody_is_named(sign_in, cast, places, list_person, today, english):
    batch = ImportBatch.objects.create(
        kabupaten=places.kabupaten, drive=places.drive, file_name="BNBA November.xlsx", list_date=today, by=cast.admin
    )
    person = list_person()
    Resident.objects.filter(pk=person.pk).update(batch=batch)
    page = words(sign_in("petugas").get(url(person)))
    assert f"(#{batch.pk})" in page
    assert f'href="/imports/{batch.pk}/"' in page
    assert f'href="/imports/{batch.pk}/"' not in words(sign_in("petugas_timur").get(url(person)))
