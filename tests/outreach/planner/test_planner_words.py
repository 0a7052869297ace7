"""Why a place is worth a visit and how good a plan is, in both languages."""

from dataclasses import replace

import pytest
from django.utils import translation

from outreach.planner.plan import Plan, Proposal
from outreach.planner.ranking import Reason
from outreach.planner.travel import Access
from outreach.planner.turnout import Basis
from outreach.planner_words import reason_words, worth_words
from tests.indonesian import ENGLISH
from tests.outreach.planner.planner_world import DAYS

REASON = Reason(
    left=38,
    chance=0.55,
    basis=Basis.LAST_TIME,
    seen_recorded=38,
    seen_expected=62,
    travel=1.7,
    by=Access.BOAT,
    expected=20.9,
    days=0.5,
    capped=False,
)
CASES = [
    (
        {},
        "38 left, 61% of the 62 expected came last time, half a day by boat: about 21 recordings",
        "38 orang tersisa, 61% dari 62 yang ditunggu datang pada kunjungan terakhir, setengah hari naik perahu: "
        "sekitar 21 perekaman",
    ),
    (
        {"left": 1, "basis": Basis.KIND, "seen_recorded": 0, "seen_expected": 1234, "expected": 0.6, "days": 0.2},
        "1 left, 0% of the 1,234 expected came at such places, a quarter of a day by boat: about 1 recording",
        "1 orang tersisa, 0% dari 1.234 yang ditunggu datang di tempat sejenis, seperempat hari naik perahu: "
        "sekitar 1 perekaman",
    ),
    (
        {"left": 1400, "seen_expected": 0, "basis": Basis.PRIOR, "by": Access.ROAD, "days": 1.0, "capped": True},
        "1,400 left, no visit to learn from yet, 55% of them assumed to come, a day by road: "
        "about 21 recordings, as a day has room for no more",
        "1.400 orang tersisa, belum ada kunjungan sebagai acuan sehingga diperkirakan 55% dari mereka datang, "
        "sehari lewat darat: sekitar 21 perekaman, karena sehari tidak cukup untuk lebih banyak",
    ),
]


@pytest.mark.parametrize(("changes", "english", "indonesian"), CASES)
def test_a_reason_in_words(changes, english, indonesian):
    reason = replace(REASON, **changes)
    with translation.override("en"):
        assert reason_words(reason) == english
    with translation.override("id"):
        assert reason_words(reason) == indonesian


@pytest.mark.parametrize("by", Access)
@pytest.mark.parametrize("days", [0.05, 0.2, 0.4, 0.8, 1.0])
@pytest.mark.parametrize("basis", Basis)
def test_every_reason_is_indonesian_in_indonesian(by, days, basis):
    with translation.override("id"):
        words = reason_words(replace(REASON, by=by, days=days, basis=basis, capped=True))
    assert not ENGLISH & set(words.replace(",", " ").replace(":", " ").lower().split())


def test_what_a_plan_is_worth_is_rounded_down():
    proposal = Proposal(DAYS[0], "t0", ("a",), (1200.4,), 1.0, 8.0)
    made = Plan((proposal,), {"a": 10.0}, 0.0, 1250.0)
    with translation.override("en"):
        assert worth_words(made) == (
            "About 1,200 recordings: at least 96% of what any plan for these teams and days could reach."
        )
        assert worth_words(Plan((), {}, 0.0, 0.0)) == "No day of these weeks promises a recording."
        assert worth_words(replace(made, most=None)) == "About 1,200 recordings."
    with translation.override("id"):
        assert worth_words(made).startswith("Sekitar 1.200 perekaman: paling sedikit 96% dari")
