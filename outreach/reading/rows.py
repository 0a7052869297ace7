"""From sheets to people: which rows are persons, what each says, and everything that is odd about it. Pure.

No row is dropped in silence. A row under the header is a person, or one of the furniture of printed lists (SKIPPED says
which), or it is not understood, which is a fault of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from outreach.reading import cells
from outreach.reading.dates import read_date, read_date_text, split_birth
from outreach.reading.faults import Fault
from outreach.reading.headers import (
    SEARCHED_ROWS,
    Layout,
    find_layout,
    is_header_again,
    is_numbering,
    layout_without_header,
)
from outreach.reading.meanings import Meaning
from outreach.reading.places import SURE, Answer, Gazetteer, Written
from outreach.reading.readings import Reading
from outreach.reading.sheets import EMPTY, Book, Cell, Kind, Row, Sheet

_TOTAL = re.compile(r"^(sub\s*)?(jumlah|total|grand total|jml|rekapitulasi)\b", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"^(mengetahui|menyetujui|kepala (desa|dinas|seksi|bidang|sekolah|dusun)|pj\.? kepala|plt\.?|plh\.?|a\.n\.|lurah|camat|"
    r"sekretaris|petugas|operator|pembina|penata|nip\b|nik\.? petugas|dibuat oleh|dicetak|halaman|page|catatan|"
    r"[a-z .]+, +\d{1,2} +[a-z]+ +\d{4}$)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?P<what>desa\s*/\s*kelurahan|kelurahan\s*/\s*desa|desa|kelurahan|kel\.?|kecamatan|kec\.?)(?![a-z])\s*[:=]?\s*(?P<name>.*)$",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\s*(\d{1,2})[/-]\d{1,2}[/-]\d{4}")
#: Meanings that only a person has.
_PERSONAL = (Meaning.NIK, Meaning.NO_KK, Meaning.SEX, Meaning.BIRTH_DATE, Meaning.BIRTH, Meaning.RT, Meaning.ADDRESS)


@dataclass(frozen=True)
class ListedPerson:
    """One person as the list has them. ``nik`` and ``no_kk`` are raw: somebody else judges them.

    A field is "" or None where its cell was empty or is in doubt; ``has`` are the meanings that have a column here, so
    that an absent column is not taken for an emptied one.
    """

    sheet: str
    row: int
    nik: cells.RawNumber | None = None
    no_kk: cells.RawNumber | None = None
    name: str = ""
    sex: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    ever_married: bool | None = None
    rt: str = ""
    rw: str = ""
    phone: str = ""
    texts: Mapping[Meaning, str] = field(default_factory=dict)
    place: Answer = field(default_factory=lambda: Answer("unknown"))
    has: frozenset[Meaning] = frozenset()
    faults: tuple[Fault, ...] = ()
    #: What stood in the cells, from column A on.
    raw: tuple[str, ...] = field(default=(), repr=False)


#: Kept as they stand, under their meanings in ``texts``.
TEXTS = (
    Meaning.ADDRESS,
    Meaning.DUSUN,
    Meaning.SCHOOL,
    Meaning.DISABILITY,
    Meaning.STATUS,
    Meaning.STATUS_CODE,
    Meaning.NOTE,
    Meaning.HOME_VISIT,
    Meaning.RESIDENT,
)


@dataclass(frozen=True)
class Skipped:
    """A row under the header that is no person: total, signature, numbering, header_again, title or remark."""

    sheet: str
    row: int
    why: str


@dataclass(frozen=True)
class Form:
    """What a petugas is asked about before rows are read: the layout of one sheet. None of its rows is read yet."""

    sheet: Sheet
    layout: Layout
    faults: tuple[Fault, ...]


def forms_of(book: Book, mappings: Mapping[str, Mapping[int, Meaning]] | None = None) -> list[Form]:
    """The layout of every visible sheet that holds anything. ``mappings`` are columns' meanings by fingerprint.

    Sheets without people (a recapitulation, a cover) have a fault ``no_header`` or ``no_name_column``.
    """
    forms = []
    for sheet in book.sheets:
        first = list(islice(sheet.rows(), SEARCHED_ROWS))
        if sheet.hidden or not first:
            continue
        found = find_layout(first, sheet.merged, sheet=sheet.name)
        layout = found or layout_without_header(first)
        mapping = (mappings or {}).get(layout.fingerprint)
        layout = layout.mapped(mapping) if mapping else layout
        faults = list(layout.faults)
        if not layout.tells_who:
            faults.append(Fault("no_name_column" if found else "no_header", sheet.name, layout.first_row))
        forms.append(Form(sheet, layout, tuple(faults)))
    return forms


def read_people(
    form: Form, gazetteer: Gazetteer, *, today: date, date1904: bool = False
) -> Iterator[ListedPerson | Skipped | Fault]:
    """Every row under the header of one sheet, in order. Nothing where the layout does not tell who is meant."""
    if form.layout.tells_who:
        yield from _SheetReader(form, gazetteer, today, date1904).read()


def _is_remark(texts: Sequence[str]) -> bool:
    """Whether a row only says of the file who made it and when: "# …", as our own exports write it below the rows."""
    held = [text for text in texts if text]
    return len(held) == 1 and held[0].startswith("# ")


class _Swaps:
    """Whether a spreadsheet of another country has turned days and months around.

    Where "05/08/2007" is typed into one that thinks month-first it becomes a day in May, and "13/08/2007", which is
    none, stays text. So texts are all of days after the 12th, and real dates never are.
    """

    def __init__(self) -> None:
        self.late_texts = self.early_texts = self.late_dates = self.early_dates = 0

    def look_at(self, cell: Cell) -> None:
        if cell.kind is Kind.DATE:
            self.late_dates += cell.value.day > 12
            self.early_dates += cell.value.day <= 12
        elif cell.kind is Kind.TEXT and (found := _SLASHED.match(cell.value)):
            self.late_texts += int(found[1]) > 12
            self.early_texts += int(found[1]) <= 12

    @property
    def suspected(self) -> bool:
        return min(self.late_texts, self.early_dates) >= 3 and not self.early_texts and not self.late_dates


class _SheetReader:
    """Goes down one sheet: remembers the titles above, and whether the foot of the list has begun."""

    def __init__(self, form: Form, gazetteer: Gazetteer, today: date, date1904: bool) -> None:
        self.sheet, self.layout, self.gazetteer = form.sheet, form.layout, gazetteer
        self.today, self.date1904 = today, date1904
        self.where = form.layout.where
        self.has = frozenset(self.where)
        self.swaps = _Swaps()
        self.titles = {"desa": "", "kecamatan": ""}
        self.in_foot = False
        #: The texts of the row that is being read, from column A on.
        self.texts: list[str] = []

    def read(self) -> Iterator[ListedPerson | Skipped | Fault]:
        for row in self.sheet.rows():
            self.texts = [cells.read_text(cell) for cell in row.cells]
            if row.number <= self.layout.last_row:
                if row.number < self.layout.first_row:
                    self._title()
                continue
            why = self._furniture(row)
            if why in ("", "signature") and (other := self._other_header(row)):
                yield other
            elif why:
                yield Skipped(self.sheet.name, row.number, why)
            elif self._is_person():
                self.in_foot = False
                yield self._person(row)
            else:
                if text := next(filter(None, self.texts), ""):
                    yield Fault("row_not_understood", self.sheet.name, row.number, 0, {"text": text[:80]})
        if self.swaps.suspected and Meaning.BIRTH_DATE in self.where:
            yield Fault("dates_may_be_swapped", self.sheet.name, 0, self.where[Meaning.BIRTH_DATE])

    def _other_header(self, row: Row) -> Fault | None:
        """Where the columns change their meaning further down, rows are read by the new titles from there on."""
        if any(re.search(r"\d", text) for text in self.texts):
            return None
        layout = find_layout([row], sheet=self.sheet.name)
        if layout is None or len(layout.where) < 3:
            return None
        self.layout, self.where, self.has = layout, layout.where, frozenset(layout.where)
        self.in_foot = False
        return Fault("header_changes", self.sheet.name, row.number)

    def _cell(self, row: Row, meaning: Meaning) -> Cell:
        column = self.where.get(meaning)
        return row.cell(column) if column else EMPTY

    def _text(self, meaning: Meaning) -> str:
        column = self.where.get(meaning, 0)
        return self.texts[column - 1] if 0 < column <= len(self.texts) else ""

    def _furniture(self, row: Row) -> str:
        """Why the row is no person, "" where it may be one."""
        if _is_remark(self.texts):
            return "remark"
        if self._has_long_number():
            return ""
        if self.layout.last_row and is_header_again(row, self.layout):
            self.in_foot = False
            return "header_again"
        if is_numbering(row):
            return "numbering"
        texts = list(filter(None, self.texts))
        if not texts or self._is_numbered() or sum(bool(self._text(one)) for one in _PERSONAL) >= 3:
            return ""
        if _TOTAL.match(texts[0]):
            self.in_foot = True
            return "total"
        if len(texts) <= 3 and self._title():
            self.in_foot = False
            return "title"
        if len(texts) <= 4 and any(_SIGNATURE.match(text) for text in texts):
            self.in_foot = True
            return "signature"
        return "signature" if self.in_foot and len(texts) <= 3 else ""

    def _has_long_number(self) -> bool:
        return any(
            len(re.sub(r"\D", "", self._text(one))) >= 10 and not re.match(r"nip", self._text(one).lower())
            for one in (Meaning.NIK, Meaning.NO_KK)
        )

    def _is_numbered(self) -> bool:
        return self._text(Meaning.NUMBER).rstrip(".").isdecimal()

    def _is_person(self) -> bool:
        """A NIK, or a name with anything beside it; a name alone only where the list has nothing else."""
        name = bool(self._text(Meaning.NAME))
        others = [one for one in (*_PERSONAL, Meaning.MALE, Meaning.FEMALE, Meaning.RT_RW) if self._text(one)]
        possible = [one for one in _PERSONAL if one in self.where]
        return bool(self._text(Meaning.NIK)) or (name and bool(others or self._is_numbered() or not possible))

    def _title(self) -> bool:
        """Takes "DESA : LAMBUR I" from a row of titles, in one cell or in two; True where there was one."""
        texts = [kept for text in self.texts if (kept := text.strip(" :="))]
        taken = False
        for text, after in zip(texts, [*texts[1:], ""], strict=True):
            found = _TITLE.match(text)
            if found is None or len(text) > 60:
                continue
            name = found["name"].strip(" :=") or after
            if name:
                self.titles["kecamatan" if found["what"].lower().startswith("kec") else "desa"] = name
                taken = True
        return taken

    def _person(self, row: Row) -> ListedPerson:
        faults: list[Fault] = []

        def take(meaning: Meaning, read: Callable[[Cell], Reading]) -> object:
            return self._value(row, meaning, read(self._cell(row, meaning)), faults)

        birth_place, birth_date = self._birth(row, faults)
        rt, rw = self._rt_rw(row, faults)
        name = take(Meaning.NAME, cells.read_name) or ""
        if not name and not any(fault.name.startswith("name_") for fault in faults):
            faults.append(self._fault(row, Meaning.NAME, "name_missing"))
        return ListedPerson(
            sheet=self.sheet.name,
            row=row.number,
            nik=cells.read_raw_number(self._cell(row, Meaning.NIK)),
            no_kk=cells.read_raw_number(self._cell(row, Meaning.NO_KK)),
            name=name,
            sex=take(Meaning.SEX, cells.read_sex) or self._ticked(row),
            birth_place=birth_place,
            birth_date=birth_date,
            ever_married=take(Meaning.MARRIED, cells.read_married),
            rt=rt,
            rw=rw,
            phone=take(Meaning.PHONE, cells.read_phone) or "",
            texts={one: text for one in TEXTS if (text := self._text(one))},
            place=self._place(row, faults),
            has=self.has,
            raw=tuple(self.texts),
            faults=tuple(faults),  # the last: what stands above adds to them
        )

    def _value(self, row: Row, meaning: Meaning, reading: Reading, faults: list[Fault]) -> object:
        if reading.doubt:
            faults.append(self._fault(row, meaning, reading.doubt, reading.params))
        return reading.value

    def _fault(self, row: Row, meaning: Meaning, name: str, params: Mapping[str, str | int] | None = None) -> Fault:
        return Fault(name, self.sheet.name, row.number, self.where.get(meaning, 0), dict(params or {}))

    def _ticked(self, row: Row) -> str:
        """The sex in two columns to be ticked, where just one is."""
        ticked = [
            sex for sex, one in (("L", Meaning.MALE), ("P", Meaning.FEMALE)) if cells.is_marked(self._cell(row, one))
        ]
        return ticked[0] if len(ticked) == 1 else ""

    def _birth(self, row: Row, faults: list[Fault]) -> tuple[str, date | None]:
        """Place and day of birth, from columns of their own or from one for both."""
        place = self._text(Meaning.BIRTH_PLACE)
        options = {"today": self.today, "date1904": self.date1904}
        both = self._cell(row, Meaning.BIRTH)
        if Meaning.BIRTH_DATE in self.where or both.kind is Kind.EMPTY:
            cell, meaning = self._cell(row, Meaning.BIRTH_DATE), Meaning.BIRTH_DATE
            self.swaps.look_at(cell)
            reading = read_date(cell, **options)
        elif both.kind is Kind.TEXT:
            town, day = split_birth(both.value)
            place, meaning = place or town, Meaning.BIRTH
            reading = read_date_text(day, **options)
        else:
            reading, meaning = read_date(both, **options), Meaning.BIRTH
        return place, self._value(row, meaning, reading, faults)

    def _rt_rw(self, row: Row, faults: list[Fault]) -> tuple[str, str]:
        if Meaning.RT_RW in self.where and Meaning.RT not in self.where:
            rt, rw = cells.read_rt_rw(self._cell(row, Meaning.RT_RW))
            return self._value(row, Meaning.RT_RW, rt, faults) or "", rw.value or ""
        values = [
            self._value(row, one, cells.read_rt(self._cell(row, one)), faults) for one in (Meaning.RT, Meaning.RW)
        ]
        return values[0] or "", values[1] or ""

    def _place(self, row: Row, faults: list[Fault]) -> Answer:
        """The desa by what the row says, then the titles above it, then the sheet's name."""
        parts = tuple(self._text(one) for one in (Meaning.NO_PROP, Meaning.NO_KAB, Meaning.NO_KEC, Meaning.NO_KEL))
        code = self._text(Meaning.DESA_CODE)
        desa = self._text(Meaning.DESA)
        named = desa or code or parts[3]
        answer = self.gazetteer.find(
            Written(
                desa=desa if named else self.titles["desa"],
                kecamatan=self._text(Meaning.KECAMATAN) or self.titles["kecamatan"],
                code=code,
                kecamatan_code=self._text(Meaning.KECAMATAN_CODE),
                parts=parts,
                sheet=self.sheet.name,
            )
        )
        if answer.kind != SURE:
            meaning = next(
                (one for one in (Meaning.DESA, Meaning.DESA_CODE, Meaning.NO_KEL) if one in self.where), Meaning.DESA
            )
            shown = {"text": (desa or code or self.titles["desa"])[:80]}
            faults.append(self._fault(row, meaning, answer.doubt or "place_unknown", shown | answer.params))
        return answer


def same_forms(forms: Sequence[Form]) -> dict[str, list[Form]]:
    """The forms by fingerprint: a petugas maps each shape once, however many sheets have it."""
    grouped: dict[str, list[Form]] = {}
    for form in forms:
        grouped.setdefault(form.layout.fingerprint, []).append(form)
    return grouped
