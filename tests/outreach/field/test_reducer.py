"""The state of a person from all words about them: any order and any repetition gives the same."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from outreach.attendance import Outcome
from outreach.field.gaps import Gap, gaps
from outreach.field.keys import key_of
from outreach.field.reducer import Office, Word, last_words, tell

LEASES = [UUID(int=number) for number in range(1, 4)]
SAID = st.sampled_from(["", *Outcome])


@st.composite
def crowds(draw):
    """Words of three phones, each number once, and what the office said."""
    numbers = draw(st.lists(st.tuples(st.sampled_from(LEASES), st.integers(1, 6)), unique=True, max_size=12))
    words = [
        Word(lease, number, draw(SAID), order, draw(st.sampled_from(["", "a", "bb"])))
        for order, (lease, number) in enumerate(numbers, start=1)
    ]
    office = draw(st.none() | st.builds(Office, SAID, st.integers(0, 12)))
    return words, office


@given(crowds(), st.data())
def test_order_and_repetition_make_no_difference(crowd, data):
    words, office = crowd
    again = data.draw(st.permutations([*words, *words]))
    assert tell(again, office) == tell(words, office)


@given(crowds())
def test_what_stands_was_said_and_differing_words_are_kept(crowd):
    words, office = crowd
    told = tell(words, office)
    said = {word.outcome for word in told.words} | ({office.outcome} if office and office.outcome else set())
    assert told.outcome in (said or {""})
    assert told.differ == (len(said) > 1)
    assert all(last_words(words)[word.lease] == word for word in told.words)


@given(crowds())
def test_who_was_recorded_stays_recorded_while_it_is_undecided(crowd):
    words, office = crowd
    told = tell(words, office)
    if any(word.outcome == Outcome.RECORDED for word in told.words):
        assert told.outcome == Outcome.RECORDED


@given(crowds())
def test_the_office_settles_all_that_it_saw(crowd):
    words, _office = crowd
    everything = max((word.order for word in words), default=0)
    assert tell(words, Office("absent", everything)) == tell([], Office("absent", 0))


@given(st.sets(st.integers(1, 30)), st.integers(0, 35))
def test_gaps_and_what_came_in_make_up_all_numbers(received, made):
    missing = [number for gap in gaps(received, made) for number in range(gap.first, gap.last + 1)]
    assert sorted([*received, *missing]) == list(range(1, max([made, *received]) + 1))


def test_gaps_in_words():
    assert gaps([1, 2, 5], 7) == (Gap(3, 4), Gap(6, 7))
    assert [str(gap) for gap in gaps([2], 2)] == ["1"]
    assert gaps([], 0) == ()


def test_the_key_is_a_function_of_lease_and_number():
    assert key_of(LEASES[0], 1) == UUID("670268dc-460a-df11-156d-9cde963f99c5")
    assert key_of(LEASES[0], 1) != key_of(LEASES[0], 2)
