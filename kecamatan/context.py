"""What every page's frame needs, without a query."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """``demo``: say that all is invented. ``kabupaten``: whose site it is, known once somebody signed in."""
    user = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "kabupaten": user.kabupaten if user is not None and user.is_authenticated else None,
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", "id"),
    }
