"""Pages of places and counts."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from kecamatan.place_names import DESA_CODE, KECAMATAN_CODE, NPSN
from kecamatan.views import (
    account,
    compare,
    dashboard,
    drives,
    forecast,
    help_page,
    ledger,
    moved,
    outside,
    places,
    public,
    reports,
    reversal,
    saved_views,
    schools,
    share,
    update,
    villages,
    wall,
)

app_name = "kecamatan"


def _converter(pattern: str) -> type[StringConverter]:
    """A part of an address that is nothing but such a code, so that nothing else is ever looked up."""
    return type("CodeConverter", (StringConverter,), {"regex": pattern.strip("^$")})


register_converter(_converter(KECAMATAN_CODE), "kecamatan_code")
register_converter(_converter(DESA_CODE), "desa_code")
register_converter(_converter(NPSN), "npsn")
register_converter(_converter("pdf|xlsx"), "report_form")

# The secret in the address of a screen, as ``WallLink.new_secret`` makes it; nothing else is ever looked up.
register_converter(_converter("[A-Za-z0-9_-]{43}"), "wall_secret")

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("forecast/", forecast.forecast, name="forecast"),
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
    # /reports/…: on paper, numbered or not yet
    path("reports/", reports.reports, name="reports"),
    path("reports/issue/", reports.report_issue, name="report-issue"),
    path("reports/register/", reports.ReportList.as_view(), name="report-list"),
    path("reports/settings/", reports.report_settings, name="report-settings"),
    path("reports/draft.<report_form:form>", reports.report_draft, name="report-draft"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/report.<report_form:form>", reports.report_file, name="report-file"),
    # /drives/…: past drives beside the present one, and one of them day by day
    path("drives/", drives.drives, name="drives"),
    path("drives/<int:pk>/replay/", drives.replay, name="drive-replay"),
    # /views/…: lists as somebody likes to see them
    path("views/save/", saved_views.view_save, name="view-save"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view-delete"),
    # /share/…: what leaves the site, and who lets it
    path("share/", outside.outside, name="outside"),
    path("share/public/", outside.public_set, name="public-set"),
    path("share/walls/new/", outside.wall_new, name="wall-new"),
    path("share/walls/<int:pk>/end/", outside.wall_end, name="wall-end"),
    path("share/<slug:chart>.svg", share.share_svg, name="share-svg"),
    path("share/<slug:chart>.png", share.share_png, name="share-png"),
    # /public/…: for everybody, where an admin has switched it on; the address says the language
    path("public/", public.page, name="public"),
    path("public/en/", public.page, name="public-en"),
    path("public/data.csv", public.data_csv, name="public-csv"),
    path("public/data.json", public.data_json, name="public-json"),
    path("public/preview.png", public.preview, name="public-preview"),
    path("public/en/preview.png", public.preview, name="public-preview-en"),
    # /wall/…: screens in the office
    path("wall/<wall_secret:secret>/", wall.wall, name="wall"),
    # /account/…: one's own
    path("account/", account.account, name="account"),
    path("account/language/", account.language_set, name="language-set"),
    path("account/tokens/new/", account.token_new, name="token-new"),
    path("account/tokens/<int:pk>/revoke/", account.token_revoke, name="token-revoke"),
    path("users/<int:pk>/reset-link/", account.user_reset_link, name="user-reset-link"),
    path("users/<int:pk>/revoke-tokens/", account.user_revoke_tokens, name="user-revoke-tokens"),
]
