"""What a phone keeps and sends: all or nothing, encrypted, once, and gone when it should be."""

from uuid import UUID

import pytest

from kecamatan.access import scope_of
from outreach.actions.field.leases import end_lease
from outreach.field.box import open_envelope, read_envelope
from outreach.field.keys import key_of
from outreach.models import Attendance, FieldLease
from tests.browser.field.conftest import PIN, numbers

pytestmark = pytest.mark.django_db(transaction=True)

#: Everything in the database, bytes as text of their signs.
DUMP = """
    const db = await store.database();
    const all = {};
    for (const name of db.objectStoreNames) all[name] = await db.getAll(name);
    return JSON.stringify(all, (_key, value) => value instanceof Uint8Array ? String.fromCharCode(...value) : value)
        + JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage });
"""


def outcomes():
    rows = Attendance.objects.filter(resident__isnull=False).select_related("resident")
    return {one.resident.name: one.outcome for one in rows}


def test_a_day_without_a_network_arrives_once(phone, plan, people):
    visit, one = plan(), phone().open()
    lease = one.take(visit)
    one.offline()
    assert [one.outcome(person, "recorded") for person in people] == [1, 2, 3]
    assert one.js("return s.act({ k: 'outcome', p: a, o: 'absent', t: 'di ladang' });", people[0].pk) == 4
    assert one.js("return s.act({ k: 'count', desa: '', c: 4, new: 1 });") == 5
    assert one.js("const { totals } = s.state(); return [totals.recorded, totals.expected, totals.open];") == [6, 3, 0]
    assert one.send()["problem"] == "offline"
    assert one.waiting(lease) == {"waiting": 5, "sent": 0, "refused": []}
    one.page.close()
    again = one.tab()
    again.offline(False)
    again.open()
    assert again.waiting(lease) == {"waiting": 0, "sent": 5, "refused": []}
    again.unlock(lease)
    assert again.js(
        "const one = s.state().people.get(`p${a}`); return [one.outcome, one.status, one.note];", people[0].pk
    ) == [*("absent", "sent", "di ladang")]
    assert outcomes() == {"Siti Aminah": "absent", "Muhammad Rizki": "recorded", "H. Achmad Sjafi'i": "recorded"}
    assert numbers(lease) == [1, 2, 3, 4, 5]
    told = FieldLease.objects.get(key=lease)
    assert (told.made, told.last_contact is not None) == (5, True)


