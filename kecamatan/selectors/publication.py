"""What is public: the counts of the kecamatan, week by week, as they were known on Sunday evening, by the rule of
``kecamatan.disclosure``. Nothing true but names and days leaves this module.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, IntegerField, Value, When

from kecamatan.counts import KINDS, Counts
from kecamatan.days import end_of, now_utc, today_in
from kecamatan.disclosure import Known, Published, publish
from kecamatan.models import CountUpdate, Drive, Kabupaten, Kecamatan
from kecamatan.selectors.counts import sums_of_kinds

#: Sunday's counts are public from Monday at six: by then everything that was entered on Sunday is there to be seen.
AFTER_MIDNIGHT = timedelta(hours=6)
MOST_WEEKS = 80

#: Kecamatan → the people of its baseline, in order.
Stated = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Week:
    """One week as it is public: ``rows`` stand in the order of the publication's kecamatan."""

    day: date
    rows: Sequence[Published]
    whole: Published


@dataclass(frozen=True)
class Publication:
    """All that is public of a drive. ``weeks``: the oldest first; none before the first Sunday is over."""

    kabupaten: Kabupaten
    drive: Drive
    kecamatan: Sequence[Kecamatan]
    weeks: Sequence[Week]

    @property
    def last(self) -> Week | None:
        return self.weeks[-1] if self.weeks else None

    @property
    def unstated(self) -> int:
        """Of so many kecamatan the baseline is not stated, so that the whole tells of their recordings alone."""
        return sum(row.baseline is None for row in self.last.rows) if self.last else 0

    @property
    def rows(self) -> list[tuple[Kecamatan, Published]]:
        """The kecamatan with their figures of the last week."""
        return list(zip(self.kecamatan, self.last.rows, strict=True)) if self.last else []


def last_sunday(zone: str, now: datetime | None = None) -> date:
    """The last Sunday whose counts are public at this moment."""
    day = today_in(zone, (now or now_utc()) - AFTER_MIDNIGHT)
    return day - timedelta(days=day.isoweekday() % 7 or 7)


def sundays(drive: Drive, last: date) -> list[date]:
    """The Sundays from the baseline to ``last``, the newest ``MOST_WEEKS`` of them."""
    first = drive.baseline_date + timedelta(days=(7 - drive.baseline_date.isoweekday()) % 7)
    days = [first + timedelta(days=7 * number) for number in range((last - first).days // 7 + 1)]
    return days[-MOST_WEEKS:]


def stated_baselines(drive: Drive) -> list[tuple[int, int]]:
    """The baselines of kecamatan, in order (one query)."""
    return list(drive.baselines.of_kecamatan().order_by("kecamatan_id").values_list("kecamatan_id", "people"))


def publication(kabupaten: Kabupaten, drive: Drive, stated: Stated, last: date) -> Publication:
    """What is public of ``drive`` until the Sunday ``last`` (three queries, however many weeks)."""
    places = list(kabupaten.kecamatan_set.select_related("outline").order_by("code"))
    days = sundays(drive, last)
    flows = _flows_by_week(drive, days, kabupaten.time_zone) if days else {}
    baselines = dict(stated)
    levels = {one.pk: Counts(baselines.get(one.pk, 0)) for one in places}
    weeks = []
    for index, day in enumerate(days):
        for pk in levels:
            levels[pk] += flows.get((pk, index), Counts())
        rows, whole = publish([_known(levels[one.pk], one.pk in baselines) for one in places])
        weeks.append(Week(day, rows, whole))
    return Publication(kabupaten, drive, places, weeks)


def _known(counts: Counts, is_stated: bool) -> Known:
    # A baseline that was lowered later may ask more of an old week than it had.
    left = max(0, counts.remaining)
    return Known(counts.baseline if is_stated else None, counts.recorded, left if is_stated else None)


def _flows_by_week(drive: Drive, days: Sequence[date], zone: str) -> dict[tuple[int, int], Counts]:
    """(kecamatan, number of the week) → what became known in it: the first week by whose end a row had happened and
    had been entered.
    """
    known = [When(date__lte=day, entered_at__lt=end_of(day, zone), then=Value(index)) for index, day in enumerate(days)]
    rows = (
        CountUpdate.objects.filter(drive=drive, date__lte=days[-1], entered_at__lt=end_of(days[-1], zone))
        .order_by()
        .annotate(week=Case(*known, output_field=IntegerField()))
        .values("kecamatan_id", "week")
        .annotate(**sums_of_kinds())
        .values_list("kecamatan_id", "week", *KINDS)
    )
    flows: dict[tuple[int, int], Counts] = defaultdict(Counts)
    for kecamatan_id, week, *sums in rows:
        flows[kecamatan_id, week] += Counts(0, **dict(zip(KINDS, sums, strict=True)))
    return flows
