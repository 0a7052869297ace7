"""All that the page of one resident shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kecamatan.access import Scope, may_write
from kecamatan.figures import day_text, number_text
from kecamatan.models import CountUpdate
from outreach import life
from outreach.life import State, Step
from outreach.models import Absence, ImportBatch, Resident, ResidentRow, ResidentStep
from outreach.segments import age_on, changes_on, segment_of
from outreach.selectors.history import Line, as_history, history_of, steps_of
from outreach.selectors.likely import Likely, household_of, likely_doubles, person_of
from outreach.words import SEGMENTS

#: State → what is to happen next.
NEXT = {
    State.UNRECORDED: gettext_lazy("Next: record the biometrics."),
    State.FAILED: gettext_lazy("Next: record the biometrics again."),
    State.RECORDED: gettext_lazy("Next: the centre takes the recording in."),
    State.SENT: gettext_lazy("Next: wait for the centre to say that the card may be printed."),
    State.DUPLICATE: gettext_lazy("Next: settle with the centre which of the two entries stays."),
    State.PRINT_READY: gettext_lazy("Next: print the card."),
    State.PRINTED: gettext_lazy("Next: hand the card over."),
}
#: The steps a person takes by hand, in the order in which they are offered. Merging has a page of its own.
OFFERED = (
    Step.RECORD,
    Step.SEND,
    Step.READY,
    Step.PRINT,
    Step.DELIVER,
    Step.FAIL,
    Step.HOLD_AS_DUPLICATE,
    Step.REMOVE,
    Step.ADD,
)


@dataclass(frozen=True)
class ResidentPage:
    """One resident, as their page shows them to one user on ``today``."""

    resident: Resident
    today: date
    assigned: frozenset[int] | None
    writes: bool
    steps: list[ResidentStep]
    history: list[Line]
    household: list[Resident]
    doubles: list[Likely]
    rows: list[CountUpdate]
    swallowed: list[Resident]
    absent: ImportBatch | None

    @cached_property
    def life(self) -> life.Life:
        """Where the steps lead."""
        return life.life_of(as_history(self.resident, self.steps))

    @property
    def status(self) -> str:
        """The status in words, with its age where something is waited for."""
        state, since = capfirst(self.resident.get_state_display()), self.resident.since
        if self.resident.removal:
            state = f"{state}: {self.resident.get_removal_display()}"
        days = (self.today - since).days
        if self.life.state not in life.WAITING:
            return _("%(state)s, on %(day)s") % {"state": state, "day": day_text(since)}
        if days <= 0:
            return _("%(state)s, since today") % {"state": state}
        words = ngettext("%(state)s for %(days)s day", "%(state)s for %(days)s days", days)
        return words % {"state": state, "days": number_text(days)}

    @property
    def next(self) -> str:
        """What is to happen next."""
        return str(NEXT.get(self.life.state, _("Nothing more is to be done.")))

    @property
    def offered(self) -> list[Step]:
        """The steps that the table and the age allow today."""
        return [step for step in self._possible if (self._from(step) or self.today) <= self.today]

    @property
    def too_early(self) -> list[str]:
        """A sentence for each step that only age stands against."""
        found = []
        for step in self._possible:
            day = self._from(step)
            if day and day > self.today:
                facts = {"step": ResidentStep.Step(step).label, "day": day_text(day)}
                found.append(_("“%(step)s” is possible from %(day)s on, because of the age.") % facts)
        return found

    @property
    def _possible(self) -> list[Step]:
        return [step for step in OFFERED if life.may(self.life, step)]

    def _from(self, step: Step) -> date | None:
        if self.resident.birth_date is None:
            return None
        return life.allowed_from(step, self.resident.birth_date, ever_married=self.resident.ever_married)

    @property
    def undoable(self) -> ResidentStep | None:
        """The last step that stands; None where there is none."""
        undone = {one.undoes_id for one in self.steps if one.undoes_id}
        standing = [one for one in self.steps if one.step != Step.UNDO and one.pk not in undone]
        return standing[-1] if standing else None

    @property
    def merged_into(self) -> Resident | None:
        """The one that this entry is another of, where this user may see them."""
        last = self.undoable
        into = last.into if last is not None and last.step == Step.MERGE else None
        seen = into is not None and (self.assigned is None or into.kecamatan_id in self.assigned)
        return into if seen else None

    @property
    def age(self) -> int | None:
        """Whole years today."""
        return age_of(self.resident, self.today)

    @property
    def segment(self) -> str:
        """The segment today, in words; "" where the birth date is unknown."""
        return self._segment_on(self.today)

    @property
    def segment_changes(self) -> tuple[date, str] | None:
        """The next day on which the segment changes by itself, and to which."""
        resident = self.resident
        day = changes_on(
            resident.birth_date, self.today, polling_day=resident.drive.polling_day, ever_married=resident.ever_married
        )
        return (day, self._segment_on(day)) if day else None

    def _segment_on(self, day: date) -> str:
        resident = self.resident
        found = segment_of(
            resident.birth_date, day, polling_day=resident.drive.polling_day, ever_married=resident.ever_married
        )
        return str(SEGMENTS[found]) if found else ""

    @property
    def unlistable(self) -> bool:
        """Nothing happened yet but being listed: a mistaken entry can go."""
        return self.writes and self.life.state is State.UNRECORDED

    @property
    def members(self) -> list[tuple[Resident, int | None]]:
        """The others of the household with their ages."""
        return [(one, age_of(one, self.today)) for one in self.household]


def age_of(resident: Resident, today: date) -> int | None:
    """Whole years; None where the birth date is unknown."""
    return None if resident.birth_date is None else age_on(resident.birth_date, today)


def resident_page(scope: Scope, resident: Resident) -> ResidentPage:
    """The page of ``resident``, who came from ``access.resident_or_404`` (eight queries at most)."""
    steps = steps_of(resident)
    owned = ResidentRow.objects.filter(resident=resident).values("row_id")
    rows = CountUpdate.objects.filter(key__in=owned).select_related("kecamatan", "desa", "entered_by", "reversal")
    merged = resident.state == State.MERGED
    return ResidentPage(
        resident=resident,
        today=scope.today,
        assigned=scope.assigned,
        writes=may_write(scope, resident.kecamatan),
        steps=steps,
        history=history_of(resident, steps),
        household=list(household_of(scope, resident)),
        doubles=[] if merged else likely_doubles(scope, resident.drive, person_of(resident), of=resident),
        rows=list(rows.order_by("pk")),
        swallowed=[step.resident for step in merges_into(scope, resident)],
        absent=absent_from(resident),
    )


def merges_into(scope: Scope, resident: Resident) -> QuerySet[ResidentStep]:
    """The standing steps by which other entries became part of this one, as far as this user may see them."""
    steps = ResidentStep.objects.filter(into=resident, step=Step.MERGE, undone_by__isnull=True)
    if scope.assigned is not None:
        steps = steps.filter(resident__kecamatan__in=scope.assigned)
    return steps.select_related("resident__desa").order_by("resident__name", "pk")


def absent_from(resident: Resident) -> ImportBatch | None:
    """The list of the centre that lacks this resident, while nobody has said why."""
    found = Absence.objects.filter(resident=resident, settled=Absence.Settled.OPEN).select_related("batch").first()
    return found.batch if found else None
