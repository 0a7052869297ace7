"""What the public page draws, made of published figures alone: the map and the course of the weeks."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kecamatan.charts import Chart, Frame, Series, time_chart
from kecamatan.disclosure import Shown
from kecamatan.figures import NONE, number_text
from kecamatan.open_data import FEWER
from kecamatan.regency_map import Area, RegencyMap, draw
from kecamatan.selectors.publication import Publication


def cell_text(cell: Shown | None) -> str:
    """2.610, <5, or "–" for what is not known."""
    if cell is None:
        return NONE
    return FEWER if cell.is_hidden else number_text(cell.people)


def public_map(told: Publication) -> RegencyMap | None:
    """The kecamatan, coloured by who remains as it is published."""
    if told.last is None:
        return None
    return draw(
        [
            Area(
                place.code,
                place.name,
                None if row.remaining is None else row.remaining.drawn,
                cell_text(row.remaining),
                place.tile_column,
                place.tile_row,
                place.outline.rings if hasattr(place, "outline") else "",
                place.latitude,
                place.longitude,
            )
            for place, row in told.rows
        ]
    )


def public_legend(drawn: RegencyMap) -> list[dict]:
    """The colours of the map in words; their limits follow from what is published."""
    found = []
    for step in drawn.legend:
        inside = [shape.area for shape in drawn.shapes if shape.step == step.index]
        if inside:
            low, high = min(inside, key=_value), max(inside, key=_value)
            words = low.text if low.text == high.text else f"{low.text} – {high.text}"
            found.append({"index": step.index, "text": words})
    return found


def _value(area: Area) -> float:
    return area.value or 0


def public_chart(told: Publication, *, width: int, height: int) -> Chart:
    """The weeks of the whole kabupaten. Between two Sundays the line says nothing."""
    drive = told.drive
    whole = [(week.day, week.whole) for week in told.weeks]
    series = [Series("recorded", _("Recorded"), [(day, one.recorded.drawn) for day, one in whole if one.recorded])]
    left = [(day, one.remaining.drawn) for day, one in whole if one.remaining]
    if left:
        series.insert(0, Series("remaining", _("Remaining"), left))
    frame = Frame(
        first=min(drive.baseline_date, told.weeks[0].day),
        last=max(drive.polling_day, told.weeks[-1].day),
        width=width,
        height=height,
        label_room=16 if width < 500 else 124,
        number=number_text,
        month=lambda day: date_format(day, "M" if day.month != 1 else "M Y"),
    )
    marks = [(drive.last_recording_day, _("Last recording day")), (drive.polling_day, _("Polling day"))]
    return time_chart(series, frame, baseline=None, held_until=None, marks=marks)
