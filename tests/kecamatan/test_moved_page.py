"""The page of causes: what it says, for whom, and what it answers to days that cannot be."""

from datetime import timedelta

import pytest

from kecamatan.access import scope_of
from kecamatan.actions.baselines import set_baseline
from tests.kecamatan.dashboard_words import text_of


@pytest.fixture
def ask(sign_in, cast):
    type(cast.admin).objects.update(language="en")

    def _ask(who="pejabat", **query):
        return sign_in(who).get("/moved/", query)

    return _ask


def test_says_in_words_what_moved_and_where_most(ask, enter, places, today):
    enter("recorded", 20, places.itik, day=today - timedelta(days=3))
    enter("recorded", 5, places.lambur, day=today)
    enter("added", 4, places.lambur, day=today - timedelta(days=6))
    enter("recorded", 7, places.lambur, day=today - timedelta(days=7))  # the day before
    words = text_of(ask())
    assert "the remaining fell by 21: 25 recorded, 4 flowed in. Most of it in Sadu." in words
    assert "Before 143 Flowed in" not in words
    assert "In 1 other place" not in words


def test_a_day_alone_and_nothing_at_all(ask, enter, places, today):
    enter("added", 3, places.itik, day=today)
    day = today.isoformat()
    assert "the remaining rose by 3: 3 flowed in." in text_of(ask(**{"from": day, "until": day}))
    earlier = (today - timedelta(days=2)).isoformat()
    assert "nothing was entered." in text_of(ask(**{"from": earlier, "until": earlier}))


def test_a_desa_without_a_share_has_causes_and_no_level(ask, enter, places, today):
    enter("recorded", 3, places.siau)
    words = text_of(ask(desa="15.07.01.2015"))
    assert "3 recorded." in words
    assert "the remaining fell" not in words


def test_a_corrected_baseline_is_said(ask, enter, places, cast):
    enter("recorded", 3)
    set_baseline(by=scope_of(cast.admin), drive=places.drive, kecamatan=places.timur, people=110)
    words = text_of(ask())
    assert "the baseline of Muara Sabak Timur was corrected from 100 to 110" in words
    assert "the remaining fell by 3" in words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "besok"}, "There is no such day."),
        ({"until": "2024-02-30"}, "There is no such day."),
        ({"until": "2124-01-01"}, "lies in the future"),
        ({"until": "9999-12-31"}, "lies in the future"),
        ({"until": "0001-01-01"}, "the counts begin on"),
        ({"from": "2020-01-01"}, "the counts begin on"),
    ],
)
def test_days_that_cannot_be_are_answered_in_a_sentence_and_stay_typed(ask, enter, query, sentence):
    enter("recorded", 3)
    response = ask(**query)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert "Below are the last seven days." in text_of(response)
    (typed,) = query.values()
    assert f'value="{typed}"' in response.content.decode()


def test_an_end_before_the_beginning_is_refused(ask, today):
    response = ask(**{"from": today.isoformat(), "until": (today - timedelta(days=2)).isoformat()})
    assert response.status_code == 400
    assert "Choose a last day that is not before the first." in text_of(response)


def test_the_day_of_the_baseline_begins_with_the_baseline(ask, enter, places):
    enter("recorded", 6, day=places.drive.baseline_date)
    response = ask(**{"from": places.drive.baseline_date.isoformat()})
    assert response.context["moved"].whole.start.remaining == 150
    assert response.context["moved"].whole.end.remaining == 144


def test_of_others_kecamatan_nothing_is_told(ask, sign_in, enter, places):
    enter("recorded", 9, places.itik)
    assert ask("petugas_timur", kecamatan="15.07.05").status_code == 404
    assert ask("petugas_timur", desa="15.07.05.2004").status_code == 404
    assert ask("pejabat", kecamatan="99").status_code == 404
    assert ask("petugas_timur").context["moved"].whole.is_still
    assert ask("petugas_sadu").context["moved"].whole.change == -9
    assert sign_in(None).get("/moved/").status_code == 302
    assert ask("foreigner").status_code == 200


def test_of_a_past_drive_all_days_are_told(ask, enter, places, today):
    enter("recorded", 20, places.itik, day=today - timedelta(days=20))
    assert "nothing was entered." in text_of(ask())
    places.drive.is_active = False
    places.drive.save()
    words = text_of(ask(drive=places.drive.pk))
    assert "the remaining fell by 20: 20 recorded." in words
