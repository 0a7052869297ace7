"""The table of what was measured of the field page."""

from tests.field_measures import Measured, table

FOUND = [
    Measured("First open", 4.96, "s", 5.0, "40 requests"),
    Measured("Search", 101.2, "ms", 100.0),
    Measured("Taking along", 2.11, "s"),
]


def test_a_goal_is_reached_or_missed_and_what_has_none_is_only_told():
    assert [one.missed for one in FOUND] == [False, True, False]
    assert [one.cells() for one in FOUND] == [
        ["First open", "5.0 s (40 requests)", "≤ 5 s", "reached"],
        ["Search", "101 ms", "≤ 100 ms", "MISSED"],
        ["Taking along", "2.1 s", "", ""],
    ]


def test_it_is_printed_for_the_eye_and_for_the_readme():
    assert table(FOUND, markdown=True).splitlines()[:3] == [
        "|  | measured | goal |  |",
        "| --- | --- | --- | --- |",
        "| First open | 5.0 s (40 requests) | ≤ 5 s | reached |",
    ]
    lines = table(FOUND, markdown=False).splitlines()
    assert lines[2].split() == ["Search", "101", "ms", "≤", "100", "ms", "MISSED"]
