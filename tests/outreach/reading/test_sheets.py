"""Every kind of spreadsheet gives its cells with kind, sheet, row and column."""

from datetime import date

import pytest

from outreach.reading.faults import Fault, Refused, cell_name, column_number
from outreach.reading.sheets import EMPTY, Cell, Kind, open_book
from tests.outreach.reading import made

ROWS = [
    [],
    [None, "NIK", "Nama", "Lahir"],
    [],
    [None, 1507034508070002, "Siti Aminah", date(2007, 8, 5)],
    [None, "1507034508070003", None, None, True],
]


def text(value: str) -> Cell:
    return Cell(Kind.TEXT, value)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_cells_keep_their_kind_and_their_place(tmp_path, kind):
    content = getattr(made, kind)({"Lambur I": ROWS, "Lambur II": [["x"]]})
    path = made.saved(tmp_path, content, f"list.{kind}")
    assert made.grid(path) == {
        "Lambur I": {
            2: [EMPTY, text("NIK"), text("Nama"), text("Lahir")],
            4: [
                EMPTY,
                Cell(Kind.NUMBER, 1507034508070002),
                text("Siti Aminah"),
                Cell(Kind.DATE, date(2007, 8, 5)),
            ],
            5: [EMPTY, text("1507034508070003"), EMPTY, EMPTY, Cell(Kind.YES_NO, True)],
        },
        "Lambur II": {1: [text("x")]},
    }


def test_numbers_are_whole_where_they_are_exact(tmp_path):
    path = made.saved(tmp_path, made.xlsx({"A": [[1.5, 2.0, 9171034508070002]]}), "a.xlsx")
    values = [cell.value for cell in made.grid(path)["A"][1]]
    assert values == [1.5, 2, 9171034508070002.0]
    assert [type(value) for value in values] == [float, int, float]


def test_dates_counted_from_1904_are_read_as_dates_and_the_book_says_so(tmp_path):
    content = made.xlsx({"A": [[date(2007, 8, 5)]]}, date_1904=True)
    with open_book(made.saved(tmp_path, content, "a.xlsx"), name="a.xlsx") as book:
        assert book.date1904
        assert [row.cell(1).value for row in book.sheets[0].rows()] == [date(2007, 8, 5)]


def test_formulas_give_what_they_last_gave_and_the_failed_ones_are_named(tmp_path):
    file = tmp_path / "a.xlsx"
    book = made.xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("A")
    sheet.write_formula("A1", '=HYPERLINK("http://x.invalid","x")', None, "SITI")
    sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
    book.close()
    with open_book(file, name="a.xlsx") as read:
        assert [row.cells for row in read.sheets[0].rows()] == [[text("SITI")]]
        assert read.notes == (Fault("ignored_formulas"), Fault("formula_failed", "A", 2, 3))
        assert read.notes[1].cell == "C2"


def test_merged_ranges_and_hidden_sheets_are_told(tmp_path):
    content = made.xlsx({"A": [["DAFTAR", None, None]], "B": [["x"]]}, merged=["A1:C1"])
    content = made.with_part(content, "xl/workbook.xml", b'name="B"', b'name="B" state="hidden"')
    with open_book(made.saved(tmp_path, content, "a.xlsx"), name="a.xlsx") as book:
        assert [(sheet.name, sheet.hidden, sheet.merged) for sheet in book.sheets] == [
            ("A", False, ((1, 1, 1, 3),)),
            ("B", True, ()),
        ]


LINES = 'NIK;Nama\r\n1507034508070002;Siti Núr\r\n\r\n\'1507034508070003;"Jl. Melati; RT 1"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_of_every_encoding_and_separator(tmp_path, encoding, separator):
    lines = LINES.replace("; RT", "# RT").replace(";", separator).replace("# RT", f"{separator} RT")
    path = made.saved(tmp_path, lines.encode(encoding), "a.csv")
    assert made.grid(path) == {
        "": {
            1: [text("NIK"), text("Nama")],
            2: [text("1507034508070002"), text("Siti Núr")],
            4: [text("'1507034508070003"), text(f"Jl. Melati{separator} RT 1")],
        }
    }


def test_csv_that_names_its_separator(tmp_path):
    for separator in ";,\t":
        path = made.saved(tmp_path, f"sep={separator}\r\na{separator}b\r\n".encode(), "a.csv")
        assert list(made.grid(path)[""].values()) == [[text("a"), text("b")]]


def test_a_comma_in_the_addresses_does_not_make_it_the_separator(tmp_path):
    lines = "No;Nama;Alamat\n" + "".join(f"{n};A;Jl. Baru, RT 1, RW 2, Dusun III\n" for n in range(9))
    with open_book(made.saved(tmp_path, lines.encode(), "a.csv"), name="a.csv") as book:
        assert (book.separator, book.encoding) == (";", "utf-8")


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.xlsx.pdf", "a"])
def test_a_wrong_extension_is_told_and_read_all_the_same(tmp_path, name):
    path = made.saved(tmp_path, made.xlsx({"A": [["x"]]}), name)
    with open_book(path, name=name) as book:
        assert [note.name for note in book.notes] == ["extension_differs"]
        assert book.notes[0].params["type"] == "xlsx"
        assert [row.cells for row in book.sheets[0].rows()] == [[text("x")]]


def test_what_was_read_is_gone_afterwards(tmp_path):
    path = made.saved(tmp_path, made.xlsx({"A": [["x"]]}), "a.xlsx")
    with open_book(path, name="a.xlsx") as book:
        answer = book.sheets[0]._answer
        assert answer.exists()
        assert answer.parent.stat().st_mode & 0o077 == 0
    assert not answer.parent.exists()


def test_the_child_inherits_no_secret(tmp_path, monkeypatch):
    started = {}

    def popen(arguments, **options):
        started.update(options)
        raise Refused(Fault("stopped"))

    monkeypatch.setenv("SECRET_KEY", "perahu")
    monkeypatch.setattr("outreach.reading.sheets.subprocess.Popen", popen)
    path = made.saved(tmp_path, made.xlsx({"A": [["x"]]}), "a.xlsx")
    with pytest.raises(Refused), open_book(path, name="a.xlsx"):
        pass
    assert "SECRET_KEY" not in started["env"]


def test_cells_are_named_as_in_the_spreadsheet():
    assert [cell_name(7, column) for column in (1, 26, 27, 702, 703, 16384)] == [
        "A7",
        "Z7",
        "AA7",
        "ZZ7",
        "AAA7",
        "XFD7",
    ]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]
