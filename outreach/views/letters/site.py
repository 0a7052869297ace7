"""Where the site is reached from outside, for the links that stand in letters."""

from django.conf import settings
from django.http import HttpRequest

#: Hosts that only the machine itself reaches: a link with one of them helps no village head.
LOCAL = ("localhost", "127.0.0.1", "[::1]", "testserver")


def site_of(request: HttpRequest) -> str:
    """SITE_ADDRESS, or else the address by which this request came."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"


def is_local(site: str) -> bool:
    """Does nobody but this machine reach it?"""
    host = site.partition("://")[2]
    return host.startswith(LOCAL)
