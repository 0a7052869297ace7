"""Village records: the list /desa/, the form of a desa, its schools."""

import pytest

from kecamatan.actions.places import desa_values, fingerprint
from kecamatan.models import AuditEntry, Baseline, Desa, School

LIST = "/desa/"


def listed(response):
    return [row.record.name for row in response.context["table"].rows] if response.context["figures"]["count"] else []


@pytest.fixture
def edit(places, sign_in):
    """``edit(desa, **changes)`` sends the form of a desa as an admin who has just opened it."""

    def _edit(desa=places.lambur, who="admin", seen=None, **changes):
        desa.refresh_from_db()
        current = desa_values(desa, places.drive)
        data = {name: "" if value is None else value for name, value in current.items()}
        data["seen"] = seen or fingerprint(current)
        return sign_in(who).post(f"/desa/{desa.code}/edit/", {**data, **changes})

    return _edit


@pytest.fixture
def school(places):
    return School.objects.create(desa=places.lambur, npsn="10502143", name="SMAN 5", level="SMA")


def shares(places):
    return {row.desa.name: row.people for row in Baseline.objects.shares().select_related("desa")}


# The list


def test_everyone_signed_in_reads_the_villages_of_their_scope(sign_in, places):
    assert listed(sign_in("petugas").get(LIST)) == [
        "Lambur",
        "Simbur Naik",
        "Siau Dalam",
        "Sungai Lokan",
        "Sungai Itik",
    ]
    assert listed(sign_in("petugas_sadu").get(LIST)) == ["Sungai Lokan", "Sungai Itik"]
    assert listed(sign_in("foreigner").get(LIST)) == []
    assert sign_in(None).get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "sei lokan"}, ["Sungai Lokan"]),
        ({"name": "15.07.05.2"}, ["Sungai Itik"]),
        ({"kind": "kelurahan"}, ["Sungai Lokan"]),
        ({"kecamatan": "15.07.05"}, ["Sungai Lokan", "Sungai Itik"]),
        ({"no_head": "on", "kecamatan": "15.07.01"}, ["Simbur Naik", "Siau Dalam"]),
        ({"no_share": "on", "kecamatan": "15.07.01"}, ["Siau Dalam"]),
        ({"name": "🙈"}, []),
    ],
)
def test_filters(sign_in, places, query, names):
    response = sign_in("petugas").get(LIST, query)
    assert response.context["valid"]
    assert listed(response) == names


def test_head_and_phone_are_for_those_who_call(sign_in, places):
    page = sign_in("petugas").get(LIST).content.decode()
    assert "Bapak Kades" in page
    assert "0812-3456-7890" in page
    client = sign_in("pejabat")
    page = client.get(LIST).content.decode()
    assert "Bapak Kades" not in page
    assert "7890" not in page
    for query in ({"columns": "head_phone"}, {"sort": "head_name"}):
        assert "table" not in client.get(LIST, query).context
    body = b"".join(client.get(LIST, {"export": "csv"}).streaming_content).decode()
    assert "Lambur" in body
    assert "Bapak Kades" not in body
    assert client.get(LIST, {"export": "csv", "columns": "head_name"}).status_code == 400


def test_only_admins_are_offered_to_edit(sign_in, places):
    assert "/desa/15.07.01.2002/edit/" in sign_in("admin").get(LIST).content.decode()
    assert "/edit/" not in sign_in("petugas").get(LIST).content.decode()


def test_the_list_takes_eight_queries_at_most(sign_in, places, django_assert_max_num_queries):
    client = sign_in("petugas")
    with django_assert_max_num_queries(8):
        client.get(LIST, {"name": "lambur", "columns": "name,share,remaining,schools"})


def test_no_drive_is_no_fault(sign_in, places):
    places.drive.is_active = False
    places.drive.save()
    assert len(listed(sign_in("admin").get(LIST))) == 5
    assert sign_in("admin").get("/desa/15.07.01.2002/edit/").status_code == 200


# The form


def test_saving_stores_head_phone_and_share_with_an_audit_line(edit, places):
    response = edit(head_name="Siti  Aminah", head_phone="+62 812-3456 789", share="60")
    assert response.status_code == 302
    places.lambur.refresh_from_db()
    assert (places.lambur.head_name, places.lambur.head_phone) == ("Siti Aminah", "+628123456789")
    assert shares(places)["Lambur"] == 60
    desa, share = AuditEntry.objects.order_by("pk")
    assert (desa.target_type, share.target_type) == ("desa", "baseline")
    assert [(change.before, change.after) for change in share.changes.all()] == [("40", "60")]


def test_an_empty_share_is_not_broken_down(edit, places):
    edit(share="")
    assert "Lambur" not in shares(places)


