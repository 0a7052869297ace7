"""Why a place is worth a visit, and how good a plan is, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.figures import number_text, percent_text
from outreach.planner.plan import Plan
from outreach.planner.ranking import Reason
from outreach.planner.travel import Access
from outreach.planner.turnout import Basis

#: Days from here on are a whole day, a half and a quarter; less is a couple of hours.
_WHOLE, _HALF, _QUARTER = 0.8, 0.4, 0.2


def reason_words(reason: Reason) -> str:
    """Such as: 38 left, 61% of the 62 expected came last time, half a day by boat: about 21 recordings."""
    left = _("%(people)s left") % {"people": number_text(reason.left)}
    recordings = round(reason.expected)
    about = ngettext("about %(people)s recording", "about %(people)s recordings", recordings)
    promise = about % {"people": number_text(recordings)}
    if reason.capped:
        promise = _("%(recordings)s, as a day has room for no more") % {"recordings": promise}
    facts = {"left": left, "came": _came(reason), "time": _time(reason), "promise": promise}
    return _("%(left)s, %(came)s, %(time)s: %(promise)s") % facts


def worth_words(plan: Plan) -> str:
    """What a plan reaches, and which part of what any plan could reach that is at least; rounded down."""
    if not plan.proposals:
        return _("No day of these weeks promises a recording.")
    facts = {"recordings": number_text(round(plan.total))}
    if plan.at_least is None:
        return _("About %(recordings)s recordings.") % facts
    facts["percent"] = percent_text(int(plan.at_least * 100) / 100, 0)
    return (
        _(
            "About %(recordings)s recordings: at least %(percent)s of what any plan for these teams and days could reach."
        )
        % facts
    )


def _came(reason: Reason) -> str:
    if not reason.seen_expected:
        facts = {"percent": percent_text(reason.chance, 0)}
        return _("no visit to learn from yet, %(percent)s of them assumed to come") % facts
    share = percent_text(reason.seen_recorded / reason.seen_expected, 0)
    facts = {"percent": share, "people": number_text(reason.seen_expected)}
    if reason.basis is Basis.LAST_TIME:
        return _("%(percent)s of the %(people)s expected came last time") % facts
    return _("%(percent)s of the %(people)s expected came at such places") % facts


def _time(reason: Reason) -> str:
    boat = reason.by is Access.BOAT
    if reason.days >= _WHOLE:
        return _("a day by boat") if boat else _("a day by road")
    if reason.days >= _HALF:
        return _("half a day by boat") if boat else _("half a day by road")
    if reason.days >= _QUARTER:
        return _("a quarter of a day by boat") if boat else _("a quarter of a day by road")
    return _("an hour or so by boat") if boat else _("an hour or so by road")
