"""The dashboard, through its address: what it says, of which day, and to whom."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import translation

from kecamatan.figures import day_text
from kecamatan.models import Baseline, Drive
from tests.kecamatan.dashboard_words import HOME, text_of


def test_says_at_once_how_many_remain_of_how_many(page, enter):
    enter("recorded", 12)
    words = text_of(page())
    assert "138 remain of 150" in words


def test_the_sum_adds_up_in_view(page, enter, places):
    enter("added", 5, places.itik)
    enter("removed", 2)
    enter("recorded_elsewhere", 3)
    enter("recorded", 12)
    words = text_of(page())
    assert "150 baseline" in words
    assert "+ 5 flowed in − 2 removed − 3 recorded elsewhere − 12 recorded = 138 remaining" in words


def test_speaks_indonesian_unless_asked_otherwise(sign_in):
    response = sign_in("petugas").get(HOME)
    assert response["Content-Language"] == "id"
    assert '<html lang="id">' in response.content.decode()


def test_an_empty_ledger_reads_sensibly(page):
    words = text_of(page())
    assert "150 remain of 150" in words
    assert "Nothing has been entered yet." in words
    assert "not enough data yet" in words
    assert "40 days left" in words
    assert "27 a week" in words  # 150 ÷ (40 ÷ 7) = 26.25, rounded up


def test_everybody_recorded_reads_sensibly(page, enter, places):
    enter("recorded", 40)
    enter("recorded", 30, places.simbur)
    enter("recorded", 30, places.siau)
    enter("recorded", 50, places.itik)
    words = text_of(page())
    assert "0 remain: all 150 known who had to be recorded here are recorded" in words
    assert "nothing: nobody remains" in words


def test_everybody_recorded_counts_those_who_flowed_in_and_not_those_removed(sign_in, english, enter, places):
    for kind, quantity in [("added", 25), ("removed", 2), ("recorded_elsewhere", 3), ("recorded", 60)]:
        enter(kind, quantity)
    words = text_of(sign_in("pejabat").get("/desa/15.07.01.2002/"))
    assert "0 remain: all 60 known who had to be recorded here are recorded" in words


def test_more_than_the_baseline_reads_sensibly(page, enter, places):
    enter("added", 60, places.itik)
    assert "210 remain; the baseline was 150" in text_of(page())
    enter("recorded", 100, places.itik)
    enter("recorded", 40)
    enter("recorded", 30, places.simbur)
    words = text_of(page())
    assert "Recorded against the baseline of 150: 113.3%" in words


def test_past_the_last_recording_day_reads_sensibly(page, places, today):
    Drive.objects.update(last_recording_day=today - timedelta(days=10), polling_day=today - timedelta(days=1))
    words = text_of(page())
    assert "10 days ago" in words
    assert "Left behind 150 people" in words
    assert "Needed from now on" not in words


def test_the_last_recording_day_itself_reads_sensibly(page, places, today):
    Drive.objects.update(last_recording_day=today, polling_day=today)
    words = text_of(page())
    assert "Last recording day today" in words
    assert "150 in the days left" in words


def test_before_the_start_of_the_drive_reads_sensibly(page, places, today):
    Drive.objects.update(
        baseline_date=today + timedelta(days=5),
        last_recording_day=today + timedelta(days=60),
        polling_day=today + timedelta(days=70),
    )
    words = text_of(page())
    with translation.override("en"):
        day = day_text(today + timedelta(days=5))
    assert f"The drive begins on {day} 150 people remain to be recorded." in words
    assert "20 a week" in words  # over the 55 days of the drive, not the 60 until its end
    Baseline.objects.shares().delete()
    Baseline.objects.all().delete()
    for who in ("pejabat", "admin"):
        words = text_of(page(who))
        assert f"The drive begins on {day} No baseline has been stated yet" in words
        assert_says_nothing_is_done(words)


def assert_says_nothing_is_done(words):
    for wrong in ("0 remain", "nobody remains", "in time", "Reached", "100.00%", "= 0"):
        assert wrong not in words


@pytest.mark.parametrize("path", [HOME, "/kecamatan/15.07.01/"])
def test_a_drive_without_any_baseline_says_what_is_missing_and_to_whom(sign_in, english, enter, places, today, path):
    for days in (1, 7, 13, 20):
        enter("added", 3, day=today - timedelta(days=days))
        enter("recorded", 3, day=today - timedelta(days=days))
    Baseline.objects.shares().delete()
    Baseline.objects.all().delete()
    admin, pejabat = sign_in("admin").get(path), text_of(sign_in("pejabat").get(path))
    for words in (text_of(admin), pejabat):
        assert "No baseline has been stated yet" in words
        assert "– baseline" in words
        assert_says_nothing_is_done(words)
    assert "Ask an admin of your office to state it." in pejabat
    link = re.search(r'href="(/admin/kecamatan/baseline/add/[^"]*)"', admin.content.decode())[1]
    form = sign_in("admin").get(unescape(link)).context["adminform"].form
    assert form.initial["drive"] == str(places.drive.pk)


def test_a_drive_with_some_baselines_missing_is_not_done_either(page, enter, places):
    enter("recorded", 50, places.itik)
    Baseline.objects.shares().delete()
    Baseline.objects.filter(kecamatan=places.timur).delete()
    words = text_of(page())
    assert "0 remain of 50" in words
    assert "1 kecamatan has no baseline yet; those who remain there are missing here." in words
    for wrong in ("had to be recorded here are", "nobody remains", "Reached"):
        assert wrong not in words


def test_without_a_drive_says_so_and_what_to_do(page, places):
    Baseline.objects.shares().delete()
    Baseline.objects.all().delete()
    Drive.objects.all().delete()
    assert "There is no drive yet" in text_of(page())
    assert "Make the first drive" in text_of(page("admin"))


def test_the_pace_is_judged_once_there_is_enough(page, sign_in, enter, places, today):
    for days in range(1, 28, 3):
        enter("recorded", 3, places.itik, day=today - timedelta(days=days))
    words = text_of(page())
    assert "7 fewer a week" in words  # 9 × 3 recorded over four weeks = 6.75 a week
    assert "Will we make it? " in words
    assert "would leave" not in words  # what remains is told once, by the forecast
    assert "gets there in time" in text_of(sign_in("pejabat").get(f"/kecamatan/{places.itik.kecamatan.code}/"))


@pytest.mark.parametrize(
    ("kinds", "english_words", "indonesian_words"),
    [
        (["added"], "Present pace 12 more a week", "Laju saat ini bertambah 12 per minggu"),
        (["recorded"], "Present pace 12 fewer a week", "Laju saat ini berkurang 12 per minggu"),
        (["added", "recorded"], "Present pace unchanged", "Laju saat ini tetap"),
    ],
)
def test_the_pace_says_which_way_it_goes(sign_in, cast, enter, places, today, kinds, english_words, indonesian_words):
    for weeks in range(4):
        for kind in kinds:
            enter(kind, 12, places.itik, day=today - timedelta(days=7 * weeks))
    assert indonesian_words in text_of(sign_in("pejabat").get(HOME))
    type(cast.admin).objects.update(language="en")
    assert english_words in text_of(sign_in("pejabat").get(HOME))


def test_as_of_shows_an_earlier_day_as_known_now_and_as_known_then(page, enter, places, today):
    day = today - timedelta(days=10)
    enter("recorded", 4, day=day)
    enter("recorded", 7, day=today)
    words = text_of(page(as_of=day.isoformat()))
    assert "146 remain of 150" in words
    assert "the ledger said 150; with what was entered later about the days until then it is 146" in words


@pytest.mark.parametrize(
    "wrong", ["2024-02-30", "kemarin", "2999-01-01", "1999-01-01", "\x00", "٢٠٢٤-٠١-٠١", "9" * 400]
)
def test_a_wrong_day_is_said_at_the_field_and_today_is_shown(page, wrong):
    response = page(as_of=wrong)
    assert response.status_code == 400
    words = text_of(response)
    assert "Below are the figures of today." in words
    assert "150 remain of 150" in words
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_wrong_measure_is_said(page):
    response = page(measure="' OR 1=1 --")
    assert response.status_code == 400
    assert "The map cannot be coloured by that" in text_of(response)


def test_somebody_assigned_sees_the_counts_of_their_kecamatan_only(page, enter, places):
    enter("recorded", 5, places.itik)
    words = text_of(page("petugas_timur"))
    assert "100 remain of 100" in words
    assert "Sadu" not in words
    assert "Coverage" not in words


def test_another_regency_sees_nothing_of_this_one(page):
    words = text_of(page("foreigner"))
    assert "There is no drive yet" in words
    assert "Lambur" not in words


def test_a_past_drive_stays_readable_and_a_foreign_one_does_not_exist(page, places, cast, today):
    past = Drive.objects.create(
        kabupaten=places.kabupaten,
        name="Pemilu",
        baseline_date=today - timedelta(days=400),
        last_recording_day=today - timedelta(days=300),
        polling_day=today - timedelta(days=290),
    )
    Baseline.objects.create(drive=past, kecamatan=places.sadu, people=77)
    assert "77" in text_of(page(drive=past.pk))
    foreign = Drive.objects.create(
        kabupaten=cast.foreigner.kabupaten,
        name="Lain",
        baseline_date=today,
        last_recording_day=today,
        polling_day=today,
    )
    assert page(drive=foreign.pk).status_code == 404
    assert page(drive="x").status_code == 404
    assert page(drive="9" * 60).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, places):
    response = client.get(HOME)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_posting_to_the_dashboard_is_refused(sign_in):
    assert sign_in("admin").post(HOME).status_code == 405


@pytest.mark.parametrize(
    ("who", "path", "data", "said"),
    [
        ("petugas", "/counts/?page=99999999", None, "Paling besar 10.000.000."),
        ("admin", "/desa/15.07.01.2002/edit/", {"share": "99999999999"}, "Paling besar 10.000.000."),
        ("admin", "/admin/kecamatan/baseline/add/", {"people": "99999999999"}, "Paling besar 10.000.000."),
        ("petugas", "/?as_of=2024-02-30", None, "Tulis seperti 25/06/2024 (di alamat: 2024-06-25)."),
        ("petugas", "/counts/?date_from=2024-02-30", None, "Tulis seperti 25/06/2024."),
        (
            "petugas",
            "/counts/new/",
            {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "row-0-quantity": "1", "row-0-date": "30/02/2024"},
            "Tulis seperti 25/06/2024.",
        ),
    ],
)
def test_refusals_write_numbers_and_days_as_people_do(sign_in, who, path, data, said):
    client = sign_in(who)
    assert said in text_of(client.get(path) if data is None else client.post(path, data))
