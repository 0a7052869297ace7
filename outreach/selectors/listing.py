"""What is shown before somebody new is saved: how they will be counted, and who looks like them."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kecamatan.figures import day_text
from kecamatan.models import Drive
from outreach.actions.people import Details
from outreach.rule_eight import flows_in
from outreach.segments import obliged_from
from outreach.selectors.likely import Likely


@dataclass(frozen=True)
class Listing:
    """``flows_in``: rule 8's answer; an unknown birth date counts as named. ``born_known``: whether the rule had one."""

    flows_in: bool
    born_known: bool
    why: str
    doubles: list[Likely]


def listing_of(details: Details, drive: Drive, today: date, doubles: list[Likely]) -> Listing:
    """Rule 8's answer with its reason in words, and the possible doubles."""
    answer = flows_in(details.birth_date, drive.baseline_date, ever_married=details.ever_married)
    return Listing(bool(answer), answer is not None, _why(details, drive, today), doubles)


def _why(details: Details, drive: Drive, today: date) -> str:
    baseline = day_text(drive.baseline_date)
    if details.ever_married:
        return _("whoever was ever married was obliged on the baseline date, %(baseline)s, already") % {
            "baseline": baseline
        }
    if details.birth_date is None:
        return _(
            "the birth date is unknown, so nothing says that the duty began after the baseline date, %(baseline)s"
        ) % {"baseline": baseline}
    obliged = obliged_from(details.birth_date)
    facts = {"day": day_text(obliged), "baseline": baseline}
    if obliged <= drive.baseline_date:
        return _("17 on %(day)s, so obliged on the baseline date, %(baseline)s, already") % facts
    if obliged > today:
        return _("17 only on %(day)s, after the baseline date, %(baseline)s") % facts
    return _("17 on %(day)s, after the baseline date, %(baseline)s") % facts
