"""To be written."""

from django.http import HttpResponse


def healthz(request, **kwargs):
    return HttpResponse("healthz")
