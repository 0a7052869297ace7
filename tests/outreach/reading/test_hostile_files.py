"""Files that lie, explode or eat memory are refused by name, quickly, and never take the site with them."""

import json
import resource
import struct
import time
import zipfile

import pytest

from outreach.reading import sheets
from outreach.reading.faults import Fault, Refused
from outreach.reading.limits import Limits
from outreach.reading.sheets import open_book
from tests.outreach.reading import made

BOOK = made.xlsx({"Data": [["NIK"], ["1507034508070002"]]})
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'


def refused(tmp_path, content: bytes, name: str = "a.xlsx", limits: Limits | None = None) -> Fault:
    path = made.saved(tmp_path, content, name)
    with pytest.raises(Refused) as caught, open_book(path, name=name, limits=limits):
        pass
    return caught.value.fault


def cells(*names: str) -> str:
    rows = sorted((int("".join(filter(str.isdigit, name))), name) for name in names)
    return "".join(f'<row r="{row}"><c r="{name}" t="inlineStr"><is><t>x</t></is></c></row>' for row, name in rows)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault("file_empty")),
        (b"\r\n \t\r\n", Fault("file_empty")),
        (b"%PDF-1.7 ...", Fault("file_type", params={"type": "pdf"})),
        (b"<html><table><tr><td>NIK</td></tr></table>", Fault("file_type", params={"type": "html"})),
        (b"\x89PNG\r\n\x1a\n0000", Fault("file_type", params={"type": "binary"})),
        (bytes(range(256)) * 20, Fault("file_type", params={"type": "binary"})),
        (made.packed({"word/document.xml": "<x/>"}), Fault("file_type", params={"type": "docx"})),
        (made.packed({"list.csv": "a,b"}), Fault("file_type", params={"type": "zip"})),
        (BOOK[: len(BOOK) // 2], Fault("file_broken")),
        (BOOK[:-30], Fault("file_broken")),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), Fault("file_type", params={"type": "ole"})),
    ],
    ids=["nothing", "blanks", "pdf", "html", "png", "bytes", "docx", "zip", "half", "cut", "ole"],
)
def test_what_is_no_list_is_refused_by_what_it_is(tmp_path, content, fault):
    assert refused(tmp_path, content) == fault


def test_a_file_that_is_too_big_is_not_even_opened(tmp_path):
    assert refused(tmp_path, BOOK, limits=Limits(file_bytes=100)) == Fault(
        "file_too_big", params={"size": len(BOOK), "most": 100}
    )


