"""Pages of places and counts."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from kecamatan.place_names import DESA_CODE, KECAMATAN_CODE, NPSN
from kecamatan.views import (
    account,
    compare,
    dashboard,
    help_page,
    ledger,
    moved,
    places,
    reversal,
    saved_views,
    schools,
    update,
    villages,
)

app_name = "kecamatan"


def _converter(pattern: str) -> type[StringConverter]:
    """A part of an address that is nothing but such a code, so that nothing else is ever looked up."""
    return type("CodeConverter", (StringConverter,), {"regex": pattern.strip("^$")})


register_converter(_converter(KECAMATAN_CODE), "kecamatan_code")
register_converter(_converter(DESA_CODE), "desa_code")
register_converter(_converter(NPSN), "npsn")

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    # /moved/, /compare/: numbers told from another side
    path("compare/", compare.CompareList.as_view(), name="compare"),
    path("moved/", moved.moved_page, name="moved"),
    path("help/", help_page.help_page, name="help"),
    # /kecamatan/… and /desa/…: the same story one and two levels down, and the village records
    path("kecamatan/<kecamatan_code:code>/", places.kecamatan_page, name="kecamatan"),
    path("desa/", villages.VillageList.as_view(), name="desa-list"),
    path("desa/<desa_code:code>/", places.desa_page, name="desa"),
    path("desa/<desa_code:code>/edit/", villages.desa_edit, name="desa-edit"),
    path("desa/<desa_code:code>/schools/new/", schools.school_new, name="school-new"),
    path("schools/<npsn:npsn>/edit/", schools.school_edit, name="school-edit"),
    path("schools/<npsn:npsn>/delete/", schools.school_delete, name="school-delete"),
    # /counts/…: the ledger and the page that writes to it
    path("counts/", ledger.LedgerList.as_view(), name="update-list"),
    path("counts/new/", update.update_new, name="update-new"),
    path("counts/recent/", update.update_recent, name="update-recent"),
    path("counts/<int:pk>/reverse/", reversal.update_reverse, name="update-reverse"),
    # /views/…: lists as somebody likes to see them
    path("views/save/", saved_views.view_save, name="view-save"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view-delete"),
    # /account/…: one's own
    path("account/", account.account, name="account"),
    path("account/language/", account.language_set, name="language-set"),
    path("account/tokens/new/", account.token_new, name="token-new"),
    path("account/tokens/<int:pk>/revoke/", account.token_revoke, name="token-revoke"),
    path("users/<int:pk>/reset-link/", account.user_reset_link, name="user-reset-link"),
    path("users/<int:pk>/revoke-tokens/", account.user_revoke_tokens, name="user-revoke-tokens"),
]
