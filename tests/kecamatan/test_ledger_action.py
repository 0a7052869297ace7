"""Entering counts and undoing them: kecamatan.actions.ledger."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.models import CountUpdate, Drive, Kecamatan
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.selectors.counts import counts_as_of


def remaining(places, kecamatan, desa=None):
    picture = counts_as_of(places.drive, [kecamatan.pk]).kecamatan[kecamatan.pk]
    return picture.desa[desa.pk].remaining if desa else picture.counts.remaining


def test_recording_lowers_remaining_of_the_desa_and_its_kecamatan(places, enter):
    saved = enter()
    assert (saved.before, saved.after, saved.created) == (40, 28, True)
    assert remaining(places, places.timur) == 88
    assert remaining(places, places.timur, places.lambur) == 28


def test_a_desa_without_a_share_draws_on_what_is_not_broken_down(places, enter):
    saved = enter(desa=places.siau, quantity=30)
    assert (saved.before, saved.after) == (30, 0)
    with pytest.raises(Refused) as refused:
        enter(desa=places.siau, quantity=1)
    assert refused.value.field == "quantity"


@pytest.mark.parametrize("desa", ["lambur", "siau"])
def test_the_same_key_is_one_row_and_the_same_answer_whatever_came_between(enter, places, desa):
    key, place = uuid.uuid4(), getattr(places, desa)
    first = enter(key=key, desa=place)
    for between in (places.lambur, places.siau, places.simbur):
        enter(quantity=3, desa=between)
    second = enter(key=key, desa=place)
    assert (second.created, second.before, second.after) == (False, first.before, first.after)
    assert first.update == second.update
    assert CountUpdate.objects.count() == 4


def test_a_key_used_by_somebody_else_does_not_tell_for_what(enter, cast, places):
    key = uuid.uuid4()
    enter(key=key, desa=places.itik, quantity=7)
    with pytest.raises(KeyConflict) as refused:
        enter(key=key, desa=places.lambur, by=cast.petugas_timur)
    assert "Itik" not in refused.value.message
    assert "7" not in refused.value.message
    with pytest.raises(KeyConflict, match="Itik"):
        enter(key=key, desa=places.lambur)
    assert CountUpdate.objects.count() == 1


def test_the_same_key_has_the_same_answer_whatever_was_entered_since(places, enter):
    """In a desa with a share, and in one that draws on what is not broken down (so does the kecamatan alone)."""
    keys = {desa: uuid.uuid4() for desa in (places.lambur, places.siau)}
    first = {desa: enter(desa=desa, key=key) for desa, key in keys.items()}
    enter(desa=places.lambur, quantity=5)
    enter(desa=None, kecamatan=places.timur, quantity=6)
    enter("added", desa=places.siau, quantity=2)
    for desa, key in keys.items():
        again = enter(desa=desa, key=key)
        assert (again.created, again.before, again.after) == (False, first[desa].before, first[desa].after)


def test_an_admin_of_another_regency_neither_writes_here_nor_learns_from_a_key(enter, cast, places):
    key = uuid.uuid4()
    with pytest.raises(PermissionDenied):
        enter(by=cast.foreigner)
    enter(key=key)
    foreign = Kecamatan.objects.create(
        kabupaten=cast.foreigner.kabupaten, code="15.06.01", name="Tungkal Ulu", voters=10
    )
    drive = Drive.objects.create(
        kabupaten=foreign.kabupaten,
        name="Pilkada",
        baseline_date=places.drive.baseline_date,
        last_recording_day=places.drive.last_recording_day,
        polling_day=places.drive.polling_day,
        is_active=True,
    )
    entry = Entry(key, foreign, None, "added", 1, places.drive.baseline_date)
    with pytest.raises(KeyConflict) as refused:
        record_updates(by=scope_of(cast.foreigner), drive=drive, entries=[entry])
    assert "Lambur" not in refused.value.message


def test_the_same_key_with_other_content_is_refused(enter):
    key = uuid.uuid4()
    enter(key=key)
    with pytest.raises(KeyConflict):
        enter(key=key, quantity=13)
    assert CountUpdate.objects.count() == 1


def test_more_than_remains_is_refused_with_what_remains(enter):
    with pytest.raises(Refused, match="40"):
        enter(quantity=41)
    assert not CountUpdate.objects.exists()


def test_remaining_never_was_below_zero_on_an_earlier_day(places, enter, today):
    enter("added", 10, places.itik, day=today - timedelta(days=5))
    enter("recorded", 60, places.itik, day=today)
    with pytest.raises(Refused, match="Di Sadu tidak ada lagi yang tersisa"):
        enter("recorded", 1, places.itik, day=today - timedelta(days=2))


def test_an_earlier_day_is_limited_by_what_remained_then(places, enter, today):
    enter("added", 10, places.itik, day=today)
    with pytest.raises(Refused, match="50"):
        enter("recorded", 55, places.itik, day=today - timedelta(days=2))
    enter("recorded", 50, places.itik, day=today - timedelta(days=2))


def test_those_who_flow_in_may_be_recorded_in_the_same_breath(places, cast, today):
    entries = [
        Entry(uuid.uuid4(), places.sadu, places.itik, "recorded", 55, today),
        Entry(uuid.uuid4(), places.sadu, places.itik, "added", 5, today),
    ]
    saved = record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    assert [row.update.kind for row in saved] == ["recorded", "added"]


def test_all_rows_or_none(places, cast, today):
    entries = [Entry(uuid.uuid4(), places.sadu, places.itik, "recorded", n, today) for n in (20, 31)]
    with pytest.raises(Refused) as refused:
        record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=entries)
    assert refused.value.row == 1
    assert not CountUpdate.objects.exists()


@pytest.mark.parametrize(("shift", "field"), [(1, "date"), (-61, "date")])
def test_days_outside_the_drive_are_refused(enter, today, shift, field):
    with pytest.raises(Refused) as refused:
        enter(day=today + timedelta(days=shift))
    assert refused.value.field == field


def test_a_place_of_somebody_else_is_refused(places, cast, enter):
    with pytest.raises(PermissionDenied):
        enter(desa=places.itik, by=cast.petugas_timur)
    with pytest.raises(PermissionDenied):
        enter(by=cast.pejabat)


def test_an_ended_drive_takes_nothing(places, enter):
    places.drive.is_active = False
    places.drive.save()
    with pytest.raises(Refused):
        enter()


def test_undo_writes_a_reversing_row_once(places, cast, enter):
    row = enter().update
    key = uuid.uuid4()
    undone = reverse_update(by=scope_of(cast.petugas), update=row, reason="salah desa", key=key)
    assert (undone.before, undone.after) == (28, 40)
    again = reverse_update(by=scope_of(cast.petugas), update=row, reason="salah desa", key=key)
    assert again.update == undone.update
    with pytest.raises(Refused):
        reverse_update(by=scope_of(cast.petugas), update=row, reason="sekali lagi", key=uuid.uuid4())
    with pytest.raises(Refused):
        reverse_update(by=scope_of(cast.petugas), update=undone.update, reason="balik", key=uuid.uuid4())
    assert CountUpdate.objects.count() == 2


def test_undoing_an_inflow_that_was_recorded_since_is_refused(places, cast, enter):
    row = enter("added", 10, places.itik).update
    enter("recorded", 55, places.itik)
    for language, words in {
        "en": "Only 5 people remain in Sadu. Undo first the rows that took people off there since: recorded, recorded elsewhere or removed.",
        "id": "Di Sadu hanya tersisa 5 orang. Batalkan dulu baris sesudahnya yang mengurangi orang di sana: terekam, terekam di tempat lain, atau dikeluarkan.",
    }.items():
        with translation.override(language), pytest.raises(Refused, match=f"^{re.escape(words)}$"):
            reverse_update(by=scope_of(cast.petugas), update=row, reason="salah", key=uuid.uuid4())


def test_undoing_an_earlier_inflow_names_the_day_that_it_would_break(places, cast, enter, today):
    row = enter("added", 10, places.itik, day=today - timedelta(days=5)).update
    enter("recorded", 55, places.itik, day=today - timedelta(days=3))
    enter("added", 20, places.itik)
    with translation.override("en"), pytest.raises(Refused) as refused:
        reverse_update(by=scope_of(cast.petugas), update=row, reason="salah", key=uuid.uuid4())
    assert refused.value.message.startswith("Only 5 people remained in Sadu on ")
    assert refused.value.message.endswith(
        "Undo first the rows that took people off there since: recorded, recorded elsewhere or removed."
    )


@pytest.mark.parametrize(
    ("language", "now", "then"),
    [
        ("en", "Nobody remains in Sadu. If more", "Nobody remained in Sadu on"),
        ("id", "Di Sadu tidak ada lagi yang tersisa. Jika", "Di Sadu tidak ada lagi yang tersisa pada"),
    ],
)
def test_where_nobody_remains_no_nought_is_said(places, enter, today, language, now, then):
    enter("recorded", 50, places.itik, day=today - timedelta(days=9))
    with translation.override(language), pytest.raises(Refused, match=f"^{now}"):
        enter("recorded", 1, places.itik)
    enter("added", 5, places.itik)
    with translation.override(language), pytest.raises(Refused, match=f"^{then}"):
        enter("recorded", 1, places.itik, day=today - timedelta(days=3))


@pytest.mark.parametrize(
    ("desa", "words"),
    [
        ("lambur", "Only 40 people remained in Lambur on"),
        ("siau", "Only 30 people remained in Muara Sabak Timur outside its broken-down desa on"),
    ],
)
def test_where_several_places_limit_the_tightest_is_named(places, enter, today, desa, words):
    """On an earlier day, when those who flowed in later were not there: in the kecamatan remained 100."""
    enter("added", 200, getattr(places, desa))
    with translation.override("en"), pytest.raises(Refused, match=words):
        enter("recorded", 150, getattr(places, desa), day=today - timedelta(days=9))


def test_an_undo_needs_a_reason(cast, enter):
    with pytest.raises(Refused) as refused:
        reverse_update(by=scope_of(cast.petugas), update=enter().update, reason="  ", key=uuid.uuid4())
    assert refused.value.field == "reason"
