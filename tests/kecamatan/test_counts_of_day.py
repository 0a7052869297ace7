"""The counts of a past day, as known now and as known then, in one query as in two."""

from datetime import timedelta

import pytest

from kecamatan.days import end_of
from kecamatan.selectors.counts import counts_as_of, counts_of_day
from tests.filled_world import fill


@pytest.mark.django_db
def test_both_pictures_of_every_day_are_those_asked_for_one_by_one(places, cast, today, django_assert_num_queries):
    fill(places, cast, today)
    ids, differing = [places.timur.pk, places.sadu.pk], 0
    for ago in range(60, 0, -3):
        day = today - timedelta(days=ago)
        then = end_of(day, places.kabupaten.time_zone)
        with django_assert_num_queries(1):
            now, known = counts_of_day(places.drive, ids, day=day, known_before=then)
        assert now == counts_as_of(places.drive, ids, as_of=day)
        assert known == counts_as_of(places.drive, ids, as_of=day, known_before=then)
        differing += now != known
    assert differing > 5
