"""What to know before a visit is planned as it is: clashes with other visits, and what is unusual about its day."""

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from kecamatan.access import Scope
from kecamatan.figures import hours_text
from kecamatan.models import Drive
from kecamatan.place_names import squeeze
from outreach.access import visits_for
from outreach.actions.visits.planning import Plan
from outreach.clash_words import Names, caution_text, in_words
from outreach.clashes import Planned, cautions, clashes
from outreach.models import Letter, Visit
from outreach.planner.travel import Point
from outreach.selectors.calendar_days import days_between


def warnings_of(scope: Scope, drive: Drive, plan: Plan, visit: Visit | None = None) -> list[str]:
    """Sentences, the gravest first; empty where nothing stands in the way (seven queries, eight for a visit that is changed).

    A visit of a kecamatan that is not of the scope clashes as well, but is not named.
    """
    (day,) = days_between(scope, plan.day, plan.day)
    found = cautions(
        day,
        today=scope.today,
        at_schools=bool(plan.schools),
        baseline_date=drive.baseline_date,
        last_recording_day=drive.last_recording_day,
    )
    others = list(_others(scope, plan, visit))
    seen = set(visits_for(scope).filter(pk__in=[one.pk for one in others]).values_list("pk", flat=True))
    names = Names(
        visits={one.pk: f"{one.place_name}, {hours_text(one.starts, one.ends)}" for one in others if one.pk in seen},
        people={one.pk: str(one) for one in plan.team},
        desa={one.pk: str(one) for one in plan.desa},
        schools={one.pk: str(one) for one in plan.schools},
    )
    planned = _planned_of(plan, visit)
    written = _written_to(visit, plan) if visit is not None else []
    return [*map(caution_text, found), *written, *in_words(clashes(planned, map(as_planned, others)), names)]


def mark_of(warnings: list[str]) -> str:
    """Names what was shown, so that other warnings are shown before they count as seen."""
    return hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:32]


def _written_to(visit: Visit, plan: Plan) -> list[str]:
    """Whose letter about the visit stands, though the plan would not serve them any more."""
    desa, schools = {one.pk for one in plan.desa}, {one.pk for one in plan.schools}
    letters = Letter.objects.filter(visit=visit, kind__in=Letter.ASKING).live().select_related("number").order_by("pk")
    words = _("%(recipient)s has the letter %(number)s about this visit. Void it and tell them, if it leaves them out.")
    return [
        words % {"recipient": one.addressee, "number": one}
        for one in letters
        if (one.desa_id and one.desa_id not in desa) or (one.school_id and one.school_id not in schools)
    ]


def _others(scope: Scope, plan: Plan, visit: Visit | None) -> Iterable[Visit]:
    found = Visit.objects.filter(drive__kabupaten=scope.kabupaten, day=plan.day).taking_place()
    if visit is not None:
        found = found.exclude(pk=visit.pk)
    return found.prefetch_related("desa", "schools", "team", "kits")


def _planned_of(plan: Plan, visit: Visit | None) -> Planned:
    return Planned(
        number=visit.pk if visit else None,
        day=plan.day,
        starts=plan.starts,
        ends=plan.ends,
        team=frozenset(one.pk for one in plan.team),
        kits=frozenset(str(one) for one in plan.kits),
        place=squeeze(plan.place_name),
        point=Point(*plan.point) if plan.point else None,
        desa=frozenset(one.pk for one in plan.desa),
        schools=frozenset(one.pk for one in plan.schools),
    )


def as_planned(visit: Visit) -> Planned:
    """A stored visit as far as clashes go (no query, where desa, schools, team and kits were fetched with it)."""
    return Planned(
        number=visit.pk,
        day=visit.day,
        starts=visit.starts,
        ends=visit.ends,
        team=frozenset(one.pk for one in visit.team.all()),
        kits=frozenset(str(one) for one in visit.kits.all()),
        place=squeeze(visit.place_name),
        point=None if visit.latitude is None else Point(visit.latitude, visit.longitude),
        desa=frozenset(one.pk for one in visit.desa.all()),
        schools=frozenset(one.pk for one in visit.schools.all()),
    )
