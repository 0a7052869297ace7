"""What a calendar reads of the visits: when, where, how it stands, and how many are expected; never a person."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kecamatan.access import Scope, drives_for
from kecamatan.figures import number_text
from outreach.access import visits_for
from outreach.filters.visits import going
from outreach.ics import FeedEvent, Status
from outreach.models import Visit
from outreach.selectors.visits.figures import Figures, figures_of
from outreach.visit_life import CALLED_OFF, State

#: How far back a calendar looks.
DAYS_BACK = 60


def feed_events(scope: Scope, *, mine: bool, address: Callable[[Visit], str]) -> list[FeedEvent]:
    """The visits of the active drive from 60 days ago on, of the scope or only ``mine`` (nine queries)."""
    visits = list(_visits(scope, mine))
    figures = figures_of(visits)
    return [_event(one, figures[one.pk], address(one)) for one in visits]


def _visits(scope: Scope, mine: bool) -> QuerySet[Visit]:
    drive = drives_for(scope).filter(is_active=True).first()
    if drive is None:
        return Visit.objects.none()
    found = visits_for(scope).filter(drive=drive, day__gte=scope.today - timedelta(days=DAYS_BACK))
    if mine:
        found = found.filter(going(scope.user.pk))
    found = found.select_related("kecamatan").prefetch_related("desa", "schools")
    return found.annotate(stepped_at=Max("steps__at")).order_by("day", "starts", "pk")


def _event(visit: Visit, figures: Figures, address: str) -> FeedEvent:
    served = ", ".join(one.name for one in [*visit.desa.all(), *visit.schools.all()])
    return FeedEvent(
        uid=f"{visit.uid}@ektp-tracker",
        sequence=visit.version + visit.steps_taken,
        changed=max(visit.made_at, visit.stepped_at or visit.made_at),
        day=visit.day,
        starts=visit.starts,
        ends=visit.ends,
        summary=_("e-KTP: %(place)s") % {"place": visit.place_name},
        status=status_of(visit),
        location=_joined([visit.place_name, visit.place_address, served, str(visit.kecamatan)], ", "),
        description=_joined([_how_it_stands(visit), _expected(figures)], "\n"),
        url=address,
        point=None if visit.latitude is None else (visit.latitude, visit.longitude),
    )


def status_of(visit: Visit) -> Status:
    """Tentative until the place is confirmed or the team is there."""
    if visit.state in CALLED_OFF:
        return Status.CANCELLED
    return Status.TENTATIVE if visit.state in {State.DRAFT, State.ANNOUNCED} else Status.CONFIRMED


def _how_it_stands(visit: Visit) -> str:
    return _("Status: %(state)s") % {"state": visit.get_state_display()}


def _expected(figures: Figures) -> str:
    if figures.expected is None:
        return ""
    words = ngettext("%(number)s person is expected.", "%(number)s people are expected.", figures.expected)
    return words % {"number": number_text(figures.expected)}


def _joined(parts: Iterable[str], by: str) -> str:
    """Those that say something, each once."""
    return by.join(dict.fromkeys(part for part in parts if part))
