"""Every rule of the numbers, over invented histories, against a slow and plain reckoning that shares no code (rules 1–6, 9–11).

One history is a list of acts upon a small regency: entries on any day, several at once, repeated keys, reversals,
changed shares and baselines. After each act the ledger must have taken or refused it as the plain reckoning says.
"""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kecamatan.access import scope_of
from kecamatan.actions.ledger import Entry, record_updates, reverse_update
from kecamatan.counts import EFFECT, KINDS, Counts, broken_down, effect, lowest_from, ratio, total
from kecamatan.figures import percent_text
from kecamatan.models import Baseline, CountUpdate, Tally, User
from kecamatan.refusals import KeyConflict, Refused
from kecamatan.selectors.counts import counts_as_of, daily_flows

SIGN = {"added": 1, "removed": -1, "recorded_elsewhere": -1, "recorded": -1}
HISTORIES = 1000 if connection.vendor == "sqlite" else 150
#: How often each outcome was seen; a run that never saw one of them proves less than it says.
SEEN: Counter[str] = Counter()

people = st.integers(0, 10_000)
counts = st.builds(Counts, people, people, people, people, people)
flows = counts.map(lambda c: c.with_baseline(0))


# --- Pure ---------------------------------------------------------------------------------------------------------


@given(counts)
def test_remaining_is_the_baseline_and_its_flow(c):
    assert c.remaining == c.baseline + c.added - c.removed - c.recorded_elsewhere - c.recorded
    assert c.flow == c.remaining - c.baseline
    assert c.to_record == c.baseline + c.added - c.removed - c.recorded_elsewhere


@given(st.lists(counts, max_size=30))
def test_the_whole_is_the_sum_of_its_parts(parts):
    whole = total(parts)
    for name in ("baseline", "remaining", "flow", "to_record", *KINDS):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)


@given(counts, st.sampled_from(KINDS), st.integers(-10_000, 10_000))
def test_a_row_moves_remaining_by_its_effect_and_its_reversal_back(c, kind, quantity):
    moved = c.plus(kind, quantity)
    assert moved.remaining == c.remaining + SIGN[kind] * quantity == c.remaining + effect(kind, quantity)
    assert moved.plus(kind, -quantity) == c


def test_every_kind_of_the_ledger_has_an_effect():
    assert set(CountUpdate.Kind.values) == set(EFFECT) == set(SIGN)


@given(
    st.integers(0, 10_000),
    st.dictionaries(st.integers(1, 12), st.integers(0, 900), max_size=12),
    st.dictionaries(st.none() | st.integers(1, 15), flows, max_size=15),
)
def test_desa_and_what_is_not_broken_down_sum_to_their_kecamatan(baseline, shares, by_desa):
    kecamatan = total(by_desa.values()).with_baseline(baseline)
    desa, rest = broken_down(kecamatan, shares, by_desa)
    assert total([*desa.values(), rest]) == kecamatan
    assert {key: part.baseline for key, part in desa.items()} == shares
    assert rest.baseline == baseline - sum(shares.values())
    for key, part in desa.items():
        assert part.flow == (by_desa[key].flow if key in by_desa else 0)


@given(
    st.integers(0, 30),
    st.integers(-200, 200),
    st.lists(st.tuples(st.integers(1, 60), st.integers(-50, 50)), max_size=40),
)
def test_the_lowest_level_from_a_day_on_is_found(start, now, later):
    day = date(2024, 6, 25) + timedelta(days=start)
    rows = [(day + timedelta(days=shift), change) for shift, change in later]
    at_end = {}
    for shift in range(62):
        end = day + timedelta(days=shift)
        at_end[end] = now - sum(change for row_day, change in rows if row_day > end)
    lowest, when = lowest_from(day, now, rows)
    assert lowest == min(at_end.values())
    assert at_end[when] == lowest


@given(st.integers(-50, 5_000), st.none() | st.integers(0, 5_000))
def test_nothing_is_divided_by_zero_and_more_than_all_is_shown_as_it_is(part, whole):
    share = ratio(part, whole)
    if not whole:
        assert share is None
        assert percent_text(share) == "–"
    else:
        assert share * whole == pytest.approx(part)
        assert (share > 1) == (part > whole)


# --- The plain reckoning -------------------------------------------------------------------------------------------


@dataclass
class Line:
    kecamatan: int
    desa: int | None
    kind: str
    quantity: int
    day: date
    note: str
    key: uuid.UUID
    reverses: "Line | None" = None

    @property
    def signed(self):
        return -self.quantity if self.reverses else self.quantity

    @property
    def change(self):
        return SIGN[self.kind] * self.signed


