"""Messages and QR codes, written by scripts in a real Chromium and read by the office, and the other way."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.attendance import KEYS
from outreach.field.parts import join, parts_of
from outreach.field.short_text import Kind, read
from outreach.papers.short_codes import ALPHABET, with_check

pytestmark = pytest.mark.django_db(transaction=True)

LEASE, CODE, MAC = (
    "0d1f6c1e-54a5-4b1e-9f58-2a1f0b7c9d11",
    with_check("K7A2"),
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
)
MAC_BYTES = bytes(range(32))
OUTCOMES = [str(one) for one in KEYS]
#: Content as a phone writes it, and what a message tells of it.
CONTENT = st.one_of(
    st.fixed_dictionaries({"k": st.just("outcome"), "p": st.integers(0, 9), "o": st.sampled_from(["", *OUTCOMES])}),
    st.fixed_dictionaries({"k": st.just("outcome"), "u": st.integers(1, 99), "o": st.sampled_from(["", *OUTCOMES])}),
    st.fixed_dictionaries(
        {"k": st.just("unlisted"), "o": st.sampled_from(OUTCOMES), "d": st.just({"name": "Joko"})},
        optional={"a": st.booleans()},
    ),
    st.fixed_dictionaries(
        {
            "k": st.just("count"),
            "desa": st.sampled_from(["", "15.07.01.2002"]),
            "c": st.integers(1, 500),
            "new": st.just(0),
        }
    ),
    st.fixed_dictionaries({"k": st.just("tally"), "w": st.sampled_from(["cards", "ikd"]), "c": st.integers(1, 1000)}),
    st.fixed_dictionaries({"k": st.just("undo"), "of": st.integers(1, 99)}),
    st.fixed_dictionaries({"k": st.just("note"), "t": st.just("hujan")}),
)
CODES = [with_check(f"{ALPHABET[number]}4K7") for number in range(10)]
IN_PAGE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def scripts(visit):
    """``scripts(body, argument)`` runs a script on the public shell; it may import what it needs from /static/field/."""
    page = visit()
    page.goto("/field/")

    def _scripts(body, argument=None):
        return page.evaluate(f"async (given) => {{ {body} }}", argument)

    return _scripts


def content_of(told):
    """What the phone had written, of what a message told, as far as it tells it."""
    match told.kind:
        case Kind.OUTCOME:
            whom = {"p": CODES.index(told.person)} if told.person else {"u": told.unlisted}
            return {"k": "outcome", **whom, "o": told.outcome}
        case Kind.UNLISTED:
            return {"k": "unlisted", "o": told.outcome, "a": None if told.newly is None else bool(told.newly)}
        case Kind.COUNT:
            return {"k": "count", "desa": told.desa, "c": told.people, "new": told.newly}
        case Kind.TALLY:
            return {"k": "tally", "w": told.what, "c": told.people}
        case Kind.UNDO:
            return {"k": "undo", "of": told.undoes}
    return {"k": "note"}


def test_messages_written_by_the_phone_are_read_by_the_office(scripts):
    @IN_PAGE
    @given(st.dictionaries(st.integers(1, 400), CONTENT, min_size=1, max_size=40))
    def check(contents):
        events = [{"v": 1, "n": number, "at": 1, **content} for number, content in contents.items()]
        written = scripts(
            """const { messagesOf } = await import("/static/field/short_text.js");
            return messagesOf(given.events, given.facts, (id) => given.codes[id]);""",
            {"events": events, "codes": CODES, "facts": {"lease": LEASE, "code": CODE, "mac": MAC, "made": 400}},
        )
        assert written["left"] == []
        assert max(map(len, written["messages"])) <= 160
        found = read("\n".join(written["messages"]), lambda code: [(LEASE, MAC_BYTES)])
        assert (found.faults, {one.made for one in found.told}) == ((), {400})
        expected = {}
        for number, content in contents.items():
            bare = {key: value for key, value in content.items() if key not in {"d", "t"}}
            expected[number] = bare | ({"a": content.get("a")} if content["k"] == "unlisted" else {})
        assert {one.number: content_of(one) for one in found.told} == expected

    check()


def test_who_has_no_short_code_is_left_for_another_way(scripts):
    written = scripts(
        """const { messagesOf } = await import("/static/field/short_text.js");
        return messagesOf(given.events, given.facts, () => "");""",
        {
            "events": [{"n": 1, "k": "outcome", "p": 1, "o": "away"}, {"n": 2, "k": "note"}],
            "facts": {"lease": LEASE, "code": CODE, "mac": MAC, "made": 2},
        },
    )
    assert written["left"] == [1]
    assert [one.number for one in read(written["messages"][0], lambda code: [(LEASE, MAC_BYTES)]).told] == [2]


def test_qr_parts_go_both_ways_packed_or_not(scripts):
    @IN_PAGE
    @given(st.binary(min_size=1, max_size=2500), st.booleans(), st.randoms())
    def check(whole, packed, chance):
        written = scripts(
            """const { partsOf } = await import("/static/field/parts.js");
            return partsOf(Uint8Array.from(given.whole), { packed: given.packed });""",
            {"whole": list(whole), "packed": packed},
        )
        found = join("\n".join(chance.sample(written, len(written))))
        assert (found.wholes, found.short, found.broken) == ((whole,), (), 0)
        ours, other = parts_of(whole, packed=packed), parts_of(b"another" + whole, packed=packed)
        mixed = chance.sample((ours + other[:-1]) * 2, 2 * len(ours + other[:-1]))
        told = scripts(
            """const { Collector } = await import("/static/field/parts.js");
            const collector = new Collector();
            const steps = given.parts.map((part) => collector.add(part));
            const whole = await collector.whole(given.name);
            return { whats: steps.map((one) => one.what), whole: [...whole], missing: collector.missing(given.name),
              broken: collector.add(given.parts[0].replace(/.$/, "#")).what };""",
            {"parts": mixed, "name": ours[0].split("/")[1]},
        )
        assert (bytes(told["whole"]), told["missing"], told["broken"]) == (whole, [], "other")
        assert (told["whats"].count("new"), set(told["whats"])) == (len(mixed) // 2, {"new", "known"})

    check()


def test_a_drawn_code_is_read_again_by_the_decoder_that_stands_in(scripts):
    parts = parts_of(bytes(range(256)) * 5, packed=False)
    read_again = scripts(
        """const { drawCode } = await import("/static/field/show_qr.js");
        const { reader } = await import("/static/field/scan.js");
        const read = await reader();
        const frame = document.createElement("div");
        const canvas = document.createElement("canvas");
        frame.append(canvas);
        document.body.append(frame);
        const found = [];
        for (const part of given) {
          drawCode(canvas, part);
          found.push(...(await read(canvas, { patient: true })));
        }
        return { found, native: "BarcodeDetector" in globalThis };""",
        parts,
    )
    assert read_again == {"found": parts, "native": False}
