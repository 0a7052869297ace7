"""Saving and deleting views of lists. Both lead back to the list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kecamatan.access import saved_view_or_404, scope_of
from kecamatan.actions.saved_views import delete_view, save_view
from kecamatan.forms.fields import mark_errors
from kecamatan.forms.saved_views import SaveViewForm
from kecamatan.lists.page import ListPage
from kecamatan.refusals import Refused
from kecamatan.views.redirects import safe_next


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is seen now; a page with the form again where that is refused."""
    form = SaveViewForm(request.POST)
    form.is_valid()
    page, name, query = _list_at(form.cleaned_data.get("address", ""))
    if form.is_valid():
        try:
            view = save_view(
                by=scope_of(request.user),
                list_name=name,
                name=form.cleaned_data["name"],
                query=page.kept_query(query),
                shared_with=form.cleaned_data["shared_with"],
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
            return redirect(view.get_absolute_url())
    mark_errors(form)
    context = {"form": form, "title": page.title, "back": form.cleaned_data.get("address", reverse(name))}
    return render(request, "kecamatan/view_save.html", context, status=422)


@require_POST
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a view away; back to the list as it was."""
    view = saved_view_or_404(scope_of(request.user), pk)
    delete_view(by=scope_of(request.user), view=view)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(safe_next(request, reverse(view.list)))


def _list_at(address: str) -> tuple[type[ListPage], str, QueryDict]:
    """(the page, the name of its address, its query) of a list of this site; 404 where there is none."""
    path, _mark, query = address.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    page = getattr(match.func, "view_class", None)
    if page is None or not issubclass(page, ListPage) or match.kwargs:
        raise Http404
    return page, match.view_name, QueryDict(query)
