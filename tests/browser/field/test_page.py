"""The field page as somebody holds it: every screen, by finger and by keyboard, with an office that does as it is told."""

import pytest
from playwright.sync_api import expect

from tests.browser.field.office import PIN, Office
from tests.browser.watching import OVERFLOW, RULES, violations

pytestmark = pytest.mark.django_db(transaction=True)

#: Read in the sun: text stands out seven times, level AAA, rather than four and a half.
IN_THE_SUN = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "preload": False}
#: Milliseconds in which a search is to show whom it finds, among 400 people.
SEARCH_MS = 100


class Phone:
    """The page in one phone's browser, and its office."""

    def __init__(self, page, office):
        self.page, self.office = page, office
        office.attach(page)

    def take_along(self):
        """Takes the visit along and opens its list."""
        page = self.page
        page.goto("/field/12/")
        page.fill("[name=pin]", PIN)
        page.fill("[name=again]", PIN)
        page.click("[type=submit]")
        page.click("[data-begin]")
        expect(page.locator("[data-people] .person").first).to_be_visible()
        return self

    def part(self, name):
        self.page.click(f".tabs a[href='#{name}']")

    def tell(self, at, outcome):
        """Two touches."""
        self.page.locator(".person:visible").nth(at).click()
        self.page.click(f"[data-choose={outcome}]")

    def arrived(self, *numbers):
        """Waits until the office has them; gives their contents."""
        for _moment in range(60):
            if set(numbers) <= set(self.office.received):
                break
            self.page.wait_for_timeout(100)
        return [self.office.received[number] for number in numbers]

    def network(self, there):
        self.office.away = not there
        self.page.context.set_offline(not there)

    @property
    def totals(self):
        return self.page.locator("[data-totals]:visible b").all_inner_texts()

    def banner(self, key):
        return self.page.locator(f"[data-banner={key}]")


@pytest.fixture
def phone(chromium, live_server, today):
    """``phone(people=12)``: a phone of a petugas who is signed in, in English unless ``language`` is another."""
    contexts = []

    def _phone(people=12, *, width=360, language="en", **options):
        # The worker is tried elsewhere; here it would stand between the page and the office of the test.
        told = {
            "service_workers": "block",
            "reduced_motion": "reduce",
            "locale": "id-ID",
            "timezone_id": "Asia/Jakarta",
        }
        size = {"width": width, "height": 740}
        context = chromium.new_context(base_url=live_server.url, viewport=size, has_touch=width < 500, **told)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.broken = []
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        return Phone(page, Office(today, people, language=language, **options))

    yield _phone
    broken = [fault for context in contexts for page in context.pages for fault in page.broken]
    for context in contexts:
        context.close()
    assert broken == []


def test_an_outcome_takes_two_touches_and_can_be_undone(phone):
    mine = phone().take_along()
    page = mine.page
    name = page.locator(".person .name").first.inner_text().split(",")[0]
    mine.tell(0, "recorded")
    expect(page.locator("[data-undo-bar]")).to_contain_text(f"{name}: recorded")
    expect(page.locator("#said")).to_contain_text("recorded")
    assert mine.totals == ["1/12", "1", "11", "0", "0"]
    assert page.locator(".person:visible").count() == 11
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".person:visible")).to_have_count(12)
    assert mine.totals == ["0/12", "0", "12", "0", "0"]
    first, second = mine.arrived(1, 2)
    assert first["p"] == second["p"]
    assert (first["o"], second["o"]) == ("recorded", "")


def test_an_outcome_is_changed_with_a_note_and_taken_back(phone):
    mine = phone().take_along()
    page = mine.page
    mine.tell(2, "absent")
    page.click("[data-filter=done]")
    expect(page.locator(".person:visible")).to_have_count(1)
    page.locator(".person:visible").click()
    page.locator(".sheet summary").click()
    page.fill("#note", "kerja di Jambi")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".person:visible .mark")).to_contain_text("kerja di Jambi")
    mine.tell(0, "away")
    page.locator(".person:visible").click()
    page.get_by_role("button", name="Take the outcome back").click()
    expect(page.locator(".person:visible")).to_have_count(0)
    contents = mine.arrived(1, 2, 3, 4)
    assert [one["o"] for one in contents] == ["absent", "absent", "away", ""]
    assert [one.get("t") for one in contents[:2]] == [None, "kerja di Jambi"]


