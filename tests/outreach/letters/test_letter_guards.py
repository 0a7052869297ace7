"""Every rule about letters that the database itself holds, broken by SQL past all our code: by the guard named.

As tests/outreach/test_people_guards.py: each case is run twice, as things are and with its guard taken away for a moment,
where it must fail; and a constraint or trigger of letters without a case fails.
"""

import re
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kecamatan.access import scope_of
from outreach.actions.letters.answering import Answer, shown_of, take_answer
from outreach.actions.letters.sending import void_letter
from outreach.models import Crest, LetterAnswer, LetterEvent, LetterNumber, LetterText
from tests.breaking_guards import (
    constraint_of,
    execute,
    is_in_the_table_itself,
    is_missed,
    named_constraints,
    only_constraints,
    refused,
    without_the_constraint,
    words_of,
)
from tests.outreach.letters.letter_cases import CASES
from tests.outreach.letters.letter_constraints import BROKEN

guards = import_module("outreach.migrations.0008_letter_guards")
STATEMENTS = [(name, statement) for name, statements in BROKEN.items() for statement in statements]


@pytest.fixture
def world(places, cast, today, ahead, visit, school, prepare, send):
    """A letter that was sent and answered, one that was voided, one as it was prepared; a number that no letter has."""
    letter, voided, fresh = send(prepare(ahead)), prepare(visit(day=today)), prepare(visit(day=today))
    take_answer(letter=letter, answer=Answer("Kades", shown_of(letter.visit), told=3))
    void_letter(by=scope_of(cast.petugas), letter=voided, reason="salah")
    office = {"kabupaten": places.kabupaten, "by": cast.petugas}
    spare = LetterNumber.objects.create(year=today.year, serial=4, text="bebas/a", **office)
    foreign = LetterNumber.objects.create(
        kabupaten=cast.foreigner.kabupaten, year=today.year, serial=1, text="L 1", by=cast.admin
    )
    Crest.objects.create(kind="png", picture=b"x", **office)
    usual = {"kind": "village", "subject": "a", "body": "b", "message": "c"} | office
    text, _second = (LetterText.objects.create(number=number, **usual) for number in (1, 2))
    ids = {"letter": letter, "voided": voided, "fresh": fresh, "number": letter.number, "spare": spare, "text": text}
    ids |= {"foreign_number": foreign, "school": school, "answer": LetterAnswer.objects.get(), "petugas": cast.petugas}
    ids |= {"sent": LetterEvent.objects.get(kind="sent"), "kabupaten": places.kabupaten, "timur": places.timur}
    now = timezone.now().isoformat(sep=" ", timespec="seconds")
    return SimpleNamespace(ids={name: one.pk for name, one in ids.items()}, today=today, now=now)


def triggers() -> set[str]:
    statements = guards.sqlite_statements() if connection.vendor == "sqlite" else guards.postgresql_statements()
    return {found[1] for one in statements if (found := re.match(r"CREATE TRIGGER (\w+)", one))}


def test_every_constraint_and_trigger_has_a_case():
    of_letters = {name for name in named_constraints("outreach") if name.startswith("letter")}
    assert sorted(BROKEN) == sorted(of_letters)
    assert sorted(name for name, _case in CASES) == sorted(triggers())
    assert len(of_letters) == 20


@pytest.mark.parametrize(("name", "statement"), STATEMENTS)
def test_a_constraint_is_held_by_the_database_and_by_nothing_else(world, name, statement):
    with only_constraints(), refused(words_of(name)):
        execute(statement.format(**world.ids))
    if not is_in_the_table_itself(constraint_of(name)):
        without_the_constraint(name, statement.format(**world.ids))


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_a_trigger_does_its_work_and_without_it_nobody_does(world, name: str, case: Callable):
    with transaction.atomic():
        case(world)
        transaction.set_rollback(True)
    assert is_missed(name, lambda: case(world))
