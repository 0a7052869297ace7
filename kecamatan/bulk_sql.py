"""Thousands of rows in short statements: for so many, the ORM's compiler takes several times as long as the database.

The database's guards judge these rows as any others. Inside the caller's transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from django.db import connection, models
from psycopg2.extras import execute_values

#: Rows in one statement of PostgreSQL.
AT_ONCE = 1000
#: Stored as they are, in columns of text, whole numbers and truth.
_PLAIN = (str, int, bool, type(None))
_PLAIN_FIELDS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)

Row = Sequence[object]


def insert_many(objects: Sequence[models.Model]) -> None:
    """As ``bulk_create``: each gets its number, where the database gives them."""
    if not objects:
        return
    model = type(objects[0])
    if isinstance(model._meta.pk, models.AutoField):
        _number(model, [one for one in objects if one.pk is None])
    names = [field.attname for field in model._meta.local_concrete_fields if not field.generated]
    take = attrgetter(*names)
    insert_rows(model, names, map(take, objects))
    for one in objects:
        one._state.adding, one._state.db = False, connection.alias


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """A row for each of these values of the fields (their attnames); every other column must have a default of its own."""
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    found = _adapted([fields[name] for name in names], rows)
    columns = ", ".join(fields[name].column for name in names)
    sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES "  # noqa: S608 - our own columns
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:  # past Django's cursor: its faults become Django's here
                execute_values(cursor.cursor, f"{sql} %s", found, page_size=AT_ONCE)
        else:
            cursor.executemany(f"{sql} ({', '.join(['%s'] * len(names))})", found)


def _adapted(fields: Sequence[models.Field], rows: Iterable[Row]) -> list[list[object]]:
    adapt = [_adapter(field) for field in fields]
    return [[change(value) for change, value in zip(adapt, row, strict=True)] for row in rows]


def update_many(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Set the columns of these fields (their attnames) on each row: (its number, a value for each name)."""
    fields = {field.attname: field for field in model._meta.local_concrete_fields}
    found = _adapted([*(fields[name] for name in names), model._meta.pk], ([*values, pk] for pk, *values in rows))
    if not found:
        return
    table, columns = model._meta.db_table, [fields[name].column for name in names]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A list of values has no types of its own.
            types = [fields[name].cast_db_type(connection) for name in names]
            sets = ", ".join(f"{column} = v.c{number}" for number, column in enumerate(columns))
            told = ", ".join(f"c{number}" for number in range(len(columns)))
            sql = f"UPDATE {table} SET {sets} FROM (VALUES %s) AS v({told}, id) WHERE {table}.id = v.id"  # noqa: S608
            template = f"({', '.join(f'%s::{kind}' for kind in types)}, %s)"
            with connection.wrap_database_errors:
                execute_values(cursor.cursor, sql, found, template=template, page_size=AT_ONCE)
        else:
            sets = ", ".join(f"{column} = %s" for column in columns)
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", found)  # noqa: S608


def _number(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Give these their numbers beforehand: SQLite has one writer, which is this one, and PostgreSQL hands them out."""
    if not objects:
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(objects)]
            )
            numbers = [number for (number,) in cursor.fetchall()]
        else:
            cursor.execute(
                f"SELECT MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0), "  # noqa: S608
                f"COALESCE((SELECT MAX(id) FROM {table}), 0))",
                [table],
            )
            last = cursor.fetchone()[0]
            numbers = range(last + 1, last + 1 + len(objects))
    for one, number in zip(objects, numbers, strict=True):
        one.pk = number


def _adapter(field: models.Field) -> Callable[[object], object]:
    """What turns a value of this field into what the driver takes."""

    def prepared(value: object) -> object:
        return field.get_db_prep_save(value, connection)

    def plain(value: object) -> object:
        return value if type(value) in _PLAIN else prepared(value)

    return plain if isinstance(field, _PLAIN_FIELDS) else prepared
