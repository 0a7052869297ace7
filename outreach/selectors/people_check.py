"""Do people and visits agree with the ledger? Asked of every one, whatever wrote them; by ``manage.py check_people``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType

from django.db import connection

from kecamatan.selectors.ledger_check import present_triggers
from outreach.models import Attendance, FieldEvent, Resident, ResidentRow, ResidentStep, Visit
from outreach.selectors.field.rules import RULES_OF_LEASES, RULES_OF_TOLD
from outreach.selectors.visits.rules import RULES as RULES_OF_VISITS

_guards = import_module("outreach.migrations.0002_people_guards")
_visit_guards = import_module("outreach.migrations.0004_visit_guards")
_letter_guards = import_module("outreach.migrations.0008_letter_guards")
_card_guards = import_module("outreach.migrations.0012_blank_card_guards")
_list_guards = import_module("outreach.migrations.0013_more_raises_version")
_pick_guards = import_module("outreach.migrations.0014_picks_raise_version")
_field_guards = import_module("outreach.migrations.0016_field_guards")

#: So many residents or visits are named, by number, of those that share a fault.
NAMED = 20
#: Residents whose last step is not what they say of themselves.
_NOT_AS_THE_STEPS = """
    SELECT 1 WHERE NEW.steps_taken <> (
        SELECT COUNT(*) FROM outreach_residentstep s WHERE s.resident_id = NEW.id)
    OR (NEW.steps_taken = 0 AND (NEW.state <> 'unrecorded' OR NEW.added))
    OR (NEW.steps_taken > 0 AND NOT EXISTS (
        SELECT 1 FROM outreach_residentstep s
        WHERE s.resident_id = NEW.id AND s.number = NEW.steps_taken AND s.to_state = NEW.state))
"""
#: Residents one of whose steps does not begin where the one before it ended.
_BROKEN_CHAIN = """
    SELECT 1 FROM outreach_residentstep s
    LEFT JOIN outreach_residentstep b ON b.resident_id = s.resident_id AND b.number = s.number - 1
    WHERE s.resident_id = NEW.id AND s.from_state <> COALESCE(b.to_state, 'unrecorded')
"""
#: A standing row of theirs that counts others as well, or where they flowed in and do not live.
_ROW_OF_MORE = """
    SELECT 1 FROM outreach_residentrow l JOIN kecamatan_countupdate c ON c.key = l.key
    WHERE l.resident_id = NEW.id AND (
        c.quantity <> 1 OR c.drive_id <> NEW.drive_id
        OR (c.kind = 'added' AND c.reverses_id IS NULL AND NEW.state <> 'merged' AND c.desa_id <> NEW.desa_id
            AND NOT EXISTS (SELECT 1 FROM kecamatan_countupdate v WHERE v.reverses_id = c.id)))
"""
#: (condition of one resident, sentence)
RULES = (
    (
        _guards.ROWS_DIFFER.replace("NEW.resident_id", "NEW.id"),
        "the rows of the ledger are not those that the state claims",
    ),
    (_NOT_AS_THE_STEPS, "the state is not where the steps led"),
    (_BROKEN_CHAIN, "a step does not begin where the one before it ended"),
    (_ROW_OF_MORE, "a row of the ledger counts others as well, or another place"),
    (_guards.WRONG_PLACE, "the desa or the drive belongs elsewhere"),
    (_guards.OTHER_KEY, "the number was printed under another key"),
)


@dataclass
class PeopleCheck:
    """What was looked at, and a sentence for every fault. Residents are named by their number alone."""

    residents: int = 0
    steps: int = 0
    rows: int = 0
    visits: int = 0
    attendances: int = 0
    events: int = 0
    triggers: int = 0
    faults: list[str] = field(default_factory=list)


def check_people() -> PeopleCheck:
    """Look at every resident and every visit: a state that follows from the steps, rows and outcomes that it claims, a place
    of the drive; at what phones told of each visit; and at every trigger.
    """
    models = (Resident, ResidentStep, ResidentRow, Visit, Attendance, FieldEvent)
    check = PeopleCheck(*(model.objects.count() for model in models))
    check.faults += [*_faults("resident", RULES), *_faults("visit", (*RULES_OF_VISITS, *RULES_OF_TOLD))]
    check.faults += _faults("fieldlease", RULES_OF_LEASES, "lease")
    expected = expected_triggers()
    missing = sorted(expected - present_triggers())
    check.triggers = len(expected) - len(missing)
    check.faults += [f"The database's guard {name} is missing or switched off." for name in missing]
    return check


def _faults(what: str, rules: Iterable[tuple[str, str]], named: str = "") -> Iterable[str]:
    for condition, sentence in rules:
        wrong = list(_wrong(f"outreach_{what}", condition))
        if wrong:
            more = " …" if len(wrong) > NAMED else ""
            yield f"{len(wrong)} × {sentence}: {named or what} {', '.join(wrong[:NAMED])}{more}."


def _wrong(table: str, condition: str) -> Iterable[str]:
    asked = condition.replace("NEW.", "whom.")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT whom.id FROM {table} whom WHERE EXISTS ({asked}) ORDER BY whom.id")  # noqa: S608 - constants
        return [str(pk) for (pk,) in cursor.fetchall()]


def expected_triggers() -> set[str]:
    """The names of the triggers that migrations 0002, 0004, 0008, 0012 to 0014 and 0016 make on this database."""
    guards = (_guards, _visit_guards, _letter_guards, _card_guards, _list_guards, _pick_guards, _field_guards)
    return set().union(*(triggers_of(migration) for migration in guards))


def triggers_of(migration: ModuleType) -> set[str]:
    """The names of the triggers that one migration makes on this database."""
    sqlite = connection.vendor == "sqlite"
    statements = migration.sqlite_statements() if sqlite else migration.postgresql_statements()
    found = (re.match(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)", statement) for statement in statements)
    return {match[1] for match in found if match}