@dataclass
class Plain:
    """The regency as a child would keep it: a list of lines, added up from the start each time."""

    baselines: dict[int, int]
    shares: dict[int, dict[int, int]]
    first_day: date
    today: date
    lines: list[Line] = field(default_factory=list)

    def parts(self, kecamatan):
        """desa with a share, and None for the rest → its baseline."""
        shares = self.shares[kecamatan]
        return {**shares, None: self.baselines[kecamatan] - sum(shares.values())}

    def lines_of(self, kecamatan, part):
        shares = self.shares[kecamatan]
        return [
            line
            for line in self.lines
            if line.kecamatan == kecamatan and (line.desa if line.desa in shares else None) == part
        ]

    def stands(self):
        """No share beyond its kecamatan, and nothing below zero at the end of any day."""
        for kecamatan, baseline in self.baselines.items():
            everything = [line for line in self.lines if line.kecamatan == kecamatan]
            levels = [(baseline, everything)]
            levels += [(start, self.lines_of(kecamatan, part)) for part, start in self.parts(kecamatan).items()]
            for start, lines in levels:
                by_day = defaultdict(int)
                for line in lines:
                    by_day[line.day] += line.change
                if min(accumulate((by_day[day] for day in sorted(by_day)), initial=start)) < 0:
                    return False
        return True

    def enter(self, lines):
        """ "created"/"same" for each line, or the one word that refuses them all; nothing is kept then."""
        before, answers = list(self.lines), [""] * len(lines)
        for index in sorted(range(len(lines)), key=lambda i: lines[i].kind != "added"):
            answers[index] = self.enter_one(lines[index])
            if answers[index] not in {"created", "same"}:
                self.lines = before
                return answers[index]
        return answers

    def enter_one(self, line):
        for old in self.lines:
            if old.key == line.key:
                return "same" if old == line else "conflict"
        if line.reverses and any(old.reverses is line.reverses for old in self.lines):
            return "undone"
        if not self.first_day <= line.day <= self.today:
            return "day"
        self.lines.append(line)
        return "created" if self.stands() else "too many"

    def counts(self, kecamatan, part="all", until=None):
        if part == "all":
            start, lines = self.baselines[kecamatan], [line for line in self.lines if line.kecamatan == kecamatan]
        else:
            start, lines = self.parts(kecamatan)[part], self.lines_of(kecamatan, part)
        sums = dict.fromkeys(SIGN, 0)
        for line in lines:
            if until is None or line.day <= until:
                sums[line.kind] += line.signed
        return {"baseline": start, **sums}


# --- The acts ------------------------------------------------------------------------------------------------------

#: 0–3 lie in Timur (two desa with a share, one without, none named), 4–6 in Sadu, which has no shares.
place_numbers = st.integers(0, 6)
#: Mostly small enough, and on days of the drive; some in the future, some before the baseline.
days_back = st.one_of(st.just(0), st.integers(0, 60), st.integers(0, 60), st.sampled_from([-1, 61, 400]))
entry = st.tuples(place_numbers, st.sampled_from(list(SIGN)), st.integers(1, 45), days_back)
which = st.integers(0, 30)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), entry),
        st.tuples(st.just("enter"), entry),
        st.tuples(st.just("several"), st.lists(entry, min_size=2, max_size=3)),
        st.tuples(st.just("again"), which, st.booleans()),
        st.tuples(st.just("undo"), which),
        st.tuples(st.just("undo twice"), which),
        st.tuples(st.just("share"), st.integers(0, 2), st.none() | st.integers(0, 60)),
        st.tuples(st.just("squeeze"), st.integers(0, 2), st.integers(1, 30), st.integers(0, 40)),
        st.tuples(st.just("baseline"), st.integers(0, 1), st.integers(0, 160)),
    ),
    min_size=2,
    max_size=10,
)


