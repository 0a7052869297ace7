"""The open data of the public page: what its columns mean, under which licence, as CSV and JSON.

Column names are English and stay as they are, like those of the API; descriptions stand in both languages.
"""

import csv
import io
import json

from django.utils.translation import gettext as _
from django.utils.translation import override

from kecamatan.disclosure import LEAST, STEP, Published, Shown
from kecamatan.selectors.publication import Publication, Week

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
FEWER = f"<{LEAST}"
COLUMNS = ("as_of", "level", "code", "name", "baseline", "recorded", "remaining")


def column_words() -> dict[str, str]:
    """Column → what it holds, in the present language."""
    return {
        "as_of": _("Sunday whose evening the counts are of, as they were known then (YYYY-MM-DD)."),
        "level": _("kabupaten (the whole) or kecamatan (a part)."),
        "code": _("Code of the Ministry of Home Affairs."),
        "name": _("Name of the place."),
        "baseline": _("People who were unrecorded when the drive began."),
        "recorded": _("People recorded since then."),
        "remaining": _("People still to be recorded."),
    }


def how_shown() -> str:
    """What was done to the numbers before they were published."""
    return _(
        "Counts below %(least)s, zero among them, are given as %(fewer)s, all others to the nearest %(step)s, each by itself: so they do not always add up. Empty: not known."
    ) % {"least": LEAST, "fewer": FEWER, "step": STEP}


def source_of(publication: Publication) -> str:
    """Who says so, to be named with every use."""
    return f"{publication.kabupaten.office_name}, {publication.kabupaten}"


def value_of(cell: Shown | None) -> int | str | None:
    """A figure in a file."""
    if cell is None:
        return None
    return FEWER if cell.is_hidden else cell.people


def rows_of(publication: Publication) -> list[dict[str, int | str | None]]:
    """A row for the whole and one for each kecamatan, week by week, the newest week first."""
    return [row for week in reversed(publication.weeks) for row in _of_week(publication, week)]


def _of_week(publication: Publication, week: Week) -> list[dict[str, int | str | None]]:
    def row(level: str, code: str, name: str, figures: Published) -> dict[str, int | str | None]:
        values = (value_of(figures.baseline), value_of(figures.recorded), value_of(figures.remaining))
        return dict(zip(COLUMNS, (week.day.isoformat(), level, code, name, *values), strict=True))

    parts = zip(publication.kecamatan, week.rows, strict=True)
    return [
        row("kabupaten", publication.kabupaten.code, publication.kabupaten.name, week.whole),
        *(row("kecamatan", place.code, place.name, figures) for place, figures in parts),
    ]


def as_csv(publication: Publication) -> str:
    """UTF-8 with a header; source and licence stand in every row, so that no part of the file loses them."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, "source", "licence"])
    for row in rows_of(publication):
        writer.writerow([*map(_plain, row.values()), _plain(source_of(publication)), LICENCE])
    return text.getvalue()


def _plain(value: int | str | None) -> int | str | None:
    """A name that a spreadsheet would take for a formula is told to be text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def as_json(publication: Publication) -> str:
    """Everything of the CSV, with its description in both languages."""
    described = {}
    for language in ("id", "en"):
        with override(language):
            described[language] = {"columns": column_words(), "how": how_shown()}
    last = publication.last
    content = {
        "title": f"e-KTP: {publication.drive.name}, {publication.kabupaten}",
        "source": source_of(publication),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "as_of": last.day.isoformat() if last else None,
        "description": described,
        "rows": rows_of(publication),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
