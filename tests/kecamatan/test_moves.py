"""Why the number moved: start and causes make the end, for any ledger and any days; and what is said of it."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.counts import KINDS, Counts
from kecamatan.moves import Move, together, usual_days, where_most
from kecamatan.refusals import Refused
from kecamatan.selectors.counts import counts_as_of
from kecamatan.selectors.moves import Span, moved, moved_in_desa
from kecamatan.waterfall import Step, floor_of, waterfall

people = st.integers(0, 5000)
flows = st.builds(lambda a, b, c, d: Counts(0, a, b, c, d), people, people, people, people)
moves = st.builds(
    lambda baseline, before, flow: Move((before + flow).with_baseline(baseline), flow), people, flows, flows
)


@given(moves)
def test_start_and_causes_make_the_end(move):
    assert move.start.remaining + sum(effect for _kind, _people, effect in move.causes) == move.end.remaining
    assert move.start.remaining + move.change == move.end.remaining
    assert [kind for kind, _people, _effect in move.causes] == list(KINDS)
    assert move.start.baseline == move.end.baseline


@given(st.lists(moves, max_size=6))
def test_places_make_the_whole(parts):
    whole = together(parts)
    assert whole.change == sum(part.change for part in parts)
    assert whole.start.remaining == sum(part.start.remaining for part in parts)


@given(st.dictionaries(st.integers(), st.integers(-500, 500), max_size=8), st.integers(-500, 500))
def test_where_most_of_it_lies(parts, change):
    found = where_most(parts, change)
    if found is None:
        return
    key, is_most = found
    same = [abs(part) for part in parts.values() if part * change > 0]
    assert parts[key] * change > 0
    assert abs(parts[key]) == max(same)
    assert is_most == (2 * abs(parts[key]) >= sum(same))


def test_one_place_alone_or_a_spread_change_names_none():
    assert where_most({"Sadu": -9}, -9) is None
    assert where_most(dict.fromkeys("abcdefgh", -1), -8) is None
    assert where_most({"Sadu": -9, "Timur": -1}, -10) == ("Sadu", True)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_no_span_begins_before_the_baseline_or_after_today(today, baseline):
    for first in usual_days(today, baseline).values():
        assert min(baseline, today) <= first <= max(baseline, today)


@given(st.none() | st.integers(0, 20_000), st.lists(st.integers(-900, 900), min_size=1, max_size=9))
def test_every_bar_lies_within_the_drawing_and_the_steps_join(start, changes):
    drawn = waterfall(start, [Step("x", "x", one) for one in changes], ("a", "z"), str, str)
    assert len(drawn.bars) == len(changes) + (0 if start is None else 2)
    assert drawn.height == 46 * len(drawn.bars)
    for bar in drawn.bars:
        assert 0.9 <= bar.x <= bar.x + bar.width <= drawn.width + 0.2
    assert drawn.is_cut == (drawn.floor > 0)


@given(st.lists(st.integers(-50, 20_000), min_size=1, max_size=9))
def test_the_scale_begins_at_zero_unless_all_levels_lie_far_from_it(levels):
    floor = floor_of(levels)
    assert floor <= min(levels)
    if max(levels) - min(levels) >= 0.4 * max(levels):
        assert floor == min(0, *levels)


#: (place, kind, people, days ago, undo it)
acts = st.lists(
    st.tuples(
        st.sampled_from(["timur", "lambur", "simbur", "siau", "sadu", "itik"]),
        st.sampled_from(KINDS),
        st.integers(1, 12),
        st.integers(0, 20),
        st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, st.integers(0, 20), st.integers(0, 20))
def test_it_agrees_with_the_counts_as_of_each_day(places, cast, today, acts, one, other):
    by, first, until = (
        scope_of(cast.petugas),
        today - timedelta(days=max(one, other)),
        today - timedelta(days=min(one, other)),
    )
    for name, kind, number, ago, undo in acts:
        place = getattr(places, name)
        desa = None if name in {"timur", "sadu"} else place
        entry = Entry(uuid.uuid4(), desa.kecamatan if desa else place, desa, kind, number, today - timedelta(days=ago))
        try:
            (saved,) = record_updates(by=by, drive=places.drive, entries=[entry])
            if undo:
                reverse_update(by=by, update=saved.update, reason="test", key=uuid.uuid4())
        except Refused:
            continue
    kecamatan = [places.timur, places.sadu]
    span = Span(places.drive, first, until, today)
    found = moved(span, kecamatan)
    before = counts_as_of(places.drive, [place.pk for place in kecamatan], as_of=first - timedelta(days=1))
    after = counts_as_of(places.drive, [place.pk for place in kecamatan], as_of=until)
    assert (found.whole.start, found.whole.end) == (before.total, after.total)
    for part in found.parts:
        assert part.move.start == before.kecamatan[part.place.pk].counts
        assert part.move.end == after.kecamatan[part.place.pk].counts
    inside = moved(span, kecamatan, one=places.timur, desa=[places.lambur, places.simbur, places.siau])
    assert sum(part.move.change for part in inside.parts) == inside.whole.change
    lambur = moved_in_desa(span, places.lambur)
    assert lambur.whole.start == before.kecamatan[places.timur.pk].desa[places.lambur.pk]
    assert lambur.whole.end == after.kecamatan[places.timur.pk].desa[places.lambur.pk]
