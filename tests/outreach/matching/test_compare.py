"""Every rule of comparing a list with the people known, one by one."""

from datetime import date

import pytest

from outreach.life import COUNTED_RECORDED, State
from outreach.matching.compare import compare, gone
from outreach.matching.people import FIELDS, Reason, Verdict
from outreach.nik import Verdict as NikVerdict
from tests.outreach.matching.cast import BORN, DAY, ELSEWHERE, LAMBUR, LAMBUR_2, SITI, known, listed, one, told

NEW, CHANGED, SAME, DOUBTFUL, REJECTED = Verdict
OTHER_DAY = date(1990, 1, 2)
BARE = {"nik": "", "no_kk": "", "phone": "", "school": "", "address": ""}


def test_the_same_row_changes_nothing():
    outcome = one(listed())
    assert (outcome.verdict, outcome.matched, outcome.changes, outcome.reasons) == (SAME, 1, (), ())


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("name", "SITI AMINA"),
        ("sex", "male"),
        ("birth_place", "JAMBI"),
        ("birth_date", date(2007, 8, 6)),
        ("ever_married", True),
        ("desa", LAMBUR_2),
        ("address", "JL. MAWAR"),
        ("rt", "009"),
        ("rw", "009"),
        ("phone", "+628129"),
        ("school", "SMAN 2"),
        ("no_kk", "other"),
    ],
)
def test_what_the_list_has_otherwise_is_a_change(field, new):
    outcome = one(listed(**{field: new}))
    assert (outcome.verdict, outcome.matched) == (CHANGED, 1)
    assert told(outcome) == {field: (getattr(SITI, field), new)}
    assert outcome.codes == ({"desa_differs"} if field == "desa" else frozenset())
    assert one(listed(**{field: new}, has=frozenset(FIELDS) - {field})).verdict == SAME


@pytest.mark.parametrize("field", sorted(set(FIELDS) - {"name", "nik"}))
def test_an_empty_cell_tells_nothing_unless_it_is_our_own_export(field):
    married = known(1, ever_married=True)
    empty = None if field in ("birth_date", "ever_married") else ""
    row = listed(of=married, **{field: empty})
    assert one(row, married).verdict == SAME
    exact = one(row, married, exact=True)
    assert told(exact) == ({} if field == "desa" else {field: (getattr(married, field), empty)})
    without = listed(of=married, **{field: empty}, has=frozenset(FIELDS) - {field})
    assert one(without, married, exact=True).verdict == SAME


def test_our_own_export_may_take_a_nik_away_but_a_bad_one_does_not():
    assert told(one(listed(nik=""), exact=True)) == {"nik": ("siti", "")}
    assert told(one(listed(nik="", nik_verdict=NikVerdict.REJECT), exact=True)) == {}
    assert told(one(listed(nik=""))) == {}


def test_capitals_and_blanks_are_no_news_unless_it_is_our_own_export():
    row = listed(name="Siti  Aminah", address="Jl. Melati 1")
    assert one(row).verdict == SAME
    assert set(told(one(row, exact=True))) == {"name", "address"}


def test_a_nik_means_its_person_whatever_else_is_corrected():
    assert one(listed(name="SITI AMINAH BINTI HASAN", birth_date=OTHER_DAY)).verdict == CHANGED
    assert one(listed(name="ROHANI")).verdict == CHANGED
    assert one(listed(name="", has=frozenset({"nik", "phone"}), phone="+1")).verdict == CHANGED


@pytest.mark.parametrize("born", [OTHER_DAY, None])
@pytest.mark.parametrize("name", ["ROHANI", "SITI AISYAH"])
def test_a_nik_under_quite_another_name_is_in_doubt_unless_the_birth_date_holds(name, born):
    outcome = one(listed(name=name, birth_date=born))
    assert (outcome.verdict, outcome.matched, outcome.codes) == (DOUBTFUL, 1, {"nik_of_another_name"})


