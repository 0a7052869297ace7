"""The three lists in the repository: read as an upload would be, compared by a naive comparer of the tests' own."""

import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

import pytest

from outreach import demo_lists
from outreach.demo_lists import EXPECTED, FIRST, FOLDER, SECOND, THIRD, months
from outreach.demo_lists.regency import regency, residents
from outreach.demo_people import DEMO_DAY
from outreach.nik import Reading, Verdict, read_nik
from outreach.reading.faults import Fault
from outreach.reading.meanings import Meaning
from outreach.reading.places import Gazetteer
from outreach.reading.rows import ListedPerson, Skipped, forms_of, read_people
from outreach.reading.sheets import Kind, open_book
from outreach.segments import age_on

FILES = (FIRST, SECOND, THIRD)


@dataclass
class Found:
    """What reading a file gave."""

    people: list[ListedPerson] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    form_faults: list[Fault] = field(default_factory=list)
    encoding: str = ""
    kind: str = ""
    layouts: set[str] = field(default_factory=set)


@cache
def read(name: str) -> Found:
    found, gazetteer = Found(), Gazetteer(regency().places)
    with open_book(FOLDER / name, name=name) as book:
        assert book.notes == ()
        found.encoding, found.kind = book.encoding, book.kind
        for form in forms_of(book):
            found.form_faults += form.faults
            found.layouts.add(form.layout.fingerprint)
            assert not (form.layout.tells_who and form.layout.unknown)
            for row in read_people(form, gazetteer, today=DEMO_DAY, date1904=book.date1904):
                kinds = {ListedPerson: found.people, Skipped: found.skipped, Fault: found.faults}
                kinds[type(row)].append(row)
    return found


def nik_of(person: ListedPerson) -> Reading:
    if person.nik is None:
        return Reading()
    cell = int(person.nik.text) if person.nik.kind is Kind.NUMBER else person.nik.text
    return read_nik(cell, today=DEMO_DAY, home="15.07")


def facts(person: ListedPerson) -> tuple:
    """What is compared between two lists."""
    return (
        nik_of(person).usable, person.no_kk.text, person.name, person.sex, person.birth_place, person.birth_date,
        person.rt, person.rw, person.texts.get(Meaning.ADDRESS, ""), person.place.code,
    )  # fmt: skip


def by_words(person: ListedPerson) -> tuple:
    return (person.name, person.birth_date, person.place.code)


def compared(listed: list[ListedPerson], known: dict[str, ListedPerson]) -> tuple[Counter, dict[str, ListedPerson]]:
    """How many are new, same, changed, doubtful, rejected, gone; and who is known afterwards, by anything unique."""
    counts: Counter = Counter()
    names = {by_words(person): key for key, person in known.items()}
    after: dict[str, ListedPerson] = {}
    for number, person in enumerate(listed):
        nik = nik_of(person)
        keys = [key for key in nik.could_be if key in known] or [names.get(by_words(person), "")]
        key = keys[0]
        too_young = person.birth_date and age_on(person.birth_date, DEMO_DAY) < 16
        if nik.verdict is Verdict.REJECT or too_young or key in after:
            counts["rejected"] += 1
        elif person.faults or nik.verdict is Verdict.HOLD:
            assert key, "who is in doubt is known"
            counts["doubtful"] += 1
            after[key] = known[key]
        elif not key:
            counts["new"] += 1
            after[nik.digits or f"new {number}"] = person
        else:
            counts["same" if facts(person) == facts(known[key]) else "changed"] += 1
            after[key] = person
    counts["gone"] = len(known.keys() - after.keys())
    return counts, {nik_of(person).usable or f"none {key}": person for key, person in after.items()}


@cache
def chain() -> dict[str, Counter]:
    """Each list compared with the one before; the first with nobody."""
    known: dict[str, ListedPerson] = {}
    found = {}
    for name in FILES:
        found[name], known = compared(read(name).people, known)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_list_brings_what_is_expected_of_it(name):
    found, expected = read(name), EXPECTED[name]
    assert len(found.people) == expected.people
    assert found.faults == []
    assert Counter(fault.name for person in found.people for fault in person.faults) == expected.faults
    noticed = Counter(one.code for person in found.people for one in nik_of(person).findings)
    del noticed["elsewhere"]
    assert noticed == expected.nik
    counts = {kind: getattr(expected, kind) for kind in ("new", "same", "changed", "gone", "doubtful", "rejected")}
    assert dict(chain()[name]) == {kind: count for kind, count in counts.items() if count or kind == "gone"}
    assert expected.people == sum(counts.values()) - expected.gone


