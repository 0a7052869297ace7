"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from kecamatan import api
from kecamatan.api import docs
from kecamatan.views import accounts, errors, health

urlpatterns = [
    path("", include("kecamatan.urls")),
    path("", include("outreach.urls")),
    path("accounts/", include(accounts.urlpatterns)),
    path("api/v1/docs", docs.docs, name="api-docs"),
    path("api/v1/", api.urls()),
    path("healthz", health.healthz, name="healthz"),
    # The Django admin has no door of its own.
    path("admin/login/", accounts.admin_sign_in, name="admin-login"),
    path("admin/password_change/", accounts.admin_password_change, name="admin-password-change"),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
