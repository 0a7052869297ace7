"""The kits of the office, for admins."""

from datetime import timedelta

import pytest

from kecamatan.models import AuditEntry, Kabupaten
from outreach.models import Kit
from tests.outreach.visits.test_visit_pages import text_of

pytestmark = pytest.mark.django_db
KITS = "/visits/kits/"


@pytest.fixture
def kit(places):
    return Kit.objects.create(kabupaten=places.kabupaten, name="Alat 1")


def test_a_kit_is_added_and_offered(sign_in, places, english):
    client = sign_in("admin")
    assert "No kit has been named yet" in text_of(client.get(KITS))
    assert client.post(f"{KITS}add/", {"name": " Alat 1 "}).status_code == 302
    assert "Alat 1" in text_of(client.get(KITS))
    assert "Alat 1" in text_of(client.get("/visits/new/?kecamatan=15.07.01"))
    assert AuditEntry.objects.get(action="kit-new").target == "Alat 1"


@pytest.mark.parametrize(
    ("name", "said"), [("", "required"), ("alat  1", "already"), ("x" * 41, "40"), ("a\x07", "cannot be shown")]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, kit, english, name, said):
    response = sign_in("admin").post(f"{KITS}add/", {"name": name})
    assert response.status_code == 400
    assert said in text_of(response)
    assert Kit.objects.count() == 1


def test_the_same_name_in_another_office_is_no_matter(sign_in, places):
    other = Kabupaten.objects.create(code="15.08", name="Lain", province="Jambi", capital="Lain")
    Kit.objects.create(kabupaten=other, name="Alat 1")
    assert sign_in("admin").post(f"{KITS}add/", {"name": "Alat 1"}).status_code == 302


def test_it_goes_out_of_use_and_comes_back(sign_in, kit, english):
    client = sign_in("admin")
    for _time in range(2):
        assert client.post(f"{KITS}{kit.pk}/use/", {"in_use": "0"}).status_code == 302
    assert "Out of use: Alat 1" in text_of(client.get(KITS))
    assert "Alat 1" not in text_of(client.get("/visits/new/?kecamatan=15.07.01"))
    client.post(f"{KITS}{kit.pk}/use/", {"in_use": "1"})
    assert Kit.objects.get().is_active
    assert [one.action for one in AuditEntry.objects.filter(target="Alat 1").order_by("pk")] == ["kit-out", "kit-back"]


def test_the_visits_ahead_that_take_it_are_counted(sign_in, kit, visit, today):
    visit(day=today + timedelta(days=1), kits=[kit])
    visit(day=today - timedelta(days=1), kits=[kit])
    (found,) = sign_in("admin").get(KITS).context["kits"]
    assert found.ahead == 1


def test_for_admins_of_the_office_alone(sign_in, kit):
    for who, status in (("petugas", 403), ("pejabat", 403), ("foreigner", 404)):
        client = sign_in(who)
        assert client.post(f"{KITS}{kit.pk}/use/", {"in_use": "0"}).status_code == status
    assert "Alat 1" not in sign_in("foreigner").get(KITS).content.decode()
    assert Kit.objects.get().is_active
    assert sign_in("admin").get(f"{KITS}add/").status_code == 405
