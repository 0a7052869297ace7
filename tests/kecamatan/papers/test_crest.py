"""Crests by their bytes: what is a harmless picture and what is not."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kecamatan.papers.crest import BadCrest, Crest, Fault, Kind, checked
from outreach.paper_words import CRESTS
from tests.outreach.papers.papers_world import png, svg


def jpeg(width: int = 60, height: int = 80) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "JPEG", progressive=True)
    return out.getvalue()


def test_pictures_pass_and_say_what_they_are():
    assert checked(png()) == Crest(Kind.PNG, 60, 80)
    assert checked(png(profile=zlib.compress(b"\0" * 3000))) == Crest(Kind.PNG, 60, 80)
    assert checked(jpeg()) == Crest(Kind.JPEG, 60, 80)
    assert checked(svg(head="<?xml version='1.0'?>")) == Crest(Kind.SVG)
    gradient = "<defs><linearGradient id='a'><stop/></linearGradient></defs><path style='fill:url(#a)'/>"
    assert checked(svg(gradient)) == Crest(Kind.SVG)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"x" * 300_001, Fault.TOO_MANY_BYTES),
        (b"MZ\x90 not a picture", Fault.NO_PICTURE),
        (b"GIF89a\x01\x00", Fault.NO_PICTURE),
        (b"%PDF-1.7", Fault.NO_PICTURE),
        (b"<html><script>1</script></html>", Fault.NO_PICTURE),
        (b"<svg", Fault.NO_PICTURE),
        (b"<svg><path/></svg>", Fault.NO_PICTURE),
        (png()[:-13], Fault.DAMAGED),
        (png()[:40] + b"\0" + png()[41:], Fault.DAMAGED),
        (jpeg()[:30], Fault.DAMAGED),
        (png(profile=zlib.compress(b"\0" * 50_000_000)), Fault.DAMAGED),
        (png(profile=b"not packed"), Fault.DAMAGED),
        (png(2001, 50), Fault.TOO_LARGE),
        (jpeg(50, 2001), Fault.TOO_LARGE),
        (png(39, 80), Fault.TOO_SMALL),
    ],
)
def test_no_pictures_are_refused_with_a_sentence(data, fault):
    with pytest.raises(BadCrest) as refused:
        checked(data)
    assert refused.value.fault is fault
    assert str(CRESTS[fault]).endswith(".")


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<image href='http://x.test/a.png'/>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<use href='#a'/>",
        "<foreignObject/>",
        "<a href='http://x.test'><path/></a>",
        "<path onclick='x()'/>",
        "<path fill='url(http://x.test/a)'/>",
        "<path style=\"fill: URL( 'http://x.test')\"/>",
        "<style>@import 'http://x.test'</style>",
        "<style>path{fill:ur<![CDATA[l(http://x.test)]]>}</style>",
        "<style>path{fill:u<title/>rl(x)}</style>",
        "<style>path{fill:\\75rl(x)}</style>",
        "<linearGradient xlink:href='http://x.test' xmlns:xlink='http://www.w3.org/1999/xlink'/>",
        "<animate attributeName='x'/>",
        "<text>x</text>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'/>",
        "<?xml-stylesheet href='http://x.test'?>",
        "<g>" * 70 + "</g>" * 70,
        "<path/>" * 6000,
    ],
)
def test_an_svg_that_is_more_than_shapes_is_refused(inside):
    with pytest.raises(BadCrest) as refused:
        checked(svg(inside))
    assert refused.value.fault is Fault.NOT_PLAIN_SVG


def test_entities_are_never_opened():
    bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
    with pytest.raises(BadCrest) as refused:
        checked(svg("<title>&b;</title>", head=bomb))
    assert refused.value.fault is Fault.NOT_PLAIN_SVG


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg "]))
def test_no_bytes_break_it(data, start):
    with pytest.raises(BadCrest):
        checked(start + data)