def test_400_people_are_searched_as_one_types(phone):
    mine = phone(400).take_along()
    page = mine.page
    took = page.evaluate("""async () => {
        const search = document.getElementById("search"), took = [];
        for (const typed of ["s", "si", "sit", "siti", "siti a", "rt 2", "3", "4K4H", "nobody at all", ""]) {
            const begin = performance.now();
            search.value = typed;
            search.dispatchEvent(new Event("input"));
            document.body.offsetHeight;
            took.push(performance.now() - begin);
            await new Promise((done) => requestAnimationFrame(done));
        }
        return took;
    }""")
    assert max(took) < SEARCH_MS, took
    code = mine.office.people[5]["c"]
    for typed, part in (("sjafii", "Muhammad Syafii"), (code.lower(), code)):
        page.fill("#search", typed)
        expect(page.locator(".person:visible").first).to_contain_text(part)
    page.fill("#search", "rt 3")
    expect(page.locator(".group:visible h2")).to_have_text(["Lambur Luar, RT 3", "Siau Dalam, RT 3"])
    page.fill("#search", "Zulkifli")
    page.get_by_role("button", name="They are on no list").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Zulkifli")


def test_the_keyboard_does_everything(phone):
    mine = phone(width=1280).take_along()
    page = mine.page
    page.focus("#search")
    page.keyboard.type("rosmini")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("[data-undo-bar]")).to_contain_text("Hj. Rosmini: recorded")
    page.focus("#search")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".person").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("[data-choose=failed]")).to_be_focused()
    page.keyboard.press("Enter")
    assert [one["o"] for one in mine.arrived(1, 2)] == ["recorded", "failed"]
    expect(page.locator(".person:visible").first).to_be_focused()


def born(page, day, month, year):
    for label, value in (("Day of birth", day), ("Month of birth", month), ("Year of birth", year)):
        page.get_by_label(label).fill(value)


def test_somebody_of_no_list_is_counted_by_rule_8_and_otherwise_with_a_reason(phone):
    mine = phone().take_along()
    page, rule = mine.page, mine.page.locator("[data-rule]")
    mine.part("new")
    page.get_by_label("Name", exact=True).fill("Zulkifli  bin Amat")
    expect(rule).to_contain_text("The birth date is unknown")
    born(page, "17", "8", "2007")
    expect(rule).to_contain_text("Counts as newly obliged")
    expect(rule).to_contain_text("17 on 17 August 2024, after the baseline date, 25 June 2024.")
    page.get_by_label("Is or was married").check()
    expect(rule).to_contain_text("Was among those not named")
    page.get_by_label("Is or was married").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-undo-bar]")).to_contain_text("Zulkifli bin Amat: recorded")
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    born(page, "1", "1", "1990")
    page.get_by_label("Name", exact=True).fill("Ratna")
    page.get_by_role("button", name="Count otherwise").click()
    page.get_by_label("Why does the rule not fit?").fill("pindah masuk bulan lalu")
    page.get_by_label("failed", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-undo-bar]")).to_contain_text("Ratna: failed")
    assert mine.totals == ["1/12", "0", "12", "2", "0"]
    first, second = mine.arrived(1, 2)
    assert first["d"]["born"] == "2007-08-17"
    assert first["d"]["name"] == "Zulkifli bin Amat"
    assert "a" not in first
    assert (second["a"], second["why"], second["o"]) == (True, "pindah masuk bulan lalu", "failed")
    page.get_by_role("button", name="Undo", exact=True).click()
    assert mine.arrived(3)[0]["of"] == 2
    mine.part("people")
    page.click("[data-filter=all]")
    theirs = page.locator(".group", has_text="Came unlisted").locator(".person")
    expect(theirs).to_have_count(1)
    theirs.click()
    assert page.locator("[data-choose=absent]").count() == 0
    page.get_by_role("button", name="Entered by mistake: take out again").click()
    expect(theirs).to_have_count(0)
    assert mine.arrived(4)[0]["of"] == 1


