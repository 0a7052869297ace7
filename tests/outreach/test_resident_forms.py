"""Putting somebody on the list, correcting what is known of them, deleting a mistaken entry."""

from datetime import date, timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.models import AuditChange, AuditEntry, CountUpdate, School
from outreach.actions.people import Details, edit_resident
from outreach.life import Step
from outreach.models import Resident, ResidentChange
from outreach.views import resident_forms
from tests.page_forms import forms_of

NIK = "1507025705900003"
OTHER = "1507025705900004"
HELD = "1507025705900000"
NEW = "/residents/new/"


@pytest.fixture
def english(cast):
    for user in vars(cast).values():
        user.language = "en"
        user.save()


def words(response):
    return response.content.decode()


def payload(**changes):
    return {
        "name": "Siti  Aminah",
        "nik": NIK,
        "sex": "female",
        "birth_place": "Jambi",
        "birth_date": "1990-05-17",
        "desa": "15.07.01.2002",
        "rt": "1",
        "rw": "02",
        "phone": "0812 3456 7890",
        **changes,
    }


def twice(client, data):
    """Send the form, and what comes back once more, as one does who agrees."""
    first = client.post(NEW, data)
    return client.post(NEW, {**data, "checked": first.context["form"]["checked"].value()})


def test_the_form_begins_with_the_desa_asked_for(sign_in, places):
    client = sign_in("petugas_timur")
    page = words(client.get(f"{NEW}?desa=15.07.01.2002"))
    assert 'value="15.07.01.2002" selected' in page
    assert "15.07.05.1005" not in page
    assert client.get(f"{NEW}?desa=15.07.05.1005").status_code == 404
    assert client.get(f"{NEW}?desa=nothing").status_code == 404
    assert client.get(f"{NEW}?desa=%00").status_code == 404


def test_before_it_is_saved_rule_eight_is_told(sign_in, places, english):
    client = sign_in("petugas_timur")
    response = client.post(NEW, payload())
    assert response.status_code == 200
    assert "Names one of the baseline" in words(response)
    assert not Resident.objects.exists()
    response = twice(client, payload())
    person = Resident.objects.get()
    assert response["Location"] == f"/residents/{person.pk}/"
    assert (person.name, person.nik, person.rt, person.rw) == ("Siti Aminah", NIK, "001", "002")
    assert (person.phone, person.added, person.listed_by.username) == ("+6281234567890", False, "petugas_timur")
    assert not CountUpdate.objects.exists()


def test_who_turned_17_since_the_baseline_is_counted_as_flowed_in(sign_in, places, today, english):
    born = (today - timedelta(days=20)).replace(year=today.year - 17)
    data = payload(nik="", birth_date=born.isoformat())
    response = sign_in("petugas").post(NEW, data)
    assert "Will be counted as flowed in" in words(response)
    twice(sign_in("petugas"), data)
    assert Resident.objects.get().added
    assert CountUpdate.objects.get().date == today - timedelta(days=20)


def test_the_rule_can_be_overruled_with_a_reason(sign_in, places):
    client = sign_in("petugas")
    response = twice(client, payload(counts_as="inflow"))
    assert list(response.context["form"].errors) == ["reason"]
    assert not Resident.objects.exists()
    twice(client, payload(counts_as="inflow", reason="pindah dari Jambi"))
    assert Resident.objects.get().added


def test_another_answer_of_the_rule_is_shown_before_it_counts(sign_in, places, today, english):
    client = sign_in("petugas")
    checked = client.post(NEW, payload(nik="")).context["form"]["checked"].value()
    response = client.post(
        NEW, payload(nik="", birth_date=today.replace(year=today.year - 16, day=1).isoformat(), checked=checked)
    )
    assert "Will be counted as flowed in" in words(response)
    assert not Resident.objects.exists()


