"""A series of QR codes: any order, parts twice, two series at once, and what was read wrong is found."""

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.field.parts import MOST_BYTES, TooLarge, from_base45, join, parts_of, to_base45

WHOLE = st.binary(min_size=1, max_size=3000)


@given(WHOLE, WHOLE, st.booleans(), st.randoms())
def test_two_series_in_any_order_and_twice_give_two_wholes(first, second, packed, chance):
    parts = (parts_of(first, packed=packed) + parts_of(second, packed=packed)) * 2
    chance.shuffle(parts)
    found = join("Fwd:\n" + "\n".join(parts) + "\nsalam")
    assert set(found.wholes) == {first, second}
    assert (found.short, found.broken) == ((), 0)


@given(st.binary(max_size=200))
def test_base45_comes_back(data):
    assert from_base45(to_base45(data)) == data


def test_a_piece_that_looks_like_the_end_of_its_part_does_not_end_it():
    whole = from_base45("0" * 30 + "/B0CE0387 V17U" + "0" * 301)
    assert join(f"siap {' '.join(parts_of(whole, packed=False))} salam").wholes == (whole,)


def test_base45_is_that_of_the_rfc():
    assert to_base45(b"Hello!!") == "%69 VD92EX0"
    assert to_base45(b"ietf!") == "QED8WEX0"
    assert from_base45("A") is None
    assert from_base45(":::") is None


@given(st.binary(min_size=1200, max_size=1600), st.data())
def test_what_is_missing_is_named(whole, data):
    parts = parts_of(whole, packed=False)
    gone = data.draw(st.integers(0, len(parts) - 1))
    found = join("\n".join(parts[:gone] + parts[gone + 1 :]))
    assert found.wholes == ()
    (name, there, of, missing) = found.short[0]
    assert (there, of, missing) == (len(parts) - 1, len(parts), (gone + 1,))
    assert name in parts[0]


@given(WHOLE, st.data())
def test_a_part_that_was_read_wrong_never_gives_another_whole(whole, data):
    part = data.draw(st.sampled_from(parts_of(whole)))
    place, sign = data.draw(st.integers(0, len(part) - 1)), data.draw(st.sampled_from("0A /Z*é"))
    found = join("\n".join(part[:place] + sign + part[place + 1 :] if one == part else one for one in parts_of(whole)))
    assert set(found.wholes) <= {whole}


def test_pieces_of_different_wholes_under_one_name_are_not_put_together():
    one, other = parts_of(b"x" * 900, packed=False), parts_of(b"y" * 900, packed=False)
    text = f"{one[0]}\n{forged(other[1:], one[0].split('/')[1], 'P')}"
    assert join(text).wholes == ()
    assert join(text).broken == 1


def forged(parts, name, packing):
    """The parts under another name and packing, with checks that agree."""
    texts = []
    for part in parts:
        _mark, _name, rest = part.rpartition("/")[0].split("/", 2)
        texts.append(f"EKTP{packing}/{name}/{rest}")
    return "\n".join(f"{text}/{zlib.crc32(text.encode()):08X}" for text in texts)


def test_what_unfolds_into_more_than_a_file_may_hold_is_left_shut():
    whole = bytes(MOST_BYTES + 1)
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = bomb.compress(whole) + bomb.flush()
    name = hashlib.sha256(whole).hexdigest()[:10].upper()
    found = join(forged(parts_of(data, packed=False), name, "Z"))
    assert (found.wholes, found.broken) == ((), 1)
    with pytest.raises(TooLarge):
        parts_of(whole)


def test_a_part_read_wrong_keeps_no_place_that_the_right_one_needs():
    whole = bytes(range(256)) * 4
    parts = parts_of(whole, packed=False)
    wrong = parts[0].replace("/1/3/1", "/1/3/2", 1)
    assert wrong != parts[0]
    found = join("\n".join([wrong, *parts]))
    assert (found.wholes, found.broken) == ((whole,), 1)


def test_a_part_fits_a_code_that_phones_read():
    assert max(len(part) for part in parts_of(bytes(range(256)) * 300, packed=False)) <= 816
    assert join("nothing of that kind EKTPZ/").wholes == ()
