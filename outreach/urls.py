"""Pages of people: lists, imports, reconciliation, doubles."""

from django.urls import path

from outreach.views import resident_forms, residents, reveal

app_name = "outreach"

urlpatterns: list = [
    # /residents/<number>/…: one person
    path("residents/new/", resident_forms.resident_new, name="resident-new"),
    path("residents/<int:pk>/", residents.resident, name="resident"),
    path("residents/<int:pk>/step/", residents.resident_step, name="resident-step"),
    path("residents/<int:pk>/undo/", residents.resident_undo, name="resident-undo"),
    path("residents/<int:pk>/edit/", resident_forms.resident_edit, name="resident-edit"),
    path("residents/<int:pk>/unlist/", resident_forms.resident_unlist, name="resident-unlist"),
    path("residents/<int:pk>/reveal/", reveal.resident_reveal, name="resident-reveal"),
    path("residents/<int:pk>/access/", reveal.resident_access, name="resident-access"),
]