def test_a_possible_double_is_shown_and_must_be_looked_at(sign_in, list_person, english):
    there, client = list_person("Sitti Aminah"), sign_in("petugas")
    response = client.post(NEW, payload(nik=""))
    assert f'href="/residents/{there.pk}/"' in words(response)
    response = twice(client, payload(nik=""))
    assert list(response.context["form"].errors) == ["other"]
    assert Resident.objects.count() == 1
    twice(client, payload(nik="", other="on"))
    assert Resident.objects.count() == 2


def test_a_double_in_another_kecamatan_is_not_shown(sign_in, list_person, places):
    list_person("Siti Aminah", desa=places.itik)
    assert sign_in("petugas_timur").post(NEW, payload(nik="")).context["listing"].doubles == []


def test_a_nik_is_somebodys_once(sign_in, list_person, english):
    list_person("Kartini", nik=NIK, birth_date=date(2001, 1, 1))
    response = twice(sign_in("petugas"), payload())
    assert "Kartini" in response.context["form"].errors["nik"][0]
    assert Resident.objects.count() == 1


def test_a_number_in_doubt_is_asked_about(sign_in, places, english):
    client = sign_in("petugas")
    response = client.post(NEW, payload(nik=HELD))
    assert list(response.context["form"].errors) == ["nik_sure"]
    assert "Is this number right?" in words(response)
    twice(client, payload(nik=HELD, nik_sure="on"))
    assert Resident.objects.get().nik == HELD


