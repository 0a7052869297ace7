"""What the phone reckons is what the office reckons: the same cases through both."""

import random
import uuid
from datetime import date, timedelta

import pytest

from outreach import segments
from outreach.attendance import Outcome, tally_of
from outreach.field.reducer import Word, tell
from outreach.person_names import found_by
from outreach.rule_eight import flows_in
from tests.browser.field.conftest import BLANK

NAMES = [
    *(
        "Siti Aminah",
        "H. MOCH. SJAFI'I, S.Pd",
        "Muhammad Syafii",
        "Abdurrahman bin Saleh",
        "Nurul Hidayah",
        "Wahju Oetomo",
    ),
    *(
        "M. Rizki Pratama",
        "Zainab binti Abdullah",
        "Dra. Hj. Fatimah, M.Si",
        "Achmad Jusuf",
        "Yusup",
        "Sjarifah Djamilah",
    ),
    *("I Made Khairil", "St. Aisyah", "Abdul Rachman", "Hj. Siti", "Chairul Tandjung", "R. A. Kartini", "Josep Theo"),
]
TYPED = [
    *(
        "siti",
        "syafii",
        "ahmad",
        "rahman abdul",
        "m",
        "muhamad",
        "yusuf",
        "tanjung",
        "kartini",
        "fatima",
        "aminah s",
        "zaenab",
    ),
    *("utomo wahyu", "abdul rahman", "jamila", "hairul", "xyz", "s a", "moh sapii", "nurul", "bin saleh"),
]


@pytest.fixture
def facts(chromium, live_server):
    """``facts(script, a)``: what a function body gives, with the module as ``f``."""
    page = chromium.new_page(base_url=live_server.url)
    page.route(
        f"**{BLANK}", lambda route: route.fulfill(body="<!doctype html><title>-</title>", content_type="text/html")
    )
    page.goto(BLANK)

    def _facts(script, given=None):
        return page.evaluate(f"async (a) => {{ const f = await import('/static/field/facts.js'); {script} }}", given)

    yield _facts
    page.close()


def test_ages_birthdays_and_rule_eight(facts):
    chance = random.Random(17)
    days = [date(2007, 2, 28) + timedelta(days=n) for n in range(3)] + [date(2008, 2, 29), date(2004, 2, 29)]
    days += [date(1930, 1, 1) + timedelta(days=chance.randrange(35_000)) for _day in range(150)]
    others = [
        date(2024, 11, 27),
        date(2025, 2, 28),
        date(2025, 3, 1),
        date(2021, 2, 28),
        date(2021, 3, 1),
        date(2024, 6, 25),
    ]
    cases = [(born, day, married) for born in days for day in others for married in (False, True)]
    polling = date(2024, 11, 27)
    expected = [
        [
            segments.age_on(born, day),
            segments.birthday(born, 17).isoformat(),
            segments.obliged_from(born, ever_married=married).isoformat(),
            flows_in(born, day, ever_married=married),
            str(segments.segment_of(born, day, polling_day=polling, ever_married=married)),
        ]
        for born, day, married in cases
    ]
    script = """return a.map(([born, day, married]) => [f.ageOn(born, day), f.birthday(born, 17), f.obligedFrom(born, married),
        f.flowsIn(born, day, { married }), f.segmentOf(born, day, { polling: "2024-11-27", married })]);"""
    assert facts(script, [(str(born), str(day), married) for born, day, married in cases]) == expected
    assert facts("return [f.flowsIn('', '2024-06-25'), f.flowsIn('', '2024-06-25', { married: true })];") == [
        None,
        False,
    ]
    assert flows_in(None, date(2024, 6, 25)) is None
    script = "return ['2024-02-29', '2023-02-29', '2024-04-31', '2024-13-01', '24-01-01', '2024-1-1'].map(f.isDay);"
    assert facts(script) == [True, False, False, False, False, False]


def test_the_word_of_a_phone_is_the_one_with_the_highest_number(facts):
    """As outreach/field/reducer.py says of one phone, in any order and with anything twice."""
    chance, lease = random.Random(3), uuid.uuid4()
    outcomes = ["", *map(str, Outcome)]
    for _case in range(25):
        words = [(n, chance.randrange(1, 5), chance.choice(outcomes)) for n in range(1, 25)]
        given = [{"content": {"k": "outcome", "n": n, "p": p, "o": o}, "status": "waiting"} for n, p, o in words]
        shuffled = chance.sample(given, len(given)) + chance.choices(given, k=10)
        people = [{"id": pk, "n": "x", "o": "", "w": "expected"} for pk in range(1, 5)]
        data = {"visit": {"day": "2024-11-20", "polling": "2024-11-27", "baseline": "2024-06-25"}, "people": people}
        script = "const { people, totals } = f.stateOf(a[0], a[1]); return [[...people.values()].map((o) => o.outcome), totals];"
        found, totals = facts(script, [data, shuffled])
        expected = [tell(Word(lease, n, o, order=n) for n, p, o in words if p == pk).outcome for pk in range(1, 5)]
        assert found == expected
        tally = tally_of([("place", one) for one in expected])
        assert [totals[name] for name in ("expected", "withOutcome", "open", "came", "left", "recorded")] == [
            *(tally.expected, tally.entered, tally.open, tally.came, tally.left, tally.recorded)
        ]