@pytest.mark.parametrize("desa", [LAMBUR, LAMBUR_2])
@pytest.mark.parametrize("name", ["SITI AMINAH", "St. Aminah", "SITIAMINAH", "Siti Aminah, S.Pd"])
def test_without_a_nik_name_and_birth_date_mean_the_person_of_the_kecamatan(name, desa):
    outcome = one(listed(name=name, nik="", desa=desa))
    assert outcome.matched == 1
    assert outcome.verdict in (SAME, CHANGED)


def test_a_nik_that_nobody_has_is_that_of_the_namesake_without_one():
    outcome = one(listed(nik="fresh"), known(1, nik=""))
    assert (outcome.verdict, outcome.matched, told(outcome)) == (CHANGED, 1, {"nik": ("", "fresh")})


def test_a_namesake_of_another_kecamatan_is_only_offered():
    outcome = one(listed(nik="", desa=ELSEWHERE))
    assert (outcome.verdict, outcome.matched, outcome.candidates) == (DOUBTFUL, None, (1,))
    assert outcome.codes == {"maybe_known"}


def test_where_the_list_tells_no_desa_the_birth_place_decides():
    assert one(listed(nik="", desa="")).verdict == SAME
    assert one(listed(nik="", desa="", birth_place="JAMBI")).verdict == DOUBTFUL


def test_two_namesakes_are_offered_and_none_is_taken():
    outcome = one(listed(nik="", rt="007"), SITI, known(2, nik="two"))
    assert (outcome.verdict, outcome.matched, outcome.candidates) == (DOUBTFUL, None, (1, 2))


@pytest.mark.parametrize(
    "changes", [{"desa": LAMBUR_2}, {"rt": "009"}, {"state": State.REMOVED}, {"state": "merged"}], ids=str
)
def test_of_two_namesakes_the_nearer_one_is_meant(changes):
    assert one(listed(nik=""), SITI, known(2, nik="two", **changes)).matched == 1


def test_a_namesake_whose_nik_stands_in_another_row_is_not_meant():
    people = [SITI, known(2, nik="")]
    by_nik, by_name = compare(people, [listed(2), listed(3, nik="")], day=DAY)
    assert (by_nik.matched, by_name.matched, by_name.verdict) == (1, 2, SAME)
    by_nik, by_name = compare([SITI], [listed(2), listed(3, nik="")], day=DAY)
    assert (by_nik.verdict, by_name.verdict, by_name.candidates) == (SAME, DOUBTFUL, (1,))
    assert (by_name.reasons[0].reason, by_name.reasons[0].other) == (Reason.TWICE_IN_FILE, ("BNBA", 2))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "SITI AMINAAN"},
        {"birth_date": date(2007, 5, 8)},
        {"birth_date": date(2007, 8, 6)},
        {"birth_date": None},
        {"name": "NUR SITI AMINAH", "desa": ELSEWHERE},
    ],
    ids=str,
)
def test_who_is_likely_known_is_offered(changes):
    outcome = one(listed(nik="", **changes))
    assert (outcome.verdict, outcome.matched, outcome.candidates) == (DOUBTFUL, None, (1,))


@pytest.mark.parametrize(
    "changes",
    [{"name": "SITI AISYAH"}, {"birth_date": OTHER_DAY}, {"name": "ROHANI"}, {"birth_date": None, "desa": ELSEWHERE, "birth_place": ""}],
    ids=str,
)  # fmt: skip
def test_who_only_looks_alike_is_new(changes):
    outcome = one(listed(nik="", **changes))
    assert (outcome.verdict, outcome.matched, outcome.candidates) == (NEW, None, ())


def test_two_niks_are_two_people_unless_all_agrees():
    assert one(listed(nik="other", name="SITI AMINAAN")).verdict == NEW
    assert one(listed(nik="other", birth_date=date(2007, 5, 8))).verdict == NEW
    assert one(listed(nik="other", birth_place="JAMBI")).verdict == NEW
    outcome = one(listed(nik="other"))
    assert (outcome.verdict, outcome.matched, outcome.candidates) == (DOUBTFUL, None, (1,))
    assert outcome.codes == {"other_nik", "maybe_known"}


