"""What always holds, whatever the people and the list: nothing double, nobody lost, the same again is the same."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.life import State
from outreach.matching.compare import compare, gone
from outreach.matching.people import FIELDS, Known, Listed, Verdict, values_of
from outreach.nik import Verdict as NikVerdict
from outreach.person_names import words_of
from tests.outreach.matching.cast import DAY, ELSEWHERE, LAMBUR, LAMBUR_2

#: Few of everything, so that people meet.
particulars = st.fixed_dictionaries(
    {
        "nik": st.sampled_from(["", "", *"abcdef"]),
        "name": st.sampled_from(
            [
                "SITI AMINAH",
                "Sitti Aminah",
                "SITI AMINAR",
                "ROHANI",
                "Muhammad Yusuf",
                "M. Jusuf",
                "Nur Siti Aminah",
                "张伟",
            ]
        ),
        "birth_place": st.sampled_from(["", "JAMBI", "Jambi", "MUARA SABAK"]),
        "birth_date": st.sampled_from([None, date(2007, 8, 5), date(2007, 5, 8), date(2007, 8, 6), date(1990, 1, 2)]),
        "ever_married": st.sampled_from([None, False, True]),
        "desa": st.sampled_from([LAMBUR, LAMBUR_2, ELSEWHERE]),
        "rt": st.sampled_from(["", "001", "002"]),
        "phone": st.sampled_from(["", "+62811"]),
    }
)
states = st.sampled_from([State.UNRECORDED, State.UNRECORDED, State.FAILED, State.RECORDED, State.REMOVED])


@st.composite
def everybody(draw) -> list[Known]:
    """People with each NIK once, whom nothing but their id tells apart left out."""
    people, niks, seen = [], set(), set()
    for id, told in enumerate(draw(st.lists(particulars, max_size=8)), start=1):
        one = Known(id=id, state=draw(states), **told)
        said = (one.name.casefold(), values_of(one)[3:])
        if one.nik in niks or (not one.nik and said in seen):
            continue
        niks |= {one.nik} - {""}
        seen.add(said)
        people.append(one)
    return people


@st.composite
def lists(draw) -> list[Listed]:
    columns = draw(
        st.sampled_from([frozenset(FIELDS), frozenset(FIELDS) - {"nik"}, frozenset(FIELDS) - {"phone", "rt"}])
    )
    rows = []
    for row, told in enumerate(draw(st.lists(particulars, max_size=8)), start=2):
        told = {field: value for field, value in told.items() if field in columns}
        if draw(st.integers(0, 9)) == 0:
            told["name"] = ""
        bad = not told.get("nik") and draw(st.integers(0, 9)) == 0
        verdict = draw(st.sampled_from([NikVerdict.HOLD, NikVerdict.REJECT])) if bad else NikVerdict.FINE
        rows.append(Listed(sheet="BNBA", row=row, has=columns, nik_verdict=verdict, **told))
    return rows


@given(everybody(), lists(), st.booleans())
def test_every_row_has_its_verdict_and_nobody_is_meant_twice(people, rows, exact):
    outcomes = compare(people, rows, day=DAY, exact=exact)
    assert [(one.sheet, one.row) for one in outcomes] == [row.where for row in rows]
    sure = [one for one in outcomes if one.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.SAME)]
    assert max(Counter(one.matched for one in sure if one.matched is not None).values(), default=1) == 1
    for one in outcomes:
        assert (one.verdict is Verdict.NEW) <= (one.matched is None and not one.changes and not one.candidates)
        assert (one.verdict is Verdict.CHANGED) <= bool(one.changes)
        assert (one.verdict is Verdict.SAME) <= (not one.changes)
        assert (one.verdict in (Verdict.DOUBTFUL, Verdict.REJECTED)) <= bool(one.reasons)


@given(everybody(), lists(), st.sampled_from([(), ["15.07"], [LAMBUR]]))
def test_nobody_is_lost(people, rows, covers):
    """Each of the known is met by a row, or gone, or not looked for."""
    outcomes = compare(people, rows, day=DAY)
    met = {id for one in outcomes for id in (one.matched, *one.candidates)}
    left = gone(people, outcomes, covers)
    assert not met & set(left)
    whole = [one for one in people if one.state in (State.UNRECORDED, State.FAILED) and covers == ["15.07"]]
    assert all(one.id in met or one.id in left for one in whole)
    assert covers or not left


@given(everybody())
def test_a_list_of_the_known_themselves_is_the_same_and_nobody_is_gone(people):
    rows = [Listed(row=one.id, **dict(zip(FIELDS, values_of(one), strict=True))) for one in people]
    outcomes = compare(people, rows, day=DAY)
    assert gone(people, outcomes, ["15.07"]) == []
    by_id = {one.id: one for one in people}
    for outcome in outcomes:
        if is_known_twice(by_id[outcome.row], people):
            continue
        assert outcome.matched == outcome.row
        expected = Verdict.DOUBTFUL if by_id[outcome.row].state is State.REMOVED else Verdict.SAME
        assert outcome.verdict is expected


def is_known_twice(one, people) -> bool:
    """Whether nothing but small things tells somebody from a namesake of the same kecamatan, neither with a NIK."""
    twins = [
        other
        for other in people
        if (words_of(other.name), other.birth_date, other.desa[:8])
        == (words_of(one.name), one.birth_date, one.desa[:8])
    ]
    return sum(not twin.nik for twin in twins) > 1 and not one.nik


@given(everybody(), lists(), st.data())
def test_the_order_of_rows_decides_only_which_of_equal_rows_stands(people, rows, data):
    def said(order):
        outcomes = zip(order, compare(people, order, day=DAY), strict=True)
        return Counter(
            (
                replace(row, row=0, name=row.name.casefold()),
                one.verdict,
                one.matched,
                one.codes,
                frozenset(one.candidates),
            )
            for row, one in outcomes
        )

    assert said(rows) == said(data.draw(st.permutations(rows)))


@settings(max_examples=300)
@given(everybody(), lists(), st.booleans())
def test_the_same_list_again_changes_nothing(people, rows, exact):
    outcomes = compare(people, rows, day=DAY, exact=exact)
    after = applied(people, rows, outcomes)
    for first, again in zip(outcomes, compare(after, rows, day=DAY, exact=exact), strict=True):
        if first.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.SAME):
            assert again.verdict is Verdict.SAME, (first.verdict, again.verdict, again.codes)


def applied(people, rows, outcomes) -> list[Known]:
    """The people after the sure rows of a list were taken in."""
    by_id = {one.id: one for one in people}
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.verdict is Verdict.CHANGED:
            changed = {change.field: change.new for change in outcome.changes}
            by_id[outcome.matched] = replace(by_id[outcome.matched], **changed)
        elif outcome.verdict is Verdict.NEW:
            id = 100 + row.row
            by_id[id] = Known(id=id, **dict(zip(FIELDS, values_of(row), strict=True)))
    return list(by_id.values())
