"""Stating baselines and shares: kecamatan.actions.baselines, and the pure kecamatan.shares."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from kecamatan.access import scope_of
from kecamatan.actions.baselines import set_baseline, set_share
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import AuditEntry, Baseline
from kecamatan.refusals import Refused


@pytest.fixture
def enter(places, cast, today):
    def _enter(desa, quantity, kind="recorded", days=0):
        day = today - timedelta(days=days)
        entry = Entry(uuid.uuid4(), desa.kecamatan, desa, kind, quantity, day)
        return record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])

    return _enter


@pytest.fixture
def share(places, cast):
    def _share(desa, people, by=None):
        return set_share(by=scope_of(by or cast.admin), drive=places.drive, desa=desa, people=people)

    return _share


def test_a_share_is_stated_changed_and_taken_back(places, share):
    assert share(places.siau, 30).people == 30
    assert share(places.siau, 20).people == 20
    assert share(places.siau, 20).people == 20
    assert share(places.siau, None) is None
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["create", "change", "delete"]


def test_the_shares_never_exceed_their_kecamatan(places, share):
    with pytest.raises(Refused, match="30") as refused:
        share(places.siau, 31)
    assert refused.value.field == "share"


def test_a_share_below_what_was_recorded_is_refused(places, share, enter):
    enter(places.lambur, 12)
    with pytest.raises(Refused, match="Lambur"):
        share(places.lambur, 11)
    assert share(places.lambur, 12).people == 12


def test_a_share_below_what_was_recorded_on_an_earlier_day_is_refused(places, share, enter):
    enter(places.lambur, 20, days=5)
    enter(places.lambur, 15, kind="added", days=2)
    with pytest.raises(Refused, match="Lambur"):
        share(places.lambur, 10)
    assert share(places.lambur, 20).people == 20


def test_a_share_may_not_take_away_what_the_rest_has_recorded(places, share, enter):
    enter(places.siau, 25)
    with pytest.raises(Refused, match="Muara Sabak Timur"):
        share(places.lambur, 46)
    assert share(places.lambur, 45).people == 45


def test_taking_a_share_back_gives_its_people_to_the_rest(places, share, enter):
    enter(places.lambur, 20)
    assert share(places.lambur, None) is None
    enter(places.siau, 50)


def test_a_kecamatan_without_a_baseline_has_no_shares(places, share):
    Baseline.objects.filter(kecamatan=places.sadu).delete()
    with pytest.raises(Refused, match="Sadu"):
        share(places.itik, 1)


def test_a_baseline_may_not_go_below_its_shares_or_its_ledger(places, cast, enter):
    def state(kecamatan, people):
        return set_baseline(by=scope_of(cast.admin), drive=places.drive, kecamatan=kecamatan, people=people)

    with pytest.raises(Refused, match="70"):
        state(places.timur, 69)
    enter(places.itik, 30)
    with pytest.raises(Refused, match="Sadu"):
        state(places.sadu, 29)
    assert state(places.sadu, 30).people == 30
    with pytest.raises(Refused):
        state(places.sadu, -1)
    with pytest.raises(Refused):
        state(places.sadu, 10**9)


def test_only_admins_of_the_regency_state_baselines(places, cast, share):
    for user in (cast.petugas, cast.pejabat, cast.foreigner):
        with pytest.raises(PermissionDenied):
            share(places.siau, 1, by=user)


def test_nothing_changed_where_it_was_refused(places, share):
    before = list(Baseline.objects.order_by("pk").values_list("pk", "people"))
    with pytest.raises(Refused):
        share(places.siau, 31)
    assert list(Baseline.objects.order_by("pk").values_list("pk", "people")) == before
    assert not AuditEntry.objects.exists()
