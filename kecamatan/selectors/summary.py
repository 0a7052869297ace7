"""The dashboard's numbers for a program."""

from dataclasses import dataclass
from datetime import date

from kecamatan.access import Scope
from kecamatan.counts import Counts
from kecamatan.models import Drive, Kecamatan
from kecamatan.selectors.counts import counts_as_of


@dataclass(frozen=True)
class Summary:
    """The counts of every kecamatan in a scope as of a day, and their sum."""

    scope: Scope
    drive: Drive
    as_of: date
    total: Counts
    kecamatan: list[tuple[Kecamatan, Counts]]

    def as_json(self) -> dict:
        """The fields of design §10 in its order, then ``complete``: all kecamatan, or only those assigned."""
        kabupaten, drive = self.scope.kabupaten, self.drive
        return {
            "kabupaten": {"code": kabupaten.code, "name": kabupaten.name},
            "drive": {
                "id": drive.pk,
                "name": drive.name,
                "baseline_date": drive.baseline_date.isoformat(),
                "last_recording_day": drive.last_recording_day.isoformat(),
                "polling_day": drive.polling_day.isoformat(),
                "is_active": drive.is_active,
            },
            "as_of": self.as_of.isoformat(),
            **_parts(self.total),
            "kecamatan": [{"code": part.code, "name": part.name, **_parts(counts)} for part, counts in self.kecamatan],
            "complete": self.scope.everything,
        }


def _parts(counts: Counts) -> dict[str, int]:
    return {
        "baseline": counts.baseline,
        "added": counts.added,
        "removed": counts.removed,
        "recorded_elsewhere": counts.recorded_elsewhere,
        "recorded": counts.recorded,
        "remaining": counts.remaining,
    }


def summary_of(scope: Scope, drive: Drive, as_of: date, today: date) -> Summary:
    """Three queries, however many kecamatan there are. The present comes from the kept sums, a past day from the rows."""
    places = scope.kecamatan
    picture = counts_as_of(drive, [place.pk for place in places], as_of=None if as_of >= today else as_of)
    return Summary(
        scope=scope,
        drive=drive,
        as_of=as_of,
        total=picture.total,
        kecamatan=[(place, picture.kecamatan[place.pk].counts) for place in places],
    )