def test_a_broken_xls_is_refused(tmp_path):
    content = made.xls({"A": [["x", 1]] * 200})
    for cut in (len(content) // 2, len(content) - 2000):
        assert refused(tmp_path, content[:cut], "a.xls").name in ("file_broken", "file_type")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    content = made.with_part(BOOK, SHEET, b"<sheetData>", b"<sheetData>" + b" " * 60_000_000)
    assert len(content) < 100_000
    before = time.monotonic()
    assert refused(tmp_path, content).name == "zip_bomb"
    assert time.monotonic() - before < 5


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    content = made.with_part(BOOK, SHEET, b"<sheetData>", b"<sheetData>" + b" " * 60_000_000)
    path = made.saved(tmp_path, content, "b.xlsx")
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo(SHEET).file_size
    lying = content.replace(struct.pack("<L", real), struct.pack("<L", 5000))
    assert lying != content
    assert refused(tmp_path, lying).name == "file_broken"


def test_many_small_parts_and_parts_together_too_big_are_refused(tmp_path):
    many = made.packed(made.parts_of(BOOK) | {f"xl/media/{n}.xml": "x" for n in range(400)})
    assert refused(tmp_path, many, limits=Limits(zip_entries=300)).name == "zip_entries"
    assert refused(tmp_path, BOOK, limits=Limits(unpacked_bytes=2000)).name == "zip_bomb"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl\\..\\x.xml", "c:/x.xml"])
def test_paths_that_lead_out_are_refused(tmp_path, name):
    assert refused(tmp_path, made.packed(made.parts_of(BOOK) | {name: "x"})).name == "zip_path"


def test_two_parts_of_one_name_are_refused(tmp_path):
    assert refused(tmp_path, made.packed(made.parts_of(BOOK) | {SHEET.upper(): "x"})).name == "zip_path"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_stand(tmp_path, part):
    parts = made.parts_of(BOOK)
    start, _, rest = parts[part].partition(b"?>")
    laughs = start + b"?>" + DOCTYPE.removesuffix(b"<worksheet") + rest
    assert refused(tmp_path, made.packed(parts | {part: laughs})).name == "xml_entities"


def test_entities_in_another_encoding_are_refused(tmp_path):
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet/>'.encode("utf-16")
    assert refused(tmp_path, made.packed(made.parts_of(BOOK) | {SHEET: hidden})).name == "xml_entities"
    named = b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>'
    assert refused(tmp_path, made.packed(made.parts_of(BOOK) | {SHEET: named})).name == "xml_entities"


def test_entities_in_ods_are_refused(tmp_path):
    content = made.ods({"A": [["x"]]}, prolog='<!DOCTYPE x [<!ENTITY a "ha">]>')
    assert refused(tmp_path, content, "a.ods").name == "xml_entities"


def test_one_cell_in_the_last_row_costs_nothing(tmp_path):
    path = made.saved(tmp_path, made.with_sheet_xml(cells("A1", "A1048576")), "a.xlsx")
    assert list(made.grid(path)["Data"]) == [1, 1048576]


@pytest.mark.parametrize(("far", "place"), [("O1048576", (1048576, 15)), ("XFD40000", (40000, 16384))])
def test_one_cell_far_from_the_list_is_named(tmp_path, far, place):
    fault = refused(tmp_path, made.with_sheet_xml(cells("A1", "B2", far)))
    assert (fault.name, fault.sheet, fault.row, fault.column) == ("cell_far_away", "Data", *place)
    assert fault.cell == far


def test_a_far_cell_that_the_search_misses_dies_in_the_child_alone(tmp_path):
    hidden = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    assert refused(tmp_path, made.with_sheet_xml(hidden)).name == "file_costs_memory"
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert used < 700_000


def test_a_table_as_big_as_an_xls_can_be_is_refused(tmp_path):
    """It would take a gigabyte."""
    book = made.xlwt.Workbook()
    sheet = book.add_sheet("A")
    sheet.write(0, 0, "x")
    sheet.write(65535, 255, "x")
    book.save(tmp_path / "far.xls")
    assert refused(tmp_path, (tmp_path / "far.xls").read_bytes(), "a.xls").name == "file_costs_memory"


def test_a_million_empty_rows_are_no_rows(tmp_path):
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_000_001))
    path = made.saved(tmp_path, made.with_sheet_xml(cells("A1") + empty), "a.xlsx")
    before = time.monotonic()
    assert list(made.grid(path)["Data"]) == [1]
    assert time.monotonic() - before < 15


def test_rows_repeated_a_million_times_in_ods(tmp_path):
    empty = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    path = made.saved(tmp_path, made.ods({"A": [["x"]]}, foot=empty), "a.ods")
    assert list(made.grid(path)["A"]) == [1]
    full = empty.replace('"16384"/>', '"16384" office:value-type="string"><text:p>x</text:p></table:table-cell>')
    fault = refused(tmp_path, made.ods({"A": [["x"]]}, foot=full), "b.ods")
    assert fault.name in ("file_costs_memory", "too_many_columns", "file_broken")


def test_rows_columns_and_sheets_have_an_end(tmp_path):
    lines = b"a;b\n" * 60
    assert refused(tmp_path, lines, "a.csv", Limits(rows=50)) == Fault("too_many_rows", row=51, params={"most": 50})
    wide = b"a;b\n" + b";".join([b"x"] * 300)
    assert refused(tmp_path, wide, "a.csv") == Fault("too_many_columns", row=2, column=300, params={"most": 256})
    book = made.xlsx({f"S{n}": [["x"]] for n in range(9)})
    assert refused(tmp_path, book, limits=Limits(sheets=8)).name == "too_many_sheets"


def test_a_quotation_mark_never_closed_is_named_by_its_row(tmp_path):
    fault = refused(tmp_path, b'a;b\n1;2\n"3;4\n' + b"5;6\n" * 9000, "a.csv")
    assert (fault.name, fault.row) == ("csv_quote_open", 3)


