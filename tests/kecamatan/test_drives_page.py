"""Past drives beside the present one: /drives/, and how they stay readable."""

import re
import uuid
from datetime import timedelta

import pytest

from kecamatan import kept
from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import Baseline, Drive, User


@pytest.fixture
def past(places, cast, today):
    """A drive of 90 days whose polling day was 200 days ago: 80 at Timur, 40 at Sadu; 30 and 10 recorded, 6 flowed in.

    Five more were entered after polling day.
    """
    User.objects.update(language="en")
    present = places.drive
    Drive.objects.filter(pk=present.pk).update(is_active=False)
    polling = today - timedelta(days=200)
    drive = Drive.objects.create(
        kabupaten=places.kabupaten,
        name="Pemilu 2024",
        baseline_date=polling - timedelta(days=90),
        last_recording_day=polling - timedelta(days=7),
        polling_day=polling,
        base_people=1000,
        base_name="pemilih",
        base_source="test",
        base_date=polling,
        is_active=True,
    )
    Baseline.objects.create(drive=drive, kecamatan=places.timur, people=80)
    Baseline.objects.create(drive=drive, kecamatan=places.sadu, people=40)
    rows = [
        (places.timur, "recorded", 30, 60), (places.timur, "added", 6, 60), (places.sadu, "recorded", 10, 30),
        (places.sadu, "recorded", 5, -3),
    ]  # fmt: skip
    entries = [
        Entry(uuid.uuid4(), place, None, kind, people, polling - timedelta(days=days))
        for place, kind, people, days in rows
    ]
    record_updates(by=scope_of(cast.admin), drive=drive, entries=entries)
    Drive.objects.filter(pk=drive.pk).update(is_active=False)
    Drive.objects.filter(pk=present.pk).update(is_active=True)
    return Drive.objects.get(pk=drive.pk)


@pytest.fixture
def now(places, cast, today):
    """In the present drive 50 of 150 were recorded yesterday."""
    entry = Entry(uuid.uuid4(), places.timur, None, "recorded", 30, today - timedelta(days=1))
    record_updates(by=scope_of(cast.admin), drive=places.drive, entries=[entry])


def texts(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_each_drive_with_what_it_began_with_did_and_left(sign_in, past, now, places):
    response = sign_in("pejabat").get("/drives/")
    present, before = response.context["told"].told
    assert (present.drive, before.drive) == (places.drive, past)
    assert (present.counts.recorded, present.counts.remaining, present.is_over, present.days_passed) == (
        30,
        120,
        False,
        60,
    )
    assert (before.counts.baseline, before.counts.added, before.counts.recorded, before.counts.remaining) == (
        120,
        6,
        40,
        86,
    )
    assert (before.days, before.is_over, round(before.coverage.share, 3)) == (90, True, 0.914)
    page = texts(response)
    assert "91.40% of 1,000 pemilih" in page
    assert "60 of 113" in page


def test_the_present_drive_stands_beside_the_past_one_at_the_same_distance(sign_in, past, now):
    """53 days before polling day: 120 of 150 here, 96 of 120 there."""
    page = texts(sign_in("pejabat").get("/drives/"))
    assert (
        "53 days before polling day 80% of the baseline remain; at the same distance “Pemilu 2024” had 80% of its own left."
        in page
    )
    assert "The present drive is ahead, or level." in page


def test_behind_is_said(sign_in, past):
    assert "The present drive is behind." in texts(sign_in("pejabat").get("/drives/"))


def test_in_percent_or_in_people(sign_in, past, now):
    client = sign_in("pejabat")
    assert [line.value for line in client.get("/drives/").context["told"].wide.lines] == [80, 72]
    assert [line.value for line in client.get("/drives/?measure=number").context["told"].wide.lines] == [120, 86]
    response = client.get("/drives/?measure=x")
    assert response.status_code == 400
    assert "The courses cannot be drawn in that." in texts(response)


def test_every_figure_opens_the_rows_behind_it(sign_in, past, now):
    client = sign_in("pejabat")
    found = re.findall(r'<a href="(/counts/\?drive=[^"]+)">([\d,]+)</a>', client.get("/drives/").content.decode())
    for address, figure in found:
        listed = client.get(address.replace("&amp;", "&"))
        kind = re.search(r"kind=(\w+)", address)[1]
        sums = {one: people for one, _label, people in listed.context["figures"]["sums"]}
        assert sums[kind] == int(figure.replace(",", "")), address
    assert len(found) == 8


def test_a_past_drive_stays_readable_through_its_links(sign_in, past, now):
    client = sign_in("pejabat")
    dashboard = client.get(f"/?drive={past.pk}&as_of={past.polling_day}")
    assert dashboard.context["story"].counts.remaining == 86
    body = dashboard.content.decode()
    assert re.findall(r'href="/kecamatan/[^"]*"', body)
    assert all(f"drive={past.pk}" in one for one in re.findall(r'href="/kecamatan/[^"]*"', body))
    places = client.get(f"/kecamatan/15.07.01/?drive={past.pk}&as_of={past.polling_day}")
    assert places.context["story"].counts.remaining == 56
    page = client.get("/drives/").content.decode()
    for address in re.findall(r'<td class="drive-links">(.*?)</td>', page, re.DOTALL)[1].split('href="')[1:]:
        response = client.get(address.split('"')[0].replace("&amp;", "&"))
        assert response.status_code == 200
        assert "Pemilu 2024" in response.content.decode()


def test_somebody_sees_their_kecamatan_alone_and_no_coverage(sign_in, past, now):
    (present, before) = sign_in("petugas_sadu").get("/drives/").context["told"].told
    assert (present.counts.remaining, before.counts.remaining) == (50, 30)
    assert before.coverage is None


def test_a_drive_without_all_baselines_says_no_remaining(sign_in, places, past):
    Baseline.objects.filter(drive=places.drive, kecamatan=places.sadu).delete()
    response = sign_in("pejabat").get("/drives/")
    assert not response.context["told"].told[0].stated
    assert [line.label for line in response.context["told"].wide.lines] == ["Pemilu 2024"]


def test_one_drive_and_none(sign_in, places, cast):
    User.objects.update(language="en")
    assert "This is the first drive" in texts(sign_in("pejabat").get("/drives/"))
    assert sign_in("foreigner").get("/drives/").status_code == 200


def test_few_queries(sign_in, past, now, django_assert_max_num_queries):
    client = sign_in("pejabat")
    client.get("/help/")
    kept.clear()
    with django_assert_max_num_queries(10):
        client.get("/drives/")
    with django_assert_max_num_queries(4):
        client.get("/drives/")