def test_at_most_five_are_offered_best_first():
    people = [known(id, nik=str(id), name="SITI AMINAR" if id < 7 else "SITI AMINAN") for id in range(1, 9)]
    outcome = one(listed(nik="", name="SITI AMINAN", desa=ELSEWHERE), *people)
    assert outcome.candidates == (7, 8, 1, 2, 3)


def test_a_row_that_is_repeated_stands_once():
    first, second = compare([SITI], [listed(2), listed(3, name="Siti Aminah")], day=DAY)
    assert (first.verdict, first.matched, first.codes) == (SAME, 1, frozenset())
    assert (second.verdict, second.matched, second.codes) == (SAME, None, {"repeated_row"})
    assert second.reasons[0].other == ("BNBA", 2)
    first, second = compare([], [listed(2), listed(3)], day=DAY)
    assert (first.verdict, second.verdict) == (NEW, SAME)


def test_one_nik_in_two_rows_that_differ_is_in_doubt_in_both():
    outcomes = compare([SITI], [listed(2), listed(3, rt="005"), listed(4)], day=DAY)
    assert [outcome.verdict for outcome in outcomes] == [DOUBTFUL] * 3
    assert [outcome.matched for outcome in outcomes] == [1] * 3
    others = [(because.reason.code, because.other[1]) for outcome in outcomes for because in outcome.reasons]
    assert others == [("nik_twice_in_file", 3), ("nik_twice_in_file", 2), ("nik_twice_in_file", 2)]


@pytest.mark.parametrize("people", [[], [SITI]], ids=["new", "known"])
@pytest.mark.parametrize("born", [BORN, None])
def test_one_person_in_two_rows_without_a_nik_is_in_doubt_in_both(people, born):
    people = [known(1, birth_date=born) for _ in people]
    outcomes = compare(people, [listed(2, nik="", birth_date=born), listed(3, nik="", birth_date=born)], day=DAY)
    assert [outcome.verdict for outcome in outcomes] == [DOUBTFUL] * 2
    assert all("twice_in_file" in outcome.codes for outcome in outcomes)


def test_a_row_with_a_nik_stands_beside_its_double_without():
    with_nik, without = compare([], [listed(2), listed(3, nik="")], day=DAY)
    assert (with_nik.verdict, without.verdict) == (NEW, DOUBTFUL)
    assert without.codes == {"twice_in_file"}


def test_two_new_niks_that_agree_in_all_are_in_doubt():
    assert [one.verdict for one in compare([], [listed(2), listed(3, nik="b")], day=DAY)] == [DOUBTFUL] * 2
    rows = [listed(2), listed(3, nik="b", birth_place="JAMBI")]
    assert [one.verdict for one in compare([], rows, day=DAY)] == [NEW] * 2


def test_namesakes_of_two_desa_are_two_people_where_each_is_known():
    people = [known(1, nik=""), known(2, nik="", desa=LAMBUR_2)]
    outcomes = compare(people, [listed(2, of=people[1]), listed(3, of=people[0])], day=DAY)
    assert [(outcome.verdict, outcome.matched) for outcome in outcomes] == [(SAME, 2), (SAME, 1)]


@pytest.mark.parametrize("state", [State.REMOVED, "merged"])
def test_whoever_was_removed_and_comes_back_is_in_doubt(state):
    for row in (listed(), listed(nik="")):
        outcome = one(row, known(1, state=state))
        assert (outcome.verdict, outcome.matched, outcome.codes) == (DOUBTFUL, 1, {"was_removed"})


@pytest.mark.parametrize("state", sorted(COUNTED_RECORDED))
def test_whoever_we_recorded_already_is_told(state):
    person = known(1, state=state)
    assert (one(listed(), person).verdict, one(listed(), person).codes) == (SAME, {"recorded_by_us"})
    assert one(listed(rt="009"), person).verdict == CHANGED


def test_whoever_failed_is_on_the_next_list_again():
    assert one(listed(), known(1, state=State.FAILED)).codes == frozenset()


