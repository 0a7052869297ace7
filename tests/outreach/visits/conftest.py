"""A visit to Lambur, and people of it."""

from datetime import time

import pytest
from django.utils import translation

from kecamatan.access import scope_of
from kecamatan.models import School
from outreach.actions.visits.planning import Plan, plan_visit
from outreach.actions.visits.steps import take_visit_step
from outreach.models import Attendance, Visit


@pytest.fixture
def english(cast):
    """Sentences of actions and pages in English."""
    for user in vars(cast).values():
        user.language = "en"
        user.save()
    with translation.override("en"):
        yield


@pytest.fixture
def school(places):
    """An SMA in Lambur."""
    return School.objects.create(desa=places.lambur, npsn="10504321", name="SMAN 3 Tanjung Jabung Timur", level="SMA")


@pytest.fixture
def plan(places, today):
    """``plan(day=…)``: a plan for Lambur today, from 08:00 to 14:00."""

    def _plan(**changes) -> Plan:
        values = {
            **{"kecamatan": places.timur, "day": today, "starts": time(8), "ends": time(14)},
            **{"place_name": "Balai Desa Lambur", "desa": [places.lambur]},
        }
        return Plan(**values | changes)

    return _plan


@pytest.fixture
def visit(places, cast, plan):
    """``visit(day=…)``: a draft."""

    def _visit(by=None, **changes) -> Visit:
        return plan_visit(by=scope_of(by or cast.petugas), drive=places.drive, plan=plan(**changes))

    return _visit


@pytest.fixture
def go(cast):
    """``go(visit, Step.START)``: one step after the other; gives the visit anew."""

    def _go(visit, *steps, by=None, reason="test") -> Visit:
        for step in steps:
            take_visit_step(by=scope_of(by or cast.petugas), visit=visit, step=step, reason=reason)
        return Visit.objects.get(pk=visit.pk)

    return _go


@pytest.fixture
def attendance():
    """``attendance(visit, resident)`` as it stands now."""

    def _attendance(visit, resident) -> Attendance:
        return Attendance.objects.get(visit=visit, resident=resident)

    return _attendance
