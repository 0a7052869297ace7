"""Three lists of invented people, as the centre sends one every month, to try the import with.

The files stand beside this one; ``README.md`` says what each holds, ``EXPECTED`` says it to the tests. They are made by
``python -m outreach.demo_lists`` from the same people the demo starts with.
"""

from dataclasses import dataclass, field
from pathlib import Path

from outreach.demo_lists.months import first_list, second_list, third_list
from outreach.demo_lists.writing import csv_of, ods_of, xlsx_of

FOLDER = Path(__file__).resolve().parent
FIRST, SECOND, THIRD = "bulan-1-dinas.xlsx", "bulan-2-siak.csv", "bulan-3-kecamatan.ods"


@dataclass(frozen=True)
class Expected:
    """How many rows are people, and what they are beside the list before; ``faults`` and ``nik`` by machine name.

    ``gone`` are no rows: they stood on the list before. All others sum to ``people``.
    """

    people: int
    new: int
    changed: int
    same: int
    gone: int
    doubtful: int
    rejected: int
    faults: dict[str, int] = field(default_factory=dict)
    nik: dict[str, int] = field(default_factory=dict)


#: The first list is compared with nobody; taken into the demo, which starts with its people, all 2,798 are the same.
EXPECTED = {
    FIRST: Expected(people=2798, new=2798, changed=0, same=0, gone=0, doubtful=0, rejected=0),
    SECOND: Expected(
        people=1403,
        new=64,
        changed=43,
        same=1288,
        gone=1462,
        doubtful=5,
        rejected=3,
        faults={"place_in_other_kecamatan": 3, "date_not_real": 1},
        nik={"serial_zero": 1, "scientific": 1, "not_16_digits": 1, "masked": 1},
    ),
    THIRD: Expected(
        people=1223,
        new=52,
        changed=26,
        same=1134,
        gone=231,
        doubtful=9,
        rejected=2,
        faults={"date_two_digit_year": 4, "date_month_first": 1, "place_alike": 1, "place_code_of_elsewhere": 2},
        nik={"last_digit_lost": 1},
    ),
}


def contents() -> dict[str, bytes]:
    """What the three files hold, by name."""
    return {FIRST: xlsx_of(first_list()), SECOND: csv_of(second_list()), THIRD: ods_of(third_list())}
