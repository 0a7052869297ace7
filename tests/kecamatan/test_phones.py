"""Phone numbers: kecamatan.phones."""

import pytest

from kecamatan.phones import NotAPhone, phone_text, stored_phone


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "+6281234567890",
        "6281234567890",
        "0812-3456-7890",
        "+62 (812) 3456.7890",
        "81234567890",
        "+62 0812 3456 7890",
    ],
)
def test_one_number_however_written(text):
    assert stored_phone(text) == "+6281234567890"


def test_a_landline_and_nothing():
    assert stored_phone("(0741) 123456") == "+62741123456"
    assert stored_phone("  ") == ""


@pytest.mark.parametrize(
    "text", ["abc", "1", "+60123456789", "08123", "0812345678901234", "٠٨١٢٣٤٥٦٧٨٩٠", "112", "0000000000"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(NotAPhone):
        stored_phone(text)


def test_as_people_write_it():
    assert phone_text("+6281234567890") == "0812-3456-7890"
    assert phone_text("") == ""
    assert phone_text("ask at the shop") == "ask at the shop"
