"""The forecast against 500 invented drives and against a real series as CSV (``manage.py backtest``)."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kecamatan.counts import Counts
from kecamatan.forecast.backtest import HIGHEST, LOWEST, Trial, main, score, thirds, told, trials_of, walk
from kecamatan.forecast.drives import a_drive
from kecamatan.forecast.parts import Goal, Past, Range

DAY = date(2024, 6, 24)


@pytest.fixture(scope="module")
def trials():
    return trials_of(500, seed=1)


def test_four_of_five_drives_end_within_the_range(trials):
    found = score(trials)
    assert found.trials == 500
    assert LOWEST <= found.within <= HIGHEST, told("500", found)
    # Neither side of the range is wrong much more often than the other.
    assert 0.04 <= found.below <= 0.16
    assert 0.04 <= found.above <= 0.16
    assert abs(found.relative_error) < 0.04


def test_so_they_do_near_and_far(trials):
    parts = thirds(trials)
    assert sum(map(len, parts)) == 500
    assert all(0.70 <= score(part).within <= 0.90 for part in parts), [told("", score(part)) for part in parts]


def test_a_drive_is_the_same_every_time_and_obeys_the_rules_of_the_numbers():
    for seed in range(40):
        drive = a_drive(seed)
        assert drive == a_drive(seed)
        left = drive.people
        for day in sorted(drive.days):
            left += drive.days[day].flow
            assert left >= 0
            assert drive.start < day <= drive.polling_day
            assert not drive.days[day].recorded or day <= drive.last_recording_day
        for day, people in (drive.visited or {}).items():
            assert people <= drive.days[day].recorded


def test_the_drives_differ():
    drives = [a_drive(seed) for seed in range(60)]
    assert len({drive.people for drive in drives}) > 50
    assert 5 < sum(drive.visited is None for drive in drives) < 55
    # Some are entered on one day of the week.
    days = [{day.weekday() for day, flow in drive.days.items() if flow.recorded} for drive in drives]
    assert sum(len(some) <= 3 for some in days) > 5


def test_what_is_known_on_a_day_knows_nothing_of_later_days():
    drive = a_drive(3)
    today = drive.start + timedelta(days=50)
    past = drive.past(today)
    assert all(day <= today for day, _flow in past.days)
    assert past.remaining == drive.people + sum(flow.flow for _day, flow in past.days)
    assert all(visit.day > today for visit in drive.plan(today).visits)


def test_the_score_of_three_forecasts():
    one = Trial(1, 100, Range(DAY, 10, 20, 30), 30)
    found = score([one, Trial(2, 100, Range(DAY, 10, 20, 30), 31), Trial(3, 100, Range(DAY, 10, 20, 30), 9)])
    assert (found.within, found.below, found.above) == (1 / 3, 1 / 3, 1 / 3)
    assert found.error == pytest.approx((-10 - 11 + 11) / 3)
    assert found.size == pytest.approx(32 / 3)
    assert (round(found.width, 9), found.is_honest) == (0.2, False)
    assert one.is_within


def test_a_few_drives_are_told():
    lines = main(["--drives", "6", "--seed", "2", "3"])
    assert sum("6 invented drives" in line for line in lines) == 2
    assert all("within the range" in line or line.endswith(" s") for line in lines)


def test_a_series_that_always_goes_alike_is_always_within():
    days = [(DAY + timedelta(days=n), Counts(recorded=20)) for n in range(140) if n % 7 < 5]
    past = Past(DAY, DAY + timedelta(days=139), 20_000, days)
    found = walk(past, Goal(past.today, past.today + timedelta(days=90)), [1, 4, 30])
    # Cut after the third week and every week from then on.
    assert [len(some) for some in found.values()] == [16, 13, 0]
    assert all(one.is_within for some in found.values() for one in some)
    assert all(one.truth == one.now - 100 for one in found[1])


# --- The command --------------------------------------------------------------------------------------------------


def run(*arguments):
    out = StringIO()
    call_command("backtest", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def series(tmp_path):
    def write(text, name="series.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def daily(weeks=20, recorded=20):
    days = [DAY + timedelta(days=n) for n in range(weeks * 7) if n % 7 < 5]
    return "date,recorded,added\n" + "".join(f"{day},{recorded},{3 if day.weekday() == 0 else ''}\n" for day in days)


def test_a_series_is_tried_week_by_week(series):
    said = run(series(daily()), "--people", 9000)
    assert "100 days with entries from 2024-06-24 to 2024-11-08." in said
    assert "1 week ahead: 16 forecasts, 100.0% within the range" in said
    assert "12 weeks ahead: 5 forecasts" in said
    assert "assumed" not in said


def test_what_is_assumed_is_said(series):
    said = run(series(daily()))
    assert "How many remained at first was not said (--people)" in said


def test_holidays_and_the_last_recording_day_can_be_said(series):
    path = series(daily())
    said = run(path, "--people", 9000, "--last-recording-day", "2024-10-01", "--rest-days", "2024-08-17", "2024-12-25")
    assert "1 week ahead: 11 forecasts" in said


def test_a_short_series_is_too_little(series):
    assert "8 weeks ahead: too little data for a forecast" in run(series(daily(weeks=4)), "--people", 9000)


def test_without_a_file_it_runs_on_invented_drives():
    assert "5 invented drives, seed 4, on the last recording day: 5 forecasts" in run("--drives", 5, "--seed", 4)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "series.csv:1:1: This file is empty."),
        ("date,recorded\n", "series.csv:1:1: There is no day in this file."),
        ("date\n2024-06-25\n", "series.csv:1:2(recorded): The column recorded is missing."),
        ("date,recorded,people\n", "series.csv:1:3(people): No column is called “people”."),
        ("date,recorded\n25/06/2024,3\n", "series.csv:2:1(date): “25/06/2024” is not a day from 2000 to 2100 such as"),
        ("date,recorded\n2024-02-30,3\n", "series.csv:2:1(date): “2024-02-30” is not a day"),
        ("date,recorded\n1999-12-31,3\n", "series.csv:2:1(date): “1999-12-31” is not a day"),
        ("date,recorded\n2024-06-25,-3\n", "series.csv:2:2(recorded): -3 is negative."),
        ("date,recorded\n2024-06-25,\n", "series.csv:2:2(recorded): This cell is empty."),
        ("date,recorded,removed\n2024-06-25,1,x\n", "series.csv:2:3(removed): “x” is not a whole number."),
        ("date,recorded\n2024-06-25,1\n2024-06-25,2\n", "series.csv:3:1(date): 2024-06-25 stands here twice."),
        ("date,recorded\n2024-06-25,1,2\n", "series.csv:2:3: This line has 3 cells, the header has 2."),
        ("Day,Kind,People\n2024-06-25,vanished,2\n", "series.csv:2:2(kind): “vanished” is none of"),
        ("Day,Kind,People\n2024-06-25,recorded,two\n", "series.csv:2:3(people): “two” is not a whole number."),
    ],
)
def test_faults_are_named_by_file_line_and_column(series, text, fault):
    with pytest.raises(CommandError) as refused:
        run(series(text))
    assert "nothing was tried. 1 fault" in str(refused.value)
    assert fault in str(refused.value)


def test_all_faults_are_named_at_once(series):
    with pytest.raises(CommandError, match="2 faults"):
        run(series("date,recorded\nx,1\n2024-06-25,y\n"))


def test_a_missing_file_and_wrong_arguments_are_said(series, tmp_path):
    with pytest.raises(CommandError, match=r"none\.csv: This file is missing"):
        run(tmp_path / "none.csv")
    with pytest.raises(CommandError, match="--people 5 is too few: 1940 at least"):
        run(series(daily()), "--people", 5)
    with pytest.raises(CommandError, match="“soon” is not a day such as 2024-06-25"):
        run(series(daily()), "--last-recording-day", "soon")
    with pytest.raises(CommandError, match="From 1 to 10000 drives"):
        run("--drives", 0)


def test_the_export_of_the_ledger_is_read_in_both_languages(series):
    lines = [
        (DAY + timedelta(days=n), kind, people)
        for n in range(60)
        for kind, people in (("recorded", 20), ("flowed in", 3), ("removed", 1), ("recorded elsewhere", 2))
    ]
    lines.append((DAY, "recorded", -5))
    words = {
        "recorded": "terekam",
        "flowed in": "wajib KTP baru",
        "removed": "dikeluarkan",
        "recorded elsewhere": "terekam di tempat lain",
    }
    english = "Number,Day,Kind,People\n" + "".join(f"1,{day},{kind},{n}\n" for day, kind, n in lines)
    indonesian = "Nomor,Tanggal,Jenis,Jumlah orang\n" + "".join(f"1,{day},{words[k]},{n}\n" for day, k, n in lines)
    about = '\n"# Ledger of counts, 2024"\n'
    said = run(series(english + about), "--people", 9000)
    assert "60 days with entries" in said
    assert said == run(series(indonesian + about), "--people", 9000)
    plain = "date,recorded,added,removed,recorded_elsewhere\n" + "".join(
        f"{DAY + timedelta(days=n)},{15 if n == 0 else 20},3,1,2\n" for n in range(60)
    )
    assert said == run(series(plain), "--people", 9000)
