"""What a phone keeps and sends: atomic, encrypted, once, and gone when it should be."""

import pytest

from outreach.models import Attendance, FieldEvent, FieldLease

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes():
    rows = Attendance.objects.filter(resident__isnull=False).select_related("resident")
    return {one.resident.name: one.outcome for one in rows}


def test_taken_along_acted_without_a_network_reopened_and_sent_once(phone, plan, people):
    visit, one = plan(), phone().open()
    lease = one.take(visit)
    assert one.js("return s.data.people.length;") == 3
    one.offline()
    assert [one.outcome(person, "recorded") for person in people[:2]] == [1, 2]
    assert one.js("return s.state().totals.recorded;") == 2
    assert one.js("return (await field.leases())[0].waiting;") == 2
    assert one.send()["problem"] == "offline"
    one.page.close()
