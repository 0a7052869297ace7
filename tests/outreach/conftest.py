"""People for the tests: ``list_person`` puts one on the list."""

from datetime import date

import pytest

from kecamatan.access import scope_of
from outreach.actions.people import Details, list_resident
from outreach.actions.steps import take_steps
from outreach.models import Resident


@pytest.fixture
def list_person(places, cast):
    """``list_person("Siti", places.lambur)`` lists one who names the baseline; ``added=True`` one who flowed in."""

    def _list(name="Siti Aminah", desa=places.lambur, *, added=False, by=None, now=None, **known):
        known.setdefault("birth_date", date(1990, 5, 17))
        details = Details(name=name, desa=desa, **known)
        return list_resident(
            by=scope_of(by or cast.petugas), drive=places.drive, details=details, added=added, reason="test", now=now
        )

    return _list


@pytest.fixture
def step(cast, today):
    """``step(resident, Step.RECORD)`` takes one step today, as the petugas of all kecamatan, and gives the resident anew."""

    def _step(resident, step, *, day=None, by=None, **options):
        take_steps(by=scope_of(by or cast.petugas), residents=[resident], step=step, day=day or today, **options)
        return Resident.objects.get(pk=resident.pk)

    return _step
