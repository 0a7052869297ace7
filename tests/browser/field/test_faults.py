"""What goes wrong on a field day, tried for real: a real browser with a profile of its own against the real, served site."""

import json
import random
import threading

import pytest
from playwright.sync_api import expect

from tests.browser.field.real_phone import PIN, RealPhone
from tests.browser.field.served_day import served_day
from tests.started_once import PASSWORD

NEW_PASSWORD = "jembatan-hijau-31"
DAY = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with served_day(tmp_path_factory) as day:
        yield day
        assert day.faults() == "[]"


@pytest.fixture
def phone(chromium, office, tmp_path):
    """``phone()``: a phone on which the petugas is signed in."""
    phones = []

    def _phone(name="petugas", *, lasting=True):
        one = RealPhone(chromium, office.url, tmp_path / f"phone-{len(phones)}" if lasting else None)
        phones.append(one)
        return one.sign_in(name)

    yield _phone
    broken = [fault for one in phones for fault in one.broken]
    for one in phones:
        one.close()
    assert broken == []


def test_a_browser_that_is_killed_loses_nothing_and_everybody_arrives_once(phone, office):
    mine = phone().take(1)
    mine.offline()
    for _person in range(17):
        mine.tell()
    mine.kill()
    office.kill()
    mine.open()
    mine.offline()
    mine.unlock(1)
    expect(mine.page.locator(".person:visible")).to_have_count(13)
    assert mine.sums() == ["17", "0", "0"]
    mine.part("people")
    for _person in range(13):
        mine.tell()
    for number in range(5):
        mine.newcomer(f"Pendatang {number}")
    assert mine.sums() == ["35", "0", "0"]
    # The network is there, the office is not.
    mine.offline(False)
    mine.send_now()
    expect(mine.banner("away")).to_be_visible()
    assert mine.sums() == ["35", "0", "0"]
    office.start()
    mine.sign_in().unlock(1)
    mine.all_arrived(35)
    office.wait_for(1, 35)
    assert office.recorded(1) == {"attendances": 35, "people": 35, "ledger": 35}


def a_day(people, desa):
    """Acts of every kind: 30 of the list and one more recorded, two to come back, one taken back."""
    acts = [{"k": "outcome", "p": pk, "o": "recorded"} for pk in people[:31]]
    acts += [{"k": "outcome", "p": pk, "o": "absent", "t": "di ladang"} for pk in people[31:33]]
    acts += [{"k": "outcome", "p": people[0], "o": ""}, {"k": "note", "t": "Genset mati."}]
    acts += [{"k": "unlisted", "d": {"name": "Pendatang", "desa": desa}, "o": "recorded"}]
    acts += [{"k": "tally", "w": "cards", "c": 20}, {"k": "tally", "w": "ikd", "c": 3}, {"k": "undo", "of": 38}]
    return [*acts, {"k": "count", "desa": desa, "c": 4, "new": 0}]


def test_a_batch_in_any_order_cut_anywhere_again_and_again_leaves_one_database(phone, office):
    mine, chance = phone().take(2), random.Random(17)
    mine.offline()
    acts = a_day(office.people(2), office.desa(2))
    mine.acts(acts)
    body, cookies = mine.batch(), mine.cookies()
    untouched = office.everything()
    for number in range(40):
        part = body[: chance.randrange(len(body))]
        status, _answer = office.post(part, cookies, told=len(body) if number % 2 else 0)
        assert status in {0, 400}
    assert office.everything() == untouched
    whole = json.loads(body)
    # Before the whole of it came: parts of it, in any order, whose answers never arrive.
    for _try in range(5):
        told = whole | {"events": chance.sample(whole["events"], 7)}
        office.post(json.dumps(told).encode(), cookies, waits=False)
    assert office.post(body, cookies)[0] == 200
    office.wait_for(2, len(acts))
    assert office.recorded(2) == {"attendances": 31, "people": 31, "ledger": 31 + 4}
    once = office.everything()
    for _again in range(100):
        told = whole | {"events": chance.sample(whole["events"], len(acts))}
        status, answer = office.post(json.dumps(told).encode(), cookies)
        assert (status, {one["a"] for one in answer["answers"]}) == (200, {"known"})
    other = mine.context.new_page()
    mine.unlock(2, other)
    mine.offline(False)
    for tab in (mine.page, other):
        mine.send_now(tab)
    for tab in (mine.page, other):
        mine.all_arrived(len(acts), tab)
    assert office.everything() == once


