"""Django's admin: every page stands, everything is the admin's own regency's, and nothing breaks a rule of the counts."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import translation

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import AuditChange, AuditEntry, Baseline, CountUpdate, Drive, Kecamatan, School, User

REGISTERED = {model._meta.model_name: model for model in admin.site._registry}
EXPECTED = {"auditentry", "baseline", "countupdate", "desa", "drive", "kabupaten", "kecamatan", "school", "user"}


@pytest.fixture
def full(places, cast, today):
    """A row of every registered kind, in the cast's regency."""
    School.objects.create(desa=places.lambur, npsn="10502143", name="SMAN 5", level="SMA")
    entry = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 12, today - timedelta(days=3))
    record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])
    AuditEntry.objects.create(
        kabupaten=places.kabupaten, by=cast.admin, action="change", target_type="desa", target_id="1", target="Lambur"
    )
    return places


def url(model, page, *args):
    return reverse(f"admin:kecamatan_{model}_{page}", args=args)


def row_of(model, kabupaten):
    path = admin.site._registry[REGISTERED[model]].kabupaten_path
    return REGISTERED[model].objects.filter(**{path: kabupaten.pk}).first()


def post(client, model, pk=None, **data):
    return client.post(url(model, "change", pk) if pk else url(model, "add"), data)


def errors(response):
    return response.context["adminform"].form.errors


def user_data(user, **changes):
    data = {"username": user.username, "full_name": user.full_name, "email": "", "role": user.role, "language": "id"}
    return {**data, "is_active": "on", **changes}


def drive_data(drive, **changes):
    days = {name: getattr(drive, name).isoformat() for name in ("baseline_date", "last_recording_day", "polling_day")}
    base = {"base_people": "", "base_name": "", "base_source": "", "base_date": ""}
    return {"name": drive.name, **days, "coverage_target": "99.4", **base, "is_active": "on", **changes}


# Every page, and who may open it


def test_what_is_registered_is_what_is_meant():
    assert set(REGISTERED) == EXPECTED


@pytest.mark.parametrize("model", sorted(EXPECTED))
def test_every_admin_page_stands_for_an_admin(sign_in, full, model):
    client = sign_in("admin")
    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "changelist"), {"q": "a"}).status_code == 200
    assert client.get(url(model, "change", row_of(model, full.kabupaten).pk)).status_code == 200
    read_only = model in {"auditentry", "countupdate", "kabupaten"}
    assert client.get(url(model, "add")).status_code == (403 if read_only else 200)
    assert client.get(url(model, "history", row_of(model, full.kabupaten).pk), follow=True).status_code == 200


def test_the_index_is_under_the_projects_name_and_leads_to_the_audit_log(sign_in, full):
    page = sign_in("admin").get("/admin/").content.decode()
    assert url("auditentry", "changelist") in page
    assert "e-KTP" in page


@pytest.mark.parametrize("model", sorted(EXPECTED))
@pytest.mark.parametrize(("who", "status"), [(None, 302), ("petugas", 403), ("pejabat", 403)])
def test_nobody_else_enters(sign_in, full, model, who, status):
    client = sign_in(who)
    pk = row_of(model, full.kabupaten).pk
    for address in ("/admin/", url(model, "changelist"), url(model, "add"), url(model, "change", pk)):
        assert client.get(address).status_code == status
        assert client.post(address, {}).status_code == status


@pytest.mark.parametrize("model", sorted(EXPECTED))
def test_another_regencys_admin_sees_and_reaches_nothing(sign_in, full, model, cast):
    client = sign_in("foreigner")
    pk = row_of(model, full.kabupaten).pk
    listed = client.get(url(model, "changelist")).context["cl"].queryset
    assert pk not in set(listed.values_list("pk", flat=True))
    assert client.get(url(model, "change", pk)).status_code == 302  # as for a row that does not exist
    assert client.post(url(model, "change", pk), {"name": "X"}).status_code in {302, 403}
    page = client.get(url(model, "changelist")).content.decode()
    assert "Muara Sabak Timur" not in page


