"""A report as PDF: the recap on A4 lying, the brief on one page standing. The same bytes for the same content. Pure."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kecamatan.papers.heads import Letterhead, Signer
from kecamatan.papers.indonesian import day_text
from kecamatan.papers.typesetting import pdf_of
from kecamatan.reports.columns import (
    columns_of,
    differences_of,
    facts_of,
    groups_of,
    is_sum,
    label_of,
    lead_of,
    marks_of,
    notes_of,
    rows_of,
    source_of,
    title_of,
)
from kecamatan.reports.periods import Kind
from kecamatan.reports.view import look_of

FOLDER = Path(__file__).resolve().parent / "typst"
DOTS = "." * 30
RECAP, BRIEF = FOLDER / "recap.typ", FOLDER / "brief.typ"


def pdf_of_report(content: Mapping, crest: bytes | None) -> bytes:
    """The PDF of what ``kecamatan.selectors.reports`` gave; ``crest``: the picture of ``content["crest"]``."""
    is_brief = content["kind"] == Kind.BRIEF
    values = _shared(content, crest) | (_sentences(content) if is_brief else _table(content))
    return pdf_of(BRIEF if is_brief else RECAP, values, long=len(content["rows"]) > 60)


def _shared(content: Mapping, crest: bytes | None) -> dict:
    head = content["head"]
    return {
        "title": f"{title_of(content)}, {content['place']}, {content['day']}",
        "author": head["office"],
        "head": Letterhead(head["government"], head["office"], tuple(head["lines"]), crest).values(),
        "heading": title_of(content),
        "subheading": content["place"],
        "footer": source_of(content),
        "place_and_day": f"{content['place_of_paper']}, {_on(content)}",
        "signer": Signer(**content["signer"]).values(),
        "facts": facts_of(content),
    }


def _on(content: Mapping) -> str:
    """The date of a numbered report; dots to be written on for a draft, which is the same on every day."""
    return day_text(date.fromisoformat(content["on"])) if content["number"] else DOTS


def _sentences(content: Mapping) -> dict:
    return {"sections": content["sections"]}


def _table(content: Mapping) -> dict:
    kind, rows = Kind(content["kind"]), rows_of(content)
    columns = columns_of(kind)
    marks = marks_of(rows)
    return {
        "lead": lead_of(content),
        "groups": [[text, over] for text, over in groups_of(columns)],
        "heads": [column.head for column in columns],
        "rows": [
            {
                "look": look_of(row, is_sum=is_sum(rows, index)),
                "mark": marks[index],
                "name": label_of(row, is_sum=is_sum(rows, index)),
                "cells": [column.text(row) for column in columns],
            }
            for index, row in enumerate(rows)
        ],
        "notes": notes_of(content),
        "day": day_text(date.fromisoformat(content["day"])),
        "differences": [[name, *cells] for name, cells in differences_of(content)],
    }
