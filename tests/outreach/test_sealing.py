"""Sealed values open in their place under their keys and nowhere else; fingerprints find the whole number only."""

import string
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sealing import Broken, KeyRing, Place, SealingError, WrongKey, new_ring
from outreach.sealing_speed import microseconds

NIK = Place("outreach_resident", "nik")
KK = Place("outreach_resident", "kk")
NUMBER = "1507025207070003"
RING = new_ring()
BASE64 = string.ascii_letters + string.digits + "-_="


@given(st.text())
def test_what_is_sealed_opens(text):
    sealed = RING.seal(text, NIK)
    assert RING.open(sealed, NIK) == text
    assert sealed.isascii()
    assert len(text) < 8 or text not in sealed


def test_a_value_is_sealed_another_way_every_time_and_found_the_same_way():
    assert RING.seal(NUMBER, NIK) != RING.seal(NUMBER, NIK)
    assert RING.fingerprint(NUMBER, NIK) == RING.fingerprint(NUMBER, NIK)
    assert RING.fingerprint(NUMBER, NIK) != RING.fingerprint(NUMBER[:-1] + "4", NIK)
    assert RING.fingerprint(NUMBER, NIK) != RING.fingerprint(NUMBER, KK)
    assert new_ring().fingerprint(NUMBER, NIK).partition(":")[2] != RING.fingerprint(NUMBER, NIK).partition(":")[2]
    assert len(RING.seal(NUMBER, NIK)) == 69
    assert len(RING.fingerprint(NUMBER, NIK)) == 73


@pytest.mark.parametrize("place", [KK, Place("outreach_other", "nik"), Place("outreach_residentn", "ik")])
def test_a_value_does_not_open_in_another_place(place):
    with pytest.raises(Broken):
        RING.open(RING.seal(NUMBER, NIK), place)


def test_no_altered_value_opens():
    sealed = RING.seal(NUMBER, NIK)
    altered = 0
    for index in range(9, len(sealed)):
        # In the last places every letter: some of their bits hold nothing.
        for letter in "Aq7_" if index < len(sealed) - 3 else BASE64:
            if sealed[index] != letter:
                altered += 1
                with pytest.raises(Broken):
                    RING.open(sealed[:index] + letter + sealed[index + 1 :], NIK)
    assert altered > 200


@pytest.mark.parametrize("value", ["", ":", NUMBER, "x" * 69, "abcdef01", "ABCDEF01:AAAA", "abcdef01 :AAAA"])
def test_what_is_no_sealed_value_is_refused(value):
    with pytest.raises((Broken, WrongKey)):
        RING.open(value, NIK)


@pytest.mark.parametrize(
    "change",
    [
        lambda sealed: sealed[:-4],
        lambda sealed: sealed[:20],
        lambda sealed: sealed + "AAAA",
        lambda sealed: sealed + "\n",
        lambda sealed: sealed.replace(":", ": "),
        lambda sealed: sealed[:9],
        lambda sealed: sealed[:-1] + "é",
    ],
)
def test_what_was_cut_or_lengthened_is_broken(change):
    with pytest.raises(Broken):
        RING.open(change(RING.seal(NUMBER, NIK)), NIK)


def test_the_id_of_the_key_is_part_of_the_value():
    """The same secret under two ids: renaming the key in front does not open it."""
    secret = bytes(range(32))
    both = KeyRing({"00000001": secret, "00000002": secret}, "00000001")
    with pytest.raises(Broken):
        both.open("00000002" + both.seal(NUMBER, NIK)[8:], NIK)


def test_the_wrong_keys_say_so():
    other = new_ring()
    with pytest.raises(WrongKey, match=RING.current):
        other.open(RING.seal(NUMBER, NIK), NIK)
    RING.verify(RING.check_value())
    with pytest.raises(WrongKey, match="Put back the file of keys"):
        other.verify(RING.check_value())
    same_id = KeyRing({RING.current: bytes(32)}, RING.current)
    for check in (same_id.check_value(), "", ":", RING.current, f"{RING.current}:é"):
        with pytest.raises(WrongKey):
            RING.verify(check)


def test_after_a_rotation_old_values_open_and_are_found_until_made_anew():
    old = new_ring()
    sealed, fingerprint = old.seal(NUMBER, NIK), old.fingerprint(NUMBER, NIK)
    ring = old.with_new_key()
    assert ring.ids == (ring.current, old.current)
    assert ring.open(sealed, NIK) == NUMBER
    assert fingerprint in ring.fingerprints(NUMBER, NIK)
    assert ring.fingerprints(NUMBER, NIK)[0] == ring.fingerprint(NUMBER, NIK) != fingerprint
    assert not ring.is_current(sealed)
    assert not ring.is_current(fingerprint)
    ring.verify(old.check_value())
    anew = ring.seal(ring.open(sealed, NIK), NIK)
    assert ring.is_current(anew)
    last = ring.with_current_only()
    assert last.open(anew, NIK) == NUMBER
    with pytest.raises(WrongKey):
        last.open(sealed, NIK)
    with pytest.raises(WrongKey):
        last.verify(old.check_value())


def test_keys_show_nowhere():
    ring = new_ring().with_new_key()
    shown = repr(ring) + str(ring) + ring.check_value() + ring.seal("", NIK)
    assert not [secret for secret in ring.secrets().values() if secret.hex() in shown or repr(secret) in shown]


@pytest.mark.parametrize(
    ("by_id", "current"),
    [({}, ""), ({"00000001": bytes(32)}, "00000002"), ({"x": bytes(32)}, "x"), ({"00000001": bytes(16)}, "00000001")],
)
def test_a_ring_without_good_keys_is_refused(by_id, current):
    with pytest.raises(SealingError):
        KeyRing(by_id, current)


@pytest.mark.parametrize("place", [Place("", "nik"), Place("resident", ""), Place("resident\0nik", "kk")])
def test_a_place_is_named(place):
    with pytest.raises(SealingError):
        RING.seal(NUMBER, place)


def test_a_text_that_no_encoder_takes_is_not_quoted_in_a_complaint():
    assert RING.open(RING.seal("1507\ud800", NIK), NIK) == "1507\ud800"


def test_twenty_thousand_values_under_eight_threads():
    numbers = [f"{1507020000000000 + number}" for number in range(20_000)]

    def there_and_back(number: str) -> tuple[str, str, str]:
        sealed = RING.seal(number, NIK)
        return sealed, RING.open(sealed, NIK), RING.fingerprint(number, NIK)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(there_and_back, numbers, chunksize=50))
    assert [opened for _, opened, _ in done] == numbers
    assert [fingerprint for _, _, fingerprint in done] == [RING.fingerprint(number, NIK) for number in numbers]
    assert Counter(sealed for sealed, _, _ in done).most_common(1)[0][1] == 1


def test_the_speed_is_measured():
    assert set(microseconds(50)) == {"seal", "open", "fingerprint"}
    assert all(figure > 0 for figure in microseconds(50).values())
