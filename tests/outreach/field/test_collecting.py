"""What is pasted or chosen is sorted into what it is, and whatever cannot be taken in is named."""

import json

from hypothesis import given
from hypothesis import strategies as st

from outreach.field import parcel, short_text
from outreach.field.collecting import FILE, QR, Collected, Nothing, collect
from outreach.field.parts import parts_of
from outreach.field.short_text import Kind, Told, messages_of

LEASE, OTHER, MAC = "0d1f6c1e-54a5-4b1e-9f58-2a1f0b7c9d11", "7b1f6c1e-54a5-4b1e-9f58-2a1f0b7c9d11", bytes(32)
CODE = "00000"


def secrets_of(code):
    return [(LEASE, MAC)] if code == CODE else []


def file_of(*numbers, made=0, lease=LEASE):
    events = [{"l": lease, "n": number, "e": "A" * 300, "i": "B" * 300, "c": "C" * number} for number in numbers]
    said = {"ektp": "field", "v": 1, "leases": [{"lease": lease, "made": made}], "events": events}
    return json.dumps(said).encode()


def numbers(found, way):
    return [one["n"] for one in found.envelopes[way]]


def test_files_codes_and_messages_are_taken_at_once_with_text_around_them():
    message = messages_of([Told(CODE, 4, Kind.NOTE)], lease=LEASE, code=CODE, mac=MAC, made=9)[0]
    codes = "\n".join(reversed(parts_of(file_of(2, made=7, lease=OTHER), packed=False)))
    text = f"Pak, ini:\n{codes}\n{message}\n{file_of(3, made=8).decode()} terima kasih"
    found = collect(text, [("a.json", file_of(1, made=5)), ("sms.txt", message.encode())], secrets_of)
    assert (numbers(found, FILE), numbers(found, QR)) == ([1, 3], [2])
    assert found.made == {LEASE: 8, OTHER: 7}
    assert [(one.number, one.made) for one in found.told] == [(4, 9), (4, 9)]
    assert found.faults == []


def test_each_thing_that_is_wrong_is_named():
    codes = parts_of(file_of(*range(1, 9)), packed=False)
    text = f"{codes[0]}\n{codes[1][:-1]}0 EKTP.salah"
    files = [
        ("foto.jpg", b"\xff\xd8\xff"),
        ("potong.json", file_of(1)[:-9]),
        ("kosong.json", b""),
        ("nol.json", file_of()),
    ]
    found = collect(text, files, secrets_of)
    assert found.is_empty
    whys = [(one.source, one.why) for one in found.faults]
    assert whys[:4] == [
        ("foto.jpg", parcel.Fault.NOT_OURS),
        ("potong.json", parcel.Fault.CUT_SHORT),
        ("kosong.json", parcel.Fault.EMPTY),
        ("nol.json", parcel.Fault.EMPTY),
    ]
    assert {why for _source, why in whys[4:]} == {Nothing.SHORT, Nothing.BROKEN, short_text.Fault.UNREADABLE}
    short = next(one for one in found.faults if one.why is Nothing.SHORT)
    assert (short.there, short.of, short.missing[0]) == (1, len(codes), 2)


def test_text_without_anything_of_ours_says_so():
    found = collect("Selamat siang, 12 orang sudah direkam.", [], secrets_of)
    assert [one.why for one in found.faults] == [Nothing.FOUND]
    assert collect(" \n", [], secrets_of) == Collected()


def test_a_pasted_file_that_was_cut_short_says_so_and_leaves_what_stood_before_it():
    message = messages_of([Told(CODE, 4, Kind.NOTE)], lease=LEASE, code=CODE, mac=MAC, made=9)[0]
    found = collect(f"{message} {file_of(1).decode()[:-5]}", [], secrets_of)
    assert len(found.told) == 1
    assert [one.why for one in found.faults] == [parcel.Fault.CUT_SHORT]


def test_more_than_can_be_taken_in_at_once_is_said(monkeypatch):
    monkeypatch.setattr("outreach.field.collecting.MOST_EVENTS", 3)
    found = collect("", [("a.json", file_of(1, 2)), ("b.json", file_of(3, 4)), ("c.json", file_of(5))], secrets_of)
    assert numbers(found, FILE) == [1, 2, 5]
    assert [(one.source, one.why) for one in found.faults] == [("b.json", Nothing.TOO_MUCH)]


@given(st.text(max_size=300), st.lists(st.tuples(st.text(max_size=5), st.binary(max_size=100)), max_size=3))
def test_whatever_comes_is_answered(text, files):
    found = collect(text, files, secrets_of)
    assert found.is_empty
    assert len(found.faults) >= len(files)
