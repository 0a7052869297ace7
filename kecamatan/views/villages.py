"""To be written."""

from django.http import HttpResponse
from django.views import View


def desa_edit(request, **kwargs):
    return HttpResponse("desa_edit")


def school_new(request, **kwargs):
    return HttpResponse("school_new")


def school_edit(request, **kwargs):
    return HttpResponse("school_edit")


def school_delete(request, **kwargs):
    return HttpResponse("school_delete")


class VillageList(View):
    pass
