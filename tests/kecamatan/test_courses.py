"""The geometry of drives laid over each other."""

from kecamatan.courses import Course, Sheet, draw_courses

SHEET = Sheet(860, 320, 150, number=str, days=lambda days: f"-{days}", polling_day="polling")
LONG = Course("course-0", "now", [(180, 100.0), (90, 70.0), (34, 43.0)])
PAST = Course("course-1", "then", [(120, 100.0), (34, 52.0), (0, 35.0)])


def test_polling_days_lie_over_each_other():
    chart = draw_courses([LONG, PAST], SHEET)
    now, then = chart.lines
    assert then.end_x == chart.right == chart.marks[0].x
    assert now.points.startswith(f"{chart.left:g},")
    assert float(then.points.split(",")[0]) > chart.left
    # The same distance from polling day is the same place.
    assert now.points.split()[-1].split(",")[0] == then.points.split()[1].split(",")[0]
    assert [line.value for line in chart.lines] == [43, 35]
    assert [tick.text for tick in chart.y_ticks] == ["0", "20", "40", "60", "80", "100"]
    assert [tick.text for tick in chart.x_ticks] == ["-30", "-60", "-90", "-120", "-150", "-180"]


def test_more_than_the_baseline_is_drawn_as_it_is():
    chart = draw_courses([Course("course-0", "now", [(10, 100.0), (5, 130.0)])], SHEET)
    assert chart.y_ticks[-1].text == "150"
    assert all(chart.top <= float(point.split(",")[1]) <= chart.bottom for point in chart.lines[0].points.split())


def test_days_after_polling_day_and_nothing_at_all():
    assert draw_courses([], SHEET) is None
    assert draw_courses([Course("course-0", "now", [])], SHEET) is None
    chart = draw_courses([Course("course-0", "now", [(0, 5.0), (-3, 4.0)])], SHEET)
    assert chart.lines[0].end_x == chart.right
    assert chart.marks[0].x < chart.right


def test_the_value_at_a_distance_is_the_last_one_known_then():
    assert [PAST.at(days) for days in (121, 120, 60, 34, 1, 0, -1)] == [None, 100.0, 100.0, 52.0, 52.0, 35.0, None]
    assert Course("", "", []).at(5) is None
