"""What reports on paper ask of people and visits: whole numbers of places, never a person."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kecamatan.models import Drive
from kecamatan.reports.content import People
from kecamatan.reports.visits import VisitNumbers
from outreach.life import REMAINING, State
from outreach.models import Resident, ResidentStep, Visit
from outreach.segments import Segment, birth_bounds
from outreach.selectors.segments import born_within
from outreach.selectors.visits.figures import told_of
from outreach.visit_life import HELD


def people_of_desa(
    drive: Drive, kecamatan_ids: Sequence[int], day: date, as_of: date | None, known_before: datetime | None
) -> dict[int, People]:
    """Desa → what its names tell on ``day`` (one query). ``as_of``: with what happened until then, None is the present;
    ``known_before``: with what had been entered before that moment.
    """
    people = Resident.objects.filter(drive=drive, kecamatan__in=kecamatan_ids).order_by()
    if as_of is None and known_before is None:
        people = people.annotate(then=F("state"))
    else:
        people = _as_it_was(people, as_of or day, known_before)
    obliged = born_within(birth_bounds(Segment.OBLIGED, day))
    groups = people.annotate(
        grown=Case(When(obliged, then=Value("yes")), default=Value(""), output_field=CharField())
    ).values_list("desa_id", "sex", "then", "grown")
    found: dict[int, People] = {}
    for desa, sex, state, grown, many in groups.annotate(many=Count("pk")):
        found[desa] = found.get(desa, People()).plus(_people(sex, state, bool(grown), many))
    return found


def _as_it_was(people: QuerySet[Resident], day: date, known_before: datetime | None) -> QuerySet[Resident]:
    """Whoever was listed by then, with the state to which the steps led that stood by then."""
    steps = ResidentStep.objects.filter(resident=OuterRef("pk"), day__lte=day).exclude(step=ResidentStep.Step.UNDO)
    people = people.filter(listed_on__lte=day)
    if known_before is None:
        steps = steps.filter(undone_by__isnull=True)
    else:
        people = people.filter(listed_at__lt=known_before)
        steps = steps.filter(at__lt=known_before).filter(Q(undone_by__isnull=True) | Q(undone_by__at__gte=known_before))
    last = Subquery(steps.order_by("-number").values("to_state")[:1])
    return people.annotate(then=Coalesce(last, Value(State.UNRECORDED.value)))


def _people(sex: str, state: str, grown: bool, many: int) -> People:
    if state == State.MERGED:
        return People()
    left = many if state in REMAINING else 0
    return People(
        listed=many,
        left_male=left if sex == Resident.Sex.MALE else 0,
        left_female=left if sex == Resident.Sex.FEMALE else 0,
        left=left,
        left_obliged=left if grown else 0,
        ready=many if state == State.PRINT_READY else 0,
        printed=many if state in {State.PRINTED, State.DELIVERED} else 0,
        delivered=many if state == State.DELIVERED else 0,
    )


def visits_of_days(drive: Drive, kecamatan_ids: Sequence[int], first: date, last: date) -> list[VisitNumbers]:
    """The visits of these days that took place or are planned, in their order (three queries)."""
    visits = Visit.objects.filter(drive=drive, kecamatan__in=kecamatan_ids, day__range=(first, last)).taking_place()
    told = told_of(visits)
    in_order = sorted(told.figures, key=lambda pk: (told.days[pk][0], told.begins[pk][0], pk))
    return [
        VisitNumbers(
            told.days[pk][0],
            told.begins[pk][1],
            figures.serves or (),
            told.days[pk][1] in HELD,
            figures.expected,
            figures.came,
            figures.recorded,
        )
        for pk in in_order
        for figures in [told.figures[pk]]
    ]
