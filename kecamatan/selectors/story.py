"""The story of a place as of a day: how many remain, why, how fast it goes, and whether that gets there.

The same for the kabupaten, a kecamatan and a desa; each page adds what lies below it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kecamatan.charts import Chart, Frame, Series, time_chart
from kecamatan.counts import Counts, ratio
from kecamatan.days import end_of
from kecamatan.figures import number_text
from kecamatan.forecast.parts import most_remaining
from kecamatan.models import CountUpdate, Desa, Drive, Kecamatan
from kecamatan.pace import Outlook, Pace, outlook, pace_of
from kecamatan.selectors.counts import KecamatanCounts, Picture, counts_as_of, daily_flows

Days = Sequence[tuple[date, Counts]]


@dataclass(frozen=True)
class When:
    """The day a page speaks of. ``is_now``: today, with all that is known; else an earlier day."""

    drive: Drive
    as_of: date
    today: date

    @property
    def is_now(self) -> bool:
        return self.as_of >= self.today

    @property
    def as_of_iso(self) -> str:
        """2024-06-25, for addresses."""
        return self.as_of.isoformat()

    @property
    def day_filter(self) -> date | None:
        """What to pass to the selectors: None is the present."""
        return None if self.is_now else self.as_of


@dataclass(frozen=True)
class Story:
    """What one page says of one place. ``counts.baseline`` means nothing where ``is_broken_down`` is False.

    ``unstated``: of so many kecamatan the baseline is not stated yet; ``is_stated``: of one at least it is.
    """

    counts: Counts
    is_broken_down: bool
    is_stated: bool
    unstated: int
    known_then: Counts | None
    outlook: Outlook
    last_entered: datetime | None
    last_day: date | None
    wide: Chart
    narrow: Chart
    weeks: Sequence[tuple[date, Counts]]

    @property
    def is_empty(self) -> bool:
        """Nothing was entered yet."""
        return self.last_entered is None

    @property
    def is_known(self) -> bool:
        """Are all baselines stated? Else more people remain than the counts say."""
        return self.unstated == 0

    @property
    def is_done(self) -> bool:
        """Is everybody recorded who had to be?"""
        return self.is_known and self.counts.remaining == 0 and self.counts.to_record > 0


@dataclass(frozen=True)
class Coverage:
    """Remaining against the drive's base of people (rule 11: the base has a name, a source and a date)."""

    share: float | None
    may_remain: int
    above: int


def coverage_of(drive: Drive, remaining: int) -> Coverage | None:
    """Coverage = 1 − remaining ÷ base; at the target at most ``may_remain`` people may be left. None without a base."""
    if not drive.base_people:
        return None
    left_out = ratio(remaining, drive.base_people)
    may_remain = most_remaining(drive.base_people, float(drive.coverage_target))
    return Coverage(None if left_out is None else 1 - left_out, may_remain, max(0, remaining - may_remain))


def running(days: Days, baseline: int, *, first: date, until: date) -> list[tuple[date, Counts]]:
    """The counts at the end of ``first``, of every day with entries, and of ``until``."""
    level = Counts(baseline)
    found: list[tuple[date, Counts]] = []
    if not days or days[0][0] > first:
        found.append((first, level))
    for day, flow in days:
        level = level + flow
        found.append((day, level))
    if found[-1][0] < until:
        found.append((until, level))
    return found


def weekly(days: Days, baseline: int, *, first: date, until: date) -> list[tuple[date, Counts]]:
    """The counts at the end of each week (Sunday) from the baseline to ``until``, the last one at ``until`` itself."""
    level, index, found = Counts(baseline), 0, []
    end = first + timedelta(days=6 - first.weekday())
    while True:
        stop = min(end, until)
        while index < len(days) and days[index][0] <= stop:
            level = level + days[index][1]
            index += 1
        found.append((stop, level))
        if stop >= until:
            return found
        end += timedelta(days=7)


def merged(parts: Sequence[Days]) -> list[tuple[date, Counts]]:
    """The days of several places added up, in order."""
    by_day: dict[date, Counts] = {}
    for days in parts:
        for day, flow in days:
            by_day[day] = by_day[day] + flow if day in by_day else flow
    return sorted(by_day.items())