@pytest.mark.parametrize("model", sorted(EXPECTED))
def test_nothing_is_deleted(sign_in, full, model):
    client, row = sign_in("admin"), row_of(model, full.kabupaten)
    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    page = client.get(url(model, "changelist"))
    assert not page.context["cl"].model_admin.get_actions(page.wsgi_request)
    client.post(url(model, "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert REGISTERED[model].objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", ["countupdate", "auditentry"])
def test_ledger_and_audit_log_are_read_only(sign_in, full, model):
    client, row = sign_in("admin"), row_of(model, full.kabupaten)
    assert client.post(url(model, "change", row.pk), {"note": "x", "action": "x"}).status_code == 403
    assert client.post(url(model, "add"), {}).status_code == 403


@pytest.mark.parametrize(
    "query",
    [{"q": "a\x00"}, {"kecamatan": "\x00"}, {"kind__exact": "\x00"}, {"kecamatan": "15.06.01"}, {"p": "9" * 30}],
)
def test_a_strange_address_of_a_list_is_no_fault(sign_in, full, query):
    response = sign_in("admin").get(url("countupdate", "changelist"), query, follow=True)
    assert response.status_code == 200


def test_unknown_numbers_are_no_fault(sign_in, full):
    for pk in ("999999", "abc", "9" * 30):
        assert sign_in("admin").get(url("user", "change", pk)).status_code == 302


# Users


def test_a_new_user_belongs_to_the_admins_kabupaten_and_has_no_password(sign_in, full, cast):
    data = {"username": "siti", "full_name": "Siti", "role": "petugas", "language": "id", "is_active": "on"}
    response = post(sign_in("admin"), "user", **data, kecamatan=[full.sadu.pk])
    user = User.objects.get(username="siti")
    assert response["Location"] == url("user", "change", user.pk)
    assert user.kabupaten == full.kabupaten
    assert not user.has_usable_password()
    assert list(user.kecamatan.all()) == [full.sadu]
    entry = AuditEntry.objects.get(action="create", target_type="user")
    assert entry.by == cast.admin
    facts = {change.field: change.after for change in entry.changes.all()}
    assert (facts["role"], facts["kecamatan"], facts["is_active"]) == ("petugas", "Sadu", "True")


def test_role_assignment_and_leave_to_sign_in_are_audited_before_and_after(sign_in, full, cast):
    data = user_data(cast.petugas_timur, role="pejabat", kecamatan=[full.sadu.pk])
    del data["is_active"]
    assert post(sign_in("admin"), "user", cast.petugas_timur.pk, **data).status_code == 302
    changes = AuditEntry.objects.get(target_type="user").changes.values_list("field", "before", "after")
    assert set(changes) == {
        ("role", "petugas", "pejabat"),
        ("is_active", "True", "False"),
        ("kecamatan", "Muara Sabak Timur", "Sadu"),
    }
    assert not LogEntry.objects.exists()


def test_saving_what_is_there_writes_no_audit_line(sign_in, full, cast):
    before = AuditEntry.objects.count()
    assert post(sign_in("admin"), "user", cast.petugas.pk, **user_data(cast.petugas)).status_code == 302
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("changes", "field"), [({"role": "petugas"}, "role"), ({"is_active": ""}, "is_active")])
def test_the_last_admin_stays_admin(sign_in, full, cast, changes, field):
    client = sign_in("admin")
    response = post(client, "user", cast.admin.pk, **user_data(cast.admin, **changes))
    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert User.objects.get(pk=cast.admin.pk).is_staff
    User.objects.create_user("second", role="admin", kabupaten=full.kabupaten)
    assert post(client, "user", cast.admin.pk, **user_data(cast.admin, **changes)).status_code == 302


def test_names_are_told_apart_without_case_and_roles_are_known(sign_in, full, cast):
    client = sign_in("admin")
    assert list(errors(post(client, "user", **user_data(cast.petugas, username="PETUGAS")))) == ["username"]
    assert list(errors(post(client, "user", **user_data(cast.petugas, username="new", role="king")))) == ["role"]
    assert list(errors(post(client, "user", **user_data(cast.petugas, username="a\x00b")))) == ["username"]
    assert User.objects.filter(kabupaten=full.kabupaten).count() == 5


def test_a_kecamatan_of_another_regency_cannot_be_assigned(sign_in, full, cast):
    other = Kecamatan.objects.create(kabupaten=cast.foreigner.kabupaten, code="15.06.01", name="Tungkal Ulu")
    response = post(sign_in("admin"), "user", cast.petugas.pk, **user_data(cast.petugas, kecamatan=[other.pk]))
    assert list(errors(response)) == ["kecamatan"]


# Drives and baselines


def test_a_second_active_drive_is_refused_in_the_form(sign_in, full):
    response = post(sign_in("admin"), "drive", **drive_data(full.drive, name="Pilkada 2029"))
    assert response.status_code == 200
    assert errors(response)
    assert Drive.objects.count() == 1
    response = post(sign_in("admin"), "drive", **drive_data(full.drive, name="Pilkada 2029", is_active=""))
    assert response.status_code == 302
    assert Drive.objects.get(name="Pilkada 2029").kabupaten == full.kabupaten


