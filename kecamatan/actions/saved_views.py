"""Keeping views of lists, and sharing them. What is shared, and what no longer is, stands in the audit log."""

import re
from urllib.parse import parse_qsl

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kecamatan.access import Scope, may_delete_view
from kecamatan.actions.audit import audit, snapshot
from kecamatan.models import SavedView
from kecamatan.models.saved_views import LONGEST_QUERY
from kecamatan.refusals import Refused

#: Of one person on one list.
MOST_VIEWS = 50
#: 16 digits as people write a NIK.
_NIK = re.compile(r"(?:\d[\s.]?){16}")
_NOTED = ["name", "list", "query", "shared_with"]


@transaction.atomic
def save_view(*, by: Scope, list_name: str, name: str, query: str, shared_with: str) -> SavedView:
    """Keep ``query`` of the list whose address is called ``list_name``.

    Raises Refused: for a whole NIK in the query or the name, a query that is too long, a name taken, too many views.
    """
    if any(_NIK.search(text) for _name, text in [("", name), *parse_qsl(query)]):
        raise Refused(
            _("This view would hold a whole NIK, which must not stand in an address. Take the NIK out and save again.")
        )
    if len(query) > LONGEST_QUERY:
        raise Refused(_("These filters are too long to be saved. Choose fewer of them."))
    own = SavedView.objects.filter(owner=by.user, list=list_name)
    if own.count() >= MOST_VIEWS:
        raise Refused(
            _("You have %(most)s views of this list already. Delete one of them first.") % {"most": MOST_VIEWS}
        )
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                kabupaten=by.kabupaten, owner=by.user, list=list_name, name=name, query=query, shared_with=shared_with
            )
    except IntegrityError:
        if not own.filter(name=name).exists():
            raise
        raise Refused(
            _("You have a view of this name already. Choose another name, or delete the old view."), field="name"
        ) from None
    if shared_with:
        audit(by=by.user, action="view-share", target=view, kabupaten=by.kabupaten, after=snapshot(view, _NOTED))
    return view


@transaction.atomic
def delete_view(*, by: Scope, view: SavedView) -> None:
    """Take a view away. Raises PermissionDenied for anybody but its owner or an admin of the kabupaten."""
    if not may_delete_view(by, view):
        raise PermissionDenied
    if view.shared_with:
        audit(by=by.user, action="view-unshare", target=view, kabupaten=by.kabupaten, before=snapshot(view, _NOTED))
    view.delete()
