"""To be written."""

from django.http import HttpResponse


def account(request, **kwargs):
    return HttpResponse("account")


def language_set(request, **kwargs):
    return HttpResponse("language_set")


def token_new(request, **kwargs):
    return HttpResponse("token_new")


def token_revoke(request, **kwargs):
    return HttpResponse("token_revoke")
