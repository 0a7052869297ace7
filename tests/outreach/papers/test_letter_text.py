"""Texts that an admin types: marks, blocks, faults, and values that stay values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kecamatan.paper_words import of_number
from kecamatan.papers import numbers
from outreach.paper_words import of_text
from outreach.papers.default_texts import LETTERS, MESSAGES, SUBJECTS
from outreach.papers.letter_text import (
    ALLOWED,
    EXAMPLES,
    REQUIRED,
    Block,
    Fault,
    Kind,
    NotAText,
    Problem,
    Shape,
    blocks_of,
    fill,
    preview,
    problems_of,
    rendered,
)

NEEDED = "{hari} {tanggal} {jam} {tempat} {jumlah}"


@pytest.mark.parametrize("kind", Kind)
def test_default_texts_are_without_fault(kind):
    assert problems_of(LETTERS[kind], kind) == []
    assert problems_of(MESSAGES[kind], kind, required=frozenset()) == []
    assert "{" not in str(preview(LETTERS[kind], kind))
    assert SUBJECTS[kind]
    assert REQUIRED[kind] <= ALLOWED[kind] <= set(EXAMPLES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (NEEDED + "\n{harii}", Problem(Fault.UNKNOWN_MARK, "harii", 2, "hari")),
        (NEEDED + "{Hari}", Problem(Fault.UNKNOWN_MARK, "Hari", 1, "hari")),
        (NEEDED + "{nomor surat}", Problem(Fault.UNKNOWN_MARK, "nomor surat", 1, "nomor_surat")),
        (NEEDED + "{hari.__class__}", Problem(Fault.UNKNOWN_MARK, "hari.__class__", 1)),
        (NEEDED + "{hari!r}", Problem(Fault.UNKNOWN_MARK, "hari!r", 1)),
        (NEEDED + "{0}", Problem(Fault.UNKNOWN_MARK, "0", 1)),
        (NEEDED + "{}", Problem(Fault.UNKNOWN_MARK, "", 1)),
        (NEEDED + "\n{direkam}", Problem(Fault.NOT_FOR_THIS_KIND, "direkam", 2)),
        (NEEDED + "\n\n{ x", Problem(Fault.LONE_BRACE, line=3)),
        (NEEDED + "}", Problem(Fault.LONE_BRACE, line=1)),
        (NEEDED.replace("{jam}", ""), Problem(Fault.MISSING_MARK, "jam")),
        (NEEDED + "x" * 6000, Problem(Fault.TOO_LONG)),
        (NEEDED + "\x00", Problem(Fault.UNFIT)),
        (" \n ", Problem(Fault.EMPTY)),
    ],
)
def test_faults_are_told_with_mark_and_line(text, problem):
    assert problems_of(text, Kind.VILLAGE) == [problem]
    (sentence,) = of_text([problem])
    assert sentence.endswith((".", "?"))
    assert problem.mark in sentence
    with pytest.raises(NotAText):
        blocks_of(text, Kind.VILLAGE)


def test_django_tags_are_only_braces():
    faults = {one.fault for one in problems_of(NEEDED + "{% load x %}{{ a.b }}", Kind.VILLAGE)}
    assert faults == {Fault.UNKNOWN_MARK, Fault.LONE_BRACE}


def test_blocks_are_paragraphs_rows_and_lists():
    text = f"Satu\r\nbaris.\r\n\r\nHari : {{hari}}\nJam : {NEEDED}\n\n1. a\n2. b\n\n- c\n\nHal: satu baris saja"
    shapes = [(one.shape, one.numbered, len(one.lines)) for one in blocks_of(text, Kind.VILLAGE)]
    assert shapes == [
        (Shape.PARAGRAPH, False, 1),
        (Shape.ROWS, False, 2),
        (Shape.ITEMS, True, 2),
        (Shape.ITEMS, False, 1),
        (Shape.PARAGRAPH, False, 1),
    ]


def test_values_change_no_block_and_are_not_read_again():
    values = {**EXAMPLES, "hari": "{jam}", "tempat": "a : b\n\n1. c\n- d"}
    (block,) = rendered(NEEDED, Kind.VILLAGE, values)
    assert block == Block(Shape.PARAGRAPH, (("", "{jam} 3 Juli 2024 08.00–12.00 WIB a : b\n\n1. c\n- d 38"),))


def test_a_mark_without_a_value_is_an_error_of_ours():
    with pytest.raises(KeyError):
        fill("{hari}", {})


@given(st.text(alphabet="{}abc:-1. \n{hari}", max_size=80))
def test_no_text_breaks_it(text):
    problems = problems_of(text, Kind.VILLAGE)
    assert len(of_text(problems)) == len(problems)


def test_every_fault_of_a_number_has_its_sentence():
    sentences = of_number(numbers.Problem(fault, "x") for fault in numbers.Fault)
    assert len(set(sentences)) == len(numbers.Fault)
