"""Names beside the demo's ledger: every place agrees but two, and no row has more names than people."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from kecamatan.counts import EFFECT
from kecamatan.demo import fill_demo
from kecamatan.models import CountUpdate, Drive
from outreach.demo_lists.regency import residents
from outreach.demo_settling import MORE_NAMES_THAN_REMAIN, DemoRow, Settled, place_code, settle_demo
from outreach.life import REMAINING, Entry, State, Step, allowed_from, apply, claims, life_of
from tests.kecamatan.naive import load_places

DAYS = [date(2026, 11, 25), date(2027, 1, 3), date(2028, 2, 29)]
PEOPLE = residents()


def ledger(today: date) -> tuple[list[DemoRow], dict[str, int]]:
    """The standing rows of the demo started on that day, and the baseline of each place."""
    fill_demo(load_places(), today=today)
    drive = Drive.objects.get(is_active=True)
    rows = CountUpdate.objects.filter(drive=drive).standing().order_by("date", "pk")
    found = [
        DemoRow(row.kecamatan.code, row.desa.code if row.desa else "", row.kind, row.quantity, row.date, row.note)
        for row in rows.select_related("kecamatan", "desa")
    ]
    shares = dict(drive.baselines.shares().values_list("desa__code", "people"))
    rest = {
        code: people - sum(count for desa, count in shares.items() if desa.startswith(f"{code}."))
        for code, people in drive.baselines.of_kecamatan().values_list("kecamatan__code", "people")
    }
    return found, shares | rest


def histories(settled: list[Settled], baseline_day: date) -> dict[int, tuple[Entry, ...]]:
    found = {index: (Entry(Step.LIST, baseline_day),) for index in range(len(PEOPLE))}
    for one in settled:
        found[one.person] = apply(found[one.person], Entry(one.step, one.day, one.removal, one.note))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("today", DAYS)
def test_names_and_counts_agree_in_every_place_but_two(today):
    rows, baselines = ledger(today)
    settled = settle_demo(PEOPLE, rows, baselines, today=today)
    lives = histories(settled, Drive.objects.get(is_active=True).baseline_date)
    remaining = Counter(baselines)
    for row in rows:
        remaining[place_code(row.desa_code, row.kecamatan_code, baselines)] += EFFECT[row.kind] * row.quantity
    named = Counter(
        place_code(PEOPLE[index].desa_code, PEOPLE[index].kecamatan_code, baselines)
        for index, history in lives.items()
        if life_of(history).state in REMAINING
    )
    unnamed = [remaining[code] - named[code] for code in baselines]
    assert sorted(one for one in unnamed if one < 0) == sorted(-more for more in MORE_NAMES_THAN_REMAIN)
    assert sum(one > 2 for one in unnamed) <= 8
    assert max(unnamed) <= 20
    assert len(unnamed) > 80
    assert 900 < sum(named.values()) < sum(remaining.values())
    states = Counter(life_of(history).state for history in lives.values())
    assert set(states) == set(State) - {State.UNLISTED, State.MERGED}


@pytest.mark.django_db
def test_every_step_may_be_taken_and_no_row_has_more_names_than_people():
    rows, baselines = ledger(DAYS[0])
    settled = settle_demo(PEOPLE, rows, baselines, today=DAYS[0])
    taken = Counter(one.row for one in settled if one.row is not None)
    assert all(count <= rows[row].quantity for row, count in taken.items())
    kinds = defaultdict(set)
    for person, history in histories(settled, Drive.objects.get(is_active=True).baseline_date).items():
        for kind in claims(history):
            kinds[person].add(kind)
    for one in settled:
        person = PEOPLE[one.person]
        first = allowed_from(one.step, person.birth_date, ever_married=person.ever_married)
        assert first is None or one.day >= first
        assert one.day < DAYS[0]
        if one.row is None:
            assert one.step not in {Step.ADD, Step.RECORD, Step.REMOVE}
            continue
        row = rows[one.row]
        assert row.kind in kinds[one.person]
        assert (row.day, row.kecamatan_code) == (one.day, person.kecamatan_code)
        assert place_code(row.desa_code, row.kecamatan_code, baselines) == place_code(
            person.desa_code, person.kecamatan_code, baselines
        )
    assert len(taken) > 600
    assert sum(row.quantity for row in rows) - taken.total() > 500  # counts that stay without names
    assert settle_demo(PEOPLE, rows, baselines, today=DAYS[0]) == settled


def test_without_a_ledger_nobody_is_settled_but_the_places_of_the_planted_difference():
    baselines = dict(Counter(one.desa_code for one in PEOPLE))
    assert settle_demo(PEOPLE, [], baselines, today=DAYS[0]) == []
