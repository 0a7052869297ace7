"""What tests of the database's own guards share: breaking a rule by SQL, and taking a guard away for a moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from tests.guards_off import guards_off


def cursor():
    return connection.cursor()


def execute(sql: str, parameters: list | None = None) -> None:
    with cursor() as one:
        one.execute(sql, parameters)


@contextmanager
def refused(words: str) -> Iterator[None]:
    """What is inside is refused by the database, whose sentence or constraint says ``words``; nothing is changed."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    said = str(caught.value)
    diagnosis = getattr(caught.value.__cause__, "diag", None)
    assert words in said or (diagnosis is not None and words == diagnosis.constraint_name), said


@contextmanager
def only_constraints() -> Iterator[None]:
    """Inside, no trigger fires, so that what is refused is refused by a constraint; afterwards all is as before."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            execute("SET CONSTRAINTS ALL IMMEDIATE")
        with guards_off():
            yield
        transaction.set_rollback(True)


def registering(cases: list[tuple[str, Callable]], app: str) -> Callable:
    """What registers a case under the trigger that it needs, named without its app; where a name is empty, that database
    has no such trigger.
    """

    def case(sqlite: str = "", postgresql: str = "") -> Callable:
        def register(function: Callable) -> Callable:
            name = sqlite if connection.vendor == "sqlite" else postgresql
            if name:
                cases.append((f"{app}_{name}", function))
            return function

        return register

    return case


def without_the_constraint(name: str, statement: str) -> None:
    """Execute a statement while a constraint is gone."""
    try:
        with taken_away(without_constraint(name)), guards_off():
            execute(statement)
    finally:
        if connection.vendor == "sqlite":
            execute("PRAGMA ignore_check_constraints = OFF")


def is_missed(name: str, case: Callable[[], None]) -> bool:
    """Whether the case fails while its trigger is gone."""
    with taken_away(without_trigger(name), asked_at_the_end=True):
        try:
            case()
        except (AssertionError, pytest.fail.Exception):
            return True
        return False


def named_constraints(app: str) -> dict[str, CheckConstraint | UniqueConstraint]:
    return {
        constraint.name: constraint
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def model_of(name: str):
    return next(
        model for model in apps.get_models() if name in [constraint.name for constraint in model._meta.constraints]
    )


def constraint_of(name: str) -> CheckConstraint | UniqueConstraint:
    return next(one for one in model_of(name)._meta.constraints if one.name == name)


def is_in_the_table_itself(constraint: CheckConstraint | UniqueConstraint) -> bool:
    """SQLite keeps a plain UNIQUE inside the table, under no name that could be asked for or dropped."""
    plain = isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.condition is None
    return connection.vendor == "sqlite" and bool(plain)


def words_of(name: str) -> str:
    """What the database's refusal must say, so that it is this constraint's."""
    constraint, model = constraint_of(name), model_of(name)
    if connection.vendor == "postgresql" or isinstance(constraint, CheckConstraint):
        return name
    if not constraint.fields:
        return f"index '{name}'"
    columns = [model._meta.get_field(field).column for field in constraint.fields]
    return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)


@contextmanager
def taken_away(sql: str, *, asked_at_the_end: bool = False) -> Iterator[None]:
    """Inside, the guard is gone; afterwards everything is as before.

    PostgreSQL alters no table of which something is still to be asked. ``asked_at_the_end``: what is written inside is
    asked when the test says so, as at the end of a transaction; then no table may be altered inside.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute(sql)
        if connection.vendor == "postgresql" and asked_at_the_end:
            execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


def without_constraint(name: str) -> str:
    constraint, table = constraint_of(name), model_of(name)._meta.db_table
    in_an_index = isinstance(constraint, UniqueConstraint) and not (constraint.fields and constraint.condition is None)
    if in_an_index:
        return f'DROP INDEX "{name}"'
    if connection.vendor == "postgresql":
        return f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'
    return "PRAGMA ignore_check_constraints = ON"


def without_trigger(name: str) -> str:
    if connection.vendor == "sqlite":
        return f"DROP TRIGGER {name}"
    with cursor() as found:
        found.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = %s", [name]
        )
        (table,) = found.fetchone()
    return f"ALTER TABLE {table} DISABLE TRIGGER {name}"
