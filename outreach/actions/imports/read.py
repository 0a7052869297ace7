"""Reading an uploaded list and comparing it with the people known: the preview. Nothing about people is saved."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kecamatan.access import Scope, desa_for
from kecamatan.models import Desa, School
from kecamatan.place_names import squeeze
from outreach import keys, uploads
from outreach.actions.imports.commit import Say, silent
from outreach.actions.imports.preview_rows import PreviewRow, store_preview
from outreach.actions.imports.round_trip import home_visit_of, outcomes_of
from outreach.actions.imports.staging import Staged
from outreach.matching.compare import compare
from outreach.matching.people import FIELDS, Known, Listed, Outcome
from outreach.models import ColumnChoice, ImportBatch, PlaceChoice, Resident
from outreach.models.residents import NIK, NO_KK
from outreach.nik import Finding, Reading, Sex, Verdict, read_kk, read_nik
from outreach.reading.catalogue import FAULTS, Weight
from outreach.reading.faults import Fault, Refused
from outreach.reading.meanings import Meaning
from outreach.reading.places import SURE, Gazetteer, Place
from outreach.reading.rows import Form, ListedPerson, forms_of, read_people
from outreach.reading.sheets import Book, open_book

SEXES = {"L": "male", "P": "female"}
#: Meanings of columns → fields of a resident that they fill.
FIELDS_OF = {
    Meaning.NIK: ("nik",),
    Meaning.NO_KK: ("no_kk",),
    Meaning.NAME: ("name",),
    Meaning.SEX: ("sex",),
    Meaning.MALE: ("sex",),
    Meaning.FEMALE: ("sex",),
    Meaning.BIRTH_PLACE: ("birth_place",),
    Meaning.BIRTH_DATE: ("birth_date",),
    Meaning.BIRTH: ("birth_place", "birth_date"),
    Meaning.MARRIED: ("ever_married",),
    Meaning.ADDRESS: ("address",),
    Meaning.DUSUN: ("address",),
    Meaning.RT: ("rt",),
    Meaning.RW: ("rw",),
    Meaning.RT_RW: ("rt", "rw"),
    Meaning.PHONE: ("phone",),
    Meaning.SCHOOL: ("school",),
}
MOST_TOLD = 200
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: An import in one of these may be read, once more too: it was cut off, or somebody said what a column or place means.
READABLE = [ImportBatch.State[name] for name in ("UPLOADED", "READING", "MAPPING", "PREVIEW")]


@dataclass
class _Reader:
    by: Scope
    batch: ImportBatch
    say: Say
    told: list[Fault] = field(default_factory=list)
    #: Values that many rows and people have in common, each kept once: of 100,000, all wait at the same time.
    shared: dict = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.ring = keys.ring()
        self.desa = {one.code: one for one in desa_for(self.by)}
        self.home = self.by.kabupaten.code
        self.regions = {one.code.replace(".", "") for one in self.by.kecamatan}
        schools = list(School.objects.filter(desa__kecamatan__kabupaten=self.by.kabupaten))
        self.schools = {one.npsn: one.npsn for one in schools}
        self.schools |= {squeeze(f"{one.level} {one.name}"): one.npsn for one in schools}
        self.schools |= {squeeze(one.name): one.npsn for one in schools}

    def gazetteer(self) -> Gazetteer:
        """All desa of the kabupaten: a desa of somebody else's kecamatan is known, and refused later."""
        everywhere = (
            Desa.objects.filter(kecamatan__kabupaten=self.by.kabupaten).select_related("kecamatan").order_by("code")
        )
        places = [Place(one.code, one.name, one.kecamatan.code, one.kecamatan.name) for one in everywhere]
        chosen = PlaceChoice.objects.filter(kabupaten=self.by.kabupaten).values_list("key", "desa__code")
        return Gazetteer(places, dict(chosen))

    def rows(self, forms: Sequence[Form], book: Book) -> Iterator[PreviewRow]:
        gazetteer = self.gazetteer()
        for form in forms:
            titles = {column.number: column.title for column in form.layout.columns}
            for found in read_people(form, gazetteer, today=self.batch.list_date, date1904=book.date1904):
                if isinstance(found, ListedPerson):
                    yield self.row(found, titles)
                elif isinstance(found, Fault):
                    self.told.append(found)

    def row(self, person: ListedPerson, titles: Mapping[int, str]) -> PreviewRow:
        sex = SEXES.get(person.sex, "")
        about = {"today": self.batch.list_date, "home": self.home, "regions": self.regions}
        nik = read_nik(_raw(person.nik), **about, birth_date=person.birth_date, sex=Sex(sex) if sex else None)
        no_kk = read_kk(_raw(person.no_kk), **about)
        desa = self.desa.get(person.place.code) if person.place.kind == SURE else None
        values = self.values(person, nik, no_kk, sex, desa)
        number = int(person.texts.get(Meaning.RESIDENT, "0").strip() or 0) if ours(person) else 0
        has = {name for meaning in person.has for name in FIELDS_OF.get(meaning, ())}
        if desa:
            has.add("desa")
        if number:
            has |= _of_ours(person, values, nik, no_kk, has)
        # Of somebody known by number the desa stands already, and an export need not hold its column.
        faults = [one for one in person.faults if not (number and one.name == "place_missing")]
        if person.place.kind == SURE and desa is None:
            faults.append(Fault("place_of_others", person.sheet, person.row, 0, {"text": person.place.code}))
        staged = Staged(
            values=values,
            told=[[one.name, one.column, one.params] for one in faults]
            + [[f"nik_{one.code}", 0, {}] for one in nik.findings if not number]
            + [[f"no_kk_{one.code}", 0, {}] for one in no_kk.findings if not number],
            place_key=person.place.key,
            offered=list(person.place.offered),
        )
        raw = _encode(_raw_texts(person, titles) | _place_told_above(person, desa))
        return PreviewRow(self.listed(person, values, frozenset(has), nik, faults), staged.packed(), raw, desa, number)

    def values(self, person: ListedPerson, nik: Reading, no_kk: Reading, sex: str, desa: Desa | None) -> dict[str, str]:
        """Field → text, as the history of a resident keeps it."""
        return {
            "nik": nik.usable,
            "no_kk": no_kk.usable,
            "name": person.name,
            "sex": sex,
            "birth_place": person.birth_place[:80],
            "birth_date": person.birth_date.isoformat() if person.birth_date else "",
            "ever_married": "1" if person.ever_married else "",
            "desa": desa.code if desa else "",
            "rt": person.rt,
            "rw": person.rw,
            "address": _address(person),
            "phone": person.phone,
            "school": self.schools.get(squeeze(person.texts.get(Meaning.SCHOOL, "")), ""),
        }

    def listed(
        self,
        person: ListedPerson,
        values: Mapping[str, str],
        has: frozenset[str],
        nik: Reading,
        faults: Sequence[Fault],
    ) -> Listed:
        """As it is compared: numbers only as their prints."""
        told = {name: values[name] for name in FIELDS if name not in {"birth_date", "ever_married"}}
        told["nik"] = self.ring.fingerprint(values["nik"], NIK) if values["nik"] else ""
        told["no_kk"] = self.ring.fingerprint(values["no_kk"], NO_KK) if values["no_kk"] else ""
        held = nik.could_be if nik.verdict is Verdict.HOLD else ()
        same = self.shared.setdefault
        told = {name: same(value, value) for name, value in told.items()}
        return Listed(
            **told,
            birth_date=same(person.birth_date, person.birth_date),
            ever_married=person.ever_married,
            sheet=person.sheet,
            row=person.row,
            has=same(has, has),
            nik_verdict=nik.verdict,
            could_be=tuple(self.ring.fingerprint(one, NIK) for one in held),
            doubts=tuple(one.name for one in faults if holds(one.name)),
        )


