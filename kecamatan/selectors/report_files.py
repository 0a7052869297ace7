"""An issued report as files: always the same bytes, of what was kept with its number."""

from collections.abc import Mapping

from kecamatan.models import Report
from kecamatan.reports.columns import file_name
from kecamatan.reports.paper import pdf_of_report
from kecamatan.reports.periods import Kind
from kecamatan.reports.sheet import xlsx_of_report
from kecamatan.selectors.letterhead import crest_of

PDF, XLSX = "pdf", "xlsx"
TYPES = {PDF: "application/pdf", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def forms_of(kind: str) -> tuple[str, ...]:
    """As what a report of this kind is given: the brief is a page of sentences, and no sheet."""
    return (PDF,) if kind == Kind.BRIEF else (PDF, XLSX)


def file_of(content: Mapping, form: str) -> tuple[str, bytes, str]:
    """(name, bytes, type) of a report as ``pdf`` or ``xlsx`` (one query where it has a crest)."""
    made = xlsx_of_report(content) if form == XLSX else pdf_of_report(content, crest_of(content["crest"]))
    return f"{file_name(content)}.{form}", made, TYPES[form]


def files_of(report: Report) -> list[tuple[str, bytes, str]]:
    """All files of an issued report."""
    return [file_of(report.content, form) for form in forms_of(report.kind)]
