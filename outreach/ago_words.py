"""How long ago something was, in words. Pure, but for the language."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import number_text

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def ago_text(moment: datetime | None, now: datetime) -> str:
    """ "23 minutes ago"; a clock that runs ahead by a little says: just now."""
    if moment is None:
        return _("never")
    past = now - moment
    if past < MINUTE:
        return _("just now")
    if past < HOUR:
        number = past // MINUTE
        words = ngettext("%(number)s minute ago", "%(number)s minutes ago", number)
    elif past < 2 * DAY:
        number = past // HOUR
        words = ngettext("%(number)s hour ago", "%(number)s hours ago", number)
    else:
        number = past // DAY
        words = ngettext("%(days)s day ago", "%(days)s days ago", number)
        return words % {"days": number_text(number)}
    return words % {"number": number_text(number)}


def clock_text(ahead: int | None) -> str:
    """How far a phone's clock is off, where it is by more than two minutes; "" else. ``ahead``: seconds."""
    if ahead is None or abs(ahead) <= 120:
        return ""
    minutes = abs(ahead) // 60
    if minutes < 120:
        words = ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": number_text(minutes)}
    elif minutes < 48 * 60:
        words = ngettext("%(number)s hour", "%(number)s hours", minutes // 60) % {"number": number_text(minutes // 60)}
    else:
        days = minutes // (24 * 60)
        words = ngettext("%(number)s day", "%(number)s days", days) % {"number": number_text(days)}
    return (_("clock %(much)s ahead") if ahead > 0 else _("clock %(much)s behind")) % {"much": words}