def test_too_young_on_the_day_of_the_list():
    sixteen, fifteen = date(2008, 6, 25), date(2008, 6, 26)
    assert one(listed(nik="n", birth_date=sixteen)).verdict == NEW
    assert one(listed(nik="n", birth_date=fifteen)).codes == {"too_young"}
    assert one(listed(nik="n", birth_date=fifteen, ever_married=True)).verdict == NEW
    assert one(listed(birth_date=fifteen)).verdict == DOUBTFUL
    assert one(listed(birth_date=fifteen), known(1, birth_date=fifteen)).verdict == SAME


def test_a_new_person_without_a_birth_date_is_told():
    outcome = one(listed(nik="n", birth_date=None, name="ROHANI"))
    assert (outcome.verdict, outcome.codes) == (NEW, {"no_birth_date"})


def test_a_bad_nik_is_no_key_and_refuses_only_where_nothing_else_tells_who():
    reject, hold = {"nik": "", "nik_verdict": NikVerdict.REJECT}, {"nik": "", "nik_verdict": NikVerdict.HOLD}
    assert (one(listed(**reject)).verdict, one(listed(**reject)).matched) == (DOUBTFUL, 1)
    assert one(listed(name="ROHANI", **reject)).codes == {"nik_rejected"}
    refused = one(listed(name="ROHANI", birth_date=None, **reject))
    assert (refused.verdict, refused.codes) == (REJECTED, {"nothing_tells_who", "no_birth_date"})
    assert one(listed(name="ROHANI", birth_date=None, **hold)).verdict == DOUBTFUL
    assert one(listed(**hold)).codes == {"nik_held"}
    assert one(listed(nik_verdict=NikVerdict.WARN)).verdict == SAME


def test_a_nik_without_its_last_digit_offers_those_it_may_have_meant():
    outcome = one(listed(nik="", name="ROHANI", nik_verdict=NikVerdict.HOLD, could_be=("nobody", "siti")))
    assert (outcome.verdict, outcome.candidates) == (DOUBTFUL, (1,))


def test_without_a_name_a_row_is_nobody():
    assert (one(listed(name="")).verdict, one(listed(name="")).matched) == (REJECTED, None)
    assert one(listed(name="", nik="n")).codes == {"no_name"}
    assert one(listed(name="", nik="n", has=frozenset({"nik"}))).verdict == REJECTED


def test_what_was_read_with_doubt_stays_in_doubt():
    assert one(listed(doubts=("date_not_real",), birth_date=None)).codes == {"read_with_doubt"}
    assert one(listed(doubts=("place_missing",), desa="")).verdict == SAME
    assert one(listed(nik="n", name="ROHANI", doubts=("place_missing",), desa="")).verdict == DOUBTFUL


@pytest.mark.parametrize(
    ("covers", "ids"),
    [((), []), (["15.07"], [2, 3, 4]), (["15.07.05"], [2, 3]), ([LAMBUR_2], [3]), (["15.0"], []), (["15.07.01"], [4])],
)
def test_gone_are_those_whom_a_whole_list_does_not_name(covers, ids):
    people = [
        SITI,
        known(2, nik="2", name="ROHANI"),
        known(3, nik="3", name="HASAN", desa=LAMBUR_2, state=State.FAILED),
        known(4, nik="4", name="DEWI", desa=ELSEWHERE),
        known(5, nik="5", name="BUDI", state=State.RECORDED),
        known(6, nik="6", name="AGUS", state=State.REMOVED),
    ]
    assert gone(people, compare(people, [listed()], day=DAY), covers) == ids


def test_whom_a_doubtful_or_refused_row_may_mean_is_not_gone():
    for row in (listed(nik="", name="SITI AMINAAN"), listed(nik="other"), listed(name=""), listed(name="ROHANI")):
        assert gone([SITI], compare([SITI], [row], day=DAY), ["15.07"]) == []
    assert gone([SITI], compare([SITI], [], day=DAY), ["15.07"]) == [1]


def test_nobody_shows_in_a_log():
    assert "SITI" not in repr(SITI) + repr(listed()) + repr(one(listed(name="SITI AMINA")))


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_a_nik_that_was_learned_by_a_merge_means_the_one_who_stayed(ids):
    kept, merged = known(ids[0]), known(ids[1], state="merged")
    assert (one(listed(), kept, merged).verdict, one(listed(), kept, merged).matched) == (SAME, kept.id)
