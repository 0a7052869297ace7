"""Days, hours and numbers as official letters write them."""

from datetime import date, time

import pytest

from kecamatan.papers.indonesian import count_text, day_in_words, day_text, hours_text, number_in_words, weekday


def test_days():
    polling = date(2024, 11, 27)
    assert (weekday(polling), day_text(polling)) == ("Rabu", "27 November 2024")
    assert day_in_words(polling) == ("Rabu tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh empat")


def test_hours():
    assert hours_text(time(8), time(12, 30), "WIB") == "08.00–12.30 WIB"
    assert hours_text(time(8), None, "WITA") == "08.00 WITA s.d. selesai"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (2798, "dua ribu tujuh ratus sembilan puluh delapan"),
        (11_015, "sebelas ribu lima belas"),
        (100_001, "seratus ribu satu"),
    ],
)
def test_numbers_in_words(number, words):
    assert number_in_words(number) == words


def test_numbers_beyond_are_refused():
    for number in (-1, 1_000_000):
        with pytest.raises(ValueError, match="999,999"):
            number_in_words(number)
    assert count_text(2798) == "2.798"
