"""The three lists as files: an XLSX in the office's shape, a CSV like an extract of SIAK, an ODS from a spreadsheet.

The same bytes every time, but for how a version of zlib packs them: dates in the files are fixed.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from xlsxwriter.workbook import Format, Worksheet

from outreach.demo_lists.months import LAMBUR_2, Listed, Mess
from outreach.demo_lists.regency import regency
from outreach.nik import Sex
from outreach.reading.places import Place

INVENTED = "CONTOH: SEMUA NAMA DAN NOMOR DI DAFTAR INI DIKARANG"
#: The kecamatan whose people stand on a sheet per desa, in the first list.
A_SHEET_PER_DESA = ("15.07.07", "15.07.11")
_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_SIGNATURE = ("Mengetahui,", "Kepala Bidang Pelayanan Pendaftaran Penduduk", "(contoh)")
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SIAK = [
    "NIK",
    "NO_KK",
    "NAMA_LGKP",
    "JENIS_KLM",
    "TMPT_LHR",
    "TGL_LHR",
    "STAT_KWN",
    "ALAMAT",
    "NO_RT",
    "NO_RW",
    "NO_PROP",
    "NO_KAB",
    "NO_KEC",
    "NO_KEL",
    "NAMA_KEC",
    "NAMA_KEL",
    "WKTP_KET",
    "CURRENT_STATUS_CODE",
]


def xlsx_of(rows: Sequence[Listed]) -> bytes:
    """A sheet per kecamatan, for two of them a sheet per desa, and a recapitulation without people."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1), "title": INVENTED})  # noqa: DTZ001
    day, middle = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"align": "center"})
    places = regency().by_code
    for kecamatan, found in groupby(rows, key=lambda row: row.person.kecamatan_code):
        if kecamatan not in A_SHEET_PER_DESA:
            people = list(found)
            name = places[people[0].person.desa_code].kecamatan_name
            _office_sheet(book.add_worksheet(name), people, None, day, middle)
            continue
        for code, one_desa in groupby(found, key=lambda row: row.person.desa_code):
            # The desa Rantau Rasau needs another name than the sheet of the kecamatan Rantau Rasau.
            sheet = book.add_worksheet(f"{_kind(places[code]).title()} {places[code].name}")
            _office_sheet(sheet, list(one_desa), places[code], day, middle)
    recapitulation = book.add_worksheet("REKAP")
    recapitulation.write_row(0, 0, ["REKAPITULASI PER KECAMATAN"])
    recapitulation.write_row(1, 0, ["Kecamatan", "Jumlah"])
    for number, (code, found) in enumerate(groupby(rows, key=lambda row: row.person.kecamatan_code), start=2):
        name = next(place.kecamatan_name for place in places.values() if place.kecamatan_code == code)
        recapitulation.write_row(number, 0, [name, len(list(found))])
    book.close()
    return file.getvalue()


def _office_sheet(sheet: Worksheet, rows: Sequence[Listed], desa: Place | None, day: Format, middle: Format) -> None:
    """Titles, a header of two rows with merged cells, people, the total, who signs."""
    place = desa or regency().by_code[rows[0].person.desa_code]
    titles = ["DAFTAR PENDUDUK WAJIB KTP-EL BELUM REKAM", INVENTED]
    titles += [f"{_kind(place)} : {place.name.upper()}"] if desa else []
    for number, title in enumerate([*titles, f"KECAMATAN : {place.kecamatan_name.upper()}"]):
        sheet.write(number, 0, title)
    top = len(titles) + 2
    upper = ["No", "NIK", "No KK", "Nama Lengkap", "JK", "Lahir", "", "Alamat", "", ""]
    upper += ([] if desa else ["Desa/Kel"]) + ["Status Kawin", "Keterangan"]
    for column, title in enumerate(upper):
        if title and title not in ("Lahir", "Alamat"):
            sheet.merge_range(top, column, top + 1, column, title, middle)
    sheet.merge_range(top, 5, top, 6, "Lahir", middle)
    sheet.merge_range(top, 7, top, 9, "Alamat", middle)
    sheet.write_row(top + 1, 5, ["Tempat", "Tanggal", "Jalan", "RT", "RW"], middle)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(_office_cells(number, row, desa is None)):
            if isinstance(value, date):
                sheet.write_datetime(top + 1 + number, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, str):
                sheet.write_string(top + 1 + number, column, value)
            else:
                sheet.write_number(top + 1 + number, column, value)
    foot = top + len(rows) + 3
    sheet.write_row(foot, 0, ["JUMLAH", "", "", len(rows)])
    for number, line in enumerate(_SIGNATURE, start=2):
        sheet.write(foot + number, 8, line)


def _kind(place: Place) -> str:
    return "KELURAHAN" if place.code.split(".")[-1].startswith("1") else "DESA"


