"""Rows add up to their sums in every column, to what the dashboard says, on every day and for every knowledge."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates
from kecamatan.models import Baseline, CountUpdate
from kecamatan.refusals import Refused
from kecamatan.reports.columns import rows_of
from kecamatan.reports.content import ADDING, Level, Row, added_up, sum_of
from kecamatan.reports.periods import Kind
from kecamatan.selectors.report_brief import content_of
from kecamatan.selectors.reports import Asked
from kecamatan.selectors.summary import summary_of

NUMBERS = st.none() | st.integers(0, 500)
ROWS = st.lists(
    st.builds(Row, st.just(Level.DESA), st.just("x"), st.just("X"), **dict.fromkeys(ADDING, NUMBERS)), max_size=6
)
KINDS = [value for value, _label in CountUpdate.Kind.choices]
HISTORIES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 15), st.integers(0, 6), st.integers(0, 40)), max_size=14
)


@given(ROWS)
def test_a_sum_is_of_what_is_known_and_nothing_unknown_is_nought(rows):
    total = added_up(rows, level=Level.KECAMATAN, code="", name="")
    for name in ADDING:
        known = [getattr(row, name) for row in rows if getattr(row, name) is not None]
        found = getattr(total, name)
        assert found is None or found == sum(known)
        assert (found is None) == (not known or (name in {"obliged", "before"} and len(known) < len(rows)))


def test_rows_survive_json():
    row = Row(Level.REST, "", "Sisa", added=0, remaining=None, ready=0)
    assert Row.of_json(row.as_json()) == row
    assert sum_of("ready", [None, 0]) == 0


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES, back=st.integers(0, 45))
def test_rows_add_up_to_the_dashboard(history, back, places, cast, today):
    """Whatever the ledger holds: the rows of a recap sum to its sums, and those are the dashboard's numbers of that day."""
    spots = [(places.timur, one) for one in (places.lambur, places.simbur, places.siau, None)]
    spots += [(places.sadu, one) for one in (places.lokan, places.itik, None)]
    for kind, many, spot, days in history:
        kecamatan, desa = spots[spot]
        entry = Entry(uuid.uuid4(), kecamatan, desa, kind, many, today - timedelta(days=days), "")
        try:
            record_updates(by=scope_of(cast.petugas), drive=places.drive, entries=[entry])
        except Refused:
            continue
    scope, day = scope_of(cast.admin), today - timedelta(days=back)
    said = summary_of(scope, places.drive, day, today)
    rows = rows_of(content_of(Asked(places.kabupaten, places.drive, Kind.WEEKLY, day)))
    heads = [row for row in rows if row.level is Level.KECAMATAN]
    _sums_hold(rows[-1], heads)
    assert [_parts(row) for row in heads] == [_parts_of(counts) for _one, counts in said.kecamatan]
    assert _parts(rows[-1]) == _parts_of(said.total)
    for kecamatan, head in zip((places.timur, places.sadu), heads, strict=True):
        asked = Asked(places.kabupaten, places.drive, Kind.WEEKLY, day, kecamatan)
        *parts, total = rows_of(content_of(asked))
        _sums_hold(total, parts)
        assert _parts(total) == _parts(head)


def _sums_hold(total: Row, parts: list[Row]) -> None:
    for name in ("baseline", "added", "removed", "elsewhere", "recorded", "remaining", "during", "before"):
        assert getattr(total, name) == sum(getattr(row, name) or 0 for row in parts), name


def _parts(row: Row) -> tuple:
    return row.baseline, row.added, row.removed, row.elsewhere, row.recorded, row.remaining


def _parts_of(counts) -> tuple:
    return (
        *(counts.baseline, counts.added, counts.removed, counts.recorded_elsewhere, counts.recorded, counts.remaining),
    )


def test_more_than_all_is_shown_as_it_is(places, today):
    """Rule 11: 102.66 % stays 102.66 %."""
    row = Row(Level.KECAMATAN, "x", "X", obliged=172_674, remaining=-4_593, recorded=10)
    assert row.coverage == pytest.approx(1.0266, abs=1e-4)


def test_a_kecamatan_without_a_baseline_is_named(places, cast, today):
    places.drive.baselines.filter(kecamatan=places.sadu).delete()
    content = content_of(Asked(places.kabupaten, places.drive, Kind.WEEKLY, today))
    assert content["unstated"] == ["Sadu"]
    assert {row.name: row.baseline for row in rows_of(content) if row.level is Level.KECAMATAN} == {
        "Muara Sabak Timur": 100,
        "Sadu": None,
    }


@pytest.mark.parametrize("weekday", range(7))
def test_the_brief_tells_of_two_weeks_what_the_recap_of_the_week_tells(places, enter, today, weekday):
    """Also in a week in which nothing happened yet, where the baseline is broken down whole."""
    for desa in (places.lambur, places.itik):
        rows = Baseline.objects.filter(drive=places.drive, kecamatan=desa.kecamatan)
        others = sum(rows.exclude(desa=desa).filter(desa__isnull=False).values_list("people", flat=True))
        left = rows.get(desa=None).people - others
        Baseline.objects.update_or_create(
            drive=places.drive, kecamatan=desa.kecamatan, desa=desa, defaults={"people": left}
        )
    monday = today - timedelta(days=today.weekday() + 7)
    for back in (1, 3, 8):
        enter("recorded", 4, places.lambur, day=monday - timedelta(days=back))
        enter("recorded", 2, places.itik, day=monday - timedelta(days=back))
    day = monday + timedelta(days=weekday)
    told = [content_of(Asked(places.kabupaten, places.drive, kind, day))["rows"] for kind in (Kind.BRIEF, Kind.WEEKLY)]
    brief, weekly = ([row for row in rows if row["level"] in {"kabupaten", "kecamatan"}] for rows in told)
    for name in ("during", "before", "recorded"):
        assert [row[name] for row in brief] == [row[name] for row in weekly]
    assert brief[-1]["before"] == 12