class History:
    """Does the same acts to the ledger and to the plain reckoning, and compares after each."""

    def __init__(self, places, user, today):
        self.places, self.scope, self.drive = places, scope_of(user), places.drive
        self.ids = [places.timur.pk, places.sadu.pk]
        self.plain = Plain(
            {places.timur.pk: 100, places.sadu.pk: 50},
            {places.timur.pk: {places.lambur.pk: 40, places.simbur.pk: 30}, places.sadu.pk: {}},
            self.drive.baseline_date,
            today,
        )
        self.where = [
            (places.timur, places.lambur),
            (places.timur, places.simbur),
            (places.timur, places.siau),
            (places.timur, None),
            (places.sadu, places.lokan),
            (places.sadu, places.itik),
            (places.sadu, None),
        ]
        self.clock = datetime.combine(today, time(8), tzinfo=ZoneInfo("Asia/Jakarta"))
        self.shown: list[tuple[datetime, dict]] = []
        self.saved: dict[uuid.UUID, CountUpdate] = {}

    def run(self, history):
        for act in history:
            getattr(self, act[0].replace(" ", "_"))(*act[1:])
            self.clock += timedelta(minutes=1)
            self.compare()

    # acts

    def line(self, number, kind, quantity, back):
        kecamatan, desa = self.where[number]
        day = self.plain.today - timedelta(days=back)
        return Line(kecamatan.pk, desa.pk if desa else None, kind, quantity, day, "", uuid.uuid4())

    def enter(self, one):
        self.ask([self.line(*one)])

    def several(self, many):
        self.ask([self.line(*one) for one in many])

    def again(self, number, changed):
        old = self.pick(number, lambda line: line.reverses is None)
        if old:
            quantity = old.quantity + 1 if changed else old.quantity
            self.ask([Line(old.kecamatan, old.desa, old.kind, quantity, old.day, old.note, old.key)])

    def pick(self, number, fits=lambda line: True):
        lines = [line for line in self.plain.lines if fits(line)]
        return lines[number % len(lines)] if lines else None

    def ask(self, lines):
        objects = {(k.pk, d.pk if d else None): (k, d) for k, d in self.where}
        entries = [
            Entry(line.key, *objects[line.kecamatan, line.desa], line.kind, line.quantity, line.day, line.note)
            for line in lines
        ]
        expected = self.plain.enter(lines)
        got = self.outcome(
            lambda: record_updates(by=self.scope, drive=self.drive, entries=entries, now=self.clock), len(lines)
        )
        assert got == expected

    def undo(self, number):
        old = self.pick(number)
        if old:
            self.undo_with(old, uuid.uuid4())

    def undo_twice(self, number):
        old, key = self.pick(number), uuid.uuid4()
        if old:
            self.undo_with(old, key)
            self.undo_with(old, key)
            self.undo_with(old, uuid.uuid4())

    def undo_with(self, old, key):
        if old.reverses is not None:
            expected = "undone"
        else:
            line = Line(old.kecamatan, old.desa, old.kind, old.quantity, old.day, "salah", key, reverses=old)
            expected = self.plain.enter([line])
        update = self.saved[old.key]
        got = self.outcome(
            lambda: [reverse_update(by=self.scope, update=update, reason="salah", key=key, now=self.clock)], 1
        )
        assert got == expected

    def outcome(self, call, number):
        try:
            answers = call()
        except KeyConflict:
            SEEN["conflict"] += 1
            return "conflict"
        except Refused as refused:
            word = {"date": "day", "quantity": "too many", "": "undone"}[refused.field]
            SEEN[word] += 1
            return word
        assert len(answers) == number
        for answer in answers:
            self.saved[answer.update.key] = answer.update
            place = answer.update.signed * SIGN[answer.update.kind]
            assert answer.after - answer.before == place
        words = ["created" if answer.created else "same" for answer in answers]
        SEEN.update(words)
        return words

    def share(self, number, share):
        kecamatan, desa = self.where[number]
        shares = self.plain.shares[kecamatan.pk]
        old = dict(shares)
        shares.pop(desa.pk, None)
        if share is not None:
            shares[desa.pk] = share
        self.state(kecamatan, desa, share, lambda: shares.clear() or shares.update(old))

    def squeeze(self, number, quantity, share):
        """Many recorded long ago, as many flowed in lately: a share that does today may have been too small then."""
        self.enter((number, "recorded", quantity, 40))
        self.enter((number, "added", quantity, 10))
        self.share(number, share)

    def baseline(self, number, value):
        kecamatan = [self.places.timur, self.places.sadu][number]
        old = self.plain.baselines[kecamatan.pk]
        self.plain.baselines[kecamatan.pk] = value
        self.state(kecamatan, None, value, lambda: self.plain.baselines.__setitem__(kecamatan.pk, old))

    def state(self, kecamatan, desa, value, put_back):
        """State the baseline in the database, which must refuse it exactly where the plain reckoning does not stand."""
        rows = Baseline.objects.filter(drive=self.drive, kecamatan=kecamatan, desa=desa)
        try:
            with transaction.atomic():
                if value is None:
                    rows.delete()
                elif not rows.update(people=value):
                    Baseline.objects.create(drive=self.drive, kecamatan=kecamatan, desa=desa, people=value)
            taken = True
        except IntegrityError:
            taken = False
        assert taken == self.plain.stands()
        SEEN["stated" if taken else "not stated"] += 1
        if not taken:
            put_back()

    # comparisons

    def compare(self):
        picture = counts_as_of(self.drive, self.ids)
        self.equal(picture)
        assert CountUpdate.objects.count() == len(self.plain.lines)
        self.shown.append((self.clock, {pk: part.flows for pk, part in picture.kecamatan.items()}))

    def equal(self, picture, until=None):
        for pk, part in picture.kecamatan.items():
            expected = self.plain.counts(pk, until=until)
            assert as_dict(part.counts) == expected
            assert as_dict(part.rest) == self.plain.counts(pk, None, until)
            assert set(part.desa) == set(self.plain.shares[pk])
            for desa, one in part.desa.items():
                assert as_dict(one) == self.plain.counts(pk, desa, until)
                assert one.remaining >= 0
            assert part.counts == total([*part.desa.values(), part.rest])
            assert part.rest.remaining >= 0
        assert picture.total == total(part.counts for part in picture.kecamatan.values())

    def look_back(self, days):
        """Any day, and any moment, can be asked for again (rule 9)."""
        today = self.plain.today
        for back in days:
            self.equal(counts_as_of(self.drive, self.ids, as_of=today - timedelta(days=back)), today - timedelta(back))
        now, then = counts_as_of(self.drive, self.ids), counts_as_of(self.drive, self.ids, as_of=today)
        assert now.total == then.total
        assert now.last_entered == then.last_entered
        for moment, flows_shown in self.shown[-3:]:
            known = counts_as_of(self.drive, self.ids, as_of=today, known_before=moment)
            for pk, part in known.kecamatan.items():
                assert without_zeros(part.flows) == without_zeros(flows_shown[pk])
        by_day = daily_flows(self.drive, self.ids)
        for pk in self.ids:
            assert [day for day, _flow in by_day[pk]] == sorted({x.day for x in self.plain.lines if x.kecamatan == pk})
            assert total(flow for _day, flow in by_day[pk]).flow == now.kecamatan[pk].counts.flow
        kept = Tally.objects.values_list("recorded", "recorded_elsewhere", "added", "removed")
        sums = [sum(x.signed for x in self.plain.lines if x.kind == kind) for kind in CountUpdate.Kind.values]
        assert [sum(column) for column in zip(*kept, strict=True)] == (sums if kept else [])