def _office_cells(number: int, row: Listed, with_desa: bool) -> list[str | int | date]:
    """One person, written now in this manner and now in that."""
    one = row.person
    nik: str | int = one.nik or ("<>", "-")[number % 2]
    if number % 29 == 0 and one.nik and not one.nik.endswith("0"):
        nik = int(one.nik)
    elif number % 31 == 0 and one.nik:
        nik = f"'{one.nik}"
    born = one.birth_date
    writings = (born, f"{born:%d-%m-%Y}", f"{born:%d/%m/%Y}", f"{born.day} {_MONTHS[born.month - 1]} {born.year}")
    desa = regency().by_code[one.desa_code].name.upper()
    if number % 3 == 0:
        desa = desa.replace("SUNGAI ", "SEI. " if number % 2 else "SEI ")
    married = "KAWIN" if one.ever_married else "BELUM KAWIN"
    cells = [number, nik, one.no_kk, one.name, "P" if one.sex is Sex.FEMALE else "L", one.birth_place]
    cells += [writings[number % 4], one.address, one.rt, one.rw, *([desa] if with_desa else [])]
    return [*cells, married, one.note or ("<>", "-")[number % 2]]


def csv_of(rows: Sequence[Listed]) -> bytes:
    """Semicolons, Windows' letters, region columns as numbers without their zeros."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_SIAK)
    writer.writerows(_siak_cells(row) for row in rows)
    return text.getvalue().encode("cp1252")


def _siak_cells(row: Listed) -> list[str]:
    one, place = row.person, regency().by_code[row.person.desa_code]
    parts = [part.lstrip("0") for part in one.desa_code.split(".")]
    kecamatan, born = place.kecamatan_name.upper(), f"{one.birth_date:%d-%m-%Y}"
    nik = one.nik or "Null"
    match row.mess:
        case Mess.OTHER_KECAMATAN:
            parts, kecamatan = ["<>"] * 4, "RANTAU RASAU"
        case Mess.DATE_NOT_REAL:
            born = f"31-02-{one.birth_date.year}"
        case Mess.SERIAL_ZERO:
            nik = f"{one.kecamatan_code.replace('.', '')}{one.birth_date:%d%m%y}0000"
        case Mess.SCIENTIFIC:
            nik = "1,50703E+15"
        case Mess.FIFTEEN_DIGITS:
            nik = one.nik[:-1]
        case Mess.MASKED:
            nik = f"{one.nik[:6]}******{one.nik[12:]}"
    sex, married = ("2" if one.sex is Sex.FEMALE else "1"), ("2" if one.ever_married else "1")
    cells = [nik, one.no_kk, one.name, sex, one.birth_place, born, married, one.address]
    cells += [str(int(one.rt)), str(int(one.rw)), *parts, kecamatan, place.name.upper()]
    return [*cells, "WAJIB KTP", "UNREGISTERED"]


def ods_of(rows: Sequence[Listed]) -> bytes:
    """One sheet: birthplace and day in one column, RT and RW in one, codes of BPS beside the names."""
    head = ["No", "NIK", "No KK", "Nama Lengkap", "L/P", "Tempat, Tgl Lahir", "Alamat", "RT/RW"]
    head += ["Desa/Kelurahan", "Kecamatan", "Kode Desa (BPS)", "Status Rekam"]
    lines: list[list[str | int | None]] = [["DAFTAR WAJIB KTP-EL BELUM REKAM"], [INVENTED], [], head]
    lines.append([f"({number})" for number in range(1, len(head) + 1)])
    lines += [_ods_cells(number, row) for number, row in enumerate(rows, start=1)]
    lines += [[], ["JUMLAH", None, None, len(rows)], *([None] * 8 + [line] for line in _SIGNATURE)]
    table = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in lines)
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="BNBA">{table}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        # The type comes first and unpacked: by it other programs know the file.
        for name, text in (("mimetype", _ODS_TYPE), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            archive.writestr(info, text, packing)
    return file.getvalue()


def _ods_cells(number: int, row: Listed) -> list[str | int | None]:
    one, place = row.person, regency().by_code[row.person.desa_code]
    nik: str | int | None = one.nik or None
    if row.mess is Mess.LAST_DIGIT_LOST or (number % 41 == 0 and one.nik and not one.nik.endswith("0")):
        nik = int(one.nik)
    pattern = {Mess.TWO_DIGIT_YEAR: "%d-%m-%y", Mess.MONTH_FIRST: "%m/%d/%Y"}.get(row.mess, "%d-%m-%Y")
    desa: str | None = "LAMBUR 2" if one.desa_code == LAMBUR_2 else place.name.upper()
    if row.mess is Mess.LAMBUR_3:
        desa = "LAMBUR 3"
    elif row.mess is Mess.ONLY_BPS_CODE:
        desa = None
    cells: list[str | int | None] = [number, nik, one.no_kk, one.name, "PR" if one.sex is Sex.FEMALE else "LK"]
    cells += [f"{one.birth_place}, {one.birth_date.strftime(pattern)}", one.address, f"{one.rt}/{one.rw}", desa]
    return [*cells, place.kecamatan_name.upper(), _like_bps(place.code), "BELUM REKAM"]


def _like_bps(code: str) -> str:
    """A code in the manner of BPS, where this regency is 1506: the desa are only counted through, as far as we know them."""
    kecamatan = code.split(".")[2]
    here = [place.code for place in regency().places if place.code[:8] == code[:8]]
    return f"1506{int(kecamatan):02}0{here.index(code) + 1:03}"


def _ods_cell(value: str | int | None) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if isinstance(value, int):
        kind = f'office:value-type="float" office:value={quoteattr(str(value))}'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"
