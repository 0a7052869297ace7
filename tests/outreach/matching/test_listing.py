"""From a row as it was read to one that can be compared."""

from datetime import date

from outreach.matching.listing import listed
from outreach.matching.people import FIELDS, Verdict
from outreach.nik import Reading, read_nik
from outreach.nik import Verdict as NikVerdict
from outreach.reading.faults import Fault
from outreach.reading.meanings import Meaning
from outreach.reading.places import Answer
from outreach.reading.rows import ListedPerson
from tests.outreach.matching.cast import BORN, DAY, LAMBUR, SITI, one

NIK = "1507034508070002"
PLACE = Answer("sure", LAMBUR, "15.07.05")
FINE = read_nik(NIK, today=DAY)
SPREAD = frozenset(
    {Meaning.NIK, Meaning.NO_KK, Meaning.NAME, Meaning.MALE, Meaning.BIRTH, Meaning.MARRIED, Meaning.ADDRESS}
    | {Meaning.RT_RW, Meaning.PHONE, Meaning.SCHOOL, Meaning.NUMBER, Meaning.DESA}
)
PERSON = ListedPerson(
    "BNBA",
    2,
    name="SITI AMINAH",
    sex="P",
    birth_place="MUARA SABAK",
    birth_date=BORN,
    ever_married=False,
    rt="001",
    rw="002",
    phone="+628121",
    texts={Meaning.ADDRESS: "JL. MELATI 1", Meaning.SCHOOL: "SMAN 1", Meaning.NOTE: "x"},
    place=PLACE,
    has=SPREAD,
)


def test_all_that_was_read_is_compared():
    row = listed(PERSON, FINE, nik="siti", no_kk="kk")
    assert row.where == ("BNBA", 2)
    assert row.has == frozenset(FIELDS)
    assert one(row).verdict is Verdict.SAME


def test_what_has_no_column_is_not_told_and_a_desa_is_only_where_it_is_sure():
    row = listed(ListedPerson("", 3, name="A", has=frozenset({Meaning.NAME, Meaning.DESA})), Reading(), nik="")
    assert row.has == {"name"}
    assert "desa" in listed(ListedPerson("", 3, place=PLACE), Reading(), nik="").has


def test_a_number_that_is_not_usable_is_no_key_even_if_it_is_handed_over():
    held = read_nik(float(1507034508070000), today=date(2024, 6, 25))
    row = listed(PERSON, held, nik="siti", could_be=("siti", "other"))
    assert (row.nik, row.nik_verdict, row.could_be) == ("", NikVerdict.HOLD, ("siti", "other"))
    assert one(row).codes == {"nik_held"}
    assert one(row).matched == SITI.id


def test_only_faults_that_hold_the_row_are_doubts():
    faults = (Fault("name_has_digits"), Fault("date_not_real"))
    row = listed(ListedPerson("", 3, name="A", faults=faults), Reading(), nik="")
    assert row.doubts == ("date_not_real",)
