"""What is still on phones, and how many people may be missing for it. Pure."""

from datetime import UTC, datetime, timedelta

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from outreach.ago_words import ago_text, clock_text
from outreach.field.gaps import gaps
from outreach.field.standing import PhoneCount, Standing, standing_of_phones
from outreach.field_words import not_closed_text, open_in_the_field, phones_text

NOW = datetime(2024, 11, 13, 12, tzinfo=UTC)


@given(st.sets(st.integers(1, 60)), st.integers(0, 60))
def test_what_is_missing_is_what_the_gaps_hold(numbers, made):
    phone = PhoneCount(made, max(numbers, default=0), len(numbers), is_out=True)
    assert phone.missing == sum(gap.size for gap in gaps(numbers, made))


def test_a_phone_out_or_with_a_gap_is_waited_for_until_somebody_gives_it_up():
    out, gap = PhoneCount(0, 0, 0, is_out=True), PhoneCount(5, 5, 3, is_out=False)
    lost, home = PhoneCount(5, 5, 3, is_out=False, is_waited_for=False), PhoneCount(4, 4, 4, is_out=False)
    assert [one.is_awaited for one in (out, gap, lost, home)] == [True, True, False, False]
    found = standing_of_phones([out, gap, lost, home], open_people=10, to_decide=1)
    assert found == Standing(phones=2, missing=4, to_decide=1, at_most=12, leases=4)
    assert found.is_open


def test_nothing_is_missing_where_every_phone_is_in():
    home = PhoneCount(4, 4, 4, is_out=False)
    assert standing_of_phones([home], open_people=10, to_decide=0) == Standing(leases=1)
    assert not standing_of_phones([home], open_people=10, to_decide=0).is_open
    # What is lost for good is nobody's to wait for, and still stands in the way of closing without a word.
    lost = PhoneCount(5, 5, 3, is_out=False, is_waited_for=False)
    found = standing_of_phones([lost], open_people=10, to_decide=0)
    assert (found.phones, found.at_most, found.is_open) == (0, 0, True)


def test_it_is_said_in_words():
    with translation.override("en"):
        assert phones_text(2, 46) == "2 phones not yet in (at most 46 people)"
        assert phones_text(1, 1) == "1 phone not yet in (at most 1 person)"
        assert phones_text(0, 46) == ""
        told = open_in_the_field(Standing(phones=1, missing=3, to_decide=2, at_most=9))
        assert told == [
            "1 phone not yet in (at most 9 people)",
            "3 entries that phones made have not come in",
            "2 are to decide",
        ]
        assert "an admin can close it" in not_closed_text(Standing(missing=1), is_admin=False)
        assert "Say why" in not_closed_text(Standing(missing=1), is_admin=True)


def test_how_long_ago():
    with translation.override("en"):
        told = [
            ago_text(NOW - past, NOW)
            for past in (
                timedelta(seconds=-5), timedelta(minutes=1), timedelta(minutes=23), timedelta(hours=1),
                timedelta(hours=47), timedelta(days=2), timedelta(days=1400),
            )
        ]  # fmt: skip
        assert told == [
            *("just now", "1 minute ago", "23 minutes ago", "1 hour ago", "47 hours ago", "2 days ago"),
            "1,400 days ago",
        ]
        assert ago_text(None, NOW) == "never"


def test_a_clock_that_is_off():
    with translation.override("en"):
        assert [clock_text(one) for one in (None, 0, 120, -120)] == [""] * 4
        assert clock_text(180) == "clock 3 minutes ahead"
        assert clock_text(-86_400) == "clock 24 hours behind"
        assert clock_text(3 * 86_400) == "clock 3 days ahead"