def test_who_came_unlisted_what_was_counted_and_what_was_a_mistake(facts):
    data = {
        "visit": {"day": "2024-11-20", "polling": "2024-11-27", "baseline": "2024-06-25"},
        "people": [
            {"id": 1, "n": "Siti", "o": "recorded", "w": "expected"},
            {"id": 2, "n": "Budi", "o": "", "w": "expected"},
            {"id": 3, "n": "Cici", "o": "recorded", "w": "unlisted"},
        ],
        "counted": {"people": 2, "cards": 10, "ikd": 1},
    }
    contents = [
        {"k": "unlisted", "d": {"name": "Joko", "desa": "15.07.01.2002", "born": "2007-11-01"}, "o": "recorded"},
        {"k": "unlisted", "d": {"name": "Wati", "desa": "15.07.01.2002"}, "o": "absent"},
        {"k": "count", "desa": "", "c": 5, "new": 2},
        {"k": "tally", "w": "cards", "c": 4},
        {"k": "undo", "of": 2},
        {"k": "outcome", "u": 1, "o": "failed", "t": "jari luka"},
        {"k": "outcome", "u": 2, "o": "recorded"},
        {"k": "note", "t": "hujan"},
        {"k": "tally", "w": "ikd", "c": 3},
        {"k": "undo", "of": 9},
        {"k": "outcome", "p": 1, "o": ""},
        {"k": "outcome", "p": 2, "o": "recorded"},
    ]
    events = [{"content": {"n": n, **one}, "status": "waiting"} for n, one in enumerate(contents, 1)]
    events[-1]["status"] = "refused"
    script = """const { people, totals, notes, tallies } = f.stateOf(a[0], a[1]);
        return [[...people.values()].map((o) => [o.ref, o.outcome, o.status]), totals, notes[0].text,
                tallies.map((o) => o.undone), people.get("u1").person.added, people.get("u1").person.y];"""
    people, totals, note, undone, added, years = facts(script, [data, events])
    assert people == [
        *(
            ["p1", "recorded", "waiting"],
            ["p2", "recorded", "refused"],
            ["p3", "recorded", ""],
            ["u1", "failed", "waiting"],
        ),
    ]
    assert totals == {
        **{"expected": 2, "withOutcome": 1, "open": 1, "came": 1, "left": 1, "recorded": 2 + 2 + 5, "unlisted": 2},
        **{"unnamed": 7, "newly": 2, "cards": 14, "ikd": 1, "own": {"unnamed": 5, "cards": 4, "ikd": 0}},
    }
    assert (note, undone, added, years) == ("hujan", [False, True], True, 17)
    # Without the list the queue can still be shown.
    script = "return [...f.stateOf(null, a).people.values()].map((o) => [o.ref, o.person.n, o.outcome]);"
    assert facts(script, events) == [["u1", "Joko", "failed"], ["p1", "", ""], ["p2", "", "recorded"]]


def test_search_finds_what_the_office_finds_in_time(facts):
    people = [
        {"ref": f"p{n}", "person": {"id": n, "n": name, "rt": f"{n:03}", "rw": "002", "c": ""}}
        for n, name in enumerate(NAMES)
    ]
    script = "const find = f.searchIndex(a[0]); return a[1].map((typed) => find(typed).map((one) => one.person.n));"
    found = facts(script, [people, TYPED])
    assert sum(map(len, found)) > 20
    for typed, names in zip(TYPED, found, strict=True):
        missing = {name for name in NAMES if found_by(typed, name)} - set(names)
        assert not missing, typed
    people[3]["person"]["c"] = "4K7NX"
    typed = ["RT 3", "rt4", "3", "4/2", "rt 004 rw 02", "4k7", "4K-7NX", "rt 3 saleh", "rt 4 saleh", "", "4k8"]
    expected = [1, 1, 1, 1, 1, 1, 1, 1, 0, len(NAMES), 0]
    assert [len(one) for one in facts(script, [people, typed])] == expected
    many = [{"ref": f"p{n}", "person": {"id": n, "n": f"{NAMES[n % 19]} {NAMES[n * 7 % 19]} {n}"}} for n in range(400)]
    script = """const begun = performance.now(); const find = f.searchIndex(a); const built = performance.now();
        for (const typed of ["s", "si", "sit", "siti", "siti am", "rahman abdul"]) find(typed);
        return [built - begun, (performance.now() - built) / 6];"""
    built, each = facts(script, many)
    assert built < 400
    assert each < 100
