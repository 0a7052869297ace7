"""Takes the triggers of the database away for a moment, so that a test database can be emptied."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def guards_off() -> Iterator[None]:
    """Inside, no trigger of the project fires; afterwards each stands as before."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            # Foreign keys are kept by triggers too; only the project's own are named in tables' "user" triggers.
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            )
            triggers = cursor.fetchall()
            for (table,) in triggers:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for trigger in triggers:
                if connection.vendor == "sqlite":
                    cursor.execute(trigger[1])
                else:
                    cursor.execute(f'ALTER TABLE "{trigger[0]}" ENABLE TRIGGER USER')