def test_the_form_shows_baseline_other_shares_and_what_is_left(sign_in, places):
    response = sign_in("admin").get("/desa/15.07.01.2002/edit/")
    page = response.content.decode()
    assert 'data-baseline="100" data-others="30"' in page
    assert response.context["left"] == 30


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"share": "71"}, "share"),
        ({"share": "-1"}, "share"),
        ({"share": "abc"}, "share"),
        ({"share": "1.5"}, "share"),
        ({"share": "9" * 30}, "share"),
        ({"head_phone": "abc"}, "head_phone"),
        ({"head_phone": "+1 202 555 0100"}, "head_phone"),
        ({"head_name": "x" * 121}, "head_name"),
        ({"head_name": "a\x00"}, "head_name"),
    ],
)
def test_bad_input_stays_in_the_form_and_changes_nothing(edit, places, changes, field):
    response = edit(**changes)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"][field].value() == changes[field]
    assert 'aria-invalid="true"' in response.content.decode()
    assert shares(places)["Lambur"] == 40
    assert not AuditEntry.objects.exists()


def test_more_than_the_kecamatan_says_how_many_are_left(edit):
    assert "70" in edit(share="71").context["form"].errors["share"][0]


def test_a_refused_share_saves_nothing_of_the_form(edit, places):
    edit(head_name="Orang Baru", share="71")
    places.lambur.refresh_from_db()
    assert places.lambur.head_name == "Bapak Kades"


def test_two_admins_at_once_lose_nothing(edit, places):
    old = fingerprint(desa_values(places.lambur, places.drive))
    edit(head_name="Yang Pertama")
    response = edit(seen=old, head_name="Yang Kedua")
    places.lambur.refresh_from_db()
    assert places.lambur.head_name == "Yang Pertama"
    page = response.content.decode()
    assert "Yang Pertama" in page
    assert "Yang Kedua" in page
    chosen = edit(seen=response.context["form"]["seen"].value(), head_name="Yang Kedua")
    assert chosen.status_code == 302
    places.lambur.refresh_from_db()
    assert places.lambur.head_name == "Yang Kedua"


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("petugas", 403), ("pejabat", 403), ("foreigner", 404)])
def test_only_admins_of_the_regency_edit(edit, sign_in, places, school, who, status):
    assert edit(who=who, head_name="X").status_code == status
    client = sign_in(who)
    for url in (
        "/desa/15.07.01.2002/edit/",
        "/desa/15.07.01.2002/schools/new/",
        "/schools/10502143/edit/",
        "/schools/10502143/delete/",
    ):
        assert client.get(url).status_code == status
        assert client.post(url, {}).status_code == status
    assert Desa.objects.get(pk=places.lambur.pk).head_name == "Bapak Kades"
    assert School.objects.count() == 1


def test_unknown_places_are_404(sign_in, places):
    for code in ("15.07.99.2001", "x", "15.06.01.2001"):
        assert sign_in("admin").get(f"/desa/{code}/edit/").status_code == 404
        assert sign_in("admin").get(f"/schools/{code}/edit/").status_code == 404


# Schools


def payload(**changes):
    return {"npsn": "10502144", "name": "SMKN 1", "level": "SMK", "head_name": "", "head_phone": "", **changes}


def test_a_school_is_added_changed_and_deleted_with_audit_lines(sign_in, places, school):
    client = sign_in("admin")
    assert client.post("/desa/15.07.01.2002/schools/new/", payload(head_phone="0812 3456 789")).status_code == 302
    new = School.objects.get(npsn="10502144")
    assert new.head_phone == "+628123456789"
    assert client.post("/schools/10502144/edit/", payload(npsn="10502145")).status_code == 302
    assert client.get("/schools/10502145/delete/").status_code == 200
    assert School.objects.count() == 2
    assert client.post("/schools/10502145/delete/").status_code == 302
    assert School.objects.count() == 1
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["create", "change", "delete"]
    assert "SMAN 5" in client.get("/desa/15.07.01.2002/edit/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"npsn": "10502143"}, "npsn"),
        ({"npsn": "1"}, "npsn"),
        ({"npsn": "١٢٣٤٥٦٧٨"}, "npsn"),
        ({"name": ""}, "name"),
        ({"level": "TK"}, "level"),
        ({"head_phone": "1"}, "head_phone"),
    ],
)
def test_a_wrong_school_says_so_at_the_field(sign_in, school, changes, field):
    response = sign_in("admin").post("/desa/15.07.01.2002/schools/new/", payload(**changes))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert School.objects.count() == 1


def test_an_npsn_taken_names_the_school_that_has_it(sign_in, school):
    response = sign_in("admin").post("/desa/15.07.01.2002/schools/new/", payload(npsn="10502143"))
    assert "SMAN 5" in response.context["form"].errors["npsn"][0]