def test_bad_input_is_told_at_its_field_and_nothing_typed_is_lost(phone):
    mine = phone().take_along()
    page = mine.page
    mine.part("new")
    born(page, "31", "2", "2000")
    page.get_by_label("NIK").fill("15070")
    page.get_by_role("button", name="Count otherwise").click()
    page.get_by_role("button", name="Save", exact=True).click()
    for sentence in ("Who is it?", "There is no such day.", "A NIK has 16 digits.", "Say why in a few words"):
        expect(page.locator("[data-wrong]:visible", has_text=sentence)).to_have_count(1)
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_label("Name", exact=True).fill("Siti")
    expect(page.locator("[data-alike] button").first).to_have_text("Siti Aminah, 66")
    mine.part("people")
    mine.part("new")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Siti")
    expect(page.get_by_label("NIK")).to_have_value("15070")
    mine.part("people")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/field/")
    assert asked == ["beforeunload"]
    assert mine.office.received == {}


def test_counts_cards_and_notes_add_up_and_are_undone(phone):
    mine = phone().take_along()
    page = mine.page
    mine.part("count")
    page.get_by_label("How many were recorded?").fill("5")
    page.get_by_label("Of them newly obliged").fill("6")
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_text("Not more than were recorded.")).to_be_visible()
    page.get_by_label("Of them newly obliged").fill("2")
    page.get_by_role("button", name="Add people").click()
    expect(page.locator("[data-entered] li")).to_contain_text("of them 2 newly obliged")
    page.get_by_label("How many cards?").fill("1001")
    page.get_by_role("button", name="Add cards").click()
    expect(page.get_by_text("Type a whole number from 1 to 1,000.")).to_be_visible()
    page.get_by_label("How many cards?").fill("12")
    page.get_by_role("button", name="Add cards").click()
    page.get_by_label("How many activations?").fill("3")
    page.get_by_role("button", name="Add activations").click()
    page.get_by_label("What should the office know?").fill("Genset rusak")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("[data-entered] li")).to_have_count(4)
    assert mine.totals == ["5/12", "0", "12", "0", "5"]
    page.get_by_role("button", name="Undo: 5 people recorded without a name").click()
    expect(page.locator("[data-entered] li")).to_have_count(3)
    contents = mine.arrived(1, 2, 3, 4, 5)
    assert [one["k"] for one in contents] == ["count", "tally", "tally", "note", "undo"]
    assert {name: contents[0][name] for name in ("desa", "c", "new")} == {"desa": "15.07.01.2002", "c": 5, "new": 2}
    assert contents[4]["of"] == 1


def test_what_is_refused_stays_with_its_sentence_and_is_sent_again_when_asked(phone):
    mine = phone().take_along()
    page = mine.page
    mine.office.refuse = {1: "Nobody of that number is on the list any more."}
    mine.tell(0, "recorded")
    expect(page.locator(".badge.late")).to_have_text("1")
    mine.part("send")
    row = page.locator(".late-row")
    expect(row).to_contain_text("Nobody of that number is on the list any more.")
    expect(row).to_contain_text(": recorded")
    page.get_by_role("button", name="Give the visit back").click()
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_role("dialog").locator(".notice").last).to_contain_text("still on this phone")
    page.keyboard.press("Escape")
    mine.office.refuse = {}
    page.get_by_role("button", name="Send no. 1 again").click()
    expect(page.locator("[data-waiting-words]")).to_have_text("Everything has arrived at the office.")
    page.get_by_role("button", name="Give the visit back").click()
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_role("status").first).to_contain_text("was given back")
    assert mine.office.returned
    assert page.locator("[data-lease]").count() == 0


