"""A regency with counts and a client that asks for reports."""

from datetime import timedelta

import pytest


@pytest.fixture
def counted(places, enter, today):
    """Some rows on some days: of a desa with a share, of one without, of a kecamatan alone."""
    enter("recorded", 12, day=today - timedelta(days=20))
    enter("recorded", 5, places.simbur, day=today - timedelta(days=8))
    enter("added", 3, places.simbur, day=today - timedelta(days=8))
    enter("recorded", 2, places.siau, day=today - timedelta(days=1))
    enter("removed", 1, None, kecamatan=places.timur, day=today)
    enter("recorded_elsewhere", 4, None, kecamatan=places.sadu, day=today)
    enter("recorded", 6, None, kecamatan=places.sadu, day=today)
    return places
