"""The file of a phone: what is in it, and what a hostile or broken one is answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.field.parcel import MOST_BYTES, MOST_EVENTS, BadParcel, Fault, Parcel, read_parcel

LEASE = "0d1f6c1e-54a5-4b1e-9f58-2a1f0b7c9d11"
ENVELOPE = {"l": LEASE, "n": 1, "e": "AA", "i": "AA", "c": "AA"}


def file_of(**changes):
    said = {"ektp": "field", "v": 1, "made": 1731500000, "leases": [{"lease": LEASE, "made": 46}], "events": [ENVELOPE]}
    return json.dumps(said | changes).encode()


def fault_of(raw):
    with pytest.raises(BadParcel) as caught:
        read_parcel(raw)
    return caught.value.fault


def test_a_file_gives_its_envelopes_and_how_many_its_phones_made():
    assert read_parcel(b"\xef\xbb\xbf" + file_of()) == Parcel({LEASE: 46}, (ENVELOPE,))
    assert read_parcel(file_of(leases="none")).made == {}


def test_what_is_no_envelope_is_counted_and_left():
    wrong = [None, 7, {}, ENVELOPE | {"n": True}, ENVELOPE | {"n": 0}, ENVELOPE | {"l": "x" * 36}]
    wrong += [ENVELOPE | {"c": "A" * 20_000}, ENVELOPE | {"e": 1}, ENVELOPE | {"n": 10**9}]
    found = read_parcel(file_of(events=[*wrong, ENVELOPE], leases=[7, {"lease": LEASE, "made": "many"}]))
    assert (found.envelopes, found.broken, found.made) == ((ENVELOPE,), len(wrong), {})


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n", Fault.EMPTY),
        (b"\xff\xd8\xff\xe0 a picture", Fault.NOT_OURS),
        (b"[" * 100_000, Fault.NOT_OURS),
        (b'{"name": "someone"}', Fault.NOT_OURS),
        (b"[]", Fault.NOT_OURS),
        (file_of()[:-20], Fault.CUT_SHORT),
        (file_of(v=2), Fault.NEWER),
        (file_of(events={"a": 1}), Fault.NOT_OURS),
        (file_of(events=[1] * (MOST_EVENTS + 1)), Fault.TOO_MANY),
        (b" " * (MOST_BYTES + 1), Fault.TOO_LARGE),
    ],
)
def test_what_cannot_be_taken_in_says_why(raw, fault):
    assert fault_of(raw) is fault


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    with pytest.raises(BadParcel):
        read_parcel(raw)


@given(st.dictionaries(st.sampled_from(["ektp", "v", "events", "leases"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["l", "n", "e", "i", "c", "lease", "made"]), inner, max_size=5))))  # fmt: skip
def test_any_json_under_our_names_is_read_or_refused(changes):
    try:
        found = read_parcel(file_of(**changes))
    except BadParcel:
        return
    assert isinstance(found, Parcel)
