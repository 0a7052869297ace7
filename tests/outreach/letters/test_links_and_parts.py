"""What may be typed as a link, who counts as a person, and lists in parts: for whatever comes."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.answer_links import SIGNS, Seal, handle_in, new_handle, new_secret, token_of
from outreach.selectors.letters.links import opened_by_a_person
from outreach.selectors.letters.people import ON_ONE_PAPER, parts_of
from outreach.views.letters.site import is_local

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"


@given(st.text(max_size=60) | st.text(alphabet=string.ascii_letters + string.digits + "- ._", max_size=30))
def test_whatever_is_typed_names_a_letter_or_nothing(typed):
    handle = handle_in(typed)
    assert handle == "" or (len(handle) == 6 and set(handle) <= set(SIGNS))


@given(st.dates())
def test_a_token_names_its_letter_however_it_is_typed(day):
    seal = Seal(new_handle(), "v", new_secret(), day)
    token = token_of(seal)
    for typed in (token, token.upper(), token.replace("-", ""), token.replace("-", " – "), f" {token} "):
        assert handle_in(typed) == seal.handle


@given(st.integers(0, 20_000))
def test_parts_hold_everybody_once_and_none_is_too_long(people):
    parts = parts_of(people)
    assert [part for part, _first, _last in parts] == list(range(1, len(parts) + 1))
    assert [number for _part, first, last in parts for number in range(first, last + 1)] == list(range(1, people + 1))
    assert all(0 < last - first + 1 <= ON_ONE_PAPER for _part, first, last in parts)


@pytest.mark.parametrize(
    ("agent", "purpose", "person"),
    [
        (PHONE, "", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1", "", True),
        (PHONE, "prefetch;prerender", False),
        ("WhatsApp/2.23 A", "", False),
        ("Mozilla/5.0 (compatible; SkypeUriPreview)", "", False),
        ("", "", False),
    ],
)
def test_who_has_a_phone_in_the_hand(agent, purpose, person):
    assert opened_by_a_person(agent, purpose) is person


@pytest.mark.parametrize(
    ("site", "local"),
    [("http://127.0.0.1:8000", True), ("http://localhost", True), ("https://ektp.contoh.go.id", False)],
)
def test_an_address_that_no_phone_reaches(site, local):
    assert is_local(site) is local
