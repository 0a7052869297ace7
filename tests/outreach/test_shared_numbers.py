"""Every chart that may be shared: as its page shows it, with title, place, day and source, of one's own places alone."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from kecamatan.access import scope_of
from kecamatan.models import Drive
from kecamatan.pictures.shared import CHARTS
from outreach.actions.steps import take_steps
from outreach.life import Step
from tests.filled_world import fill

#: Chart → the page that offers it, and its title in English.
PAGES = {
    "course": ("/", "Who remains, over time"),
    "map": ("/", "Remaining, by kecamatan"),
    "forecast": ("/forecast/", "Will we make it?"),
    "moved-causes": ("/moved/", "Why the number moved, by cause"),
    "moved-places": ("/moved/?from={middle}", "Why the number moved, by place"),
    "funnel": ("/compare/", "Remaining per voters: high, or only small?"),
    "compared-map": ("/compare/?measure=recorded_a_week", "Recorded a week, by kecamatan"),
    "week-by-week": ("/compare/?as_of={middle}", "The remaining week by week, on one scale"),
    "drives": ("/drives/?measure=number", "Remaining, by days before polling day"),
    "replay": ("/drives/{drive}/replay/?day={middle}", "Share done, by kecamatan"),
    "cards": ("/cards/?as_of={middle}", "How far the cards have come"),
}
NUMBER = re.compile(r"[+\N{MINUS SIGN}]?\d[\d,.]*%?")


@pytest.fixture
def filled(places, cast, today):
    for column, place in enumerate((places.timur, places.sadu), 1):
        place.tile_column, place.tile_row = column, 1
        place.save()
    Drive.objects.update(base_people=5000, base_name="voters", base_source="test", base_date=places.drive.baseline_date)
    for user in vars(cast).values():
        user.language = "en"
        user.save()
    return fill(places, cast, today)


@pytest.fixture
def page_of(filled, places):
    return lambda name: PAGES[name][0].format(middle=filled.middle.isoformat(), drive=places.drive.pk)


def offered(response, name: str) -> dict[str, str]:
    """Kind → address, as the page offers the chart."""
    links = re.findall(r'href="(/share/[^"]+)"', response.content.decode())
    return {
        kind: unescape(link) for link in links for kind in ("svg", "png") if link.startswith(f"/share/{name}.{kind}")
    }


def parsed(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def words_of(root) -> str:
    return " ".join(" ".join(root.itertext()).split())


def numbers_of(words: str) -> set[str]:
    return {found.strip(",.") for found in NUMBER.findall(words)}


def test_every_chart_is_looked_at():
    assert PAGES.keys() == CHARTS.keys()


@pytest.mark.parametrize("name", PAGES)
def test_a_picture_is_complete_and_says_what_its_page_says(sign_in, page_of, places, filled, today, name):
    client = sign_in("pejabat")
    page = client.get(page_of(name))
    links = offered(page, name)
    assert links.keys() == {"svg", "png"}
    svg = client.get(links["svg"])
    assert svg.status_code == 200
    root = parsed(svg)
    words = words_of(root)
    day = filled.middle if "as_of={middle}" in PAGES[name][0] or "day={middle}" in PAGES[name][0] else today
    spoken = f"{day.day} {day:%B %Y}"
    for said in (PAGES[name][1], str(places.kabupaten), spoken, "Source: ", places.drive.name):
        assert said in words
    assert day.isoformat() in svg["Content-Disposition"]
    drawing = next(one for one in root if one.tag.endswith("}g"))
    shown = numbers_of(words_of(drawing))
    on_the_page = numbers_of(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))
    assert shown
    assert shown <= on_the_page
    png = client.get(links["png"])
    assert (png["Content-Type"], png.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png.content[16:20]) == 2 * int(root.get("width"))


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_places_of_others(sign_in, page_of, filled, name):
    query = page_of(name).partition("?")[2]
    assert sign_in(None).get(f"/share/{name}.svg").status_code == 302
    assert sign_in("foreigner").get(f"/share/{name}.svg?{query}").status_code == 404
    assert sign_in("petugas").post(f"/share/{name}.svg").status_code == 405
    own = sign_in("petugas_timur").get(f"/share/{name}.svg?{query}")
    if name == "moved-places":  # one kecamatan alone is no waterfall by place
        assert own.status_code == 404
        return
    words = words_of(parsed(own))
    assert "Muara Sabak Timur" in words
    assert "Sadu" not in words


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("forecast.svg?teams=many", 400),
        ("forecast.svg?off=nothing", 400),
        ("forecast.svg?as_of={middle}", 400),
        ("moved-causes.svg?from=yesterday", 400),
        ("moved-causes.svg?until=2999-01-01", 400),
        ("moved-causes.svg?kecamatan=15.07.11", 404),
        ("moved-places.svg?desa=15.07.01.2002", 404),
        ("funnel.svg?as_of=2999-01-01", 400),
        ("compared-map.svg?measure=done", 400),
        ("map.svg?measure=turnout", 400),
        ("drives.svg?measure=rate", 400),
        ("drives.svg?as_of={middle}", 400),
        ("replay.svg?day=1999-01-01", 400),
        ("replay.svg?drive=999999", 404),
        ("cards.svg?kecamatan=99.99.99", 404),
        ("cards.svg?measure=x", 400),
    ],
)
def test_what_means_nothing_is_refused(sign_in, filled, address, status):
    assert sign_in("pejabat").get("/share/" + address.format(middle=filled.middle)).status_code == status


def test_places_and_days_asked_for(sign_in, filled, places, today):
    client = sign_in("pejabat")
    whole = client.get(f"/share/moved-causes.svg?from={filled.middle}")
    assert f"{filled.middle}-{today}.svg" in whole["Content-Disposition"]
    desa = words_of(parsed(client.get(f"/share/moved-causes.svg?from={filled.middle}&desa=15.07.01.2002")))
    assert f"{places.lambur}, Muara Sabak Timur" in desa
    assert "Kecamatan Muara Sabak Timur" in words_of(parsed(client.get("/share/cards.svg?kecamatan=15.07.01")))
    page = client.get("/moved/?kecamatan=15.07.01")
    assert "kecamatan=15.07.01" in offered(page, "moved-causes")["svg"]


def test_what_if_is_said_in_the_picture(sign_in, filled):
    client = sign_in("pejabat")
    usual = words_of(parsed(client.get("/share/forecast.svg")))
    assert "What if" not in usual
    page = client.get("/forecast/?teams=2&turnout=-5")
    links = offered(page, "forecast")
    assert "teams=2" in links["svg"]
    assert "turnout=-5" in links["svg"]
    words = words_of(parsed(client.get(links["svg"])))
    assert "What if: 2 teams more, turnout \N{MINUS SIGN}5 points." in words


def test_a_new_row_or_step_makes_a_new_picture(sign_in, filled, places, cast, today):
    client = sign_in("pejabat")
    before = client.get("/share/cards.svg").content
    take_steps(by=scope_of(cast.petugas), residents=[filled.people["Wati"]], step=Step.SEND, day=today)
    assert client.get("/share/cards.svg").content != before
