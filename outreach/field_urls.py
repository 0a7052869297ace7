"""/field/…: the field page, and what phones ask for and send; and what the office sees of it beside a visit."""

from django.urls import path

from outreach.views.field import data, deciding, phones, shell, take_in, worker

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
    # /visits/<number>/…: what of it is on phones, and what is to decide
    path("visits/<int:pk>/phones/", phones.visit_phones, name="visit-phones"),
    path("visits/<int:pk>/phones/again/", phones.field_again, name="visit-phones-again"),
    path("visits/<int:pk>/phones/<int:lease>/end/", phones.phone_end, name="visit-phone-end"),
    path("visits/<int:pk>/decide/", deciding.visit_decide, name="visit-decide"),
    path("visits/<int:pk>/decide/person/", deciding.decide_one, name="visit-decide-person"),
    path("visits/<int:pk>/decide/entry/", deciding.decide_entry, name="visit-decide-entry"),
]
