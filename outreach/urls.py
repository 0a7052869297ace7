"""Pages of people: lists, imports, reconciliation, doubles."""

from django.urls import path

from outreach.views import doubles, matching, reconciliation

app_name = "outreach"

urlpatterns: list = [
    # /reconciliation/…: names against counts
    path("reconciliation/", reconciliation.all_kecamatan, name="reconciliation"),
    path("reconciliation/<kecamatan_code:code>/", reconciliation.of_kecamatan, name="reconciliation-kecamatan"),
    path("reconciliation/<desa_code:code>/", reconciliation.of_desa, name="reconciliation-desa"),
    path("reconciliation/<kecamatan_code:code>/inflow/", reconciliation.inflow, name="reconciliation-inflow"),
    path("reconciliation/<desa_code:code>/inflow/", reconciliation.inflow, name="reconciliation-inflow"),
    path("reconciliation/<kecamatan_code:code>/rows/", matching.rows, name="reconciliation-rows"),
    path("reconciliation/<desa_code:code>/rows/", matching.rows, name="reconciliation-rows"),
    path("reconciliation/rows/<int:pk>/match/", matching.match, name="reconciliation-match"),
    # /doubles/…: one person, listed twice
    path("doubles/", doubles.double_list, name="double-list"),
    path("doubles/<int:first>/<int:second>/", doubles.double, name="double"),
    path("doubles/<int:first>/<int:second>/merge/", doubles.double_merge, name="double-merge"),
    path("doubles/<int:first>/<int:second>/distinct/", doubles.double_distinct, name="double-distinct"),
    path("doubles/<int:pk>/unmerge/", doubles.double_unmerge, name="double-unmerge"),
]