def tell(
    when: When,
    counts: Counts,
    days: Days,
    *,
    picture: Picture,
    known_then: Counts | None,
    last_entered: datetime | None,
    is_broken_down: bool = True,
) -> Story:
    """Put the story of a place together from its counts and its days."""
    drive = when.drive
    first = min(drive.baseline_date, when.as_of)
    pace = pace_of(days, as_of=when.as_of, start=drive.baseline_date)
    begun = max(drive.baseline_date, when.as_of)
    look = outlook(counts.remaining, pace, as_of=begun, last_recording_day=drive.last_recording_day)
    has_remaining = is_broken_down and bool(picture.stated)
    levels = running(days, counts.baseline, first=first, until=when.as_of)
    return Story(
        counts=counts,
        is_broken_down=is_broken_down,
        is_stated=bool(picture.stated),
        unstated=len(picture.kecamatan) - len(picture.stated),
        known_then=known_then,
        outlook=look,
        last_entered=last_entered,
        last_day=days[-1][0] if days else None,
        wide=_chart(when, counts.baseline, levels, has_remaining, width=860, height=320),
        narrow=_chart(when, counts.baseline, levels, has_remaining, width=360, height=280),
        weeks=weekly(days, counts.baseline, first=first, until=when.as_of)[-26:],
    )


def _chart(when: When, baseline: int, levels: Days, has_remaining: bool, *, width: int, height: int) -> Chart:
    drive = when.drive
    series = [
        Series("recorded", _("Recorded"), [(day, level.recorded) for day, level in levels]),
        Series("added", _("Flowed in"), [(day, level.added) for day, level in levels]),
    ]
    if has_remaining:
        series.insert(0, Series("remaining", _("Remaining"), [(day, level.remaining) for day, level in levels]))
    frame = Frame(
        first=min(drive.baseline_date, when.as_of),
        last=max(drive.polling_day, when.as_of),
        width=width,
        height=height,
        label_room=16 if width < 500 else 124,
        number=number_text,
        month=lambda day: date_format(day, "M" if day.month != 1 else "M Y"),
    )
    return time_chart(
        series,
        frame,
        baseline=baseline if has_remaining else None,
        held_until=drive.last_recording_day if has_remaining else None,
        marks=[(drive.last_recording_day, _("Last recording day")), (drive.polling_day, _("Polling day"))],
    )


def known_then_of(when: When, kecamatan_ids: Sequence[int]) -> Picture | None:
    """The counts as they were known at the end of an earlier day (rule 9); None for the present."""
    if when.is_now:
        return None
    zone = when.drive.kabupaten.time_zone
    return counts_as_of(when.drive, kecamatan_ids, as_of=when.as_of, known_before=end_of(when.as_of, zone))


@dataclass(frozen=True)
class KecamatanRow:
    """One kecamatan on the dashboard."""

    kecamatan: Kecamatan
    counts: Counts
    last_day: date | None
    as_of: date
    weeks: Sequence[tuple[date, Counts]]
    pace: Pace | None
    here: KecamatanCounts
    is_stated: bool

    @property
    def stale_days(self) -> int | None:
        """Days since the last day with an entry."""
        return (self.as_of - self.last_day).days if self.last_day else None

    @property
    def last_day_ordinal(self) -> int:
        """For sorting: the longest silent first, those without any entry before them."""
        return self.last_day.toordinal() if self.last_day else 0

    @property
    def rate(self) -> float | None:
        """Remaining ÷ voters on the roll."""
        return ratio(self.counts.remaining, self.kecamatan.voters)

    @property
    def trend(self) -> list[int]:
        """The remaining at the end of the last twelve weeks."""
        return [level.remaining for _day, level in self.weeks[-12:]]

    @property
    def four_weeks(self) -> int | None:
        """How remaining moved over the last four weeks shown."""
        return self.trend[-1] - self.trend[-5] if len(self.trend) >= 5 else None

    @property
    def four_weeks_from(self) -> date | None:
        """The first day of them: the day after the end of the week before."""
        return self.weeks[-5][0] + timedelta(days=1) if len(self.weeks) >= 5 else None


@dataclass(frozen=True)
class Dashboard:
    """The kabupaten, or the kecamatan assigned to somebody. ``days``: what happened on each day, of all of them together."""

    story: Story
    rows: Sequence[KecamatanRow]
    coverage: Coverage | None
    days: Days

    @property
    def stalest(self) -> KecamatanRow | None:
        """The kecamatan of which nothing was entered for the longest time; None where nothing ever was."""
        told = [row for row in self.rows if row.last_day is not None]
        return min(told, key=lambda row: row.last_day_ordinal) if len(self.rows) > 1 and told else None

    @property
    def never(self) -> int:
        """Of so many kecamatan nothing was ever entered."""
        return sum(row.last_day is None for row in self.rows)