def test_what_only_warns_is_told_after_saving(sign_in, places, english):
    client = sign_in("petugas")
    response = twice(client, payload(sex="male", birth_date="1991-05-17"))
    page = words(client.get(response["Location"]))
    assert "another birth date" in page
    assert "the other sex" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "a\x07b"}, "name"),
        ({"nik": "123"}, "nik"),
        ({"nik": "1.50703E+15"}, "nik"),
        ({"nik": "150702••••••0003"}, "nik"),
        ({"nik": "1" * 16}, "nik"),
        ({"no_kk": "12"}, "no_kk"),
        ({"birth_date": "31/02/2001"}, "birth_date"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1850-01-01"}, "birth_date"),
        ({"desa": ""}, "desa"),
        ({"desa": "15.07.05.1005"}, "desa"),
        ({"rt": "1234"}, "rt"),
        ({"rw": "x"}, "rw"),
        ({"phone": "12"}, "phone"),
        ({"school": "10502001"}, "school"),
        ({"home_visit": "no"}, "home_visit"),
        ({"sex": "x"}, "sex"),
        ({"counts_as": "x"}, "counts_as"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_bad_input_is_a_sentence_and_changes_nothing(sign_in, places, changes, field):
    response = sign_in("petugas_timur").post(NEW, payload(**{"address": "Jalan Tetap", **changes}))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Jalan Tetap" in words(response)
    assert not Resident.objects.exists()


def test_nobody_is_listed_where_no_drive_is_active(sign_in, places):
    places.drive.is_active = False
    places.drive.save()
    client = sign_in("petugas")
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, payload()).status_code == 409


# Corrections


def edit_form(client, person):
    response = client.get(f"/residents/{person.pk}/edit/")
    assert response.status_code == 200
    (form,) = [form for form in forms_of(response) if "last_change" in form.fields]
    return {name: value for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}


def save(client, person, data):
    return client.post(f"/residents/{person.pk}/edit/", data)


def correct(cast, person, **changes):
    """Somebody else saves these fields."""
    person.refresh_from_db()
    facts = {name: getattr(person, name) for name in Details.__dataclass_fields__}
    details = Details(**{**facts, **changes})
    edit_resident(by=scope_of(cast.admin), resident=person, details=details, seen_version=person.version)
    person.refresh_from_db()


def test_a_correction_is_saved_with_its_reason_and_the_nik_stays_masked(sign_in, list_person, places, english):
    school = School.objects.create(npsn="10502001", name="SMAN 1", level="SMA", desa=places.itik)
    person, client = list_person(nik=NIK), sign_in("petugas_timur")
    response = client.get(f"/residents/{person.pk}/edit/")
    assert NIK not in words(response)
    assert "150702••••••0003" in words(response)
    data = edit_form(client, person)
    response = save(client, person, {**data, "name": "Siti Aminah Putri", "school": "10502001", "reason": "kartu"})
    assert response["Location"] == f"/residents/{person.pk}/"
    person.refresh_from_db()
    assert (person.name, person.nik, person.school) == ("Siti Aminah Putri", NIK, school)
    assert set(ResidentChange.objects.values_list("field", "reason")) == {("name", "kartu"), ("school", "kartu")}
    page = words(client.get(f"/residents/{person.pk}/"))
    assert "Siti Aminah → Siti Aminah Putri" in page
    assert "– → SMAN 1" in page


def test_a_nik_is_replaced_or_taken_away(sign_in, list_person, english):
    person, client = list_person(nik=NIK), sign_in("petugas")
    save(client, person, {**edit_form(client, person), "nik": OTHER})
    person.refresh_from_db()
    assert person.nik == OTHER
    response = save(client, person, {**edit_form(client, person), "nik": NIK, "nik_remove": "on"})
    assert list(response.context["form"].errors) == ["nik_remove"]
    save(client, person, {**edit_form(client, person), "nik_remove": "on"})
    person.refresh_from_db()
    assert person.nik == ""
    page = words(client.get(f"/residents/{person.pk}/"))
    assert "150702••••••0003 → 150702••••••0004" in page
    assert OTHER not in page


def test_nothing_different_changes_nothing(sign_in, list_person):
    person, client = list_person(nik=NIK, rt="003"), sign_in("petugas")
    version = person.version
    assert save(client, person, edit_form(client, person)).status_code == 302
    person.refresh_from_db()
    assert person.version == version
    assert not ResidentChange.objects.exists()


def test_what_somebody_else_saved_meanwhile_is_shown_with_a_choice(sign_in, cast, list_person, english):
    person, client = list_person(), sign_in("petugas")
    data = {**edit_form(client, person), "name": "Siti Aminah Putri", "address": "Jalan Baru"}
    correct(cast, person, name="Siti Aminatun", note="dari admin")
    response = save(client, person, data)
    lines = {line.name: line for line in response.context["conflict"].lines}
    assert set(lines) == {"name", "note"}
    assert (lines["name"].theirs, lines["name"].mine, lines["name"].pick) == ("Siti Aminatun", "Siti Aminah Putri", "")
    assert lines["note"].pick == "theirs"
    assert "Jalan Baru" in words(response)
    person.refresh_from_db()
    assert person.address == ""
    sent = {**data, "version": response.context["form"]["version"].value(), "pick-note": "theirs"}
    response = save(client, person, sent)
    assert "Choose one of the two." in words(response)
    assert save(client, person, {**sent, "pick-name": "mine"}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.address, person.note) == ("Siti Aminah Putri", "Jalan Baru", "dari admin")


def test_theirs_can_be_kept(sign_in, cast, list_person, places):
    person, client = list_person(), sign_in("petugas")
    data = {**edit_form(client, person), "desa": "15.07.01.2004"}
    correct(cast, person, desa=places.siau)
    response = save(client, person, data)
    sent = {**data, "version": response.context["form"]["version"].value(), "pick-desa": "theirs"}
    save(client, person, sent)
    person.refresh_from_db()
    assert person.desa == places.siau


def test_a_step_taken_meanwhile_stands_in_no_corrections_way(sign_in, list_person, step):
    person, client = list_person(), sign_in("petugas")
    data = {**edit_form(client, person), "address": "Jalan Baru"}
    step(person, Step.RECORD)
    assert save(client, person, data).status_code == 302
    person.refresh_from_db()
    assert (person.address, person.state) == ("Jalan Baru", "recorded")


def test_the_same_correction_twice_is_saved_once(sign_in, list_person):
    person, client = list_person(), sign_in("petugas")
    data = {**edit_form(client, person), "address": "Jalan Baru"}
    assert save(client, person, data).status_code == 302
    assert save(client, person, data).status_code == 302
    assert ResidentChange.objects.count() == 1


def test_a_petugas_moves_nobody_out_of_sight(sign_in, list_person):
    person, client = list_person(), sign_in("petugas_timur")
    response = save(client, person, {**edit_form(client, person), "desa": "15.07.05.1005"})
    assert list(response.context["form"].errors) == ["desa"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": ""}, "version"),
        ({"version": "x"}, "version"),
        ({"last_change": "x"}, "last_change"),
        ({"name": ""}, "name"),
    ],
)
def test_a_bad_correction_keeps_what_was_typed(sign_in, list_person, changes, field):
    person, client = list_person(), sign_in("petugas")
    response = save(client, person, {**edit_form(client, person), "address": "Jalan Baru", **changes})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "Jalan Baru" in words(response)
    assert not ResidentChange.objects.exists()


