"""NIK and No KK: what rejects, what is held for a look, what only warns or informs, and the rules that must not exist.

Every number here is invented: the places are codes, the dates and serials arbitrary.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.nik import (
    EXACT_BELOW,
    WOMANS_DAY,
    Finding,
    Reading,
    Sex,
    Verdict,
    masked,
    parts_of,
    read_kk,
    read_nik,
)

TODAY = date(2024, 6, 25)
HOME = {"today": TODAY, "home": "15.07", "regions": {f"1507{number:02}" for number in range(1, 12)}}
WOMAN = "1507025207070003"
MAN = "1507021207070003"


def nik_of(born: date, sex: Sex, region: str = "150702", serial: int = 3) -> str:
    day = born.day + (WOMANS_DAY if sex is Sex.FEMALE else 0)
    return f"{region}{day:02}{born:%m%y}{serial:04}"


@pytest.mark.parametrize(
    "written",
    [
        WOMAN,
        f"'{WOMAN}",
        f'"{WOMAN}"',
        f"’{WOMAN}’",
        f" {WOMAN}\u00a0",
        f"\ufeff{WOMAN}\u200b",
        "1507.0252.0707.0003",
        "15.07.02.520707.0003",
        "150702-520707-0003",
        "150702–520707—0003",
        "150702 520707 0003",
        "1.507.025.207.070.003",
        int(WOMAN),
        float(WOMAN),
        f"{WOMAN}.0",
        f"{WOMAN}.00",
    ],
)
def test_however_it_is_written_it_is_read(written):
    reading = read_nik(written, **HOME)
    assert reading.digits == reading.usable == WOMAN
    assert reading.findings == ()
    assert reading.verdict is Verdict.FINE
    assert reading.could_be == (WOMAN,)


@pytest.mark.parametrize(
    "written",
    [
        *(None, "", "  ", "-", "–", "--", "\ufeff", "0", "'0", "00", "0.0", "000000", "0" * 15, 0, 0.0, float("nan")),
        *("<>", "Null", "NULL", "none", "N/A", "#N/A", "?", "kosong", "Belum ada", "TIDAK ADA", "belum punya"),
    ],
)
def test_what_stands_for_no_number_is_missing_and_no_fault(written):
    reading = read_nik(written, **HOME)
    assert reading.is_missing
    assert reading.usable == ""
    assert reading.could_be == ()
    assert reading.verdict is Verdict.FINE
    assert read_kk(written, today=TODAY).is_missing


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        ("1.50703E+15", Finding.SCIENTIFIC),
        ("1,50703E+15", Finding.SCIENTIFIC),
        ("'1.50703e15", Finding.SCIENTIFIC),
        (" 2E+15 ", Finding.SCIENTIFIC),
        ("150702520707000", Finding.NOT_16_DIGITS),
        ("15070252070700031", Finding.NOT_16_DIGITS),
        ("15070252O7070003", Finding.NOT_16_DIGITS),
        ("1507025207070003x", Finding.NOT_16_DIGITS),
        ("1507025207070003/1507025207070004", Finding.NOT_16_DIGITS),
        ("١٥٠٧٠٢٥٢٠٧٠٧٠٠٠٣", Finding.NOT_16_DIGITS),
        ("SITI", Finding.NOT_16_DIGITS),
        (150702520707000, Finding.NOT_16_DIGITS),
        (-int(WOMAN), Finding.NOT_16_DIGITS),
        (1507025207070.5, Finding.NOT_16_DIGITS),
        (float("inf"), Finding.NOT_16_DIGITS),
        (True, Finding.NOT_16_DIGITS),
        (date(2007, 7, 12), Finding.NOT_16_DIGITS),
        ("0" * 16, Finding.ALL_EQUAL),
        ("1" * 16, Finding.ALL_EQUAL),
        ("150702••••••0003", Finding.MASKED),
        ("150702••••••••••", Finding.MASKED),
        ("150702******0003", Finding.MASKED),
    ],
)
def test_what_cannot_be_a_number_is_rejected(written, finding):
    for reading in (read_nik(written, **HOME), read_kk(written, today=TODAY)):
        assert reading.findings == (finding,)
        assert reading.verdict is Verdict.REJECT
        assert not reading.is_missing
        assert reading.digits == reading.usable == ""
        assert reading.could_be == ()


@pytest.mark.parametrize(
    ("written", "findings"),
    [
        (1507025207070010, {Finding.LAST_DIGIT_LOST}),
        (1507025207070010.0, {Finding.LAST_DIGIT_LOST}),
        ("1507025207070010.0", {Finding.LAST_DIGIT_LOST}),
        (1507025207070000.0, {Finding.LAST_DIGIT_LOST, Finding.SERIAL_ZERO}),
        ("1507025207070000", {Finding.SERIAL_ZERO}),
        ("1507023213070003", {Finding.NO_SUCH_DATE}),
        ("1507023002070003", {Finding.NO_SUCH_DATE}),
        ("1507024012070003", {Finding.NO_SUCH_DATE}),
        ("1507020012070003", {Finding.NO_SUCH_DATE}),
        ("1507027212070003", {Finding.NO_SUCH_DATE}),
        ("1507022902070003", {Finding.NO_SUCH_DATE}),
        (9104025207070004, {Finding.NOT_EXACT, Finding.ELSEWHERE}),
        (9104025207070004.0, {Finding.NOT_EXACT, Finding.ELSEWHERE}),
    ],
)
def test_what_may_be_wrong_is_held_for_a_look(written, findings):
    reading = read_nik(written, **HOME)
    assert set(reading.findings) == findings
    assert reading.verdict is Verdict.HOLD
    assert len(reading.digits) == 16
    assert reading.usable == ""


def test_a_text_that_ends_in_zero_lost_nothing():
    assert read_nik("1507025207070010", **HOME).findings == ()


def test_a_lost_last_digit_leaves_ten_numbers():
    reading = read_nik(1507025207070000 + 10, **HOME)
    assert len(reading.could_be) == 10
    assert "1507025207070013" in reading.could_be
    assert all(number[:15] == "150702520707001" for number in reading.could_be)


def test_dates_and_sex_of_other_columns_only_warn():
    fitting = read_nik(WOMAN, **HOME, birth_date=date(2007, 7, 12), sex=Sex.FEMALE)
    assert fitting.findings == ()
    other_day = read_nik(WOMAN, **HOME, birth_date=date(2007, 12, 7), sex=Sex.FEMALE)
    assert other_day.findings == (Finding.BIRTH_DATE_DIFFERS,)
    other_sex = read_nik(WOMAN, **HOME, birth_date=date(2007, 7, 12), sex=Sex.MALE)
    assert other_sex.findings == (Finding.SEX_DIFFERS,)
    both = read_nik(MAN, **HOME, birth_date=date(1990, 1, 1), sex=Sex.FEMALE)
    assert set(both.findings) == {Finding.BIRTH_DATE_DIFFERS, Finding.SEX_DIFFERS}
    assert {one.verdict for one in (other_day, other_sex, both)} == {Verdict.WARN}
    assert both.usable == MAN


def test_a_birth_date_of_the_other_century_fits():
    assert read_nik("1507021207230003", **HOME, birth_date=date(1923, 7, 12)).findings == ()


@pytest.mark.parametrize(
    ("number", "findings"),
    [
        ("1507125207070003", {Finding.UNKNOWN_REGION}),
        ("1571025207070003", {Finding.ELSEWHERE}),
        ("1506025207070003", {Finding.ELSEWHERE}),
        ("3175025207070003", {Finding.ELSEWHERE}),
        ("9971025207070003", {Finding.ELSEWHERE, Finding.UNKNOWN_REGION}),
        ("5471025207070003", {Finding.ELSEWHERE, Finding.UNKNOWN_REGION}),
        ("1507115207070003", set()),
    ],
)
def test_where_it_was_first_registered_is_only_news(number, findings):
    reading = read_nik(number, **HOME)
    assert set(reading.findings) == findings
    assert reading.usable == number


def test_no_kk_has_the_day_of_issue_without_the_forty():
    assert read_kk("1507021207130003", **HOME).findings == ()
    assert read_kk("1507025207130003", **HOME).findings == (Finding.NO_SUCH_DATE,)
    assert read_kk("1507021207130000", **HOME).findings == (Finding.SERIAL_ZERO,)
    assert read_kk(1507021207130010, **HOME).findings == (Finding.LAST_DIGIT_LOST,)
    assert read_kk("1571021207130003", **HOME).findings == (Finding.ELSEWHERE,)


def test_parts():
    woman = parts_of("1507025207070003", today=TODAY)
    assert (woman.region, woman.sex, woman.serial) == ("150702", Sex.FEMALE, "0003")
    assert woman.birth_dates == (date(2007, 7, 12), date(1907, 7, 12))
    assert parts_of("1507021207200003", today=TODAY).birth_dates == (date(2020, 7, 12), date(1920, 7, 12))
    assert parts_of("1507022506240003", today=TODAY).birth_dates == (date(2024, 6, 25), date(1924, 6, 25))
    assert parts_of("1507022606240003", today=TODAY).birth_dates == (date(1924, 6, 26),)
    assert parts_of("1507022506040003", today=TODAY).birth_dates == (date(2004, 6, 25), date(1904, 6, 25))
    assert parts_of("1507022406040003", today=TODAY).birth_dates == (date(2004, 6, 24),)
    assert parts_of("1507022902000003", today=TODAY).birth_dates == (date(2000, 2, 29),)
    assert parts_of("1507023507070003", today=TODAY).sex is None
    with pytest.raises(ValueError, match="16 digits"):
        parts_of("0", today=TODAY)


def test_masked_as_lists_show_it():
    assert masked(WOMAN) == "150702••••••0003"
    assert masked("") == ""
    assert masked("123") == "•" * 16


def test_a_reading_never_shows_its_digits():
    assert WOMAN not in repr(read_nik(WOMAN, **HOME))
    assert WOMAN not in str(Reading(WOMAN))


def test_every_finding_has_a_name_of_its_own():
    assert len({finding.code for finding in Finding}) == len(Finding) == 12


@given(
    born=st.dates(TODAY - timedelta(days=365 * 119), TODAY),
    sex=st.sampled_from(Sex),
    region=st.integers(0, 999999).map("{:06}".format),
    serial=st.integers(1, 9999),
    as_number=st.booleans(),
)
def test_every_lawful_nik_is_taken_whatever_its_place_date_or_sex(born, sex, region, serial, as_number):
    number = nik_of(born, sex, region, serial)
    as_number = as_number and region[0] != "0" and int(number) < EXACT_BELOW and serial % 10
    if len(set(number)) == 1:
        return
    reading = read_nik(float(number) if as_number else number, **HOME, birth_date=born, sex=sex)
    assert reading.usable == number
    assert reading.verdict <= Verdict.INFO
    parts = parts_of(number, today=TODAY)
    assert born in parts.birth_dates
    assert parts.sex is sex
    assert masked(number)[6:12] == "••••••"


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.booleans()))
def test_nothing_breaks_the_reading_and_only_16_digits_come_out(cell):
    for reading in (read_nik(cell, **HOME), read_kk(cell, **HOME)):
        assert reading.digits == "" or (len(reading.digits) == 16 and reading.digits.isascii())
        assert reading.is_missing or reading.digits or reading.verdict is Verdict.REJECT


@given(st.integers(1_000_000_000_000_000, EXACT_BELOW - 1))
def test_a_typed_number_is_never_taken_once_a_spreadsheet_cut_it(typed):
    kept = typed // 10 * 10
    assert read_nik(float(kept), **HOME).usable == ""
    assert read_nik(kept, **HOME).usable == ""
