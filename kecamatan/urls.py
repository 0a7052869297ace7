"""Pages of places and counts."""

from django.urls import path

from kecamatan.views import account, dashboard, help_page, ledger, places, reversal, schools, update, villages

app_name = "kecamatan"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("help/", help_page.help_page, name="help"),
    # /kecamatan/… and /desa/…: the same story one and two levels down, and the village records
    path("kecamatan/<str:code>/", places.kecamatan_page, name="kecamatan"),
    path("desa/", villages.VillageList.as_view(), name="desa-list"),
    path("desa/<str:code>/", places.desa_page, name="desa"),
    path("desa/<str:code>/edit/", villages.desa_edit, name="desa-edit"),
    path("desa/<str:code>/schools/new/", schools.school_new, name="school-new"),
    path("schools/<str:npsn>/edit/", schools.school_edit, name="school-edit"),
    path("schools/<str:npsn>/delete/", schools.school_delete, name="school-delete"),
    # /counts/…: the ledger and the page that writes to it
    path("counts/", ledger.LedgerList.as_view(), name="update-list"),
    path("counts/new/", update.update_new, name="update-new"),
    path("counts/recent/", update.update_recent, name="update-recent"),
    path("counts/<int:pk>/reverse/", reversal.update_reverse, name="update-reverse"),
    # /account/…: one's own
    path("account/", account.account, name="account"),
    path("account/language/", account.language_set, name="language-set"),
    path("account/tokens/new/", account.token_new, name="token-new"),
    path("account/tokens/<int:pk>/revoke/", account.token_revoke, name="token-revoke"),
    path("users/<int:pk>/reset-link/", account.user_reset_link, name="user-reset-link"),
]
