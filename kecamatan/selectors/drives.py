"""The drives of a kabupaten beside each other: what each began with, did and left, and its course until polling day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kecamatan.access import Scope, drives_for
from kecamatan.charts import Chart
from kecamatan.counts import Counts, ratio
from kecamatan.courses import MOST_COURSES, Course, Sheet, draw_courses
from kecamatan.figures import number_text, percent_text
from kecamatan.models import Baseline, CountUpdate, Drive
from kecamatan.selectors.counts import sums_of_kinds
from kecamatan.selectors.story import Coverage, Days, coverage_of, weekly

#: What the courses are drawn in.
SHARE, NUMBER = "share", "number"


@dataclass(frozen=True)
class DriveTold:
    """One drive of some kecamatan. ``counts``: as of ``end``, polling day or, before it, today.

    ``stated``: the baseline of each of its kecamatan is stated, so that what remains is known.
    """

    drive: Drive
    end: date
    counts: Counts
    levels: Days
    coverage: Coverage | None
    stated: bool

    @property
    def is_over(self) -> bool:
        """Is polling day past, or today?"""
        return self.end == self.drive.polling_day

    @property
    def days(self) -> int:
        """Days from the baseline to polling day."""
        return (self.drive.polling_day - self.drive.baseline_date).days

    @property
    def days_passed(self) -> int:
        """Days from the baseline to ``end``."""
        return max(0, (self.end - self.drive.baseline_date).days)

    @property
    def share_left(self) -> float | None:
        """Remaining ÷ baseline; more than 1 where more flowed in than was done."""
        return ratio(self.counts.remaining, self.counts.baseline) if self.stated else None

    def course(self, measure: str, name: str) -> Course:
        """Remaining by days before polling day, in people or in percent of the baseline."""
        whole = self.counts.baseline if measure == SHARE else 100
        polling = self.drive.polling_day
        values = [((polling - day).days, 100 * level.remaining / whole) for day, level in self.levels if whole]
        return Course(name, self.drive.name, values if self.stated else [])


@dataclass(frozen=True)
class Alongside:
    """A past drive at the present one's distance from polling day: remaining ÷ baseline then, and how it ended."""

    told: DriveTold
    days_before: int
    then: float
    now: float


@dataclass(frozen=True)
class Drives:
    """All drives, the active one first; the drawing of the newest of them; the past ones at the same distance."""

    told: Sequence[DriveTold]
    measure: str
    wide: Chart | None
    narrow: Chart | None
    alongside: Sequence[Alongside]


def drives_told(scope: Scope, measure: str) -> Drives:
    """Four queries, however many drives and rows there are."""
    drives = list(drives_for(scope))
    ids = [one.pk for one in scope.kecamatan]
    baselines: dict[int, dict[int, int]] = defaultdict(dict)
    stated = Baseline.objects.of_kecamatan().filter(drive__in=drives, kecamatan__in=ids).order_by()
    for drive, kecamatan, people in stated.values_list("drive", "kecamatan", "people"):
        baselines[drive][kecamatan] = people
    flows = _flows(drives, ids)
    told = [_told(one, scope, baselines[one.pk], flows[one.pk], len(ids)) for one in drives]
    shown = [one for one in told if one.levels][:MOST_COURSES]
    courses = [one.course(measure, f"course-{index}") for index, one in enumerate(shown)]
    return Drives(told, measure, _chart(courses, measure, 860, 320), _chart(courses, measure, 360, 280), _beside(told))


def _flows(drives: Sequence[Drive], kecamatan_ids: Sequence[int]) -> dict[int, list[tuple[date, Counts]]]:
    """Drive → its days with entries, in order (one query)."""
    rows = CountUpdate.objects.filter(drive__in=drives, kecamatan__in=kecamatan_ids).order_by()
    kinds = ("added", "removed", "recorded_elsewhere", "recorded")
    days = rows.values("drive_id", "date").annotate(**sums_of_kinds()).order_by("drive_id", "date")
    found: dict[int, list[tuple[date, Counts]]] = defaultdict(list)
    for drive, day, *sums in days.values_list("drive_id", "date", *kinds):
        found[drive].append((day, Counts(0, *sums)))
    return found


def _told(drive: Drive, scope: Scope, baselines: dict[int, int], days: Days, places: int) -> DriveTold:
    drive.kabupaten = scope.kabupaten
    begun = scope.today >= drive.baseline_date
    end = max(drive.baseline_date, min(drive.polling_day, scope.today))
    baseline = sum(baselines.values())
    levels = weekly(days, baseline, first=drive.baseline_date, until=end) if begun else []
    if levels and levels[0][0] > drive.baseline_date:
        levels = [(drive.baseline_date, Counts(baseline)), *levels]
    counts = levels[-1][1] if levels else Counts(baseline)
    stated = bool(baselines) and len(baselines) == places
    coverage = coverage_of(drive, counts.remaining) if scope.everything and stated else None
    return DriveTold(drive, end, counts, levels, coverage, stated)


def _beside(told: Sequence[DriveTold]) -> list[Alongside]:
    """Each past drive as far from its polling day as the present one is from its own."""
    present = next((one for one in told if one.drive.is_active and not one.is_over and one.levels), None)
    if present is None or present.share_left is None:
        return []
    days = (present.drive.polling_day - present.end).days
    found = []
    for one in told:
        then = one.course(SHARE, "").at(days) if one.is_over else None
        if then is not None:
            found.append(Alongside(one, days, then / 100, present.share_left))
    return found


def _chart(courses: Sequence[Course], measure: str, width: int, height: int) -> Chart | None:
    def number(value: int) -> str:
        return percent_text(value / 100, 0) if measure == SHARE else number_text(value)

    sheet = Sheet(
        width,
        height,
        label_room=16 if width < 500 else 150,
        number=number,
        days=lambda days: _("%(days)s days before") % {"days": days} if width > 500 else f"−{days}",
        polling_day=_("Polling day"),
    )
    return draw_courses(courses, sheet)