def test_a_drive_ends_and_its_days_stay_in_order(sign_in, full, today):
    client = sign_in("admin")
    assert post(client, "drive", full.drive.pk, **drive_data(full.drive, is_active="")).status_code == 302
    assert not Drive.objects.get().is_active
    data = drive_data(full.drive, polling_day=(today - timedelta(days=90)).isoformat())
    assert errors(post(client, "drive", full.drive.pk, **data))


def test_the_baseline_date_does_not_pass_the_ledgers_first_day(sign_in, full, today):
    data = drive_data(full.drive, baseline_date=today.isoformat())
    assert list(errors(post(sign_in("admin"), "drive", full.drive.pk, **data))) == ["baseline_date"]
    assert Drive.objects.get().baseline_date == today - timedelta(days=60)


@pytest.mark.parametrize("day", ["2024-02-30", "10^30", "-1", ""])
def test_a_day_that_is_none_is_refused_at_the_field(sign_in, full, day):
    response = post(sign_in("admin"), "drive", full.drive.pk, **drive_data(full.drive, baseline_date=day))
    assert "baseline_date" in errors(response)


@pytest.mark.parametrize("people", ["69", "-1", "9" * 30, "abc", ""])
def test_a_baseline_that_breaks_a_rule_is_an_error_of_the_form(sign_in, full, people):
    baseline = Baseline.objects.of_kecamatan().get(kecamatan=full.timur)
    before = AuditEntry.objects.count()
    response = post(sign_in("admin"), "baseline", baseline.pk, people=people)
    assert response.status_code == 200
    assert list(errors(response)) == ["people"]
    assert Baseline.objects.get(pk=baseline.pk).people == 100
    assert AuditEntry.objects.count() == before


def test_a_share_below_what_was_recorded_is_an_error_of_the_form(sign_in, full):
    share = Baseline.objects.shares().get(desa=full.lambur)
    response = post(sign_in("admin"), "baseline", share.pk, people="11")
    assert list(errors(response)) == ["people"]
    assert post(sign_in("admin"), "baseline", share.pk, people="12").status_code == 302
    assert Baseline.objects.get(pk=share.pk).people == 12
    changes = AuditEntry.objects.get(target_type="baseline").changes.get()
    assert (changes.before, changes.after) == ("40", "12")


def test_a_baseline_is_added_once_and_for_the_right_place(sign_in, full):
    client = sign_in("admin")
    data = {"drive": full.drive.pk, "kecamatan": full.timur.pk, "people": "5"}
    assert post(client, "baseline", **data, desa=full.siau.pk).status_code == 302
    assert errors(post(client, "baseline", **data, desa=full.siau.pk))
    assert list(errors(post(client, "baseline", **data, desa=full.itik.pk))) == ["desa"]
    assert errors(post(client, "baseline", **data))
    assert list(errors(post(client, "baseline", **data, desa="999999"))) == ["desa"]
    assert Baseline.objects.count() == 5


def test_what_only_the_database_refuses_is_an_error_of_the_form(sign_in, full, monkeypatch):
    """Another request in between: the actions' own check is blinded, the guard of the database speaks."""
    monkeypatch.setattr("kecamatan.actions.baselines._check", lambda *args: None)
    baseline = Baseline.objects.of_kecamatan().get(kecamatan=full.timur)
    response = post(sign_in("admin"), "baseline", baseline.pk, people="1")
    assert response.status_code == 200
    assert list(errors(response)) == ["people"]
    assert Baseline.objects.get(pk=baseline.pk).people == 100


# Places