def as_dict(c):
    return {"baseline": c.baseline, **{kind: getattr(c, kind) for kind in SIGN}}


def without_zeros(flows_by_desa):
    return {desa: flow for desa, flow in flows_by_desa.items() if flow != Counts()}


@settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(history=acts, days=st.lists(st.integers(0, 62), min_size=2, max_size=3))
def check_histories(places, cast, today, history, days):
    with transaction.atomic():
        told = History(places, cast.petugas, today)
        told.run(history)
        told.look_back(days)
        SEEN["histories"] += 1
        transaction.set_rollback(True)


def test_the_ledger_does_what_a_plain_reckoning_does(places, cast, today):
    """At least 1,000 histories on SQLite (150 on PostgreSQL), and each outcome seen many times among them."""
    SEEN.clear()
    check_histories(places, cast, today)
    assert SEEN["histories"] >= HISTORIES
    for word in ("created", "same", "conflict", "day", "too many", "undone", "stated", "not stated"):
        assert SEEN[word] >= HISTORIES / 50, SEEN


# --- Rule 10 ---------------------------------------------------------------------------------------------------------


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from([("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)]),
)
def test_today_is_the_kabupatens_day_whatever_the_clock_of_the_server_says(places, cast, today, minutes, zone):
    name, hours = zone
    now = datetime.combine(today, time(), tzinfo=UTC) + timedelta(minutes=minutes)
    local = (now + timedelta(hours=hours)).date()
    with transaction.atomic():
        places.kabupaten.time_zone = name
        places.kabupaten.save()
        scope = scope_of(User.objects.get(pk=cast.petugas.pk))

        def enter(day):
            one = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 1, day)
            return record_updates(by=scope, drive=places.drive, entries=[one], now=now)

        assert enter(local)[0].update.date == local
        with pytest.raises(Refused) as refused:
            enter(local + timedelta(days=1))
        assert refused.value.field == "date"
        transaction.set_rollback(True)


def test_a_key_saved_before_the_drive_ended_is_answered_afterwards_too(places, cast, today):
    one = Entry(uuid.uuid4(), places.timur, places.lambur, "recorded", 3, today)
    scope = scope_of(cast.petugas)
    first = record_updates(by=scope, drive=places.drive, entries=[one])[0]
    places.drive.is_active = False
    places.drive.save()
    again = record_updates(by=scope, drive=places.drive, entries=[one])[0]
    assert (again.update, again.created) == (first.update, False)