def test_a_pin_is_asked_twice_and_again_each_time(phone):
    mine = phone()
    page = mine.page
    page.goto("/field/")
    page.click("[data-visit]")
    told = page.locator("[data-agreement]")
    for words in ("12 people who are expected", "masked NIK", "until ", "encrypted", "signing out"):
        expect(told).to_contain_text(words)
    for pin, again, sentence in (
        ("12345", "12345", "A PIN has 6 to 12 digits"),
        ("123456", "123456", "guessed at once"),
        ("111111", "111111", "guessed at once"),
        (PIN, PIN + "1", "The two PINs differ."),
    ):
        page.fill("[name=pin]", pin)
        page.fill("[name=again]", again)
        page.click("[type=submit]")
        expect(page.locator("[data-wrong]:visible")).to_contain_text(sentence)
    page.fill("[name=again]", PIN)
    page.click("[type=submit]")
    expect(page.locator("h1")).to_have_text("Taken along")
    expect(page.locator(".notice").last).to_contain_text("promise")
    page.click("[data-begin]")
    page.get_by_role("button", name="Lock").click()
    assert "Siti" not in page.content()
    page.fill("[name=pin]", PIN)
    page.click("[type=submit]")
    expect(page.locator(".person").first).to_be_visible()
    page.get_by_role("button", name="Lock").click()
    for _try in range(3):
        page.fill("[name=pin]", "999999")
        page.click("[type=submit]")
        expect(page.locator("[data-wrong]:visible")).to_contain_text("Not this PIN.")
        expect(page.locator("[type=submit]")).to_have_text("Open the visit")
    expect(page.locator("[data-wrong]:visible")).to_contain_text("Wait 5 seconds")


def test_what_somebody_must_know_stands_above_everything(phone):
    mine = phone(days=0.5).take_along()
    page, office = mine.page, mine.office
    expect(mine.banner("soon")).to_contain_text("This list goes from the phone")
    mine.network(False)
    expect(mine.banner("offline")).to_contain_text("No network.")
    mine.tell(0, "recorded")
    expect(mine.banner("offline")).to_contain_text("1 act waits on this phone.")
    office.signed_in = False
    mine.network(True)
    link = mine.banner("signedout").get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", "/accounts/login/?next=%2Ffield%2F12%2F")
    office.signed_in, office.away = True, True
    mine.part("send")
    page.get_by_role("button", name="Send now").click()
    expect(mine.banner("away")).to_contain_text("The office does not answer")
    office.away, office.clock = False, 3 * 3_600_000
    mine.banner("away").get_by_role("button", name="Try now").click()
    expect(mine.banner("clock")).to_contain_text("off by 3 hours")
    expect(mine.banner("away")).to_have_count(0)
    persisted = mine.banner("persist")
    if persisted.count():
        persisted.get_by_role("button").click()
        expect(persisted).to_have_count(0)
    assert office.received[1]["o"] == "recorded"


