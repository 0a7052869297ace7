"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from kecamatan.api import api
from kecamatan.views import accounts, errors, health

urlpatterns = [
    path("", include("kecamatan.urls")),
    path("accounts/", include(accounts.urlpatterns)),
    path("api/v1/", api.urls),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
