"""To be written."""

from django.http import HttpResponse


def dashboard(request, **kwargs):
    return HttpResponse("dashboard")