def test_the_letterhead_is_changed_with_an_audit_line(sign_in, full):
    kabupaten = full.kabupaten
    data = {name: getattr(kabupaten, name) for name in ("name", "kind", "province", "capital", "time_zone")}
    data |= {"office_name": "Disdukcapil", "signer_nip": "197001011990031001", "office_phone": "(0740) 123456"}
    assert post(sign_in("admin"), "kabupaten", kabupaten.pk, **data).status_code == 302
    kabupaten.refresh_from_db()
    assert (kabupaten.office_name, kabupaten.office_phone) == ("Disdukcapil", "+62740123456")
    fields = set(AuditEntry.objects.get(target_type="kabupaten").changes.values_list("field", flat=True))
    assert fields == {"office_name", "signer_nip", "office_phone"}
    response = post(sign_in("admin"), "kabupaten", kabupaten.pk, **data | {"signer_nip": "1"})
    assert list(errors(response)) == ["signer_nip"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "15.06.09.2001"}, "code"),
        ({"code": "15.07.05.2099"}, "code"),
        ({"code": "x"}, "code"),
        ({"code": "15.07.01.2002"}, "code"),
        ({"name": "a\x00"}, "name"),
        ({"latitude": "91", "longitude": "0"}, "latitude"),
        ({"latitude": "-1"}, "__all__"),
        ({"longitude": "104"}, "__all__"),
        ({"head_phone": "abc"}, "head_phone"),
        ({"kind": "dusun"}, "kind"),
    ],
)
def test_a_wrong_desa_says_so_at_the_field(sign_in, full, changes, field):
    data = {"code": "15.07.01.2099", "kecamatan": full.timur.pk, "name": "Baru", "kind": "desa"}
    response = post(sign_in("admin"), "desa", **{**data, **changes})
    assert response.status_code == 200
    assert field in errors(response)


def test_a_doubled_name_or_code_of_a_kecamatan_is_an_error_of_the_form(sign_in, full):
    client = sign_in("admin")
    assert errors(post(client, "kecamatan", code="15.07.09", name="Sadu"))
    assert list(errors(post(client, "kecamatan", code="15.06.09", name="Baru"))) == ["code"]
    assert post(client, "kecamatan", code="15.07.09", name="Baru").status_code == 302
    assert Kecamatan.objects.get(code="15.07.09").kabupaten == full.kabupaten


def test_a_code_stays(sign_in, full):
    data = {"code": "15.07.01.2077", "name": "Lambur Baru", "kind": "desa"}
    assert post(sign_in("admin"), "desa", full.lambur.pk, **data).status_code == 302
    full.lambur.refresh_from_db()
    assert (full.lambur.code, full.lambur.name) == ("15.07.01.2002", "Lambur Baru")


def test_a_school_moves_to_another_desa_and_keeps_its_npsn_to_itself(sign_in, full):
    client, school = sign_in("admin"), School.objects.get()
    data = {"npsn": "10502143", "name": "SMAN 5", "level": "SMA"}
    assert post(client, "school", school.pk, **data, desa=full.simbur.pk).status_code == 302
    school.refresh_from_db()
    assert school.desa == full.simbur
    assert list(errors(post(client, "school", **data, desa=full.simbur.pk))) == ["npsn"]


# The audit log


def test_the_audit_log_says_who_when_what_before_and_after(sign_in, full, cast):
    client = sign_in("admin")
    post(client, "user", cast.petugas.pk, **user_data(cast.petugas, role="pejabat"))
    page = client.get(url("auditentry", "changelist")).content.decode()
    assert "peran: petugas → pejabat" in page
    assert "WIB" in page
    response = client.get(url("auditentry", "changelist"), {"action": "create"})
    assert response.context["cl"].result_count == 0
    response = client.get(url("user", "history", cast.petugas.pk), follow=True)
    assert response.context["cl"].result_count == 1


@pytest.mark.parametrize(
    ("kind", "field", "before", "after", "words"),
    [
        ("user", "is_active", "True", "False", "boleh masuk: ya → tidak"),
        ("desa", "kind", "desa", "kelurahan", "jenis: desa → kelurahan"),
        ("desa", "head_name", "", "Rosmini", "nama kepala: – → Rosmini"),
        ("kabupaten", "rows", "", "12", "baris: – → 12"),
        ("kecamatan", "outline", "a", "b", "batas wilayah: a → b"),
        ("nobody", "nothing", "a", "b", "nothing: a → b"),
    ],
)
def test_a_change_is_told_in_the_words_of_its_form(kind, field, before, after, words):
    change = AuditChange(entry=AuditEntry(target_type=kind), field=field, before=before, after=after)
    with translation.override("id"):
        assert str(change) == words


def test_the_audit_log_is_narrowed_to_the_last_days(sign_in, full, cast):
    old = datetime(2024, 6, 25, tzinfo=UTC)
    AuditEntry.objects.create(kabupaten=full.kabupaten, action="create", target_type="user", target="old", at=old)
    client = sign_in("admin")
    whole = client.get(url("auditentry", "changelist")).context["cl"].result_count
    for days, expected in (("7", whole - 1), ("8", whole), ("x", whole)):
        response = client.get(url("auditentry", "changelist"), {"days": days})
        assert response.context["cl"].result_count == expected


