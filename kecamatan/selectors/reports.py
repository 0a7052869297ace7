"""What a report says of a place as of a day, as it is known at a moment: the mapping that is printed, shown and kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum

from kecamatan.counts import Counts
from kecamatan.days import end_of, today_in
from kecamatan.from_above import ask
from kecamatan.models import Desa, Drive, Kabupaten, Kecamatan, Report
from kecamatan.papers.indonesian import day_text
from kecamatan.reports.content import Level, People, Row, added_up, with_counts, with_people, with_then
from kecamatan.reports.periods import Kind, Period, period_before, period_of
from kecamatan.selectors.counts import KecamatanCounts, Picture, counts_as_of, counts_of_day, ledger_rows
from kecamatan.selectors.letterhead import official_name, printed_head, style_of

#: Questions to the app above.
PEOPLE, BLANKS = "people of desa", "blank cards left"
#: (drive, kecamatan, last day of the visits) → (phones not yet in, people who may be missing for it).
PHONES = "phones not yet in"


@dataclass(frozen=True)
class Asked:
    """One report. ``kecamatan``, ``desa``: of what (neither: of the kabupaten). ``known_at``: with what had been entered
    before that moment; None is everything known now. ``on``: the date on the paper; ``number``: "" for a draft; ``all_upper``, ``all_lower``: all kecamatan and their desa, where
    the caller has them.
    """

    kabupaten: Kabupaten
    drive: Drive
    kind: Kind
    day: date
    kecamatan: Kecamatan | None = None
    desa: Desa | None = None
    on: date | None = None
    number: str = ""
    known_at: datetime | None = None
    all_upper: tuple[Kecamatan, ...] | None = None
    all_lower: tuple[Desa, ...] | None = None

    @property
    def period(self) -> Period:
        return period_of(self.kind, self.day, start=self.drive.baseline_date)

    @property
    def before(self) -> Period | None:
        return period_before(self.kind, self.day, start=self.drive.baseline_date)

    @property
    def today(self) -> date:
        """Today, or the day of the moment until which things are known."""
        return today_in(self.kabupaten.time_zone, self.known_at)

    @property
    def level(self) -> Level:
        if self.desa:
            return Level.DESA
        return Level.KECAMATAN if self.kecamatan else Level.KABUPATEN

    @property
    def place(self) -> Kabupaten | Kecamatan | Desa:
        return self.desa or self.kecamatan or self.kabupaten

    @property
    def upper(self) -> list[Kecamatan]:
        """The kecamatan that it speaks of (one query for the kabupaten)."""
        if self.kecamatan:
            return [self.kecamatan]
        if self.all_upper is not None:
            return list(self.all_upper)
        return list(Kecamatan.objects.filter(kabupaten=self.kabupaten).order_by("code"))

    def lower(self, ids: Sequence[int]) -> Iterable[Desa]:
        """The desa that it speaks of, by code (one query unless the caller has them)."""
        if self.desa:
            return [self.desa]
        if self.all_lower is not None:
            return [one for one in self.all_lower if one.kecamatan_id in ids]
        return Desa.objects.filter(kecamatan__in=ids).order_by("code")

    def pictures(self, ids: Sequence[int]) -> tuple[Picture, Picture | None]:
        """The counts as they are known, and as they were known at the end of the day itself, None where that is not over
        yet (one query; two for what was known at a moment).
        """
        if self.day >= self.today:
            day = None if self.known_at is None else self.day
            return counts_as_of(self.drive, ids, as_of=day, known_before=self.known_at), None
        then = end_of(self.day, self.kabupaten.time_zone)
        if self.known_at is None:
            return counts_of_day(self.drive, ids, day=self.day, known_before=then)
        known = counts_as_of(self.drive, ids, as_of=self.day, known_before=self.known_at)
        return known, counts_as_of(self.drive, ids, as_of=self.day, known_before=then)


def asked_again(report: Report) -> Asked:
    """What an issued report was asked for, with what is known now."""
    return Asked(report.kabupaten, report.drive, Kind(report.kind), report.day, report.kecamatan, report.desa)


def head_of_report(asked: Asked) -> dict:
    """What stands at the head and the foot of a report (one query)."""
    style = style_of(asked.kabupaten)
    printed = printed_head(asked.kabupaten, style)
    return {
        "head": printed["head"],
        "place_of_paper": printed["place"],
        "signer": printed["signer"],
        "crest": style.crest,
        "number": asked.number,
        "on": (asked.on or asked.today).isoformat(),
    }


def numbers_of(asked: Asked, during: "During | None" = None) -> dict:
    """All that a recap says of its place (eight queries at most, whatever the number of places).

    ``during``: who was recorded in its days, where the caller knows; else it is asked for.
    """
    upper = asked.upper
    ids = [one.pk for one in upper]
    picture, then = asked.pictures(ids)
    rows = _Rows(asked, upper, picture, then, _recorded_in(asked, ids) if during is None else during).all()
    stock = ids if asked.kecamatan else None
    last = max(picture.last_entered.values(), default=None)
    return {
        "kind": asked.kind.value,
        "day": asked.day.isoformat(),
        "first": asked.period.first.isoformat(),
        "before": _days(asked.before),
        "level": asked.level.value,
        "code": asked.place.code,
        "place": place_text(asked),
        "of": official_name(asked.kabupaten),
        "drive": drive_facts(asked.drive),
        "rows": [row.as_json() for row in rows],
        "unstated": [one.name for one in upper if one.pk not in picture.stated],
        "blanks": ask(BLANKS, asked.kabupaten, stock, asked.day, otherwise=None) if asked.desa is None else None,
        "last_entered": moment_text(last, asked.kabupaten),
        "phones": _phones(asked, ids),
    }


def _phones(asked: Asked, ids: Sequence[int]) -> list[int]:
    """[phones not yet in, people who may be missing for it]; [] where all are in, of a desa, and of what was known once."""
    if asked.desa or asked.known_at is not None:
        return []
    phones, people = ask(PHONES, asked.drive, ids, asked.day, otherwise=(0, 0))
    return [phones, people] if phones else []


def place_text(asked: Asked) -> str:
    """ "Desa Lambur, Kecamatan Muara Sabak Timur", whatever the reader's language."""
    if asked.desa:
        kind = "Kelurahan" if asked.desa.kind == Desa.Kind.KELURAHAN else "Desa"
        return f"{kind} {asked.desa.name}, Kecamatan {asked.desa.kecamatan.name}"
    return f"Kecamatan {asked.kecamatan.name}" if asked.kecamatan else official_name(asked.kabupaten)


