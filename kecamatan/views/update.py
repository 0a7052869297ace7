"""To be written."""

from django.http import HttpResponse


def update_new(request, **kwargs):
    return HttpResponse("update_new")


def update_recent(request, **kwargs):
    return HttpResponse("update_recent")


def update_reverse(request, **kwargs):
    return HttpResponse("update_reverse")
