"""Merging two entries of one person, telling two apart, and the way back; also from two browsers at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from kecamatan.access import scope_of
from kecamatan.models import CountUpdate
from kecamatan.refusals import Refused
from kecamatan.selectors.counts import counts_as_of
from outreach.actions.changes import FIELDS, as_text
from outreach.actions.doubles import merge, tell_apart, unmerge
from outreach.life import Removal, Step
from outreach.models import Distinct, Resident, ResidentChange, ResidentStep

NIK = "1507025705900003"


@pytest.fixture
def pair(list_person):
    """Two entries of one person: the second one alone knows the NIK, the phone and the RT."""
    return list_person("Siti Aminah"), list_person("Sitti Aminah", nik=NIK, phone="+6281234567890", rt="003")


@pytest.fixture
def join(cast, today):
    def _join(kept, merged, *, counted_twice=False, by=None, **options):
        return merge(
            by=scope_of(by or cast.petugas), kept=kept, merged=merged, counted_twice=counted_twice, day=today, **options
        )

    return _join


def remaining(places):
    return counts_as_of(places.drive, [places.timur.pk, places.sadu.pk]).total.remaining


def fields_of(resident):
    found = Resident.objects.get(pk=resident.pk)
    return {name: as_text(found, name) for name in FIELDS} | {"state": found.state, "added": found.added}


def test_one_stays_and_learns_what_the_other_knew(places, pair, join):
    kept, merged = pair
    join(kept, merged)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.state, merged.state) == ("unrecorded", "merged")
    assert (kept.name, kept.nik, kept.phone, kept.rt) == ("Siti Aminah", NIK, "+6281234567890", "003")
    assert kept.merges.get().resident == merged
    assert remaining(places) == 150
    assert NIK not in str(list(ResidentChange.objects.values()))


def test_counted_twice_takes_one_off_the_count(places, pair, join):
    join(*pair, counted_twice=True)
    assert remaining(places) == 149
    assert CountUpdate.objects.get().kind == "removed"


@pytest.mark.parametrize("counted_twice", [True, False])
@pytest.mark.parametrize("added", [True, False])
def test_unmerging_restores_both_exactly(places, cast, list_person, step, join, counted_twice, added):
    kept = step(list_person("Siti Aminah"), Step.RECORD)
    merged = step(list_person("Sitti Aminah", nik=NIK, added=added), Step.RECORD)
    before, people = (fields_of(kept), fields_of(merged)), remaining(places)
    join(kept, merged, counted_twice=counted_twice)
    unmerge(by=scope_of(cast.petugas), merged=merged, reason="they are sisters")
    assert (fields_of(kept), fields_of(merged)) == before
    assert remaining(places) == people
    join(kept, merged, counted_twice=counted_twice)
    assert Resident.objects.get(pk=kept.pk).nik == NIK


def test_what_was_corrected_after_the_merge_stays(places, cast, pair, join):
    kept, merged = pair
    join(kept, merged)
    Resident.objects.filter(pk=kept.pk).update(phone="+6281111111111")
    unmerge(by=scope_of(cast.petugas), merged=merged, reason="two")
    kept.refresh_from_db()
    assert (kept.phone, kept.nik, kept.rt) == ("+6281111111111", "", "")


def test_the_same_merge_again_is_the_same_answer(pair, join):
    assert join(*pair).pk == join(*pair).pk
    assert ResidentStep.objects.count() == 1


def test_who_is_further_in_life_stays(places, pair, join, step):
    kept, merged = pair
    step(merged, Step.RECORD)
    with pytest.raises(Refused, match="Sitti Aminah"):
        join(kept, merged)
    assert ResidentStep.objects.count() == 1
    join(merged, kept)
    assert remaining(places) == 149


def test_nobody_is_merged_with_themselves_or_twice(pair, join, list_person):
    kept, merged = pair
    third = list_person("Siti Aminah B")
    with pytest.raises(Refused):
        join(kept, kept)
    join(kept, merged)
    with pytest.raises(Refused, match="Siti Aminah"):
        join(third, merged)
    with pytest.raises(Refused, match="Siti Aminah"):
        join(merged, kept)
    assert ResidentStep.objects.count() == 1


def test_a_recorded_one_is_not_swallowed_by_one_off_the_list(pair, join, step):
    kept, merged = pair
    step(kept, Step.REMOVE, removal=Removal.DIED)
    step(merged, Step.RECORD)
    for one, other in (pair, pair[::-1]):
        with pytest.raises(Refused):
            join(one, other)


def test_an_address_does_not_move_to_another_desa(places, list_person, join):
    kept = list_person("Siti Aminah", places.simbur)
    join(kept, list_person("Sitti Aminah", rt="003", address="Jalan Parit", phone="+6281234567890"))
    kept.refresh_from_db()
    assert (kept.rt, kept.address, kept.phone, kept.desa) == ("", "", "+6281234567890", places.simbur)


def test_both_must_be_of_the_scope(places, cast, list_person, join):
    mine, theirs = list_person("Siti Aminah"), list_person("Siti Aminah", places.itik)
    for one, other in ((mine, theirs), (theirs, mine)):
        with pytest.raises(PermissionDenied):
            join(one, other, by=cast.petugas_timur)
        with pytest.raises(PermissionDenied):
            tell_apart(by=scope_of(cast.petugas_timur), one=one, other=other)
    join(mine, theirs)
    with pytest.raises(PermissionDenied):
        unmerge(by=scope_of(cast.petugas_sadu), merged=theirs, reason="x")


def test_two_are_told_apart_once(cast, pair, join):
    by = scope_of(cast.petugas)
    assert tell_apart(by=by, one=pair[1], other=pair[0]) == tell_apart(by=by, one=pair[0], other=pair[1])
    join(*pair)
    with pytest.raises(Refused):
        tell_apart(by=by, one=pair[0], other=pair[1])
    assert Distinct.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [False, True])
def test_two_browsers_at_once_merge_once(places, pair, join, own_connections, crossed):
    """The same pair twice is merged once; each into the other merges one of them."""
    ready = threading.Barrier(2)

    def attempt(kept, merged):
        ready.wait(10)
        try:
            return join(kept, merged, counted_twice=True).pk
        except Refused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(attempt, *pair), pool.submit(attempt, *(pair[::-1] if crossed else pair))]
        answers = [one.result(30) for one in tries]
    assert ResidentStep.objects.count() == 1
    assert len(set(answers)) == (2 if crossed else 1)
    assert remaining(places) == 149
    assert Resident.objects.filter(state="merged").count() == 1
