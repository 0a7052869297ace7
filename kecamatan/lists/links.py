"""The links on a list: other orders, other pages. Each is the address of the page with a little of it changed."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from kecamatan.lists.tables import ListTable


class ListQuery:
    """``request.GET`` of a list page, and the query strings of the links on it. Empty parameters are left out."""

    def __init__(self, data: QueryDict) -> None:
        self.data = QueryDict(mutable=True)
        for name, values in data.lists():
            kept = [value for value in values if value]
            if name == "columns" and kept:
                kept = [",".join(kept)]
            if kept:
                self.data.setlist(name, kept)

    def replaced(self, **changes: str | int | None) -> str:
        """The query string with these parameters set, or taken out where None."""
        data = self.data.copy()
        for name, value in changes.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = str(value)
        return data.urlencode(safe=",")

    def without(self, *names: str) -> str:
        """The query string without these parameters."""
        return self.replaced(**dict.fromkeys(names))


@dataclass(frozen=True)
class Header:
    """The head of a column: ``query`` of the link that orders by it ("" where none), ``order`` for aria-sort."""

    label: str
    cell_class: str
    query: str
    order: str


def headers(table: ListTable, query: ListQuery, sort: str) -> list[Header]:
    """The heads of the columns shown. A second click on a column turns the order around."""
    heads = []
    for bound in table.columns.itervisible():
        name, column = bound.name, bound.column
        order = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        turned = f"-{name}" if order == "ascending" else name
        link = query.replaced(sort=turned, page=None) if column.sortable else ""
        heads.append(Header(str(bound.header), column.cell_class, link, order))
    return heads


@dataclass(frozen=True)
class PageLink:
    """One page of the list; ``number`` None is a gap."""

    number: int | None
    query: str = ""
    current: bool = False


def pager(page: Page, query: ListQuery) -> list[PageLink]:
    """The first and last pages and those around the current one; nothing where one page holds all."""
    if page.paginator.num_pages < 2:
        return []
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [
        PageLink(None)
        if number == Paginator.ELLIPSIS
        else PageLink(number, query.replaced(page=number), number == page.number)
        for number in numbers
    ]
