"""The base of every list page. A list is filters, a table, a template and the rows a user may see."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from kecamatan.access import Scope, may_delete_view, saved_views_for, scope_of
from kecamatan.forms.saved_views import SaveViewForm
from kecamatan.lists.controls import FORMATS, Controls
from kecamatan.lists.exports import RETRY_SECONDS, Export, audit_export, export_response, turn
from kecamatan.lists.filters import ListFilters
from kecamatan.lists.links import ListQuery, headers, pager
from kecamatan.lists.tables import ListTable
from kecamatan.models import SavedView
from kecamatan.refusals import Refused
from kecamatan.views.waiting import ask_to_wait

MOST_VIEWS_SHOWN = 100
BUSY = gettext_lazy("Another file is being made just now. Wait until it is done, then ask for yours again.")


class ListPage(TemplateView):
    """Everything about the view is in its address: filters, columns, order, page, page size, export.

    A wrong value shows its sentence at the field and no rows; an export with one is answered with that page and 400.
    To htmx, which asks for the part that changes, only that is given (``parts/list_partial.html``), marked by the
    header ``List-Part``: whatever comes without it, such as the sign-in page, is never put into the list.
    """

    filters_class: type[ListFilters]
    table_class: type[ListTable]
    title: str
    #: Parameters that may hold personal data; a saved view leaves them out.
    private_parameters: tuple[str, ...] = ()
    #: Rows too wide to be put in order with all they hold: a page is found by its numbers first (one query more).
    wide_rows = False

    def rows(self, scope: Scope) -> QuerySet:
        """All rows the user may see, in an order that is total; from ``kecamatan.access``."""
        raise NotImplementedError

    def bulk_actions(self, scope: Scope) -> list[tuple[str, str]]:
        """(label, address of its BulkPage) of what this user may do to ticked rows; then the table has a SelectColumn."""
        return []

    def chosen_rows(self, scope: Scope, data: QueryDict) -> QuerySet:
        """Of the rows the user may see those that a form names: by ``ids``, or ``all`` that match its ``query``.

        Raises Refused where none is named, or the query holds a wrong value.
        """
        rows = self.rows(scope)
        if not data.get("all"):
            ids = [one for one in data.getlist("ids") if one.isascii() and one.isdigit() and len(one) < 19]
            if not ids:
                raise Refused(_("Tick at least one row first."))
            return rows.filter(pk__in=ids)
        query = QueryDict(data.get("query", ""))
        filters = self.filters_class(query, queryset=rows, scope=scope)
        controls = Controls(query, table_class=self.table_class, scope=scope)
        if not (filters.is_valid() and controls.is_valid()):
            raise Refused(_("The filters of this list hold a wrong value. Put it right, then choose again."))
        return self.table_class.ordered(filters.qs, controls.cleaned_data["sort"])

    def figures(self, rows: QuerySet) -> dict:
        """What stands above the table about all filtered rows; ``count`` at least (one query)."""
        return {"count": rows.count()}

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        if self.part:
            response["List-Part"] = "1"
        return response

    @property
    def part(self) -> bool:
        """Does htmx ask for the part that changes? Whoever goes back in the browser gets the whole page."""
        htmx = self.request.htmx
        return bool(htmx) and htmx.target == "list-part" and not htmx.history_restore_request

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.scope = scope_of(request.user)
        self.filters = self.filters_class(request.GET, queryset=self.rows(self.scope), scope=self.scope)
        self.controls = Controls(request.GET, table_class=self.table_class, scope=self.scope)
        valid = self.filters.is_valid() and self.controls.is_valid()
        context = self.get_context_data(**kwargs, valid=valid)
        if not valid:
            return self.render_to_response(context, status=400 if request.GET.get("export") else 200)
        rows = self.table_class.ordered(self.filters.qs, self.controls.cleaned_data["sort"])
        if self.controls.cleaned_data["export"]:
            # An export is noted in the audit log; asking for its head alone would note what nobody got.
            return self.export(rows) if request.method == "GET" else HttpResponseNotAllowed(["GET"])
        figures = self.figures(self.filters.qs)
        page = self.page(rows, figures["count"])
        table = self.table(page.object_list)
        links = {
            "headers": headers(table, context["query"], self.controls.cleaned_data["sort"]),
            "pager": pager(page, context["query"]),
        }
        return self.render_to_response(
            {**context, **links, **self.views(), **self.bulk(), "figures": figures, "page": page, "table": table}
        )

    def bulk(self) -> dict:
        """What can be done to ticked rows, and the query that "all that match" means."""
        query = ListQuery(self.request.GET).without("page", "export", "views", *self.ignored)
        return {"bulk": self.bulk_actions(self.scope), "bulk_query": query}

    def views(self) -> dict:
        """The link that opens the saved views of this list; once it has: the views, and the form to save it as it is.

        Nothing for a list that belongs to one thing, whose address a view could not tell (one query, where opened).
        """
        match, query = self.request.resolver_match, ListQuery(self.request.GET)
        if match.kwargs:
            return {}
        if not self.controls.cleaned_data["views"]:
            return {"views_link": query.replaced(views="open")}
        found: list[SavedView] = list(saved_views_for(self.scope).filter(list=match.view_name)[:MOST_VIEWS_SHOWN])
        for view in found:
            view.deletable = may_delete_view(self.scope, view)
        form = SaveViewForm(initial={"address": self.request.get_full_path()})
        return {"saved_views": found, "save_form": form, "views_closed": query.without("views")}

    @classmethod
    def kept_query(cls, data: QueryDict) -> str:
        """Of the query of this list's address what a saved view keeps: nothing private, nothing unknown, no page."""
        known = {*cls.filters_class.base_filters, *Controls.base_fields} - {
            "page",
            "export",
            "views",
            *cls.private_parameters,
        }
        return ListQuery(data).without(*(name for name in data if name not in known))

    def page(self, rows: QuerySet, count: int) -> Page:
        """The page asked for; beyond the end the last one."""
        paginator = Paginator(rows, self.controls.cleaned_data["per_page"])
        paginator.count = count
        page = paginator.get_page(self.controls.cleaned_data["page"] or 1)
        page.object_list = self.whole(rows, page.object_list) if self.wide_rows else list(page.object_list)
        return page

    @staticmethod
    def whole(rows: QuerySet, some: QuerySet) -> list:
        """These few of ``rows``, in their order."""
        numbers = list(some.values_list("pk", flat=True))
        found = {one.pk: one for one in rows.order_by().filter(pk__in=numbers)}
        return [found[number] for number in numbers if number in found]

    def table(self, rows: list) -> ListTable:
        """The table of these rows, in the chosen columns."""
        return self.table_class(rows, scope=self.scope, chosen=self.controls.chosen, here=self.request.get_full_path())

    def export(self, rows: QuerySet) -> HttpResponse:
        """The filtered rows as a file."""
        query = ListQuery(self.request.GET).without("export", "page", "per_page", "views", *self.ignored)
        export = Export(str(self.title), rows, self.table([]), query, self.scope, timezone.now())
        with turn() as allowed:
            if not allowed:
                return ask_to_wait(self.request, 429, BUSY, RETRY_SECONDS)
            return self.file(export)

    def file(self, export: Export) -> HttpResponse:
        """The export, or the page with what was refused."""
        try:
            return export_response(export, self.controls.cleaned_data["export"], self.export_logged)
        except Refused as refused:
            self.controls.add_error("export", refused.message)
            return self.render_to_response(self.get_context_data(valid=False), status=400)

    def export_logged(self, export: Export, kind: str, count: int) -> None:
        """Note that a file of so many rows is about to be given; before it is, and it is not where this fails."""
        audit_export(export, kind, count)

    @property
    def ignored(self) -> list[str]:
        """Parameters of the address that mean nothing to this list, or not to this user."""
        return [name for name in self.request.GET if name not in {*self.filters.filters, *self.controls.fields}]

    def get_context_data(self, **kwargs) -> dict:
        query = ListQuery(self.request.GET)
        return super().get_context_data(
            **kwargs,
            frame="parts/list_partial.html" if self.part else "base.html",
            part=self.part,
            title=self.title,
            scope=self.scope,
            filters=self.filters,
            controls=self.controls,
            query=query,
            exports=[
                (kind.upper(), query.replaced(export=kind, page=None, per_page=None, views=None)) for kind in FORMATS
            ],
            ignored=self.ignored,
        )
