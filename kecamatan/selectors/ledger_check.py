"""Does the ledger keep its promises? Looks at every row, whatever wrote it; asked by ``manage.py check_ledger``."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from itertools import groupby

from django.db import connection
from django.db.models import Max, QuerySet

from kecamatan.counts import KINDS, Counts, broken_down, total
from kecamatan.models import Baseline, CountUpdate, Desa, Drive, Kecamatan, Tally
from kecamatan.selectors.counts import sums_of_kinds

_guards = import_module("kecamatan.migrations.0002_ledger_guards")

#: So many rows are named of those that share a fault.
NAMED = 20
#: (kecamatan, desa or None for rows that name the kecamatan alone)
Place = tuple[int, int | None]


@dataclass
class LedgerCheck:
    """What was looked at, and a sentence for every fault."""

    rows: int = 0
    tallies: int = 0
    places: int = 0
    days: int = 0
    triggers: int = 0
    faults: list[str] = field(default_factory=list)


def check_ledger() -> LedgerCheck:
    """Look at every drive: rows that fit, tallies that are their sums, no place below zero on any day, every trigger."""
    check = LedgerCheck(rows=CountUpdate.objects.count())
    _check_fit(check)
    names = _Names()
    for drive in Drive.objects.order_by("pk"):
        _check_tallies(check, drive, names)
        _check_days(check, drive, names)
    _check_triggers(check)
    return check


def _check_fit(check: LedgerCheck) -> None:
    """The guards for one new row (place, day, reversal; on SQLite also its values), asked of every row and baseline."""
    whole = connection.vendor == "sqlite"
    of_rows = [*_guards.BEFORE_ROW, *([_guards.WHOLE_ROW] if whole else [])]
    place = (_guards.WRONG_PLACE, "baseline_place_fits", "the desa or the drive belongs elsewhere")
    of_baselines = [place, *([_guards.WHOLE_PEOPLE] if whole else [])]
    for model, what, rules in ((CountUpdate, "row", of_rows), (Baseline, "baseline", of_baselines)):
        for condition, _name, sentence in rules:
            asked = condition.replace("NEW.", "n.")
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT n.id FROM {model._meta.db_table} n WHERE EXISTS ({asked}) ORDER BY n.id")  # noqa: S608 - constants
                wrong = [str(pk) for (pk,) in cursor.fetchall()]
            if wrong:
                more = " …" if len(wrong) > NAMED else ""
                check.faults.append(f"{len(wrong)} × {sentence}: {what} {', '.join(wrong[:NAMED])}{more}.")


class _Names:
    """Places by number, for sentences."""

    def __init__(self) -> None:
        self.kecamatan = dict(Kecamatan.objects.values_list("pk", "name"))
        self.desa = dict(Desa.objects.values_list("pk", "name"))

    def __call__(self, place: Place) -> str:
        kecamatan, desa = place
        return f"{self.kecamatan[kecamatan]} / {self.desa[desa]}" if desa else self.kecamatan[kecamatan]


def _sums(rows: QuerySet[CountUpdate], *by: str) -> QuerySet:
    return rows.order_by().values(*by).annotate(**sums_of_kinds()).values_list(*by, *KINDS)


def _newest(rows: QuerySet, number: Max) -> Iterator[tuple[Place, int]]:
    found = (
        rows.values("kecamatan_id", "desa_id").annotate(number=number).values_list("kecamatan_id", "desa_id", "number")
    )
    return (((kecamatan, desa), number) for kecamatan, desa, number in found)


def _check_tallies(check: LedgerCheck, drive: Drive, names: _Names) -> None:
    ledger = {
        (kecamatan, desa): sums
        for kecamatan, desa, *sums in _sums(drive.updates.all(), "kecamatan_id", "desa_id").iterator()
    }
    tallies = {
        (kecamatan, desa): sums
        for kecamatan, desa, *sums in Tally.objects.filter(drive=drive).values_list("kecamatan_id", "desa_id", *KINDS)
    }
    check.tallies += len(tallies)
    nothing = [0] * len(KINDS)
    newest = dict(_newest(drive.updates.order_by(), Max("pk")))
    for place, named in _newest(Tally.objects.filter(drive=drive), Max("newest_row")):
        if named != newest.get(place, 0):
            check.faults.append(
                f"{drive}, {names(place)}: the newest row is {newest.get(place, 0)}, its tally says {named}."
            )
    for place in sorted({*ledger, *tallies}, key=lambda place: (place[0], place[1] or 0)):
        kept, summed = tallies.get(place, nothing), ledger.get(place, nothing)
        for kind, one, other in zip(KINDS, kept, summed, strict=True):
            if one != other:
                check.faults.append(f"{drive}, {names(place)}: the tally says {one} {kind}, the ledger's rows {other}.")


def _check_days(check: LedgerCheck, drive: Drive, names: _Names) -> None:
    baselines: dict[int, int] = defaultdict(int)
    shares: dict[int, dict[int, int]] = defaultdict(dict)
    stated = Baseline.objects.filter(drive=drive).order_by()
    for kecamatan, desa, people in stated.values_list("kecamatan_id", "desa_id", "people"):
        if desa is None:
            baselines[kecamatan] = people
        else:
            shares[kecamatan][desa] = people
    for kecamatan, parts in shares.items():
        if sum(parts.values()) > baselines[kecamatan]:
            check.faults.append(f"{drive}, {names((kecamatan, None))}: the shares of its desa exceed its baseline.")
    # One place for each kecamatan, one for what it has not broken down, one for each desa with a share.
    check.places += 2 * len(baselines) + sum(map(len, shares.values()))
    rows = _sums(drive.updates.all(), "kecamatan_id", "date", "desa_id").order_by("kecamatan_id", "date")
    for kecamatan, days in groupby(rows.iterator(), key=lambda row: row[0]):
        below: dict[str, tuple[date, int]] = {}
        for day, places in _levels(baselines[kecamatan], shares[kecamatan], days):
            check.days += 1
            for desa, remaining in places.items():
                name = "not broken down" if desa == 0 else "" if desa is None else names.desa[desa]
                if remaining < 0:
                    below.setdefault(name, (day, remaining))
        for name, (day, remaining) in below.items():
            place = " / ".join(filter(None, [names.kecamatan[kecamatan], name]))
            check.faults.append(f"{drive}, {place}: {remaining} remain on {day}, first of all days below zero.")


def _levels(
    baseline: int, shares: dict[int, int], rows: Iterator[tuple]
) -> Iterator[tuple[date, dict[int | None, int]]]:
    """Day by day what remains: of the kecamatan (None), of what is not broken down (0), of each desa with a share."""
    flows: dict[int | None, Counts] = defaultdict(Counts)
    for day, changes in groupby(rows, key=lambda row: row[1]):
        for _kecamatan, _day, desa, *sums in changes:
            flows[desa] += Counts(0, **dict(zip(KINDS, sums, strict=True)))
        whole = total(flows.values()).with_baseline(baseline)
        desa_counts, rest = broken_down(whole, shares, flows)
        yield day, {None: whole.remaining, 0: rest.remaining, **{pk: c.remaining for pk, c in desa_counts.items()}}


def expected_triggers() -> set[str]:
    """The names of the triggers that migration 0002 makes on this database."""
    statements = _guards.sqlite_statements() if connection.vendor == "sqlite" else _guards.postgresql_statements()
    found = (re.match(r"CREATE TRIGGER (\w+)", statement) for statement in statements)
    return {match[1] for match in found if match}


def present_triggers() -> set[str]:
    """The names of the triggers that the database has, without those that are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"
            )
        return {name for (name,) in cursor.fetchall()}


def _check_triggers(check: LedgerCheck) -> None:
    expected = expected_triggers()
    missing = sorted(expected - present_triggers())
    check.triggers = len(expected) - len(missing)
    check.faults += [f"The database's guard {name} is missing or switched off." for name in missing]
