"""What is said of phones that are not yet in: sentences for pages, reports and refusals. Pure, but for the language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import number_text
from outreach.field.standing import Standing


def phones_text(phones: int, people: int) -> str:
    """ "2 phones not yet in (at most 46 people)"; "" where all are in."""
    if not phones:
        return ""
    words = ngettext("%(phones)s phone not yet in", "%(phones)s phones not yet in", phones)
    most = ngettext("at most %(people)s person", "at most %(people)s people", people)
    return f"{words % {'phones': number_text(phones)}} ({most % {'people': number_text(people)}})"


def open_in_the_field(standing: Standing) -> list[str]:
    """What stands in the way of closing a visit, each thing in words."""
    found = [phones_text(standing.phones, standing.at_most)] if standing.phones else []
    if standing.missing:
        words = ngettext(
            "%(count)s entry that a phone made has not come in",
            "%(count)s entries that phones made have not come in",
            standing.missing,
        )
        found.append(words % {"count": number_text(standing.missing)})
    if standing.to_decide:
        words = ngettext("%(count)s is to decide", "%(count)s are to decide", standing.to_decide)
        found.append(words % {"count": number_text(standing.to_decide)})
    return found


def not_closed_text(standing: Standing, *, is_admin: bool) -> str:
    """Why a visit is not closed yet, and what to do."""
    told = "; ".join(open_in_the_field(standing))
    if is_admin:
        return _("Not everything has come in from the field: %(told)s. Say why the visit is closed all the same.") % {
            "told": told
        }
    words = _(
        "Not everything has come in from the field: %(told)s. Settle it first; an admin can close it with a reason."
    )
    return words % {"told": told}
