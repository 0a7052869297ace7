"""What an admin says of the teams, and what the database refuses of it."""

import pytest
from django.db import IntegrityError, transaction

from kecamatan.models import AuditEntry
from outreach.models import DesaAccess, PlanSettings
from outreach.planner.places import Work
from outreach.planner.travel import WAYS, Access

pytestmark = pytest.mark.django_db
PAGE = "/where/settings/"


def payload(**changes):
    facts = {
        **{"base_name": "Kantor dinas", "point": "-1.1, 103.9", "teams": "3", "kits": "2", "hours": "7.5"},
        **{"set_up": "30", "minutes": "4", "road_speed": "35", "boat_speed": "20", "school_week": "five"},
    }
    return facts | changes


def test_until_somebody_says_otherwise_the_planners_assumptions_hold():
    row, work = PlanSettings(), Work()
    assert (row.hours, row.set_up / 60, row.minutes) == (work.hours, work.set_up, work.minutes)
    assert (row.road_speed, row.boat_speed) == (WAYS[Access.ROAD].speed, WAYS[Access.BOAT].speed)


def test_an_admin_says_how_the_teams_work(sign_in, places):
    client = sign_in("admin")
    assert client.post(PAGE, payload())["Location"] == PAGE
    row = PlanSettings.objects.get()
    assert (row.kabupaten, row.latitude, row.longitude, row.teams, row.kits) == (places.kabupaten, -1.1, 103.9, 3, 2)
    assert (row.hours, row.set_up, row.minutes, row.school_week) == (7.5, 30, 4, "five")
    form = client.get(PAGE).context["form"]
    client.post(PAGE, payload(point="", teams="4", seen=form.initial["seen"]))
    row.refresh_from_db()
    assert (row.latitude, row.longitude, row.teams) == (None, None, 4)
    first, second = AuditEntry.objects.filter(action="plan-settings").order_by("pk")
    assert {(one.field, one.before, one.after) for one in second.changes.all()} == {
        ("latitude", "-1.1", ""),
        ("longitude", "103.9", ""),
        ("teams", "3", "4"),
    }
    assert first.changes.get(field="base_name").after == "Kantor dinas"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("teams", "0"),
        ("teams", "7"),
        ("kits", ""),
        ("hours", "24"),
        ("hours", "nan"),
        ("set_up", "-1"),
        ("minutes", "0"),
        ("road_speed", "0"),
        ("boat_speed", "inf"),
        ("school_week", "seven"),
        ("point", "di kantor"),
        ("base_name", "x" * 121),
        ("base_name", "a\x07b"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(sign_in, name, value):
    response = sign_in("admin").post(PAGE, payload(minutes="3.5") | {name: value})
    assert set(response.context["form"].errors) == {name}
    assert name == "minutes" or "3.5" in response.content.decode()
    assert not PlanSettings.objects.exists()
    assert not AuditEntry.objects.filter(action="plan-settings").exists()


def test_a_colleague_is_not_written_over(sign_in, places):
    PlanSettings.objects.create(kabupaten=places.kabupaten)
    client = sign_in("admin")
    seen = client.get(PAGE).context["form"].initial["seen"]
    PlanSettings.objects.update(teams=5)
    response = client.post(PAGE, payload(teams="3", seen=seen))
    assert response.status_code == 200
    assert PlanSettings.objects.get().teams == 5
    again = response.context["form"].data["seen"]
    assert client.post(PAGE, payload(teams="3", seen=again)).status_code == 302
    assert PlanSettings.objects.get().teams == 3


@pytest.mark.parametrize("who", ["petugas", "pejabat", "petugas_timur"])
def test_only_admins(sign_in, who):
    assert sign_in(who).get(PAGE).status_code == 403
    assert sign_in(who).post(PAGE, payload()).status_code == 403
    assert not PlanSettings.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"teams": 0},
        {"teams": 7},
        {"kits": 0},
        {"hours": 1},
        {"set_up": 241},
        {"minutes": 0},
        {"road_speed": 4},
        {"boat_speed": 81},
        {"school_week": "x"},
        {"latitude": -1.0},
        {"latitude": -91.0, "longitude": 100.0},
    ],
)
def test_the_database_refuses_what_cannot_be(places, changes):
    row = PlanSettings.objects.create(kabupaten=places.kabupaten)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanSettings.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanSettings.objects.create(kabupaten=places.kabupaten)


def test_the_database_knows_three_ways_to_a_desa(places):
    with pytest.raises(IntegrityError), transaction.atomic():
        DesaAccess.objects.create(desa=places.lambur, access="air")
