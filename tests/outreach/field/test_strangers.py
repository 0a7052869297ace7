"""Who takes a visit along learns of nobody whom they could not see in the office."""

from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from outreach.actions.field import receive
from outreach.actions.field.leases import take_along
from outreach.actions.field.receive import receive_carried
from outreach.actions.people import erase_rows
from outreach.models import FieldEvent, Resident, ResidentAccess

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(places, list_person, cast):
    """``stranger(name)``: somebody of another kecamatan than Muara Sabak Timur."""

    def _stranger(name, **known) -> Resident:
        desa = type(places.lambur).objects.exclude(kecamatan=places.timur).first()
        return list_person(name, desa, by=cast.admin, **known)

    return _stranger


@pytest.mark.parametrize("age", [30, 15])
def test_a_number_that_was_guessed_tells_no_name_and_no_birth_date(visit, phone, cast, stranger, today, age):
    hidden = stranger("Rahasia Benar", birth_date=today - timedelta(days=age * 365))
    made = visit()
    rina = phone(made, by=cast.petugas_timur)
    rina.outcome(hidden, "recorded")
    for _again in range(2):
        for answer in rina.send():
            assert answer.answer in {"decide", "refused"}
            assert "Rahasia" not in answer.sentence
            assert "202" not in answer.sentence


def test_nor_does_what_a_colleague_carries(visit, phone, cast, stranger, today, places):
    young = stranger("Rahasia Benar", birth_date=today - timedelta(days=15 * 365))
    dewi = phone(visit(), by=cast.admin)
    dewi.outcome(young, "recorded")
    dewi.unlisted("Rahasia Benar", places.lambur.code, born=young.birth_date.isoformat(), outcome="under_16")
    answers = receive_carried(by=scope_of(cast.petugas_timur), envelopes=dewi.made, way="file")
    assert [one.answer for one in answers] == ["refused", "decide"]
    assert "Rahasia" not in " ".join(one.sentence for one in answers)
    assert young.desa.name not in answers[1].sentence


def test_who_is_fetched_once_more_is_in_the_access_log(visit, list_person, phone):
    list_person("Orang a")
    rina = phone(visit())
    list_person("Orang b")
    lease, is_new = take_along(by=rina.scope, visit=rina.visit, key=rina.key, device=rina.lease.device)
    assert (lease.pk, is_new) == (rina.lease.pk, False)
    assert ResidentAccess.objects.filter(kind="phone").values("resident").distinct().count() == 2
    take_along(by=rina.scope, visit=rina.visit, key=rina.key, device=rina.lease.device)
    assert ResidentAccess.objects.filter(kind="phone").count() == 2


def test_erasing_leaves_no_name_in_what_phones_were_told(visit, list_person, phone, today):
    young = list_person(birth_date=today - timedelta(days=15 * 365))
    rina = phone(visit())
    rina.outcome(young, "recorded", note="Siti")
    assert "Siti Aminah" in rina.send()[0].sentence
    erase_rows([young.pk])
    event = FieldEvent.objects.get()
    assert (event.sentence, event.note, event.content) == ("", "", "")


def test_every_kecamatan_that_a_batch_may_write_to_is_held_before_anything_is(
    visit, phone, cast, stranger, places, monkeypatch
):
    nik = "1507034508900012"
    away = stranger("Budi Santoso", nik=nik)
    dewi = phone(visit(), by=cast.admin)
    held = []
    hold = receive.hold_visit
    monkeypatch.setattr(receive, "hold_visit", lambda one, places: held.append(set(places)) or hold(one, places=places))
    dewi.unlisted("Budi Santoso", places.lambur.code, nik=nik)
    dewi.send()
    dewi.act("outcome", u=1, o="failed")
    dewi.send(dewi.made[1])
    assert held == [{away.kecamatan_id}] * 2
