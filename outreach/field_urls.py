"""/field/…: the field page, and what phones ask for and send."""

from django.urls import path

from outreach.views.field import data

urlpatterns = [
    path("field/me/", data.me, name="field-me"),
    path("field/visits/", data.near_visits, name="field-visits"),
    path("field/events/", data.events, name="field-events"),
    path("field/<int:pk>/take/", data.take, name="field-take"),
    path("field/<int:pk>/return/", data.give_visit_back, name="field-return"),
]
