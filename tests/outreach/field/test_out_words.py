"""Every sentence of the scripts that go out and come in is in the catalogue and on the page that needs it."""

import ast
import re
from pathlib import Path

import pytest

from outreach.views.field.out_words import OUT_WORDS
from outreach.views.field.words import WORDS

ROOT = Path(__file__).resolve().parents[3] / "static" / "field"
SCRIPTS = ("out.js", "out_carried.js", "scan.js", "show_qr.js", "take_in.js", "ui/out.js")
ON_THE_OFFICES_PAGE = ("scan.js", "take_in.js")
TEXT = r'"(?:[^"\\]|\\.)*"'
ONE, BOTH = re.compile(rf"\bt\(\s*({TEXT})"), re.compile(rf"\btn\(\s*({TEXT})\s*,\s*({TEXT})")


def sentences(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = [*ONE.findall(text), *(one for pair in BOTH.findall(text) for one in pair)]
    return {ast.literal_eval(one) for one in found}


def test_the_scripts_and_the_catalogue_have_the_same_sentences():
    said = set().union(*map(sentences, SCRIPTS))
    assert len(said) > 60
    assert said <= {*WORDS, *OUT_WORDS}
    assert set(OUT_WORDS) <= said
    assert not set(OUT_WORDS) & set(WORDS)


@pytest.mark.parametrize("name", ON_THE_OFFICES_PAGE)
def test_the_offices_page_has_what_its_scripts_say(name):
    assert sentences(name) <= set(OUT_WORDS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_sentence_is_put_together_where_nobody_can_translate_it(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    calls = len(re.findall(r"\btn?\(", text))
    assert calls == len(ONE.findall(text)) + len(BOTH.findall(text))
