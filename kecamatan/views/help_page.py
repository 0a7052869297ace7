"""To be written."""

from django.http import HttpResponse


def help_page(request, **kwargs):
    return HttpResponse("help_page")
