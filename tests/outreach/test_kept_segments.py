"""A kept page of numbers that shows people is never stale: whatever moves a person between its counts raises its version."""

import pytest

from kecamatan.kept import version_of
from outreach.models import Resident


@pytest.mark.parametrize("changes", [{"birth_date": None}, {"ever_married": True}])
def test_another_age_raises_the_version(places, list_person, changes):
    resident = list_person()
    before = version_of(places.kabupaten.pk)
    Resident.objects.filter(pk=resident.pk).update(phone="+6281234567890")
    assert version_of(places.kabupaten.pk) == before
    Resident.objects.filter(pk=resident.pk).update(**changes)
    assert version_of(places.kabupaten.pk) > before
