"""What the comparison of the kecamatan says, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import number_text, percent_text
from kecamatan.intervals import Verdict
from kecamatan.selectors.compare import Compared


def lead_of(found: Compared) -> list[str]:
    """Where most remain; who lies above what chance does; who stays silent longest."""
    known = [one for one in found.rows if one.remaining is not None]
    if not known:
        return [_("No baseline has been stated yet.")]
    most = max(known, key=lambda one: one.remaining or 0)
    facts = {"place": most.kecamatan, "n": number_text(most.remaining)}
    if len(found.rows) == 1:
        words = _("In %(place)s %(n)s people remain. It is your only kecamatan, so there is none to compare it with.")
        return [words % facts]
    said = [_("Most people remain in %(place)s: %(n)s.") % facts]
    if found.base_rate is not None:
        said.append(_rates(found))
    silent = [one for one in found.rows if one.stale_days is not None]
    if silent:
        longest = max(silent, key=lambda one: one.stale_days or 0)
        days = longest.stale_days or 0
        words = ngettext(
            "Nothing was entered for the longest time in %(place)s: %(n)s day.",
            "Nothing was entered for the longest time in %(place)s: %(n)s days.",
            days,
        )
        said.append(words % {"place": longest.kecamatan, "n": number_text(days)})
    return said


def _rates(found: Compared) -> str:
    """Beside how many have a higher or lower rate than chance explains."""
    rate = {"rate": percent_text(found.base_rate, 2)}
    above, below = found.said(Verdict.ABOVE), found.said(Verdict.BELOW)
    if not above and not below:
        return (
            _("By rate no kecamatan differs from all together (%(rate)s of the voters) by more than chance does.")
            % rate
        )
    parts = []
    if above:
        parts.append(_("higher in %(places)s") % {"places": ", ".join(str(one.kecamatan) for one in above)})
    if below:
        parts.append(_("lower in %(places)s") % {"places": ", ".join(str(one.kecamatan) for one in below)})
    words = _("Of all together %(rate)s of the voters remain; hardly by chance it is %(where)s.")
    return words % {**rate, "where": _(" and ").join(parts)}
