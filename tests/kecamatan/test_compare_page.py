"""The kecamatan compared: what is said of high and of small ones, orders, exports, and for whom."""

import csv
import io
from datetime import timedelta

import pytest

from kecamatan.models import Baseline
from tests.kecamatan.dashboard_words import text_of


@pytest.fixture
def ask(sign_in, cast):
    type(cast.admin).objects.update(language="en")

    def _ask(who="pejabat", **query):
        return sign_in(who).get("/compare/", query)

    return _ask


def rows_of(response):
    return [row.record for row in response.context["table"].rows]


def test_a_small_difference_is_said_to_be_chance_and_a_large_one_not(ask, places):
    words = text_of(ask())
    assert "By rate no kecamatan differs from all together (0.43% of the voters) by more than chance does." in words
    assert words.count("could be chance") >= 2
    Baseline.objects.filter(kecamatan=places.sadu, desa=None).update(people=150)
    words = text_of(ask())
    assert "hardly by chance it is higher in Sadu and lower in Muara Sabak Timur." in words
    assert "above, hardly by chance" in words


def test_it_orders_by_every_column_and_keeps_those_without_a_value_last(ask, enter, places):
    enter("recorded", 4)
    for column in (
        "kecamatan",
        "remaining",
        "rate",
        "verdict",
        "recorded_a_week",
        "per_hundred",
        "turnout",
        "stale_days",
    ):
        for sort in (column, f"-{column}"):
            assert ask(sort=sort).status_code == 200
    assert [row.kecamatan.name for row in rows_of(ask(sort="remaining"))] == ["Sadu", "Muara Sabak Timur"]
    assert [row.kecamatan.name for row in rows_of(ask(sort="stale_days"))] == ["Muara Sabak Timur", "Sadu"]
    assert [row.kecamatan.name for row in rows_of(ask(sort="-stale_days"))] == ["Muara Sabak Timur", "Sadu"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_exported_in_the_order_asked_for(ask, enter, kind):
    response = ask(export=kind, sort="kecamatan", columns="kecamatan,remaining,sure")
    content = b"".join(response.streaming_content)
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0] == ["Kecamatan", "Remaining", "Between (95 of 100)"]
        assert [row[:2] for row in rows[1:3]] == [["Muara Sabak Timur", "100"], ["Sadu", "50"]]


def test_an_earlier_day(ask, enter, today):
    enter("recorded", 4, day=today)
    assert rows_of(ask())[0].remaining == 96
    assert rows_of(ask(as_of=(today - timedelta(days=1)).isoformat()))[0].remaining == 100


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"as_of": "besok"}, "There is no such day."),
        ({"as_of": "2124-01-01"}, "lies in the future"),
        ({"as_of": "2020-01-01"}, "the counts begin on"),
        ({"measure": "shame"}, "Select a valid choice"),
        ({"sort": "shame"}, "This list cannot be ordered by"),
    ],
)
def test_wrong_values_are_answered_in_a_sentence(ask, query, sentence):
    words = text_of(ask(**query))
    assert sentence in words
    assert "Nothing is listed" in words


def test_what_is_not_stated_is_not_known(ask, places):
    Baseline.objects.filter(kecamatan=places.sadu).delete()
    last = rows_of(ask())[-1]
    assert (last.kecamatan, last.remaining, last.rate, last.sure) == (places.sadu, None, None, None)
    assert "not known" in text_of(ask())


@pytest.mark.parametrize("measure", ["remaining", "rate", "recorded_a_week", "turnout", "stale_days", "first_time"])
def test_the_map_is_coloured_by_what_is_chosen(ask, enter, measure):
    enter("recorded", 4)
    response = ask(measure=measure)
    assert response.status_code == 200
    assert 'class="regency' in response.content.decode()


def test_each_sees_their_own_kecamatan(ask, sign_in):
    assert [row.kecamatan.name for row in rows_of(ask("petugas_timur"))] == ["Muara Sabak Timur"]
    assert "There is no drive yet." in text_of(ask("foreigner"))
    assert sign_in(None).get("/compare/").status_code == 302


def test_a_kecamatan_alone_is_compared_with_none(ask):
    words = text_of(ask("petugas_timur"))
    assert (
        "In Muara Sabak Timur 100 people remain. It is your only kecamatan, so there is none to compare it with."
        in words
    )
    assert "Most people remain" not in words
