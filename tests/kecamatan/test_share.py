"""Charts as files: complete in themselves, of one's own places alone, safe whatever stands in them."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from kecamatan.pictures import drawing, shared
from kecamatan.pictures.drawing import colours_of, element, text
from kecamatan.pictures.frame import Key, Picture, standalone, wrapped
from kecamatan.pictures.png import png_of
from kecamatan.pictures.shared import colours
from kecamatan.views import share

NASTY = '<script>alert(1)</script> & "x" \u202e\x00 \ud800]]>'


def picture(**changes):
    fields = {"title": "Judul", "place": "Sadu", "day": "Per tanggal 1", "source": "Sumber", "file_name": "x"}
    return Picture(**{**fields, "width": 400, "height": 100, "body": "", **changes})


def parsed(svg: str):
    return ElementTree.fromstring(svg.encode())  # noqa: S314 - our own


# The drawing, pure


@pytest.mark.parametrize("field", ["title", "place", "day", "source", "warning"])
def test_text_is_text_whatever_it_holds(field):
    svg = standalone(picture(**{field: NASTY}), colours()).svg
    root = parsed(svg)
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert "alert(1)" in "".join(root.itertext())
    assert "\u202e" not in svg


def test_legends_and_attributes_are_escaped_too():
    svg = standalone(picture(keys=[Key('"/><script>', NASTY)]), colours()).svg
    assert not [one for one in parsed(svg).iter() if one.tag.endswith("script")]
    assert element("a", b='"<') == "<a b='\"&lt;'/>"
    assert "&lt;" in text("<", 1, 2)


def test_it_needs_nothing_around_it():
    svg = standalone(picture(), colours()).svg
    assert "var(" not in svg
    assert "class=" not in svg
    assert "style" not in svg
    assert "href" not in svg
    assert svg.startswith("<?xml")


def test_colours_are_those_of_the_site_by_day():
    found = colours()
    assert found["remaining"] == "#0b5c8a"
    assert found["ink"] == "#1b2430"
    assert colours_of(":root {\n --a: #fff;\n --b: 3px;\n}\n:root { --a: #000; }") == {"a": "#fff"}


def test_long_words_are_wrapped_and_none_is_lost():
    words = "Dinas Kependudukan dan Pencatatan Sipil " + "x" * 200
    lines = wrapped(words, 12, 300)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(len(line) <= 300 / (12 * 0.56) for line in lines)
    assert wrapped("", 12, 300) == []


def test_bars_stand_on_the_ground():
    bars = drawing.bars([("Sen", "5", 5), ("Sel", "0", 0)], "#000", width=100, height=100, colours=colours())
    assert bars.count("<rect") == 2


def test_a_png_is_made_of_it_with_the_words_in_it():
    drawn = standalone(picture(), colours())
    made = png_of(drawn)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(made[16:20]) == 2 * drawn.width
    assert int.from_bytes(made[20:24]) == 2 * drawn.height
    assert made != png_of(standalone(picture(title="Jadul"), colours()))


# The files

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(enter, places, today):
    for place in (places.timur, places.sadu):
        place.tile_column, place.tile_row = (1, 1) if place is places.timur else (2, 1)
        place.save()
    enter("recorded", 12, day=today - timedelta(days=3))
    enter("recorded", 7, desa=places.itik, day=today - timedelta(days=1))


@pytest.mark.parametrize("name", ["course", "map"])
@pytest.mark.parametrize("who", ["admin", "petugas", "pejabat", "petugas_timur"])
def test_everybody_takes_their_charts_along(sign_in, told, today, name, who):
    svg = sign_in(who).get(f"/share/{name}.svg")
    assert svg.status_code == 200
    assert svg["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert today.isoformat() in svg["Content-Disposition"]
    words = " ".join(parsed(svg.content.decode()).itertext())
    assert "Dinas Kependudukan" in words
    assert "Muara Sabak Timur" in words or who != "petugas_timur"
    assert ("Sadu" in words) == (name == "map" and who != "petugas_timur")
    png = sign_in(who).get(f"/share/{name}.png")
    assert png["Content-Type"] == "image/png"
    assert png.content[:4] == b"\x89PNG"
    assert "private" in png["Cache-Control"]
    assert sign_in(who).get(f"/share/{name}.png", headers={"if-none-match": png["ETag"]}).status_code == 304


def test_a_chart_is_of_the_place_and_day_asked_for(sign_in, told, places, today):
    client, day = sign_in("petugas"), (today - timedelta(days=2)).isoformat()
    of_timur = client.get(f"/share/course.svg?kecamatan=15.07.01&as_of={day}")
    assert f"muara-sabak-timur-{day}.svg" in of_timur["Content-Disposition"]
    assert "88" in of_timur.content.decode()
    assert "lambur" in client.get("/share/course.png?desa=15.07.01.2002")["Content-Disposition"]
    assert "0,35%" in client.get("/share/map.svg?measure=rate").content.decode()  # 88 of 24,815 voters


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("petugas_sadu", "/share/course.svg?kecamatan=15.07.01", 404),
        ("petugas_sadu", "/share/course.png?desa=15.07.01.2002", 404),
        ("foreigner", "/share/course.svg?kecamatan=15.07.01", 404),
        ("petugas", "/share/course.svg?kecamatan=nothing", 404),
        ("petugas", "/share/nothing.svg", 404),
        ("petugas", "/share/course.svg?as_of=2999-01-01", 400),
        ("petugas", "/share/course.svg?as_of=besok", 400),
        ("petugas", "/share/map.png?measure=x", 400),
        ("petugas", "/share/course.svg?drive=999", 404),
        (None, "/share/course.svg", 302),
    ],
)
def test_what_is_not_theirs_or_means_nothing(sign_in, told, who, address, status):
    assert sign_in(who).get(address).status_code == status


def test_one_scope_never_gets_what_was_kept_for_another(sign_in, told):
    whole = sign_in("petugas").get("/share/course.svg").content
    assert sign_in("petugas_sadu").get("/share/course.svg").content != whole
    assert sign_in("petugas").get("/share/course.svg").content == whole


def test_a_new_row_makes_a_new_picture(sign_in, told, enter):
    client = sign_in("petugas")
    before = client.get("/share/course.svg")
    enter("recorded", 5)
    assert client.get("/share/course.svg").content != before.content


def test_pages_offer_their_charts_as_of_their_day(sign_in, told, today):
    page = sign_in("pejabat").get("/").content.decode()
    links = re.findall(r'href="(/share/[^"]+)"', page)
    assert len(links) == 4
    assert all(f"as_of={today.isoformat()}" in link for link in links)
    for link in links:
        assert sign_in("pejabat").get(link.replace("&amp;", "&")).status_code == 200
    assert "kecamatan=15.07.01" in sign_in("pejabat").get("/kecamatan/15.07.01/").content.decode()
    assert "desa=15.07.01.2002" in sign_in("pejabat").get("/desa/15.07.01.2002/").content.decode()


def test_another_chart_is_one_line(sign_in, told, monkeypatch):
    for module in (shared, share):
        monkeypatch.setattr(module, "CHARTS", dict(shared.CHARTS))
    monkeypatch.setattr(share, "CHARTS", shared.CHARTS)
    shared.register("again", "kecamatan.views.shared_charts.course")
    assert sign_in("petugas").get("/share/again.svg").status_code == 200


def test_the_demo_says_so_in_every_picture(sign_in, told, settings):
    settings.DEMO = True
    assert "rekaan" in sign_in("petugas").get("/share/map.svg?measure=done").content.decode()
