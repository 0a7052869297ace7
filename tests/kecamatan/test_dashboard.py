"""The dashboard, through its address."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from kecamatan.figures import day_text
from kecamatan.models import Baseline, CountUpdate, Drive, Kabupaten, Kecamatan
from kecamatan.regency_map import step_of, steps
from kecamatan.selectors.story import When, dashboard
from kecamatan.views import pages
from kecamatan.views.dashboard import measure_of, whole_numbers

HOME = "/"


def text_of(response):
    """The page's words, tags and line breaks evened out."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r" ([;.,])", r"\1", " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()))


@pytest.fixture
def english(cast):
    type(cast.admin).objects.update(language="en")


@pytest.fixture
def page(sign_in, english):
    def _page(who="pejabat", **query):
        return sign_in(who).get(HOME, query)

    return _page


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


def test_the_table_sorts_by_every_column(page, enter, places):
    enter("recorded", 12)
    for column in (
        "kecamatan",
        "baseline",
        "added",
        "removed",
        "elsewhere",
        "recorded",
        "remaining",
        "done",
        "rate",
        "trend",
        "last",
    ):
        for direction in ("", "-"):
            assert page(sort=direction + column).status_code == 200
    body = page(sort="remaining").content.decode()
    assert body.index("/kecamatan/15.07.05/") < body.rindex("/kecamatan/15.07.01/")
    assert page(sort="password").status_code == 200


def test_each_figure_opens_the_rows_behind_it(page, places):
    body = page().content.decode()
    assert f"{reverse('kecamatan:update-list')}?drive={places.drive.pk}&amp;date_to=" in body
    for kind in CountUpdate.Kind.values:
        assert f"&amp;kind={kind}" in body


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


@pytest.mark.parametrize("who", ["admin", "petugas_timur", "pejabat"])
def test_fifteen_queries_at_most_whatever_the_size_and_four_when_nothing_changed(
    sign_in, enter, places, who, django_assert_max_num_queries
):
    client = sign_in(who)
    for quantity in range(1, 4):
        enter("recorded", quantity)
    with django_assert_max_num_queries(15):
        client.get(HOME)
    with django_assert_max_num_queries(4):
        client.get(HOME)


def test_answers_304_until_something_changes(sign_in, enter, places):
    client = sign_in("pejabat")
    first = client.get(HOME)
    again = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    enter("recorded", 1)
    changed = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_kept_page_is_never_shown_to_somebody_of_another_scope_or_language(sign_in, english, cast, places):
    sign_in("petugas").get(HOME)
    assert "Sadu" not in text_of(sign_in("petugas_timur").get(HOME))
    type(cast.admin).objects.filter(pk=cast.pejabat.pk).update(language="id")
    assert sign_in("pejabat").get(HOME)["Content-Language"] == "id"


def test_a_renamed_place_shows_at_once(page, places):
    page()
    places.sadu.name = "Sadu Baru"
    places.sadu.save()
    assert "Sadu Baru" in text_of(page())


def test_a_regency_of_forty_kecamatan_shows_them_all(page, places):
    for number in range(10, 48):
        Kecamatan.objects.create(
            kabupaten=places.kabupaten, code=f"15.07.{number}", name=f"Kecamatan {number}", voters=100
        )
    for query in ({}, {"page": "2", "per_page": "1"}, {"sort": "kecamatan"}):
        assert page(**query).content.decode().count('href="/kecamatan/15.07.') >= 40
    assert "Kecamatan 47" in text_of(page(page="2", per_page="1"))


def test_every_measure_of_the_map_has_a_value_or_a_dash(places, today):
    told = dashboard(When(places.drive, today, today), [places.timur, places.sadu], everything=True)
    for measure in ("remaining", "rate", "done", "stale"):
        value, text = measure_of(told.rows[0], measure)
        assert (value is None) == (text == "–")


def test_without_a_baseline_the_map_knows_nothing_of_a_place(places, enter, today):
    enter("added", 3, places.itik)
    places.drive.baselines.filter(kecamatan=places.sadu).delete()
    (row,) = dashboard(When(places.drive, today, today), [places.sadu], everything=True).rows
    told = [measure_of(row, measure) for measure in ("remaining", "rate", "done", "stale")]
    assert told == [(None, "–"), (None, "–"), (None, "–"), (0, "0")]


@pytest.mark.parametrize("level", ["/", "/kecamatan/15.07.01/"])
def test_every_figure_of_a_table_opens_the_rows_behind_it(sign_in, english, enter, places, level):
    enter("recorded", 12)
    enter("recorded_elsewhere", 3)
    enter("removed", 2)
    enter("added", 5, places.simbur)
    client = sign_in("pejabat")
    found = re.findall(
        r'<td [^>]*><a data-figure="\d+" data-of="\w+" href="(/counts/\?kecamatan=[^"]*kind=[^"]*)">([0-9,]+)</a>',
        client.get(level).content.decode().partition('id="places"')[2].partition("</section>")[0],
    )
    assert len(found) == (8 if level == "/" else 20)
    for address, figure in found:
        sums = client.get(unescape(address)).context["figures"]["sums"]
        assert sum(people for _kind, _label, people in sums) == int(figure)


@pytest.mark.parametrize("values", [[25, 39, 53, 80, 81, 124, 280], [0, 1], [1, 2, 3], [7, 7], [0, 5, 10, 15, 20, 25]])
def test_the_legend_names_every_value_once(values):
    legend = steps(values)
    spans = [(step.index, *whole_numbers(step, is_last=step is legend[-1])) for step in legend]
    for value in values:
        assert [index for index, low, high in spans if low <= value <= high] == [step_of(value, legend)]


def test_a_name_that_changes_while_it_is_asked_for_is_not_kept(sign_in, places, monkeypatch):
    client = sign_in("petugas")
    version_of = pages.version_of

    def renamed_meanwhile(kabupaten_id):
        Kabupaten.objects.filter(pk=kabupaten_id).update(name="Sabak Baru")
        return version_of(kabupaten_id)

    with monkeypatch.context() as patch:
        patch.setattr(pages, "version_of", renamed_meanwhile)
        client.get("/")
    told = client.get("/").content.decode()
    assert "Sabak Baru" in told
    assert "Tanjung Jabung Timur" not in told


def test_every_answer_of_a_kept_page_has_a_token_of_its_own_that_works(sign_in):
    clients = [sign_in(name, enforce_csrf_checks=True) for name in ("petugas", "admin", "petugas")]
    told = [client.get("/").content.decode() for client in [*clients, clients[0]]]
    tokens = [re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', text)[1] for text in told]
    assert len(set(tokens)) == 4
    assert not [text for text in told if "\x00" in text]
    assert clients[0].post("/accounts/logout/", {"csrfmiddlewaretoken": tokens[1]}).status_code == 403
    for client, token in zip(clients, tokens, strict=False):
        assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_message_is_shown_once_and_never_kept(sign_in, cast):
    client = sign_in("petugas")
    client.get("/")
    client.post("/account/language/", {"language": "en"})
    shown = [client.get("/").content.decode().count('class="notice success"') for _time in range(3)]
    assert shown == [1, 0, 0]
    assert sign_in("admin").get("/").content.decode().count('class="notice success"') == 0


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
