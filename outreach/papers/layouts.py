"""The layouts of the papers of visits, beside what every paper shares (``kecamatan.papers.typesetting``)."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "typst"
LETTER, LIST, ORDER, RECORD = (FOLDER / f"{name}.typ" for name in ("letter", "list", "order", "record"))
