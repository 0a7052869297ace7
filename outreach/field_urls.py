"""/field/…: the field page, and what phones ask for and send."""

from django.urls import path

from outreach.views.field import data, shell, take_in, worker

urlpatterns = [
    path("field/", shell.shell, name="field"),
    path("field/<int:pk>/", shell.shell, name="field-visit"),
    path("field/manifest.webmanifest", shell.manifest, name="field-manifest"),
    path("field/sw.js", worker.worker, name="field-worker"),
    path("field/me/", data.me, name="field-me"),
    path("field/visits/", data.near_visits, name="field-visits"),
    path("field/events/", data.events, name="field-events"),
    path("field/take-in/", take_in.take_in, name="field-take-in"),
    path("field/<int:pk>/take/", data.take, name="field-take"),
    path("field/<int:pk>/return/", data.give_visit_back, name="field-return"),
]
