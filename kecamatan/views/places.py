"""To be written."""

from django.http import HttpResponse


def kecamatan_page(request, **kwargs):
    return HttpResponse("kecamatan_page")


def desa_page(request, **kwargs):
    return HttpResponse("desa_page")
