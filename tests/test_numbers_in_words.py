"""Pure modules: names of places, pace, charts, the map, and how figures are written."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kecamatan.charts import Frame, Series, month_starts, nice_step, sparkline, spread, time_chart
from kecamatan.counts import Counts
from kecamatan.figures import day_text, decimal_text, number_text, percent_text, signed_text
from kecamatan.pace import outlook, pace_of
from kecamatan.place_names import candidates, initials, squeeze
from kecamatan.regency_map import Area, draw, step_of, steps

DAY = date(2024, 6, 25)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sei. Lokan", "SUNGAILOKAN"),
        ("S a d u", "Sadu"),
        ("Lambur 2", "LAMBUR II"),
        ("Telukdawan", "Teluk Dawan"),
        ("Tj. Solok", "Tanjungsolok"),
    ],
)
def test_spellings_of_one_place_are_one(one, other):
    assert squeeze(one) == squeeze(other)


def test_lambur_is_not_lambur_one():
    names = [(name, name) for name in ("Lambur", "Lambur I", "Lambur II")]
    assert candidates("lambur", names) == ["Lambur"]
    assert candidates("lambur 2", names) == ["Lambur II"]
    assert candidates("lam", names) == ["Lambur", "Lambur I", "Lambur II"]
    assert candidates("ambur ii", names) == ["Lambur II"]
    assert candidates("  ", names) == []
    assert initials("Lambur II") == "LII"
    assert initials("Rantau Rasau") == "RR"
    assert initials("Sadu") == "Sad"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_place(text):
    squeeze(text)
    candidates(text, [("a", "Lambur")])


def test_the_pace_needed_on_the_first_day_is_the_offices_own_figure():
    """2,798 people from 25 June to 14 November 2024: 138 a week (domain.md §8)."""
    look = outlook(2798, None, as_of=DAY, last_recording_day=date(2024, 11, 14))
    assert look.needed_per_week == 138
    assert look.gets_there is None


def test_too_little_data_gives_no_pace():
    days = [(DAY + timedelta(days=n), Counts(recorded=5)) for n in range(13)]
    assert pace_of(days, as_of=DAY + timedelta(days=12), start=DAY) is None
    assert pace_of(days[:3], as_of=DAY + timedelta(days=40), start=DAY) is None
    assert pace_of(days, as_of=DAY + timedelta(days=13), start=DAY) is not None


def test_the_pace_is_net_of_those_who_flow_in():
    days = [(DAY + timedelta(days=n), Counts(added=1, recorded=3)) for n in range(28)]
    pace = pace_of(days, as_of=DAY + timedelta(days=27), start=DAY)
    assert (pace.recorded, pace.added, pace.net) == (21, 7, 14)
    look = outlook(100, pace, as_of=DAY, last_recording_day=DAY + timedelta(weeks=5))
    assert (look.left_over, look.gets_there) == (30, False)
    assert outlook(70, pace, as_of=DAY, last_recording_day=DAY + timedelta(weeks=5)).gets_there is True


def test_past_the_last_day_nothing_is_needed_any_more():
    look = outlook(100, None, as_of=DAY, last_recording_day=DAY - timedelta(days=3))
    assert look.is_past
    assert (look.days_since, look.needed_per_week, look.left_over) == (3, None, None)


@given(st.integers(0, 10**9), st.integers(1, 12))
def test_steps_of_an_axis_are_few_and_cover_all(largest, most):
    step = nice_step(largest, most)
    assert step * most >= largest
    assert str(step).strip("0") in {"1", "2", "5"}


@given(st.lists(st.floats(20, 280), max_size=8))
def test_labels_never_leave_the_chart(heights):
    placed = spread(heights, 17, 20, 280)
    assert len(placed) == len(heights)
    assert all(height <= 280 for height in placed)


def test_months_are_thinned():
    assert month_starts(DAY, DAY, 5) == []
    assert len(month_starts(date(2020, 1, 1), date(2030, 1, 1), 10)) <= 10


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 5000)), max_size=30),
    st.integers(0, 5000),
    st.integers(0, 900),
)
def test_every_point_of_a_chart_lies_inside_it(points, baseline, length):
    values = [(DAY + timedelta(days=days), value) for days, value in sorted(dict(points).items())]
    end = DAY + timedelta(days=length)
    frame = Frame(first=DAY, last=end, width=360, height=280, label_room=16, number=str, month=str)
    chart = time_chart(
        [Series("remaining", "Remaining", values)],
        frame,
        baseline=baseline,
        held_until=end,
        marks=[(DAY, "x"), (end, "y")],
    )
    for line in chart.lines:
        for point in line.points.split():
            x, y = map(float, point.split(","))
            assert chart.left - 0.1 <= x <= chart.right + 0.1
            assert chart.top - 0.1 <= y <= chart.bottom + 0.1


def test_a_sparkline_needs_two_values():
    assert sparkline([5]) == ""
    assert len(sparkline([5, 5, 3]).split()) == 3
    assert sparkline([7, 7]) == "2.0,12.0 82.0,12.0"


def area(code, value, **place):
    return Area(code, f"Nama {code}", value, str(value), **place)


def test_the_map_draws_tiles_outlines_or_nothing():
    tiles = draw([area("a", 1, column=2, row=1), area("b", None, column=3, row=2)])
    assert not tiles.has_outlines
    assert (tiles.width, tiles.height) == (194, 162)
    assert tiles.shapes[1].step is None
    ring = "[[[104.0,-1.0],[104.1,-1.0],[104.1,-1.2],[104.0,-1.0]]]"
    outlines = draw([area("a", 1, rings=ring, latitude=-1.1, longitude=104.05), area("b", 2, rings=ring)])
    assert outlines.has_outlines
    assert outlines.shapes[0].path.startswith("M")
    assert draw([area("a", 1, column=1, row=1), area("b", 2)]) is None
    assert draw([]) is None


@given(st.lists(st.floats(0, 10**6), min_size=1))
def test_every_value_has_a_colour_and_the_order_is_kept(values):
    legend = steps(values)
    colours = [step_of(value, legend) for value in sorted(values)]
    assert colours == sorted(colours)
    assert set(colours) <= set(range(5))


def test_figures_are_written_in_the_language_of_the_page():
    with translation.override("id"):
        assert number_text(2798) == "2.798"
        assert percent_text(0.0160123, 2) == "1,60%"
        assert day_text(DAY) == "25 Juni 2024"
        assert decimal_text(1234.56) == "1.234,6"
    with translation.override("en"):
        assert number_text(-2798) == "\N{MINUS SIGN}2,798"
        assert percent_text(1.0266, 2) == "102.66%"
        assert day_text(DAY) == "25 June 2024"
    assert signed_text(3) == "+3"
    assert signed_text(0) == "0"
    assert percent_text(None) == number_text(None) == day_text(None) == decimal_text(None) == "–"
