"""Numbers, days and names as reports write them, and what is said of the outlook."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kecamatan.counts import Counts
from kecamatan.forecast import Goal
from kecamatan.models import Drive
from kecamatan.reports.brief import Week, sections
from kecamatan.reports.content import Level, Row
from kecamatan.reports.outlook_words import target_sentence, will_we_make_it
from kecamatan.reports.periods import Period
from kecamatan.reports.words import joined, number, percent, span
from kecamatan.selectors.story import coverage_of

DAY, START, LAST = date(2024, 9, 30), date(2024, 6, 25), date(2024, 11, 14)


def test_numbers_and_shares():
    assert [number(None), number(2798), number(-3)] == ["–", "2.798", "−3"]
    assert [percent(None), percent(1.0266, 2), percent(0.5)] == ["–", "102,66%", "50,0%"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2024, 11, 18), date(2024, 11, 24), "18–24 November 2024"),
        (date(2024, 10, 28), date(2024, 11, 3), "28 Oktober–3 November 2024"),
        (date(2024, 12, 30), date(2025, 1, 5), "30 Desember 2024–5 Januari 2025"),
        (DAY, DAY, "30 September 2024"),
    ],
)
def test_spans_of_days(first, last, text):
    assert span(first, last) == text


def test_lists_of_names():
    assert [joined([]), joined(["A"]), joined(["A", "B"]), joined(["A", "B", "C"])] == [
        "",
        "A",
        "A dan B",
        "A, B, dan C",
    ]
    assert joined(list("ABCDEFG")) == "A, B, C, D, E, dan 2 lainnya"


def days_of(recorded: int) -> list[tuple[date, Counts]]:
    return [(DAY - timedelta(days=back), Counts(recorded=recorded)) for back in range(27, -1, -1)]


BEGUN = DAY - timedelta(days=27)
GOAL = Goal(LAST, LAST + timedelta(days=13))


def said(remaining: int, recorded: int = 10, as_of: date = DAY, goal: Goal = GOAL) -> str:
    return " ".join(will_we_make_it(remaining, days_of(recorded), as_of=as_of, start=BEGUN, goal=goal))


def test_will_we_make_it():
    assert said(0) == "Semua yang harus direkam sudah direkam."
    assert said(100).startswith(
        "Ya, kemungkinan besar: menurut buku catatan, tanpa menghitung kunjungan yang direncanakan, pada hari terakhir "
        "perekaman, 14 November 2024, tersisa 0 "
    )
    never = said(1000)
    assert never.startswith("Tidak, bila laju kerja tetap seperti sekarang: ")
    low, high = map(int, re.search(r"tersisa antara (\d+) dan (\d+) orang", never).groups())
    assert 300 < low < 550 < high < 900  # 1,000 less 45 days of ten a day
    assert "sampai tidak ada yang tersisa" in never
    assert "laju kerja sekarang 70 orang per minggu" in never
    assert said(1000, goal=Goal(LAST, LAST, 99.4, 174_754)).startswith("Ya, sasaran sudah tercapai")
    assert "sudah lewat dan 5 orang belum direkam" in said(5, as_of=date(2024, 11, 20))
    few = will_we_make_it(5, days_of(1)[-2:], as_of=DAY, start=START, goal=GOAL)
    assert few[0].startswith("Belum dapat dikatakan")


def test_the_target_says_its_base():
    text = target_sentence(2798, base=174_754, base_name="wajib e-KTP dalam DPT", target=99.4)
    assert text == (
        "Cakupan 98,40% dari 174.754 wajib e-KTP dalam DPT; target 99,40%, yaitu paling banyak 1.048 orang belum direkam: "
        "masih 1.750 orang di atasnya."
    )
    assert target_sentence(5, base=1000, base_name="x", target=99.4).endswith("sudah tercapai.")


def test_what_may_remain_is_the_same_on_paper_and_on_the_dashboard():
    """In binary 0.6% of 175,000 is a trifle less than 1,050."""
    drive = Drive(base_people=175_000, coverage_target=Decimal("99.4"))
    assert coverage_of(drive, 2000).may_remain == Goal(LAST, LAST, 99.4, 175_000).may_remain == 1050
    assert "paling banyak 1.050 orang" in target_sentence(2000, base=175_000, base_name="x", target=99.4)


def brief(last: date, during: int, before: int) -> str:
    """What the brief says first of the week until ``last``."""
    total = Row(Level.KABUPATEN, "15.07", "X", recorded=50, remaining=20, during=during, before=before)
    week = Week(
        Period(last - timedelta(days=last.weekday()), last),
        total,
        [],
        {},
        START,
        LAST,
        LAST,
        None,
        "",
        99.4,
        None,
        None,
    )
    return " ".join(sections(week)[0][1])


def test_the_brief_compares_whole_weeks_alone():
    sunday = date(2024, 9, 29)
    assert "direkam 12 orang, 5 lebih sedikit daripada minggu sebelumnya (17)." in brief(sunday, 12, 17)
    assert "Yang belum direkam tetap 20 orang" in brief(sunday, 12, 17)
    assert "direkam 2 orang; minggu ini belum selesai, minggu sebelumnya 17." in brief(
        sunday + timedelta(days=1), 2, 17
    )