@pytest.mark.parametrize(("visit", "ahead"), [(3, 1), (4, -1)])
def test_a_clock_that_is_wrong_by_a_day_moves_nothing_to_another_day(phone, office, today, visit, ahead):
    mine = phone().take(visit)
    mine.tell()
    mine.all_arrived(1)
    mine.offline()
    mine.set_clock(ahead * DAY)
    mine.unlock(visit)
    expect(mine.page.locator(".person:visible")).to_have_count(5)
    mine.tell()
    mine.offline(False)
    mine.all_arrived(2)
    expect(mine.banner("clock")).to_contain_text("24 jam")
    mine.part("people")
    for _person in range(3):
        mine.tell()
    mine.all_arrived(5)
    office.wait_for(visit, 5)
    assert mine.page.locator("[data-banner=over], [data-banner=soon]").count() == 0
    assert office.recorded(visit) == {"attendances": 5, "people": 5, "ledger": 5}
    of_desa = f"desa_id = (SELECT id FROM kecamatan_desa WHERE code = '{office.desa(visit)}')"
    days = f"SELECT DISTINCT date FROM kecamatan_countupdate WHERE {of_desa}"
    assert [str(day) for (day,) in office.database.rows(days)] == [today.isoformat()]
    ((off,),) = office.database.rows(f"SELECT clock_ahead FROM outreach_fieldlease WHERE visit_id = {visit}")
    assert abs(off - ahead * DAY / 1000) < 60


def test_a_lease_ends_by_the_clock_of_the_office(phone, office):
    mine = phone()
    mine.set_clock(8 * DAY)
    mine.take(5)
    mine.offline()
    mine.unlock(5)
    expect(mine.banner("clock")).to_contain_text("8 hari")
    for _person in range(2):
        mine.tell()
    assert mine.page.locator("[data-banner=over], [data-banner=soon]").count() == 0
    mine.offline(False)
    mine.all_arrived(2)
    office.wait_for(5, 2)


def test_a_full_phone_says_so_keeps_nothing_half_and_goes_on_after_room_was_made(phone, office):
    mine = phone(lasting=False).take(6)
    mine.offline()
    told = [mine.tell(), mine.tell()]
    mine.fill_storage()
    name = mine.page.locator(".person:visible .name").first.inner_text().split(",")[0]
    mine.page.locator(".person:visible").first.click()
    mine.page.click("[data-choose=recorded]")
    expect(mine.page.locator("[data-undo] .failed")).to_contain_text("TIDAK")
    expect(mine.page.locator(".person:visible .name").first).to_contain_text(name)
    assert mine.sums() == ["2", "0", "0"]
    assert ([one["made"] for one in mine.kept("leases")], len(mine.kept("events"))) == ([2], 2)
    # What is on the phone arrives, though the phone has no room to write that down.
    mine.offline(False)
    mine.send_now()
    office.wait_for(6, 2)
    expect(mine.banner("full")).to_be_visible()
    expect(mine.page.locator("[data-waiting-words]")).to_contain_text("penuh")
    mine.make_room()
    mine.part("people")
    told.append(mine.tell())
    assert name == told[-1]
    mine.all_arrived(3)
    office.wait_for(6, 3)
    assert office.recorded(6) == {"attendances": 3, "people": 3, "ledger": 3}