def test_a_write_and_its_audit_line_stand_or_fall_together(sign_in, full, cast, monkeypatch):
    def fail(**options):
        raise RuntimeError("disk")

    monkeypatch.setattr("kecamatan.actions.records.audit", fail)
    with pytest.raises(RuntimeError):
        post(sign_in("admin"), "user", cast.petugas.pk, **user_data(cast.petugas, role="pejabat"))
    assert User.objects.get(pk=cast.petugas.pk).role == "petugas"


def test_the_admins_own_ledger_list_takes_few_queries(sign_in, full, cast, today, django_assert_max_num_queries):
    entries = [Entry(uuid.uuid4(), full.sadu, None, "added", 1, today) for _ in range(30)]
    record_updates(by=scope_of(cast.petugas), drive=full.drive, entries=entries)
    client = sign_in("admin")
    with django_assert_max_num_queries(10):
        client.get(url("countupdate", "changelist"))
    assert CountUpdate.objects.count() == 31


@pytest.mark.parametrize(
    "query",
    ["password__startswith=argon2", "kabupaten=1", "full_name__regex=.", "role__in=admin", "last_login__year=9"],
)
def test_an_address_asks_a_list_nothing_but_what_its_filters_ask(sign_in, query):
    assert sign_in("admin").get(f"/admin/kecamatan/user/?{query}").status_code == 400
    assert sign_in("admin").get("/admin/kecamatan/user/?role__exact=admin&is_active__exact=1").status_code == 200


# The demo


@pytest.mark.parametrize("query", [{}, {"_popup": "1"}])
@pytest.mark.parametrize("model", sorted(EXPECTED))
def test_every_page_says_in_the_demo_that_all_is_invented(sign_in, full, settings, model, query):
    client, said = sign_in("admin"), "Demo: semua angka dan nama di sini hanya rekaan."
    addresses = ["/admin/", url(model, "changelist"), url(model, "change", row_of(model, full.kabupaten).pk)]
    for demo in (True, False):
        settings.DEMO = demo
        assert [client.get(address, query).content.decode().count(said) for address in addresses] == [int(demo)] * 3


# The map of tiles


@pytest.mark.parametrize(
    ("column", "row", "field", "said"),
    [
        ("3", "2", "tile_column", "Petak ini sudah dipakai Muara Sabak Timur. Pilih petak lain."),
        ("3", "", "tile_row", "Isi kolom dan baris petak itu, atau kosongkan keduanya."),
        ("", "2", "tile_column", "Isi kolom dan baris petak itu, atau kosongkan keduanya."),
        ("61", "2", "tile_column", "Paling besar 60."),
        ("2", "61", "tile_row", "Paling besar 60."),
    ],
)
def test_two_kecamatan_never_stand_on_one_tile(sign_in, full, cast, column, row, field, said):
    Kecamatan.objects.filter(pk=full.timur.pk).update(tile_column=3, tile_row=2)
    data = {"code": full.sadu.code, "name": "Sadu", "voters": "", "latitude": "", "longitude": ""}
    client = sign_in("admin")
    response = post(client, "kecamatan", full.sadu.pk, **data, tile_column=column, tile_row=row)
    assert errors(response) == {field: [said]}
    stored = Kecamatan.objects.get(pk=full.sadu.pk)
    assert (stored.tile_column, stored.tile_row) == (full.sadu.tile_column, full.sadu.tile_row)
    for good in ({"tile_column": "2", "tile_row": "3"}, {"tile_column": "2", "tile_row": "3"}, {}):
        assert post(client, "kecamatan", full.sadu.pk, **data, **good).status_code == 302


def test_a_tile_of_another_regency_is_free(sign_in, full, cast):
    other = Kecamatan.objects.create(kabupaten=cast.foreigner.kabupaten, code="15.06.01", name="Lain")
    Kecamatan.objects.filter(pk=other.pk).update(tile_column=3, tile_row=2)
    data = {"code": "15.07.05", "name": "Sadu", "tile_column": "3", "tile_row": "2"}
    assert post(sign_in("admin"), "kecamatan", full.sadu.pk, **data).status_code == 302


@pytest.mark.parametrize(
    ("action", "words"), [("sign-in", "masuk: Siti"), ("create", "membuat: Siti"), ("x", "x: Siti")]
)
def test_the_page_of_an_act_says_it_in_words(sign_in, full, action, words):
    entry = AuditEntry.objects.create(
        kabupaten=full.kabupaten, action=action, target_type="user", target_id="1", target="Siti"
    )
    page = sign_in("admin").get(url("auditentry", "change", entry.pk))
    assert page.context["subtitle"] == words
    assert f"<h2>{words}</h2>" in page.content.decode()
