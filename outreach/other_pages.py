"""Addresses of pages that may not be there: a link is shown only where it leads somewhere."""

from django.urls import NoReverseMatch, reverse


def page_if_any(name: str, *args: object) -> str:
    """The address of ``outreach:name``, "" where this site has no such page."""
    try:
        return reverse(f"outreach:{name}", args=args)
    except NoReverseMatch:
        return ""


def people_list() -> str:
    """Where somebody goes back to from a person: the list of people."""
    return page_if_any("resident-list") or reverse("kecamatan:dashboard")
