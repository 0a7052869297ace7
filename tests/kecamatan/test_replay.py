"""A drive day by day: /drives/<number>/replay/."""

import json
import re
import uuid
from datetime import timedelta
from random import Random

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.counts import Counts
from kecamatan.models import Drive, Kecamatan, User
from kecamatan.selectors.counts import counts_as_of
from kecamatan.selectors.replay import MOST_NUMBERS, Replay, replay_of


@pytest.fixture
def told(places, cast, today):
    User.objects.update(language="en")
    rows = [
        (places.timur, "recorded", 20, 50), (places.timur, "added", 5, 49), (places.sadu, "recorded", 40, 20),
        (places.sadu, "recorded_elsewhere", 10, 2), (places.timur, "recorded", 4, 2),
    ]  # fmt: skip
    entries = [
        Entry(uuid.uuid4(), place, None, kind, people, today - timedelta(days=ago)) for place, kind, people, ago in rows
    ]
    record_updates(by=scope_of(cast.admin), drive=places.drive, entries=entries)
    return places.drive


def address(drive, day=None):
    return f"/drives/{drive.pk}/replay/" + (f"?day={day}" if day else "")


def data_of(response) -> dict:
    return json.loads(
        re.search(r'<script id="replay-data"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL)[1]
    )


def test_every_day_says_what_the_ledger_says(told, places, today):
    """The page, the script's numbers and the dashboard's, of every single day."""
    found = replay_of(told, [places.timur, places.sadu], today)
    given = found.as_json()
    assert len(found.frames) == 61
    for index, day in enumerate(found.frames):
        picture = counts_as_of(told, [places.timur.pk, places.sadu.pk], as_of=day)
        for place, numbers in zip(found.on(day), given["kecamatan"], strict=True):
            counts = picture.kecamatan[place.kecamatan.pk].counts
            assert place.counts == counts
            assert (numbers["remaining"][index], numbers["recorded"][index]) == (counts.remaining, counts.recorded)
            assert numbers["share"][index] == round(counts.share_done * 100)
            assert numbers["step"][index] == str(place.step)
        whole = (picture.total.remaining, picture.total.recorded, picture.total.added)
        assert tuple(given["all"][name][index] for name in ("remaining", "recorded", "added")) == whole


def test_a_day_in_words_with_the_ways_to_others(sign_in, told, today):
    day = today - timedelta(days=20)
    response = sign_in("pejabat").get(address(told, day))
    page = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    assert "60 recorded, 5 flowed in until the end of this day. Share done: 39%. 95 remain of 150." in page
    assert "On this day alone: 40 recorded, 0 flowed in." in page
    leading = {way.label: way.day for way in response.context["ways"] if way.leads}
    assert leading == {
        "First day": told.baseline_date, "A week back": day - timedelta(days=7), "The day before": day - timedelta(days=1),
        "The next day": day + timedelta(days=1), "A week on": day + timedelta(days=7), "Last day": today,
    }  # fmt: skip
    for to in leading.values():
        assert f"?day={to}" in response.content.decode()


def test_the_ends_lead_no_further(sign_in, told, today):
    client = sign_in("pejabat")
    last = client.get(address(told))
    assert [way.label for way in last.context["ways"] if way.leads] == ["First day", "A week back", "The day before"]
    first = client.get(address(told, told.baseline_date))
    assert [way.label for way in first.context["ways"] if way.leads] == ["The next day", "A week on", "Last day"]


@pytest.mark.parametrize("day", ["besok", "2024-02-31", "1999-01-01", "2999-01-01"])
def test_a_day_that_is_none_of_its_is_said_and_the_last_is_shown(sign_in, told, day, today):
    response = sign_in("pejabat").get(address(told, day))
    assert response.status_code == 400
    assert response.context["day"] == today
    page = response.content.decode()
    assert day in page
    assert 'role="alert"' in page


def test_the_map_has_one_scale_on_every_day(sign_in, told, today):
    response = sign_in("pejabat").get(address(told, today - timedelta(days=20)))
    steps = {shape.area.code: (shape.step, shape.area.text) for shape in response.context["regency_map"].shapes}
    assert steps == {"15.07.01": (0, "19%"), "15.07.05": (4, "80%")}
    assert response.context["legend"][-1] == "80% – 100%"


def test_each_sees_their_own_and_a_foreign_drive_does_not_exist(sign_in, told):
    numbers = data_of(sign_in("petugas_sadu").get(address(told)))
    assert [one["code"] for one in numbers["kecamatan"]] == ["15.07.05"]
    assert sign_in("foreigner").get(address(told)).status_code == 404
    assert sign_in("pejabat").get("/drives/999999/replay/").status_code == 404
    assert sign_in("pejabat").post(address(told)).status_code == 405
    assert sign_in(None).get(address(told)).status_code == 302


def test_what_is_not_stated_is_not_told(sign_in, places):
    User.objects.update(language="en")
    places.drive.baselines.filter(kecamatan=places.sadu).delete()
    response = sign_in("pejabat").get(address(places.drive))
    numbers = data_of(response)
    assert numbers["all"]["remaining"] == numbers["kecamatan"][1]["remaining"] == []
    assert set(numbers["kecamatan"][1]["step"]) == {"-"}
    assert "not every baseline is stated" in response.content.decode()


def test_few_queries(sign_in, told, django_assert_max_num_queries):
    client = sign_in("pejabat")
    with django_assert_max_num_queries(9):
        client.get(address(told))


def a_drive(places: int, days: int, today):
    """So many kecamatan with something entered on every day."""
    chance = Random(1)
    first = today - timedelta(days=days - 1)
    drive = Drive(name="x", baseline_date=first, last_recording_day=today, polling_day=today)
    kecamatan = [
        Kecamatan(pk=number, code=f"15.07.{number:02}", name=f"Kecamatan {number}") for number in range(places)
    ]
    flows = {
        one.pk: [
            (first + timedelta(days=day), Counts(0, chance.randint(0, 4), 0, 0, chance.randint(0, 9)))
            for day in range(days)
        ]
        for one in kecamatan
    }
    return Replay(drive, first, today, kecamatan, {one.pk: 20_000 for one in kecamatan}, flows)


@pytest.mark.parametrize(("places", "days"), [(11, 200), (30, 400), (60, 900)])
def test_the_numbers_of_all_days_stay_small(today, places, days):
    replay = a_drive(places, days, today)
    text = json.dumps(replay.as_json())
    assert len(text) <= 150_000
    assert replay.frames[0] == replay.first
    assert replay.frames[-1] == replay.last
    assert (len(replay.frames) - 1) * places <= MOST_NUMBERS
    assert (len(replay.frames) == days) == (places == 11)