def test_cookies_cleared_a_new_password_and_an_office_being_mended_lose_nothing(phone, office):
    mine = phone("rekan").take(7)
    mine.offline()
    mine.tell()
    mine.context.clear_cookies()
    mine.offline(False)
    mine.send_now()
    expect(mine.banner("signedout")).to_contain_text("1")
    mine.banner("signedout").get_by_role("link").click()
    mine.page.fill("[name=username]", "rekan")
    mine.page.fill("[name=password]", PASSWORD)
    mine.page.press("[name=password]", "Enter")
    mine.page.wait_for_url("**/field/7/")
    mine.unlock(7).all_arrived(1)
    mine.offline()
    mine.part("people")
    mine.tell()
    office.new_password("rekan", NEW_PASSWORD)
    mine.offline(False)
    mine.send_now()
    expect(mine.banner("signedout")).to_contain_text("1")
    mine.sign_in("rekan", NEW_PASSWORD).unlock(7).all_arrived(2)
    mine.part("people")
    with office.being_mended() as asked:
        mine.tell()
        mine.send_now()
        expect(mine.banner("away")).to_contain_text("1")
        mine.unlock(7)
        assert mine.sums() == ["1", "2", "0"]
        assert "/field/me/" in asked
    mine.unlock(7).send_now()
    mine.all_arrived(3)
    office.wait_for(7, 3)
    assert office.recorded(7) == {"attendances": 3, "people": 3, "ledger": 3}


def test_signed_out_with_unsent_work_it_stays_sealed_and_only_its_owner_sends_it(phone, office):
    mine = phone().take(8)
    mine.offline()
    names = [mine.tell(), mine.tell()]
    mine.newcomer("Joko Pendatang")
    mine.page.goto("/field/#leave")
    mine.page.get_by_role("button", name="Keluar", exact=True).click()
    expect(mine.page.locator("main .notice.good")).to_be_visible()
    kept = mine.dump()
    assert [word for word in (*names, "Joko", "recorded", PIN) if word in kept] == []
    assert len(mine.kept("events")) == 3
    mine.kill()
    mine.open()
    # Somebody else signs in on this phone meanwhile: nothing of it is sent or shown.
    mine.context.clear_cookies()
    mine.sign_in("rekan", NEW_PASSWORD)
    expect(mine.page.locator("main")).to_contain_text("3")
    mine.page.goto("/field/8/")
    expect(mine.page.locator("[name=again]")).to_be_visible()
    assert office.numbers(8) == []
    mine.context.clear_cookies()
    mine.sign_in()
    office.wait_for(8, 3)
    assert office.recorded(8) == {"attendances": 3, "people": 3, "ledger": 3}


def test_a_server_killed_in_the_midst_of_a_batch_has_every_event_once(phone, office):
    mine = phone().take(9)
    mine.offline()
    people = office.people(9)
    mine.acts([{"k": "outcome", "p": pk, "o": "recorded"} for pk in people])
    mine.acts([{"k": "tally", "w": "cards", "c": 1}] * 114)
    mine.unlock(9)
    assert mine.sums() == ["120", "0", "0"]
    body, cookies, answers = mine.batch(50), mine.cookies(), []
    with office.database.writers_wait() as go_on:
        # Two batches are under way and cannot end: the page's own, and the same over a wire of ours.
        under_way = threading.Thread(target=lambda: answers.append(office.post(body, cookies)))
        under_way.start()
        mine.offline(False)
        mine.send_now()
        expect(mine.page.locator("[data-waiting-words]")).to_have_text("Sedang dikirim.")
        threading.Event().wait(0.3)
        assert under_way.is_alive()
        office.kill()
        under_way.join(10)
        go_on()
    assert answers == [(0, {})]
    assert office.numbers(9) == []
    office.start()
    # This time some of it is in before the end, which comes between two batches or in one.
    mine.send_now()
    for _moment in range(400):
        if office.numbers(9):
            break
        threading.Event().wait(0.01)
    office.kill()
    assert len(office.numbers(9)) in {50, 100, 120}
    office.start()
    mine.sign_in().unlock(9).send_now()
    mine.all_arrived(120)
    office.wait_for(9, 120)
    assert office.recorded(9) == {"attendances": 6, "people": 6, "ledger": 6}
    assert office.database.rows("SELECT cards_printed FROM outreach_visit WHERE id = 9") == [(114,)]
