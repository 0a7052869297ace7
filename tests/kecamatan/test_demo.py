"""The demo's five months: believable, the same every time, and true to the rules of the numbers."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from kecamatan.demo import fill_demo
from kecamatan.demo_accounts import ACCOUNTS
from kecamatan.demo_past import past_drive
from kecamatan.models import Baseline, CountUpdate, Desa, Drive, School, User
from kecamatan.selectors.counts import counts_as_of
from tests.kecamatan.naive import change, load_places, lowest_levels

DAYS = [date(2026, 11, 24), date(2027, 1, 3), date(2028, 2, 29)]


@pytest.fixture
def kabupaten(db):
    return load_places()


def story():
    """All that the demo wrote, without the numbers the database gave."""
    rows = CountUpdate.objects.order_by("pk").values_list(
        "kecamatan__code", "desa__code", "kind", "quantity", "date", "note", "key", "entered_at",
        "entered_by__username", "reverses__key",
    )  # fmt: skip
    desa = Desa.objects.order_by("code").values_list("code", "head_name", "head_phone")
    shares = Baseline.objects.order_by("kecamatan__code", "desa__code").values_list("desa__code", "people")
    schools = School.objects.order_by("npsn").values_list("npsn", "name", "head_name")
    return [list(found) for found in (rows, desa, shares, schools)]


@pytest.mark.parametrize("today", DAYS)
def test_the_months_are_believable_and_no_place_was_ever_below_zero(kabupaten, today):
    fill_demo(kabupaten, today=today)
    drive = Drive.objects.get(is_active=True)
    rows = list(CountUpdate.objects.filter(drive=drive).order_by("pk").select_related("reverses"))
    counts = counts_as_of(drive, list(kabupaten.kecamatan_set.values_list("pk", flat=True))).total

    assert (today - drive.baseline_date, drive.last_recording_day - today) == (timedelta(150), timedelta(21))
    assert drive.polling_day - drive.last_recording_day == timedelta(13)
    assert counts.baseline == 2798
    assert counts.remaining == 2798 + sum(change(row) for row in rows)
    assert 1_050 <= counts.remaining <= 1_350
    assert counts.added > 700  # the net moves less than the gross
    assert 1_500 <= len(rows) <= 2_000
    assert all(drive.baseline_date <= row.date < today for row in rows)
    assert all(row.entered_at.date() < today for row in rows)
    assert [row.entered_at for row in rows] == sorted(row.entered_at for row in rows)
    assert Counter(row.date.weekday() for row in rows)[6] == 0
    levels = lowest_levels(drive, rows, today)
    assert len(levels) > 11 + 70
    assert min(levels.values()) >= 0


def test_one_kecamatan_lags_and_is_stale_and_one_is_nearly_done(kabupaten):
    fill_demo(kabupaten, today=DAYS[0])
    drive = Drive.objects.get(is_active=True)
    picture = counts_as_of(drive, list(kabupaten.kecamatan_set.order_by("code").values_list("pk", flat=True)))
    left = {pk: part.counts.remaining / part.counts.baseline for pk, part in picture.kecamatan.items()}
    lagging, best = max(left, key=left.get), min(left, key=left.get)
    assert left[lagging] > 0.75
    assert left[best] < 0.1
    assert (DAYS[0] - picture.last_entered[lagging].date()).days > 10
    assert sum(1 for part in picture.kecamatan.values() if part.rest.baseline > 0) == 2
    assert CountUpdate.objects.filter(desa__isnull=True).exists()


def test_a_mistake_stands_beside_its_reversal_and_its_right_row(kabupaten):
    fill_demo(kabupaten, today=DAYS[0])
    undone = list(CountUpdate.objects.filter(reverses__isnull=False).select_related("reverses", "desa"))
    assert undone
    for row in undone:
        assert row.note.startswith("Salah desa")
        assert row.entered_at > row.reverses.entered_at
        right = CountUpdate.objects.filter(date=row.date, kind=row.kind, quantity=row.quantity).exclude(desa=row.desa)
        assert right.exists()


def test_it_is_the_same_for_the_same_day(kabupaten):
    found = []
    for _ in range(2):
        with transaction.atomic():
            fill_demo(kabupaten, today=DAYS[0])
            found.append(story())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0][0]) > 1_000


def test_a_second_call_touches_nothing(kabupaten):
    fill_demo(kabupaten, today=DAYS[0])
    before = (story(), User.objects.count(), list(Drive.objects.order_by("pk").values()))
    fill_demo(kabupaten, today=DAYS[1])
    assert (story(), User.objects.count(), list(Drive.objects.order_by("pk").values())) == before


def test_a_drive_that_was_loaded_is_taken_over_with_its_baselines(kabupaten):
    drive = Drive.objects.create(
        kabupaten=kabupaten,
        name="Pilkada 2024",
        baseline_date=date(2024, 6, 25),
        last_recording_day=date(2024, 11, 14),
        polling_day=date(2024, 11, 27),
        is_active=True,
    )
    for kecamatan in kabupaten.kecamatan_set.all():
        Baseline.objects.create(drive=drive, kecamatan=kecamatan, people=200)
    fill_demo(kabupaten, today=DAYS[0])
    assert Drive.objects.get(is_active=True).baseline_date == DAYS[0] - timedelta(days=150)
    assert sum(Baseline.objects.of_kecamatan().filter(drive=drive).values_list("people", flat=True)) == 2_200


def test_a_past_drive_is_told_by_week_and_kecamatan_and_never_below_zero(kabupaten):
    fill_demo(kabupaten, today=DAYS[0])
    drive = Drive.objects.get(is_active=False)
    rows = list(drive.updates.order_by("pk").select_related("reverses"))
    counts = counts_as_of(drive, list(kabupaten.kecamatan_set.values_list("pk", flat=True))).total
    assert (drive.name, drive.polling_day) == ("Pemilu 2024 (demo)", date(2024, 2, 14))
    assert 3_200 < counts.baseline < 3_400
    assert 0.2 < counts.remaining / counts.baseline < 0.5
    assert counts.added > 500
    assert len(rows) < 800
    assert {row.desa_id for row in rows} == {None}
    assert {row.date.weekday() for row in rows} == {4}
    assert max(row.date for row in rows) <= drive.last_recording_day
    assert min(lowest_levels(drive, rows, DAYS[0]).values()) >= 0
    assert past_drive(kabupaten, {}, DAYS[0]) is None


def test_before_2024_no_drive_of_2024_is_past(kabupaten):
    assert past_drive(kabupaten, {}, date(2024, 2, 14)) is None
    assert not Drive.objects.exists()


def test_the_accounts_can_sign_in_and_the_colleagues_cannot(kabupaten, client):
    fill_demo(kabupaten, today=DAYS[0])
    request = RequestFactory().post(reverse("login"))
    for username, password, role in ACCOUNTS:
        user = authenticate(request, username=username, password=password)
        assert user is not None
        assert user.role == role
    others = User.objects.exclude(username__in=[name for name, _password, _role in ACCOUNTS])
    assert others
    assert not any(user.is_active or user.has_usable_password() for user in others)