def test_the_first_list_is_to_the_letter_the_people_the_demo_starts_with():
    read_here = Counter(facts(person) for person in read(FIRST).people)
    sexes = {"male": "L", "female": "P"}
    meant = Counter(
        (one.nik, one.no_kk, one.name, sexes[one.sex], one.birth_place, one.birth_date, one.rt, one.rw, one.address,
         one.desa_code)
        for one in residents()
    )  # fmt: skip
    assert read_here == meant
    notes = Counter(person.texts.get(Meaning.NOTE, "") for person in read(FIRST).people)
    assert notes == Counter(one.note for one in residents())
    assert sum(person.ever_married for person in read(FIRST).people) == sum(one.ever_married for one in residents())
    known = {nik_of(person).usable or f"none {number}": person for number, person in enumerate(read(FIRST).people)}
    again, _ = compared(read(FIRST).people, known)
    assert again == {"same": 2798, "gone": 0}


def test_the_first_list_has_the_shape_of_an_office():
    found = read(FIRST)
    assert found.form_faults == [Fault("no_header", "REKAP")]
    assert len(found.layouts) == 3  # a sheet per kecamatan, a sheet per desa, the recapitulation
    assert len({person.sheet for person in found.people}) == 9 + 13
    assert Counter(row.why for row in found.skipped) == {"signature": 66, "total": 22}
    assert Counter(person.nik.kind for person in found.people if person.nik)[Kind.NUMBER] > 50


def test_the_others_are_an_extract_and_a_spreadsheet_of_other_make():
    assert (read(SECOND).kind, read(SECOND).encoding) == ("csv", "cp1252")
    assert (read(THIRD).kind, read(THIRD).form_faults) == ("ods", [])
    assert Counter(row.why for row in read(THIRD).skipped) == {"signature": 3, "numbering": 1, "total": 1}
    assert any("’" in person.name for person in read(SECOND).people)
    rasau = [
        person for person in read(SECOND).people if "place_in_other_kecamatan" in {one.name for one in person.faults}
    ]
    assert all("15.07.11.2002" in person.place.offered for person in rasau)


def test_no_list_holds_a_number_that_somebody_could_have():
    numbers = [
        number.text
        for name in FILES
        for person in read(name).people
        for number in (person.nik, person.no_kk)
        if number is not None and nik_of(person).usable
    ]
    assert len(numbers) > 10_000
    assert {number[12:14] for number in numbers} == {"97", "98", "99"}


def test_no_nik_ever_belongs_to_two_people():
    owners: dict[str, set] = {}
    for row in (*months.first_list(), *months.second_list(), *months.third_list()):
        one = row.person
        owners.setdefault(one.nik, set()).add((one.birth_date, one.sex))
    del owners[""]
    assert len(owners) > 2_800
    assert all(len(found) == 1 for found in owners.values())


def test_the_files_in_the_repository_are_what_the_script_makes():
    made = demo_lists.contents()
    for name, content in made.items():
        kept = (FOLDER / name).read_bytes()
        assert unpacked(kept) == unpacked(content), f"{name}: run python -m outreach.demo_lists"
    assert sum(map(len, made.values())) < 1_500_000
    assert len(made) == 3


def unpacked(content: bytes) -> bytes | dict[str, bytes]:
    """Part by part, as another zlib packs the same parts into other bytes."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_readme_says_the_expected_numbers():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name, expected in EXPECTED.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{name}`"))
        cells = [cell.strip().replace(",", "") for cell in row.strip("|").split("|")]
        kinds = ("people", "new", "changed", "same", "gone", "doubtful", "rejected")
        assert cells[1:] == [str(getattr(expected, kind)) for kind in kinds]


def test_the_files_are_written_where_they_stand(tmp_path, monkeypatch, capsys):
    import runpy

    monkeypatch.setattr(demo_lists, "FOLDER", tmp_path)
    runpy.run_module("outreach.demo_lists.__main__", run_name="__main__")
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    assert FIRST in capsys.readouterr().out
