"""The short link in a letter: it opens its own letter until its last day, and nothing else ever."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.answer_links import SIGNS, BadLink, Seal, new_handle, new_secret, open_link, token_of

DAY = date(2024, 7, 3)
SEAL = Seal("7k2mx4", "visit-one", "secret-one", DAY)


def opened(token: str, seal: Seal | None = SEAL, today: date = DAY) -> Seal:
    return open_link(token, lambda handle: seal if seal and handle == seal.handle else None, today=today)


def test_a_token_opens_its_letter_and_is_short():
    token = token_of(SEAL)
    assert len(token) == 19
    assert token.startswith("7k2m-x4")
    assert opened(token) == SEAL


@pytest.mark.parametrize("change", [str.upper, lambda t: t.replace("-", " "), lambda t: f" {t.replace('-', '')} "])
def test_a_token_is_read_as_people_type_it(change):
    assert opened(change(token_of(SEAL))) == SEAL


def test_look_alikes_are_read_as_the_sign_that_is_meant():
    seal = replace(SEAL, handle="0110x4")
    token = token_of(seal).replace("0110", "oIlO", 1)
    assert opened(token, seal) == seal


@pytest.mark.parametrize(
    "other",
    [
        replace(SEAL, secret="another"),
        replace(SEAL, visit="another"),
        replace(SEAL, last_day=DAY + timedelta(days=1)),
        None,
    ],
)
def test_a_link_that_was_revoked_moved_or_voided_is_refused(other):
    with pytest.raises(BadLink) as refused:
        opened(token_of(SEAL), other)
    assert str(refused.value) == ""


def test_a_link_ends_after_its_last_day():
    assert opened(token_of(SEAL), today=DAY) == SEAL
    with pytest.raises(BadLink):
        opened(token_of(SEAL), today=DAY + timedelta(days=1))


def test_every_single_wrong_sign_is_refused():
    token, looked_at = token_of(SEAL), 0
    for place, sign in (
        (place, sign) for place in range(len(token)) for sign in SIGNS if token[place] not in ("-", sign)
    ):
        looked_at += 1
        with pytest.raises(BadLink):
            opened(token[:place] + sign + token[place + 1 :])
    assert looked_at == 16 * 31


@given(st.text(max_size=60))
def test_nothing_typed_opens_or_breaks_it(typed):
    with pytest.raises(BadLink):
        opened(typed)


def test_a_new_key_of_the_site_keeps_links_that_are_out(settings):
    token = token_of(SEAL)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]
    assert opened(token) == SEAL
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadLink):
        opened(token)


def test_the_secret_is_in_no_log_line():
    assert "secret-one" not in repr(SEAL)
    assert len({new_secret() for _ in range(100)}) == 100
    assert all(len(handle) == 6 and set(handle) <= set(SIGNS) for handle in (new_handle() for _ in range(50)))