# A mistaken entry


def test_a_mistaken_entry_is_deleted_with_a_reason(sign_in, list_person, english):
    person, client = list_person(nik=NIK, added=True), sign_in("petugas_timur")
    link = f"/residents/{person.pk}/unlist/"
    assert client.get(link).status_code == 200
    assert set(client.post(link, {}).context["form"].errors) == {"reason", "sure"}
    assert Resident.objects.count() == 1
    response = client.post(link, {"reason": "salah ketik", "sure": "on", "next": "/counts/"})
    assert response["Location"] == "/counts/"
    assert not Resident.objects.exists()
    assert CountUpdate.objects.count() == 2
    entry = AuditEntry.objects.get(action="unlist")
    assert (entry.by.username, entry.target) == ("petugas_timur", f"#{person.pk}")
    assert AuditChange.objects.get(entry=entry).after == "salah ketik"


def test_who_has_a_history_is_not_deleted(sign_in, list_person, step, english):
    person, client = step(list_person(), Step.RECORD), sign_in("petugas")
    link = f"/residents/{person.pk}/unlist/"
    assert "Undo it step by step first" in words(client.get(link))
    assert client.post(link, {"reason": "salah", "sure": "on"}).status_code == 200
    assert Resident.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("pejabat", 403), ("petugas_sadu", 404), ("foreigner", 404)])
def test_others_are_turned_away(sign_in, list_person, who, status):
    person, client = list_person(), sign_in(who)
    for part in ("edit/", "unlist/"):
        link = f"/residents/{person.pk}/{part}"
        assert client.get(link).status_code == status
        assert client.post(link, payload(reason="x", sure="on")).status_code == status
    assert Resident.objects.get().version == person.version


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("pejabat", 403)])
def test_others_list_nobody(sign_in, places, who, status):
    client = sign_in(who)
    assert client.get(NEW).status_code == status
    assert client.post(NEW, payload()).status_code == status


def test_wrong_methods(sign_in, list_person):
    person, client = list_person(), sign_in("petugas")
    for link in (NEW, f"/residents/{person.pk}/edit/", f"/residents/{person.pk}/unlist/"):
        assert client.put(link).status_code == 405


def test_what_somebody_saves_after_the_first_look_is_shown_and_not_what_stood_before(
    sign_in, list_person, places, cast, monkeypatch
):
    person, usual = list_person(address="Jalan Lama"), resident_forms.resident_or_404

    def looked_at(scope, pk):
        found = usual(scope, pk)
        monkeypatch.setattr(resident_forms, "resident_or_404", usual)
        details = Details(name=found.name, desa=found.desa, birth_date=found.birth_date, address="Jalan Satu")
        edit_resident(by=scope_of(cast.admin), resident=found, details=details, seen_version=found.version)
        return found

    monkeypatch.setattr(resident_forms, "resident_or_404", looked_at)
    facts = {"name": person.name, "desa": "15.07.01.2002", "version": person.version, "last_change": 0}
    page = sign_in("petugas").post(f"/residents/{person.pk}/edit/", {**facts, "address": "Jalan Dua"})
    assert page.status_code == 200
    assert "Jalan Satu" in page.content.decode()
    assert "Jalan Dua" in page.content.decode()
    assert Resident.objects.get(pk=person.pk).address == "Jalan Satu"
