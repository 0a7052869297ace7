"""Django's admin under the project's name, for admins only, with nothing in it but what this project registers.

Imported while the apps are still being loaded, so it may not import our models.
"""

from collections.abc import Iterable

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

OUR_APPS = {"kecamatan", "outreach"}


class RegencyAdminConfig(AdminConfig):
    """Makes ``RegencyAdminSite`` the site that everything registers with."""

    default_site = "kecamatan.admin_site.RegencyAdminSite"


class RegencyAdminSite(AdminSite):
    """Says whose it is; strangers sign in at the site's own door."""

    site_title = _("e-KTP tracker")
    site_header = _("e-KTP tracker: administration")
    index_title = _("Administration")
    empty_value_display = "–"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: ModelBase | Iterable[ModelBase], admin_class=None, **options) -> None:
        """Django's own groups mean nothing here: a role decides what somebody may do."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([one for one in models if one._meta.app_label in OUR_APPS], admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Admins; strangers are sent to sign in, others who are signed in are refused with 403."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return super().has_permission(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's ``r/…``, which leads from any row of any kabupaten to its page."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]
