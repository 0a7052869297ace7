"""A sheet opened and computed anew by LibreOffice shows what stood in it, where LibreOffice is installed."""

import csv
import re
import shutil
import subprocess
import zipfile
from datetime import timedelta

import pytest

from tests.kecamatan.reports.report_world import Sheet, asked

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MISSING = (
    "NO LIBREOFFICE FOUND: whether it computes the same sums as stand in a sheet is not tested. "
    "Install it (Debian: apt install libreoffice-calc-nogui)."
)
#: A sheet as CSV, with what its formulas give and not as it is shown; the first sheet alone.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"


@pytest.mark.skipif(OFFICE is None, reason=MISSING)
def test_libreoffice_computes_the_same_sums(sign_in, counted, today, tmp_path):
    sent = asked(day=(today - timedelta(days=1)).isoformat())
    xlsx = sign_in("admin").get("/reports/draft.xlsx", sent).content
    # What stands beside the formulas is spoilt first, so that only what is computed can be right.
    kept = Sheet(xlsx)
    (tmp_path / "rekap.xlsx").write_bytes(_spoilt(xlsx, tmp_path))
    command = [OFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", FILTER]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "rekap.xlsx")],
        check=True,
        timeout=120,
        capture_output=True,
    )
    (found,) = tmp_path.glob("*.csv")
    rows = list(csv.reader(found.read_text(encoding="utf-8").splitlines()))
    looked_at = 0
    for name in kept.formulas:
        column, row = ord(name[0]) - ord("A"), int(name[1:]) - 1
        text = rows[row][column]
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        assert value == pytest.approx(kept.kept[name], abs=1e-6), name
        looked_at += 1
    assert looked_at >= 30


def _spoilt(xlsx: bytes, folder) -> bytes:
    """The same file, its formulas without the values that stood beside them."""
    source, target = folder / "whole.xlsx", folder / "spoilt.xlsx"
    source.write_bytes(xlsx)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            body = old.read(one)
            if one == "xl/worksheets/sheet1.xml":
                body, many = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", body)
                assert many >= 30
            new.writestr(one, body)
    return target.read_bytes()