def test_a_text_repeated_by_a_million_cells_stops_at_the_limit(tmp_path):
    parts = made.parts_of(made.xlsx({"Data": [["y" * 1500]]}))
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 30_000))
    start, rest = parts[SHEET].split(b"<sheetData>")
    parts[SHEET] = start + b"<sheetData>" + rows.encode() + rest[rest.index(b"</sheetData>") :]
    assert refused(tmp_path, made.packed(parts), limits=Limits(answer_bytes=20_000_000)).name == "file_too_big"


@pytest.mark.parametrize("kind", ["cpu", "wall"])
def test_a_reader_that_does_not_end_is_killed(tmp_path, monkeypatch, kind):
    endless = "while True: pass" if kind == "cpu" else "import time; time.sleep(60)"
    start = sheets._START.replace("main(sys.argv[2])", "") + (
        f"from outreach.reading.child import limit_this_process, Limits; limit_this_process(Limits(cpu_seconds=1))\n{endless}"
    )
    monkeypatch.setattr(sheets, "_START", start.replace("import main; ", "import main\n"))
    before = time.monotonic()
    assert refused(tmp_path, BOOK, limits=Limits(cpu_seconds=1, wall_seconds=20 if kind == "cpu" else 1)).name == (
        "file_costs_time"
    )
    assert time.monotonic() - before < 10


def test_a_child_that_is_killed_or_cut_off_gives_no_half_list(tmp_path, monkeypatch):
    half = (
        'import sys, json; open(json.loads(sys.argv[2])[\'answer\'], \'w\').write(\'{"sheet":"A"}\\n[1,"t",["x"]]\\n\')'
    )
    monkeypatch.setattr(sheets, "_START", half)
    assert refused(tmp_path, BOOK).name == "file_broken"


@pytest.mark.parametrize("line", ['[1,"t",[7]]', '[1,"?",[7]]', '[1,"tt",["x"]]', '[1,"d",["2007-02-30"]]', "[[", "[]"])
def test_what_the_child_answers_is_not_believed(tmp_path, monkeypatch, line):
    records = "\n".join(['{"sheet":"A"}', line, '{"done":true}'])
    answer = f"import sys, json; open(json.loads(sys.argv[2])['answer'], 'w').write({json.dumps(records)})"
    monkeypatch.setattr(sheets, "_START", answer)
    path = made.saved(tmp_path, BOOK, "a.xlsx")
    with open_book(path, name="a.xlsx") as book, pytest.raises(Refused):
        list(book.sheets[0].rows())


@pytest.mark.parametrize(
    "line", ["7", '"x"', '{"sheet":"A","merged":[7]}', '{"fault":"x"}', '{"book":7}', "{" * 5000, "[" * 9]
)
def test_nor_are_its_other_records(tmp_path, monkeypatch, line):
    records = "\n".join([line, '{"done":true}'])
    answer = f"import sys, json; open(json.loads(sys.argv[2])['answer'], 'w').write({json.dumps(records)})"
    monkeypatch.setattr(sheets, "_START", answer)
    path = made.saved(tmp_path, BOOK, "a.xlsx")
    if line.startswith("["):
        with open_book(path, name="a.xlsx") as book:
            assert book.sheets == ()
    else:
        assert refused(tmp_path, BOOK).name == "file_broken"


def test_an_encrypted_book_says_so(tmp_path):
    encrypted = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    assert refused(tmp_path, encrypted) == Fault("file_encrypted")


def test_macros_links_and_embedded_files_are_noticed_and_never_read(tmp_path):
    extra = {"xl/vbaProject.bin": b"\0" * 99, "xl/externalLinks/externalLink1.xml": "<x/>", "xl/embeddings/a.zip": BOOK}
    path = made.saved(tmp_path, made.packed(made.parts_of(BOOK) | extra), "a.xlsm")
    with open_book(path, name="a.xlsm") as book:
        assert [note.name for note in book.notes] == ["ignored_macros", "ignored_links", "ignored_embedded"]
        assert len(list(book.sheets[0].rows())) == 2