def ours(person: ListedPerson) -> bool:
    """Is this a row of an export of ours?"""
    text = person.texts.get(Meaning.RESIDENT, "").strip()
    return text.isascii() and text.isdigit() and 0 < len(text) < 19


def _of_ours(person: ListedPerson, values: dict[str, str], nik: Reading, no_kk: Reading, has: set[str]) -> set[str]:
    """More columns that an export of ours has; what is masked in it is as if it were not there."""
    for name, reading in (("nik", nik), ("no_kk", no_kk)):
        if Finding.MASKED in reading.findings:
            has.discard(name)
    more = set()
    if Meaning.NOTE in person.has:
        values["note"] = person.texts.get(Meaning.NOTE, "")[:300]
        more.add("note")
    visit = home_visit_of(person.texts.get(Meaning.HOME_VISIT, "")) if Meaning.HOME_VISIT in person.has else None
    if visit is not None:
        values["home_visit"] = visit
        more.add("home_visit")
    return more


def holds(name: str) -> bool:
    """Does this fault keep its row back?"""
    return name == "place_of_others" or (name in FAULTS and FAULTS[name][0] is Weight.HOLDS)


def _raw(number) -> object:
    """As ``outreach.nik`` reads it: a number of the spreadsheet as a number, for what it may have lost."""
    if number is None:
        return None
    if number.kind.name == "NUMBER" and number.text.isdecimal():
        return float(number.text) if not number.exact else int(number.text)
    return number.text


def _address(person: ListedPerson) -> str:
    parts = [person.texts.get(Meaning.ADDRESS, ""), person.texts.get(Meaning.DUSUN, "")]
    if parts[1] and parts[1].lower() in parts[0].lower():
        parts.pop()
    return ", ".join(part for part in parts if part)[:200]


def _raw_texts(person: ListedPerson, titles: Mapping[int, str]) -> dict[str, str]:
    """Title → what stood there, for the file of rows with a fault."""
    return {titles.get(number, "") or str(number): text for number, text in enumerate(person.raw, start=1) if text}


