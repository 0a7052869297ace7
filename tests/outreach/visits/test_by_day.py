"""How many visits a day has, for pages that know no visit."""

from datetime import timedelta

import pytest

from kecamatan.from_above import ask
from kecamatan.selectors.wall import VISITS_BY_DAY
from outreach.visit_life import Step

pytestmark = pytest.mark.django_db


def test_days_have_the_visits_of_the_kabupaten_that_were_not_called_off(visit, go, places, cast, today):
    visit(day=today)
    visit(day=today, place_name="Kantor camat")
    go(visit(day=today, place_name="Masjid"), Step.CANCEL)
    visit(day=today + timedelta(days=2))
    visit(day=today + timedelta(days=9))
    week = (today, today + timedelta(days=6))
    assert ask(VISITS_BY_DAY, places.kabupaten, *week, otherwise=None) == {today: 2, today + timedelta(days=2): 1}
    assert ask(VISITS_BY_DAY, cast.foreigner.kabupaten, *week, otherwise=None) == {}
    places.drive.is_active = False
    places.drive.save()
    assert ask(VISITS_BY_DAY, places.kabupaten, *week, otherwise=None) == {}
