"""The manual on the help page: for those who work with people, with pictures that are there and light."""

import re
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SECTIONS = ("imports", "finding", "steps", "agree", "doubles", "exports", "visits", "field", "nik")


@pytest.mark.parametrize("who", ["admin", "petugas_timur"])
def test_who_works_with_people_reads_how(sign_in, who):
    page = sign_in(who).get("/help/").content.decode()
    for section in SECTIONS:
        assert page.count(f'id="{section}"') == 1
        assert f'href="#{section}"' in page
    assert "Memasukkan daftar bulanan dalam lima langkah" in page
    assert page.count("<h3>") == 5 + 6 + 6


def test_an_official_reads_of_numbers_only(sign_in):
    page = sign_in("pejabat").get("/help/").content.decode()
    assert not [section for section in SECTIONS if f'"{section}"' in page or f"#{section}" in page]
    assert "<img" not in page


def test_the_pictures_are_there_light_and_as_large_as_the_page_says(sign_in):
    page = sign_in("petugas").get("/help/").content.decode()
    pictures = re.findall(
        r'<img src="/static/([^"]+)" width="(\d+)" height="(\d+)" loading="lazy" alt="([^"]{40,})"', page
    )
    assert len(pictures) == page.count("<img") == 10 + 6
    for name, width, height, _words in pictures:
        content = (ROOT / "static" / re.sub(r"\.[0-9a-f]{12}(?=\.png$)", "", name)).read_bytes()
        assert len(content) <= 60 * 1024, name
        assert struct.unpack(">II", content[16:24]) == (int(width), int(height)), name


def test_the_page_that_takes_a_list_in_leads_to_the_steps(sign_in):
    assert 'href="/help/#imports"' in sign_in("petugas").get("/imports/new/").content.decode()
