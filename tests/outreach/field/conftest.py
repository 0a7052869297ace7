"""Phones that take a visit to Lambur along."""

import pytest

from kecamatan.access import scope_of
from kecamatan.selectors.counts import counts_as_of
from outreach.life import Step as LifeStep
from outreach.models import Attendance
from tests.outreach.field.phone import Phone
from tests.outreach.visits.conftest import attendance, english, go, plan, school, visit

__all__ = ["attendance", "english", "go", "plan", "school", "visit"]

RECORD = LifeStep.RECORD


@pytest.fixture
def phone(cast):
    """``phone(visit)``: the petugas takes it along; ``by``: somebody else."""

    def _phone(visit, by=None) -> Phone:
        return Phone.take(scope_of(by or cast.petugas), visit)

    return _phone


@pytest.fixture
def remaining(places):
    """People still unrecorded in Muara Sabak Timur."""
    return lambda: counts_as_of(places.drive, [places.timur.pk]).kecamatan[places.timur.pk].counts.remaining


@pytest.fixture
def outcomes():
    """Name → outcome of everybody of a visit."""

    def _outcomes(visit) -> dict[str, str]:
        rows = Attendance.objects.filter(visit=visit, resident__isnull=False).select_related("resident")
        return {one.resident.name: one.outcome for one in rows}

    return _outcomes