def dashboard(when: When, kecamatan: Sequence[Kecamatan], *, everything: bool) -> Dashboard:
    """The first page, for these kecamatan: three queries, two more for an earlier day."""
    ids = [one.pk for one in kecamatan]
    picture = counts_as_of(when.drive, ids, as_of=when.day_filter)
    days = daily_flows(when.drive, ids, as_of=when.day_filter)
    then = known_then_of(when, ids)
    counts, together = picture.total, merged(list(days.values()))
    story = tell(
        when,
        counts,
        together,
        picture=picture,
        known_then=then.total if then else None,
        last_entered=max(picture.last_entered.values(), default=None),
    )
    rows = [_kecamatan_row(when, one, picture, days[one.pk]) for one in kecamatan]
    coverage = coverage_of(when.drive, counts.remaining) if everything and story.is_known else None
    return Dashboard(story, rows, coverage, together)


def _kecamatan_row(when: When, kecamatan: Kecamatan, picture: Picture, days: Days) -> KecamatanRow:
    counts = picture.kecamatan[kecamatan.pk].counts
    first = min(when.drive.baseline_date, when.as_of)
    weeks = weekly(days, counts.baseline, first=first, until=when.as_of)
    return KecamatanRow(
        kecamatan,
        counts,
        days[-1][0] if days else None,
        when.as_of,
        weeks,
        pace_of(days, as_of=when.as_of, start=when.drive.baseline_date),
        picture.kecamatan[kecamatan.pk],
        kecamatan.pk in picture.stated,
    )


@dataclass(frozen=True)
class DesaRow:
    """One desa on its kecamatan's page, or (None) what is not broken down.

    ``counts_here`` is False for a desa without a share: its flow counts within what is not broken down, and it has no
    remaining of its own.
    """

    desa: Desa | None
    counts: Counts
    counts_here: bool

    @property
    def name(self) -> str:
        """For sorting: what is not broken down comes last."""
        return self.desa.name if self.desa else "\uffff"


@dataclass(frozen=True)
class KecamatanStory:
    kecamatan: Kecamatan
    story: Story
    desa: Sequence[DesaRow]
    here: KecamatanCounts
    recent: Sequence[CountUpdate]

    @property
    def rest(self) -> Counts:
        """What is not broken down."""
        return self.here.rest


def kecamatan_story(when: When, kecamatan: Kecamatan, desa: Sequence[Desa]) -> KecamatanStory:
    """A kecamatan and its desa."""
    picture = counts_as_of(when.drive, [kecamatan.pk], as_of=when.day_filter)
    here = picture.kecamatan[kecamatan.pk]
    days = daily_flows(when.drive, [kecamatan.pk], as_of=when.day_filter)[kecamatan.pk]
    then = known_then_of(when, [kecamatan.pk])
    story = tell(
        when,
        here.counts,
        days,
        picture=picture,
        known_then=then.kecamatan[kecamatan.pk].counts if then else None,
        last_entered=picture.last_entered.get(kecamatan.pk),
    )
    rows = [
        DesaRow(one, here.desa.get(one.pk) or here.flows.get(one.pk, Counts()), one.pk in here.desa) for one in desa
    ]
    return KecamatanStory(kecamatan, story, rows, here, recent_rows(when, kecamatan=kecamatan))


@dataclass(frozen=True)
class DesaStory:
    story: Story
    here: KecamatanCounts
    recent: Sequence[CountUpdate]

    @property
    def rest(self) -> Counts:
        """What its kecamatan has not broken down."""
        return self.here.rest


def desa_story(when: When, desa: Desa) -> DesaStory:
    """A desa; without a share it draws on what its kecamatan has not broken down."""
    picture = counts_as_of(when.drive, [desa.kecamatan_id], as_of=when.day_filter)
    here = picture.kecamatan[desa.kecamatan_id]
    days = daily_flows(when.drive, [desa.kecamatan_id], as_of=when.day_filter, desa_id=desa.pk)[desa.kecamatan_id]
    then_picture = known_then_of(when, [desa.kecamatan_id])
    has_share = desa.pk in here.desa
    then = then_picture.kecamatan[desa.kecamatan_id] if then_picture else None
    recent = recent_rows(when, desa=desa)
    story = tell(
        when,
        here.desa[desa.pk] if has_share else here.flows.get(desa.pk, Counts()),
        days,
        picture=picture,
        known_then=(then.desa[desa.pk] if has_share else then.flows.get(desa.pk, Counts())) if then else None,
        last_entered=max((row.entered_at for row in recent), default=None),
        is_broken_down=has_share,
    )
    return DesaStory(story, here, recent)


def recent_rows(when: When, **place) -> list[CountUpdate]:
    """The last ten rows of a place, each beside the row that reverses it."""
    rows = CountUpdate.objects.filter(drive=when.drive, date__lte=when.as_of, **place)
    return list(rows.with_pair().for_list()[:10])