def drive_facts(drive: Drive) -> dict:
    """What a report says of the drive, as JSON holds it."""
    return {
        "name": drive.name,
        "baseline_date": drive.baseline_date.isoformat(),
        "last_recording_day": drive.last_recording_day.isoformat(),
        "polling_day": drive.polling_day.isoformat(),
        "target": str(drive.coverage_target),
        "base": drive.base_people,
        "base_name": drive.base_name,
        "base_source": drive.base_source,
        "base_date": drive.base_date.isoformat() if drive.base_date else None,
    }


def moment_text(moment: datetime | None, kabupaten: Kabupaten) -> str:
    """ "25 Juni 2024 14.05 WIB", whatever the reader's language; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(kabupaten.time_zone))
    return f"{day_text(local.date())} {local:%H.%M} {kabupaten.zone_label}"


def _days(period: Period | None) -> list[str] | None:
    return [period.first.isoformat(), period.last.isoformat()] if period else None


class _Rows:
    """The rows of a report, in the order in which they are printed, the sum at the end."""

    def __init__(
        self, asked: Asked, upper: Sequence[Kecamatan], picture: Picture, then: Picture | None, during: "During"
    ) -> None:
        self.asked, self.upper, self.picture, self.then = asked, upper, picture, then
        self.during: During = defaultdict(lambda: (0, 0), during)
        ids = [one.pk for one in upper]
        known_at = asked.known_at
        day = None if known_at is None and asked.day >= asked.today else asked.day
        self.people: dict[int, People] = ask(PEOPLE, asked.drive, ids, asked.day, day, known_at, otherwise={})
        self.desa: dict[int, list[Desa]] = defaultdict(list)
        for one in asked.lower(ids):
            self.desa[one.kecamatan_id].append(one)

    def all(self) -> list[Row]:
        if self.asked.desa:
            return [self._desa(self.asked.desa)]
        if self.asked.kecamatan:
            head, *rows = self._kecamatan(self.asked.kecamatan)
            return [*rows, head]
        found, heads = [], []
        for one in self.upper:
            rows = self._kecamatan(one)
            heads.append(rows[0])
            found += rows
        total = added_up(heads, level=Level.KABUPATEN, code=self.asked.kabupaten.code, name=self.asked.kabupaten.name)
        return [*found, with_then(total, self.then.total if self.then else None)]

    def _kecamatan(self, kecamatan: Kecamatan) -> list[Row]:
        """The kecamatan first, then its desa, then what is not broken down where there is any."""
        here = self.picture.kecamatan[kecamatan.pk]
        then = self.then.kecamatan[kecamatan.pk] if self.then else None
        rows = [self._desa(one) for one in self.desa[kecamatan.pk]]
        rest = self._rest(kecamatan, here, then)
        if here.rest != Counts() or rest.during or rest.before or rest.recorded:
            rows.append(rest)
        head = added_up(rows, level=Level.KECAMATAN, code=kecamatan.code, name=kecamatan.name)
        head = with_counts(head, here.counts)
        values = {"obliged": kecamatan.voters}
        if kecamatan.pk not in self.picture.stated:
            values["baseline"] = None
        head = Row(**{**vars(head), **values})
        return [with_then(head, then.counts if then else None), *rows]

    def _desa(self, desa: Desa) -> Row:
        here = self.picture.kecamatan[desa.kecamatan_id]
        known = desa.pk in here.desa
        row = self._row(Level.DESA, desa.code, desa.name, [desa.pk])
        row = with_counts(row, here.desa.get(desa.pk) or here.flows.get(desa.pk, Counts()), known=known)
        row = with_people(row, self.people.get(desa.pk))
        return with_then(row, _of_desa(self.then, desa), known=known)

    def _rest(self, kecamatan: Kecamatan, here: KecamatanCounts, then: KecamatanCounts | None) -> Row:
        """What is not broken down: the rows that name no desa, and all that remains outside the desa with a share."""
        row = self._row(Level.REST, "", "Belum dirinci per desa", [None], kecamatan)
        own = here.flows.get(None, Counts()).with_baseline(here.rest.baseline)
        row = Row(**{**vars(with_counts(row, own)), "remaining": here.rest.remaining})
        if then is None:
            return row
        before = then.flows.get(None, Counts())
        if (before.recorded, then.rest.remaining) == (row.recorded, row.remaining):
            return row
        return Row(**{**vars(row), "then_recorded": before.recorded, "then_remaining": then.rest.remaining})

    def _row(
        self, level: Level, code: str, name: str, desa: Iterable[int | None], kecamatan: Kecamatan | None = None
    ) -> Row:
        places = [(kecamatan.pk if kecamatan else None, one) for one in desa]
        during, before = (sum(self.during[place][index] for place in places) for index in (0, 1))
        return Row(level, code, name, during=during, before=before if self.asked.before else None)


def _of_desa(then: Picture | None, desa: Desa) -> Counts | None:
    if then is None:
        return None
    here = then.kecamatan[desa.kecamatan_id]
    return here.desa.get(desa.pk) or here.flows.get(desa.pk, Counts())


#: (kecamatan where no desa is named, desa) → recorded in the days of a report, and in those before.
During = dict[tuple[int | None, int | None], tuple[int, int]]


def _recorded_in(asked: Asked, ids: Sequence[int]) -> During:
    """Who was recorded in the days of the report, and in those before (one query)."""
    period, before = asked.period, asked.before or asked.period
    rows = ledger_rows(asked.drive, ids, as_of=asked.day, known_before=asked.known_at)
    rows = rows.filter(kind="recorded", date__gte=min(before.first, period.first))

    def within(one: Period) -> Sum:
        return Sum("signed", filter=Q(date__range=(one.first, one.last)), default=0)

    found: During = {}
    sums = rows.values("kecamatan_id", "desa_id").annotate(during=within(period), before=within(before))
    for kecamatan, desa, now, earlier in sums.values_list("kecamatan_id", "desa_id", "during", "before"):
        found[(None if desa else kecamatan), desa] = (now, earlier)
    return found
