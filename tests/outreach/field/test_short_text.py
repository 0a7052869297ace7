"""Events as text messages: what is told comes back, and what was typed wrong is found."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.attendance import KEYS
from outreach.field.short_text import LONGEST, Fault, Kind, Told, check_of, messages_of, read
from outreach.papers.short_codes import ALPHABET, with_check

LEASE, MAC = "0d1f6c1e-54a5-4b1e-9f58-2a1f0b7c9d11", bytes(range(32))
CODE = with_check("K7A2")
OTHER = "7b1f6c1e-54a5-4b1e-9f58-2a1f0b7c9d11"
OUTCOMES = [str(outcome) for outcome in KEYS]


def secrets_of(code):
    return [(OTHER, bytes(32)), (LEASE, MAC)] if code == CODE else []


def told(number, kind, **known):
    return Told(CODE, number, kind, lease=LEASE, made=99, **known)


PERSON = st.text(ALPHABET, min_size=4, max_size=4).map(with_check)
NUMBER = st.integers(1, 999)
EVENT = st.one_of(
    st.builds(dict, kind=st.just(Kind.OUTCOME), person=PERSON, outcome=st.sampled_from(["", *OUTCOMES])),
    st.builds(dict, kind=st.just(Kind.OUTCOME), unlisted=NUMBER, outcome=st.sampled_from(["", *OUTCOMES])),
    st.builds(
        dict, kind=st.just(Kind.UNLISTED), outcome=st.sampled_from(OUTCOMES), newly=st.sampled_from([0, 1, None])
    ),
    st.builds(
        dict, kind=st.just(Kind.COUNT), desa=st.sampled_from(["", "15.07.01.2002"]), people=st.integers(1, 500),
        newly=st.integers(0, 500),
    ),
    st.builds(dict, kind=st.just(Kind.TALLY), what=st.sampled_from(["cards", "ikd"]), people=st.integers(1, 1000)),
    st.builds(dict, kind=st.just(Kind.UNDO), undoes=NUMBER),
    st.just({"kind": Kind.NOTE}),
)  # fmt: skip
EVENTS = st.dictionaries(NUMBER, EVENT, min_size=1, max_size=60).map(
    lambda found: [told(number, **event) for number, event in sorted(found.items())]
)


def written(events):
    return messages_of(events, lease=LEASE, code=CODE, mac=MAC, made=99)


@given(EVENTS, st.randoms())
def test_what_is_told_comes_back_in_whatever_order_twice_and_with_text_around_it(events, chance):
    messages = written(events) * 2
    chance.shuffle(messages)
    assert all(len(message) <= LONGEST and set(message) <= set(ALPHABET + ".-") for message in messages)
    text = "Fwd: e-KTP, Pak:\n> " + "\n\nsalam. > ".join(messages) + " terima kasih. 14-11-2024"
    found = read(text, secrets_of)
    assert sorted(found.told, key=lambda one: one.number) == events
    assert found.faults == ()
    assert found.messages == len(messages)


@given(EVENTS)
def test_case_spaces_breaks_and_look_alikes_do_not_matter(events):
    loose = "\n".join(
        "\u200b ".join(message.lower().replace("0", "o").replace("5", "s").replace("-", "–"))
        for message in written(events)
    )
    assert list(read(loose, secrets_of).told) == events


@settings(max_examples=300)
@given(EVENTS, st.data())
def test_a_wrong_a_missing_and_a_swapped_sign_are_found(events, data):
    message = written(events)[0]
    place = data.draw(st.integers(0, len(message) - 2))
    sign = data.draw(st.sampled_from(ALPHABET + ".-WÄ"))
    swapped = message[:place] + message[place + 1] + message[place] + message[place + 2 :]
    for wrong in {message[:place] + sign + message[place + 1 :], swapped, message[:place] + message[place + 1 :]}:
        found = read(f"Pesan: {wrong}", secrets_of)
        if wrong != message:
            assert (found.told, len(found.faults)) == ((), 1)


def test_a_damaged_message_takes_no_other_with_it():
    first, second = written([told(1, Kind.NOTE)])[0], written([told(7, Kind.NOTE)])[0]
    for wrong in (first.replace("EKTP", "EKPT"), first[:-3], first.replace("N", "T")):
        found = read(f"{wrong}\n{second}", secrets_of)
        assert [one.number for one in found.told] == [7]
        assert len(found.faults) == 1


def test_a_message_of_another_lease_or_of_none_is_said_to_be_so():
    message = written([told(1, Kind.NOTE)])[0]
    assert read(message, lambda code: []).faults[0][1] is Fault.UNKNOWN_LEASE
    assert read(message, lambda code: [(OTHER, MAC)]).faults[0][1] is Fault.WRONG_CHECK
    assert read("EKTP.mohon dibantu", secrets_of).faults[0][1] is Fault.UNREADABLE
    assert read("Selamat siang, 12 orang sudah direkam.", secrets_of) == read("", secrets_of)


def test_a_rightly_checked_message_of_another_version_is_not_guessed_at():
    for body in ("17", "X-N", "0-N", "1-P", "1-", "1-N-2", "1-8K7M27"):
        message = f"EKTP.{CODE}.9.{body}.{check_of(MAC, LEASE, CODE, 9, body)}"
        found = read(message, secrets_of)
        assert found.told == ()
        assert [fault for _typed, fault in found.faults] == [Fault.UNREADABLE]


def test_a_day_of_sixty_people_goes_into_three_messages_and_reads_as_documented():
    people = [told(number, Kind.OUTCOME, person=with_check("4K7M"), outcome="recorded") for number in range(1, 61)]
    assert len(written(people)) == 3
    one = written([told(17, Kind.OUTCOME, person=with_check("4K7M"), outcome="recorded"), told(18, Kind.NOTE)])[0]
    assert one == f"EKTP.{CODE}.99.17-1{with_check('4K7M')}N.{check_of(MAC, LEASE, CODE, 99, one.split('.')[3])}"


@pytest.mark.parametrize(
    "wrong",
    [
        told(1, Kind.OUTCOME, person="4K7", outcome="recorded"),
        told(1, Kind.OUTCOME, person=with_check("4K7M"), outcome="away?"),
        told(1, Kind.COUNT, desa="15.07", people=1),
        told(1, Kind.UNLISTED, outcome=""),
    ],
)
def test_what_no_message_can_say_is_refused(wrong):
    with pytest.raises(ValueError, match="event 1 cannot"):
        written([replace(wrong)])
