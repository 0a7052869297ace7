"""What the tests of reports share: how a page is asked for one, how a PDF and a sheet are read, and formulas computed anew."""

import io
import re
import zipfile
from xml.etree import ElementTree

from pypdf import PdfReader

SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def asked(**changes) -> dict:
    """What the form of a report sends."""
    return {"kind": "weekly", "place": "", **changes}


def pages(pdf: bytes) -> list[str]:
    """The text of each page, spaces as one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


class Sheet:
    """A sheet of an XLSX file: what is kept of each cell, and what its formula gives when it is computed anew."""

    def __init__(self, xlsx: bytes, number: int = 1) -> None:
        with zipfile.ZipFile(io.BytesIO(xlsx)) as parts:
            tree = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - made here
            texts = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314 - made here
        shared = ["".join(one.itertext()) for one in texts.findall("s:si", SPACE)]
        self.kept: dict[str, object] = {}
        self.formulas: dict[str, str] = {}
        for cell in tree.iterfind(".//s:c", SPACE):
            value, formula = cell.find("s:v", SPACE), cell.find("s:f", SPACE)
            if formula is not None:
                self.formulas[cell.get("r")] = formula.text
            if value is not None:
                self.kept[cell.get("r")] = shared[int(value.text)] if cell.get("t") == "s" else float(value.text)

    def computed(self, name: str) -> object:
        """What a cell is, every formula below it computed from the cells that it names."""
        if name not in self.formulas:
            return self.kept.get(name)
        return _computed(self.formulas[name], self)

    def cells(self, span: str) -> list[object]:
        first, _colon, last = span.partition(":")
        column, top = re.fullmatch(r"([A-Z]+)(\d+)", first).groups()
        bottom = re.fullmatch(r"[A-Z]+(\d+)", last or first)[1]
        return [self.computed(f"{column}{row}") for row in range(int(top), int(bottom) + 1)]

    def column(self, letters: str) -> list[object]:
        rows = sorted(int(name[len(letters) :]) for name in self.kept if re.fullmatch(rf"{letters}\d+", name))
        return [self.kept[f"{letters}{row}"] for row in rows]


def _computed(formula: str, sheet: Sheet) -> float:
    """Of the few forms that our sheets use: SUM, N, the four operations."""

    def summed(match: re.Match) -> str:
        values = [value for span in match[1].split(",") for value in sheet.cells(span)]
        return repr(float(sum(value for value in values if isinstance(value, float | int))))

    def number_or_nought(match: re.Match) -> str:
        value = sheet.computed(match[1])
        return repr(float(value)) if isinstance(value, float | int) else "0"

    text = re.sub(r"SUM\(([A-Z0-9:,]+)\)", summed, formula)
    text = re.sub(r"N\(([A-Z]+\d+)\)", number_or_nought, text)
    text = re.sub(r"\b[A-Z]+\d+\b", lambda match: repr(float(sheet.computed(match[0]))), text)
    assert re.fullmatch(r"[0-9.e()+\-*/ ]+", text), formula
    return eval(text)  # noqa: S307 - digits and operators alone