def test_nothing_on_the_phone_names_anybody(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    one.offline()
    one.js("return s.act({ k: 'unlisted', d: { name: 'Joko Widodo', desa: '15.07.01.2002' }, o: 'recorded' });")
    one.outcome(people[0], "recorded")
    kept = one.js(DUMP)
    secret = one.js("return s.mac;")
    assert lease in kept
    assert "Kantor Desa Lambur" in kept
    for word in ("Siti", "Aminah", "Rizki", "Joko", "recorded", PIN, secret):
        assert word not in kept


def test_an_envelope_opens_in_the_office_and_only_there(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    one.offline()
    one.outcome(people[0], "failed")
    (envelope,) = one.js("return field.envelopes(a);", lease)
    content = open_envelope(read_envelope(envelope), FieldLease.objects.get(key=lease).keys)
    assert one.js("return JSON.stringify(s.contents()[0].content);", lease) == content.decode()
    assert one.js("return Promise.all([1, 17, 1000].map((n) => f.eventKey(a.toUpperCase(), n)));", lease) == [
        str(key_of(UUID(lease), number)) for number in (1, 17, 1000)
    ]


def test_several_tabs_never_give_one_number_twice(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    other = one.tab().open().unlock(lease)
    one.offline()
    begin = """
        const act = () => s.act({ k: 'tally', w: 'cards', c: 1 });
        globalThis.made = Promise.all(Array.from({ length: 25 }, act));
    """
    one.js(begin)
    other.js(begin)
    first, second = (tab.js("return made;") for tab in (one, other))
    assert sorted(first + second) == list(range(1, 51))
    assert first == sorted(first)
    for tab in (one, other):
        tab.until("s.state().totals.cards === 50")
    one.offline(False)
    one.send()
    assert numbers(lease) == list(range(1, 51))
    assert FieldLease.objects.get(key=lease).visit.cards_printed == 50
    other.until("s.state().tallies.every((one) => one.status === 'sent')")


def test_a_wrong_pin_waits_longer_and_longer(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    one.js("s.lock();")
    tries = [one.js("return fault(field.unlock(a, '999999'));", lease) for _try in range(4)]
    assert [found["code"] for found in tries] == ["wrong_pin"] * 4
    assert [found["wait"] for found in tries[:3]] == [0, 0, 5000]
    assert 0 < tries[3]["wait"] <= 5000
    # The right one waits as well, in a page opened anew, too; and a try that was not made is not counted.
    one.open()
    assert one.js("return fault(field.unlock(a, b));", lease, PIN)["code"] == "wrong_pin"
    one.js("await store.changeLease(a, () => ({ notBefore: 0 }));", lease)
    assert one.js("return fault(field.unlock(a, '999999'));", lease)["wait"] == 10_000
    one.js("await store.changeLease(a, () => ({ notBefore: 0 }));", lease)
    one.unlock(lease)
    assert one.js("return [s.data.people.length, (await store.leaseOf(a)).tries];", lease) == [3, 0]
    assert [one.js("return fault(field.take(1, a));", pin)["code"] for pin in ("12345", "1234567890123", "27032a")] == [
        "bad_pin"
    ] * 3


def test_a_lease_that_is_over_loses_its_people_and_keeps_its_queue(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    one.outcome(people[1], "absent")
    one.send()
    one.cut()
    one.outcome(people[0], "recorded")
    # A week later by the server's clock, whatever the phone's own shows.
    one.js("await store.keepFact('offset', 8 * 24 * 3600 * 1000);")
    assert one.js("return fault(s.act({ k: 'note', t: 'x' }));")["code"] == "lease_over"
    one.open()
    (known,) = one.js("return field.leases();")
    assert (known["ended"], known["hasList"], known["waiting"], known["sent"]) == (True, False, 1, 0)
    one.unlock(lease)
    assert one.js("return [s.data, s.contents().map((one) => one.content.n)];") == [None, [2]]
    assert one.js("return (await store.leaseOf(a)).peopleKey;", lease) is None
    assert one.js("return fault(s.act({ k: 'note', t: 'x' }));")["code"] == "lease_over"
    one.cut(off=False)
    one.send()
    assert numbers(lease) == [1, 2]
    # With nothing unsent it is given back by itself.
    assert one.js("return field.leases();") == []
    assert FieldLease.objects.get(key=lease).returned_at


def test_the_office_ends_a_lease(phone, plan, people, cast):
    one = phone().open()
    lease = one.take(plan())
    end_lease(by=scope_of(cast.admin), lease=FieldLease.objects.get(key=lease), reason="hilang")
    one.send()
    one.until("(await field.leases()).length === 0 && s.locked")
    assert one.js("return [s.data, s.locked];") == [None, True]


def test_nothing_is_half_stored_where_the_phone_is_full(phone, plan, people):
    one = phone()
    client = one.page.context.new_cdp_session(one.page)
    room = {"origin": one.page.evaluate("location.origin"), "quotaSize": 3_000_000}
    client.send("Storage.overrideQuotaForOrigin", room)
    lease = one.open().take(plan())
    one.offline()
    one.outcome(people[0], "recorded")
    before = one.js("return JSON.stringify(s.state().totals);")
    assert one.js("return fault(s.act({ k: 'note', t: 'x'.repeat(4000000) }));")["code"] == "storage_full"
    assert one.js("return [s.contents().length, (await store.leaseOf(a)).made];", lease) == [1, 1]
    assert one.js("return [s.state().notes.length, JSON.stringify(s.state().totals)];") == [0, before]
    assert one.outcome(people[1], "recorded") == 2
    one.offline(False)
    one.send()
    assert numbers(lease) == [1, 2]


def test_the_same_visit_is_not_taken_along_twice_and_an_answer_that_was_lost_is_asked_for_again(phone, plan, people):
    visit, one = plan(), phone().open()
    address = f"**/field/{visit.pk}/take/"

    def lost(route):
        route.fetch()
        route.abort()

    one.page.route(address, lost)
    assert one.js("return fault(field.take(a, b));", visit.pk, PIN)["code"] == "offline"
    one.page.unroute(address)
    lease = one.take(visit)
    assert str(FieldLease.objects.get().key) == lease
    assert one.js("return fault(field.take(a, b));", visit.pk, PIN) | {"code": "already_here", "lease": lease}
    assert one.js("return (await field.nearVisits()).map((one) => one.id);") == [visit.pk]


def test_giving_back_sends_tells_the_office_and_wipes(phone, plan, people):
    one = phone().open()
    lease = one.take(plan())
    one.offline()
    one.outcome(people[0], "recorded")
    assert one.js("return fault(field.giveBack(a));", lease)["code"] == "offline"
    one.offline(False)
    one.js("await field.giveBack(a);", lease)
    assert numbers(lease) == [1]
    assert FieldLease.objects.get(key=lease).returned_at
    assert one.js("return [await field.leases(), localStorage.getItem('field')];") == [[], None]
    assert lease not in one.js(DUMP)
