"""Every fault, finding and reason has its sentence in both languages, and says where it is."""

import re

import pytest
from django.utils.translation import override

from outreach.matching.people import Because, Reason
from outreach.nik import Finding
from outreach.reading.catalogue import FAULTS
from outreach.reading.faults import Fault
from outreach.reading.sentences import (
    FAULT_SENTENCES,
    FINDING_SENTENCES,
    REASON_SENTENCES,
    finding_sentence,
    reason_sentence,
    sentence,
    where,
)

NUMBERS = {"most", "size", "count", "seconds"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def fault(name: str) -> Fault:
    """A fault with all the parameters that the catalogue promises."""
    params = {one: 65_000_000 if one in NUMBERS else f"<{one}>" for one in FAULTS[name][1].split()}
    return Fault(name, "Lambur", 1012, 3, params)


def test_none_is_without_a_sentence_and_none_is_left_over():
    assert set(FAULT_SENTENCES) == set(FAULTS)
    assert set(FINDING_SENTENCES) == set(Finding)
    assert set(REASON_SENTENCES) == set(Reason)
    assert len(FAULTS) + len(Finding) + len(Reason) > 75


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_says_where_and_what(name, language):
    with override(language):
        words = sentence(fault(name))
    place = {"en": "Sheet “Lambur”, row 1,012, column C: ", "id": "Lembar “Lambur”, baris 1.012, kolom C: "}[language]
    assert words.startswith(place)
    assert words.endswith(".")
    assert "%(" not in words
    used = set(PLACEHOLDER.findall(str(FAULT_SENTENCES[name])))
    assert used <= set(FAULTS[name][1].split())
    assert all(f"<{one}>" in words for one in used - NUMBERS)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("number", ["NIK", "No KK"])
@pytest.mark.parametrize("finding", Finding)
def test_each_finding_names_its_number(finding, number, language):
    with override(language):
        words = finding_sentence(finding, number=number, row=2, column=28)
    assert words.startswith({"en": "Row 2, column AB: ", "id": "Baris 2, kolom AB: "}[language])
    assert number in words
    assert words.endswith(".")


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("reason", Reason)
def test_each_reason_names_the_other_row(reason, language):
    with override(language):
        words = reason_sentence(Because(reason, ("Lambur", 12)), sheet="Lambur", row=14)
        alone = reason_sentence(Because(reason))
    names_another = "%(other)s" in str(REASON_SENTENCES[reason])
    other = {"en": "sheet “Lambur”, row 12", "id": "lembar “Lambur”, baris 12"}[language]
    assert (other in words) == names_another
    assert names_another == (reason in (Reason.NIK_TWICE_IN_FILE, Reason.TWICE_IN_FILE, Reason.REPEATED_ROW))
    assert words.endswith(".")
    assert alone[0].isupper()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Fault("file_empty"), ""),
        (Fault("no_header", "A"), "sheet “A”"),
        (Fault("csv_quote_open", "", 7, 1), "row 7, column A"),
        (Fault("dates_may_be_swapped", "A", 0, 7), "sheet “A”, column G"),
    ],
)
def test_what_does_not_apply_is_left_out(given, expected):
    with override("en"):
        assert where(given) == expected


def test_sizes_are_in_megabytes_and_a_sheet_keeps_its_name():
    with override("en"):
        assert "at most 65 MB are read" in sentence(fault("file_too_big"))
        assert sentence(Fault("no_header", "100% %(row)s", 1)).startswith("Sheet “100% %(row)s”, row 1: ")
        assert "more than 120 years" in sentence(fault("date_too_old"))


def test_each_says_what_is_wrong_and_then_what_follows():
    sentences = [*FAULT_SENTENCES.values(), *FINDING_SENTENCES.values(), *REASON_SENTENCES.values()]
    assert [str(words) for words in sentences if not re.search(r"[.:;] \S", str(words))] == []