def test_where_the_phone_has_no_room_it_says_that_nothing_was_saved(phone):
    mine = phone().take_along()
    page = mine.page
    page.evaluate("""() => {
        IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")
    page.locator(".person:visible").first.click()
    page.locator(".sheet summary").click()
    page.fill("#note", "sidik jari aus")
    page.click("[data-choose=failed]")
    alert = page.locator(".undo.failed")
    expect(alert).to_contain_text("This was NOT saved.")
    expect(alert).to_contain_text("The storage of this phone is full.")
    assert mine.totals[0] == "0/12"
    alert.get_by_role("button").click()
    expect(alert).to_have_count(0)
    page.locator(".person:visible").first.click()
    expect(page.locator("#note")).to_have_value("sidik jari aus")


def test_a_list_whose_time_is_over_takes_nothing_more(phone):
    mine = phone().take_along()
    mine.office.state = "ended"
    mine.office.miss(mine.page)
    mine.tell(0, "recorded")
    expect(mine.banner("over")).to_contain_text("Nothing more can be entered; what is unsent is kept.")
    expect(mine.page.locator(".tabs a")).to_have_text(["Send"])
    assert "Siti" not in mine.page.content()
    assert mine.office.received[1]["o"] == "recorded"


def test_a_list_that_is_over_and_arrived_goes_from_the_phone_and_that_is_said(phone):
    mine = phone().take_along()
    mine.office.state = "ended"
    mine.tell(0, "recorded")
    expect(mine.page.locator("h1")).to_have_text("Field day")
    expect(mine.page.locator("main").get_by_role("status")).to_contain_text(
        "The time of this list is over and everything"
    )
    assert mine.page.locator("[data-lease]").count() == 0


def test_signing_out_says_before_what_will_happen(phone):
    mine = phone().take_along()
    page = mine.page
    mine.network(False)
    mine.tell(0, "recorded")
    mine.part("send")
    page.get_by_role("button", name="Sign out on this phone").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 act cannot be sent now.")
    dialog.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("stays on this phone, sealed")
    expect(page.locator("h2", has_text="Sealed on this phone")).to_be_visible()
    assert page.locator("[data-lease]").count() == 0


def test_without_https_it_says_so_and_offers_the_paper_sheet(phone):
    mine = phone(language="id")
    mine.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    mine.page.goto("/field/12/")
    expect(mine.page.locator(".notice")).to_contain_text("https://")
    expect(mine.page.locator("main a.button")).to_have_attribute("href", "/visits/12/")


def test_the_language_is_the_users_and_another_one_touch_away(phone):
    mine = phone(language="id")
    page = mine.page
    page.goto("/field/")
    expect(page.locator("h1")).to_have_text("Kerja lapangan")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Field day")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def look(mine, seen, where, *, wide=False):
    """axe on a phone, and at a desk where much is another there; wide or narrow, nothing sticks out."""
    for width in (1280, 360):
        mine.page.set_viewport_size({"width": width, "height": 740})
        found = violations(mine.page, RULES) if wide or width == 360 else []
        found += violations(mine.page, IN_THE_SUN) if width == 360 else []
        overflow = mine.page.evaluate(OVERFLOW)
        found += [f"{overflow} px wider than the screen"] if overflow > 0 else []
        seen += [f"{where}, {width} px: {line}" for line in found]


def test_no_state_of_the_page_breaks_a_rule_of_accessibility(phone):
    mine, seen = phone(), []
    page = mine.page
    mine.office.signed_in = False
    page.goto("/field/")
    expect(page.locator("[data-near] .button")).to_be_visible()
    look(mine, seen, "signed out")
    mine.office.signed_in = True
    page.goto("/field/12/")
    page.fill("[name=pin]", "111111")
    page.click("[type=submit]")
    look(mine, seen, "taking along")
    mine.take_along()
    page.fill("#search", "")
    look(mine, seen, "the people", wide=True)
    mine.tell(0, "recorded")
    page.click("[data-filter=all]")
    look(mine, seen, "all, with the undo")
    page.locator(".person").first.click()
    page.locator(".sheet summary").click()
    look(mine, seen, "a person", wide=True)
    page.keyboard.press("Escape")
    mine.part("new")
    page.get_by_role("button", name="Count otherwise").click()
    page.get_by_role("button", name="Save", exact=True).click()
    look(mine, seen, "somebody of no list")
    mine.part("count")
    page.get_by_role("button", name="Add people").click()
    look(mine, seen, "counts")
    mine.office.refuse = {2: "Refused."}
    mine.part("people")
    mine.tell(1, "absent")
    mine.part("send")
    expect(page.locator(".late-row")).to_be_visible()
    look(mine, seen, "what waits")
    page.get_by_role("button", name="Lock").click()
    look(mine, seen, "the PIN")
    page.goto("/field/")
    page.get_by_role("button", name="Sign out on this phone").click()
    look(mine, seen, "signing out")
    assert not seen, "\n".join(seen)
