"""The tables and the map of the dashboard: every place, every measure, and the rows behind each figure."""

import re
from html import unescape

import pytest
from django.urls import reverse

from kecamatan.models import CountUpdate, Kecamatan
from kecamatan.regency_map import step_of, steps
from kecamatan.selectors.story import When, dashboard
from kecamatan.views.dashboard import measure_of, whole_numbers
from tests.kecamatan.dashboard_words import text_of


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
