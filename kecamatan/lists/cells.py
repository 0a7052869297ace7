"""The values of an export's cells: those that django-tables2 gives, for many rows.

Of every cell the library looks up anew which field it is, what its choices are called and which arguments the table's
method takes; for a hundred thousand rows that is a minute. All of it is the same in every row, and is asked once here.
A test holds the two together, for every list.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model
from django_tables2 import A
from django_tables2.columns import BoundColumn
from django_tables2.columns import Column as LibraryColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

from kecamatan.lists.tables import ListTable

Reader = Callable[[Model], object]


def values_of(table: ListTable, records: Iterable[Model], names: Iterable[str]) -> Iterator[list[object]]:
    """Of each record the values of these columns; None where there is none."""
    readers: list[Reader] = []
    for record in records:
        readers = readers or [_reader(table, table.columns[name], type(record)) for name in names]
        yield [read(record) for read in readers]


def _reader(table: ListTable, bound: BoundColumn, model: type[Model]) -> Reader:
    """What gives the value of one column."""
    find, value_of, empty = _finder(bound, model), bound.value, bound.column.empty_values
    if getattr(value_of, "__func__", None) is LibraryColumn.value:  # which calls nothing but this
        value_of = bound.render
    wanted, takes_all = signature(value_of)
    fixed = {"column": bound.column, "bound_column": bound, "table": table}
    changing = ("value", "record", "bound_row")
    if not takes_all:
        fixed = {name: one for name, one in fixed.items() if name in wanted}
        changing = tuple(name for name in changing if name in wanted)

    def read(record: Model) -> object:
        value = find(record)
        if value in empty:
            return None
        given = {"value": value, "record": record}
        if "bound_row" in changing:
            given["bound_row"] = BoundRow(record, table)
        return value_of(**fixed, **{name: given[name] for name in changing})

    return read


def _finder(bound: BoundColumn, model: type[Model]) -> Reader:
    """What finds the value in a record: what a choice is called, or whatever the column's accessor leads to."""
    accessor = A(bound.accessor)
    field = accessor.get_field(model)
    owner, name = A(accessor.rpartition(accessor.SEPARATOR)[0]), accessor.rpartition(accessor.SEPARATOR)[2]
    called: dict[object, object] = {}

    def choice(record: Model) -> object:
        one = owner.resolve(record, quiet=True)
        raw = getattr(one, name, None)
        if raw not in called:
            called[raw] = getattr(one, f"get_{name}_display")() if one is not None else None
        return called[raw]

    def resolved(record: Model) -> object:
        return accessor.resolve(record, quiet=True)

    return choice if getattr(field, "choices", None) and hasattr(field.model, f"get_{name}_display") else resolved
