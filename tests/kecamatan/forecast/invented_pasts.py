"""Invented pasts, goals and plans for the tests of the forecast: a steady one, and any at all."""

from datetime import date, timedelta

from hypothesis import strategies as st

from kecamatan.counts import Counts
from kecamatan.forecast import Goal, Past, Plan, PlannedVisit

START = date(2024, 6, 25)
GOAL = Goal(date(2024, 11, 14), date(2024, 11, 27), 99.4, 174_754)
NOBODY = Goal(GOAL.last_recording_day, GOAL.polling_day)


def after(days):
    return START + timedelta(days=days)


def steady(length=70, recorded=20, added=0, baseline=2798, **more):
    """So many on each working day, and flowing in every Monday."""
    days = []
    for number in range(length):
        day = after(number)
        if day.weekday() < 5:
            days.append((day, Counts(recorded=recorded, added=added if day.weekday() == 0 else 0)))
    remaining = baseline + sum(flow.flow for _day, flow in days)
    return Past(START, after(length - 1), remaining, days, **more)


flows = st.builds(
    Counts,
    baseline=st.just(0),
    added=st.integers(0, 40),
    removed=st.integers(0, 10),
    recorded_elsewhere=st.integers(0, 10),
    recorded=st.integers(0, 120),
)


@st.composite
def pasts(draw, *, visits=None):
    """Any past of three to twenty weeks; with or without visits known."""
    length = draw(st.integers(21, 141))
    days = draw(st.dictionaries(st.integers(0, length - 1), flows, min_size=3, max_size=60))
    known = draw(st.booleans()) if visits is None else visits
    visited = {after(n): draw(st.integers(0, flow.recorded)) for n, flow in days.items()} if known else None
    rests = draw(st.frozensets(st.integers(0, 155).map(after), max_size=12))
    births = draw(st.dictionaries(st.integers(0, 155).map(after), st.integers(0, 30), max_size=12))
    remaining = draw(st.integers(0, 5000))
    told = [(after(n), flow) for n, flow in sorted(days.items())]
    return Past(START, after(length - 1), remaining, told, visited, rests, births)


goals = st.builds(
    Goal,
    st.integers(0, 142).map(after),
    st.integers(142, 155).map(after),
    st.none() | st.floats(0.01, 100),
    st.none() | st.integers(1, 10**6),
    st.none() | st.floats(0, 1000),
)
visits_ahead = st.builds(
    PlannedVisit, st.integers(0, 155).map(after), st.floats(0, 300), st.floats(0, 500), st.text(max_size=2)
)
plans = st.builds(
    Plan, st.lists(visits_ahead, max_size=6), st.none() | st.integers(0, 155).map(after), st.floats(0, 500)
)
