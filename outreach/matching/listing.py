"""From a row as it was read to one that can be compared. Pure."""

from outreach.matching.people import Listed
from outreach.nik import Reading
from outreach.reading.catalogue import FAULTS, Weight
from outreach.reading.meanings import Meaning
from outreach.reading.rows import ListedPerson

_SEX = {"L": "male", "P": "female"}
#: What a column of each meaning tells. Of the columns that name a place none tells the desa for sure: see ``listed``.
_TELLS: dict[Meaning, tuple[str, ...]] = {
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
    Meaning.RT: ("rt",),
    Meaning.RW: ("rw",),
    Meaning.RT_RW: ("rt", "rw"),
    Meaning.PHONE: ("phone",),
    Meaning.SCHOOL: ("school",),
}


def listed(
    person: ListedPerson, reading: Reading, *, nik: str, no_kk: str = "", could_be: tuple[str, ...] = ()
) -> Listed:
    """``person`` with what others made of their numbers.

    ``reading`` is that of the NIK; ``nik`` and ``no_kk`` are the opaque texts (fingerprints) of those that are usable,
    "" for others; ``could_be`` those of ``reading.could_be``. A desa that is not sure is not told; the fault that says
    so is among the doubts.
    """
    fields = {field for meaning in person.has for field in _TELLS.get(meaning, ())}
    return Listed(
        sheet=person.sheet,
        row=person.row,
        has=frozenset(fields | {"desa"} if person.place.code else fields),
        nik=nik if reading.usable else "",
        no_kk=no_kk,
        name=person.name,
        sex=_SEX.get(person.sex, ""),
        birth_place=person.birth_place,
        birth_date=person.birth_date,
        ever_married=person.ever_married,
        desa=person.place.code,
        address=person.texts.get(Meaning.ADDRESS, ""),
        rt=person.rt,
        rw=person.rw,
        phone=person.phone,
        school=person.texts.get(Meaning.SCHOOL, ""),
        nik_verdict=reading.verdict,
        could_be=() if reading.usable else could_be,
        doubts=tuple(fault.name for fault in person.faults if FAULTS[fault.name][0] is Weight.HOLDS),
    )
