"""A drive lies in its century, and nothing that draws it steps off the calendar."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kecamatan.charts import month_starts
from kecamatan.models import Drive


@pytest.mark.parametrize(
    ("field", "day"),
    [("polling_day", "9999-12-31"), ("baseline_date", "0204-06-25"), ("base_date", "1999-12-31")],
)
def test_the_form_of_a_drive_says_at_the_field_which_years_are_meant(places, sign_in, field, day):
    drive = places.drive
    names = ("name", "baseline_date", "last_recording_day", "polling_day", "coverage_target")
    base = ("base_people", "base_name", "base_source", "base_date")
    data = {name: str(getattr(drive, name)) for name in (*names, *base)} | {"is_active": "on", field: day}
    address = reverse("admin:kecamatan_drive_change", args=[drive.pk])
    response = sign_in("admin").post(address, data, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert "2000" in response.context["adminform"].form.errors[field][0]
    drive.refresh_from_db()
    assert str(getattr(drive, field)) != day


def test_months_end_where_the_calendar_ends():
    assert month_starts(date(9999, 10, 2), date.max, 5) == [date(9999, 11, 1), date(9999, 12, 1)]
    assert month_starts(date(2024, 11, 1), date(2025, 1, 1), 5) == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
    ]


NUMBERS = [
    "/",
    "/forecast/",
    "/moved/",
    "/compare/",
    "/drives/",
    "/cards/",
    "/cards/stock/",
    "/reports/",
    "/share/course.svg",
]


@pytest.mark.parametrize("path", NUMBERS)
def test_before_a_drive_begins_every_page_of_numbers_answers(places, sign_in, today, path):
    begins = today + timedelta(days=3)
    Drive.objects.filter(pk=places.drive.pk).update(
        baseline_date=begins, last_recording_day=begins + timedelta(days=60), polling_day=begins + timedelta(days=70)
    )
    for who in ("pejabat", "petugas_timur"):
        assert sign_in(who).get(path).status_code == 200
    replay = f"/drives/{places.drive.pk}/replay/"
    assert sign_in("pejabat").get(replay).status_code == 200
