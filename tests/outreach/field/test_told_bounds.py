"""Text messages are held to what an envelope is held to, and may come after the whole was refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach.actions.field.receive import receive_told
from outreach.field.events import Kind
from outreach.field.short_text import Told
from outreach.models import FieldEvent, VisitCode, VisitCount

pytestmark = pytest.mark.django_db


def told(phone, number, kind, **said) -> Told:
    return Told(phone.lease.code, number, kind, lease=str(phone.key), made=number, **said)


def test_numbers_that_no_phone_lets_anybody_type_are_refused(visit, phone, places, remaining):
    made = visit()
    rina = phone(made)
    before = remaining()
    some = [
        told(rina, 1, Kind.COUNT, people=501, newly=0),
        told(rina, 2, Kind.COUNT, people=2, newly=3),
        told(rina, 3, Kind.COUNT, people=0, newly=0),
        told(rina, 4, Kind.TALLY, people=99_999, what="cards"),
        told(rina, 5, Kind.TALLY, people=0, what="ikd"),
        told(rina, 6, Kind.UNDO, undoes=0),
        told(rina, 7, Kind.TALLY, people=5, what="cards"),
    ]
    assert [one.answer for one in receive_told(by=rina.scope, told=some)] == ["refused"] * 6 + ["accepted"]
    made.refresh_from_db()
    assert (remaining(), made.cards_printed, VisitCount.objects.count()) == (before, 5, 0)


def test_a_message_about_what_was_refused_as_a_whole_tries_the_whole_again(
    visit, list_person, phone, places, today, outcomes
):
    siti, made = list_person(), visit(day=today + timedelta(days=1))
    rina = phone(made)
    rina.outcome(siti, "absent", note="di ladang")
    rina.unlisted("Joko Baru", places.lambur.code, born="1980-02-03")
    assert [one.answer for one in rina.send()] == ["refused"] * 2
    code = VisitCode.objects.get(visit=made).code
    some = [
        told(rina, 1, Kind.OUTCOME, person=code, outcome="absent"),
        told(rina, 2, Kind.UNLISTED, outcome="recorded"),
    ]
    assert [one.answer for one in receive_told(by=rina.scope, told=some)] == ["refused"] * 2
    assert not FieldEvent.objects.filter(partial=True).exists()
    tomorrow = timezone.now() + timedelta(days=1)
    assert [one.answer for one in receive_told(by=rina.scope, told=some, now=tomorrow)] == ["accepted"] * 2
    assert outcomes(made) == {"Siti Aminah": "absent", "Joko Baru": "recorded"}