def _place_told_above(person: ListedPerson, desa: Desa | None) -> dict[str, str]:
    """The code of the desa, where a title or the sheet's name told it: a row on its own would not know it."""
    told = {Meaning.DESA, Meaning.DESA_CODE, Meaning.NO_KEL} & person.has
    return {"Kode Desa": desa.code} if desa and not told else {}


def known_people(batch: ImportBatch, shared: dict | None = None) -> Iterator[Known]:
    """Everybody of the drive as they are compared; numbers as their prints. ``shared``: values kept once."""
    same = ({} if shared is None else shared).setdefault
    rows = Resident.objects.filter(drive=batch.drive).order_by("pk").values_list(
        "pk", "ever_married", "nik_print", "no_kk_print", "name", "sex", "birth_place", "birth_date", "desa__code",
        "rt", "rw", "address", "phone", "school__npsn", "state",
    )  # fmt: skip
    for pk, married, *told in rows.iterator(5000):
        nik, kk, name, sex, town, born, desa, rt, rw, address, phone, school, state = (same(one, one) for one in told)
        yield Known(
            id=pk, nik=nik or "", no_kk=kk, name=name, sex=sex, birth_place=town, birth_date=born, ever_married=married,
            desa=desa, rt=rt, rw=rw, address=address, phone=phone, school=school or "", state=state,
        )  # fmt: skip


def read_import(*, by: Scope, batch: ImportBatch, say: Say = silent) -> None:
    """From the file to the preview, or to the question of what its columns mean. Never raises for what the file is.

    Does nothing where the import was thrown away or is being taken in.
    """
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=READABLE)
    if not waiting.update(state=ImportBatch.State.READING):
        return
    path = uploads.path_of(batch.upload)
    say("reading", 0, 0)
    try:
        with open_book(path, name=batch.file_name) as book:
            _read_book(_Reader(by, batch, say), book)
    except (Refused, FileNotFoundError) as refused:
        fault = refused.fault if isinstance(refused, Refused) else Fault("file_gone")
        _end(batch, ImportBatch.State.FAILED, [fault])


def _read_book(reader: _Reader, book: Book) -> None:
    batch = reader.batch
    forms = forms_of(book, remembered(batch))
    readable = [form for form in forms if form.layout.tells_who]
    reader.told += [*book.notes, *(fault for form in forms for fault in form.faults)]
    if not readable:
        state = ImportBatch.State.MAPPING if forms else ImportBatch.State.FAILED
        _end(batch, state, reader.told or [Fault("no_header")])
        return
    rows = []
    for row in reader.rows(readable, book):
        rows.append(row)
        if len(rows) % 5000 == 0:
            reader.say("reading", len(rows), 0)
    reader.say("comparing", 0, len(rows))
    rows, outcomes = _compared(reader, rows)
    store_preview(by=reader.by, batch=batch, rows=rows, outcomes=outcomes, told=told_text(reader.told), say=reader.say)


def _end(batch: ImportBatch, state: str, faults: Sequence[Fault]) -> None:
    """The reading ends without a preview, unless the import was thrown away meanwhile. What failed is deleted."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.READING)
    if waiting.update(state=state, told=told_text(faults)) and state == ImportBatch.State.FAILED:
        uploads.drop(batch.upload)


def _compared(reader: _Reader, rows: list[PreviewRow]) -> tuple[list[PreviewRow], list[Outcome]]:
    """The rows of an export of ours first, by their numbers; the others compared with everybody known."""
    batch = reader.batch
    own = [row for row in rows if row.resident]
    others = [row for row in rows if not row.resident]
    outcomes = outcomes_of(reader.by, batch, own)
    if others:
        outcomes += compare(known_people(batch, reader.shared), [row.listed for row in others], day=batch.list_date)
    if own:  # its second sheet says who made it, and is no list
        reader.told = [one for one in reader.told if one.name not in {"no_header", "no_name_column"}]
    if own and (not batch.exact or batch.covers != ImportBatch.Covers.PARTIAL):
        # What comes back is what somebody chose to export: nobody is gone because they did not.
        batch.exact, batch.covers = True, ImportBatch.Covers.PARTIAL
        batch.save(update_fields=["exact", "covers"])
    return own + others, outcomes


def remembered(batch: ImportBatch) -> dict[str, dict[int, Meaning]]:
    """What columns were said to mean, by shape."""
    found: dict[str, dict[int, Meaning]] = {}
    choices = ColumnChoice.objects.filter(kabupaten=batch.kabupaten).values_list("shape", "column", "meaning")
    for shape, column, meaning in choices:
        found.setdefault(shape, {})[column] = Meaning(meaning)
    return found


def told_text(faults: Iterable[Fault]) -> str:
    """Faults of the file and its sheets as they are kept; without what stood in cells."""
    kept = [[one.name, one.sheet[:80], one.row, one.column, _public(one.params)] for one in islice(faults, MOST_TOLD)]
    return json.dumps(kept, ensure_ascii=False)


def _public(params: Mapping) -> dict:
    return {name: value for name, value in params.items() if name != "text"}
