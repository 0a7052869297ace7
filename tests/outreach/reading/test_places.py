"""Which desa is meant, with every trap of the 93 names of Tanjung Jabung Timur."""

import csv
import time
from pathlib import Path

import pytest

import kecamatan
from outreach.reading.places import CHOOSE, SURE, UNKNOWN, Gazetteer, Place, Written, choice_key

REGENCY = Path(kecamatan.__file__).parent / "regencies" / "15.07"


def places() -> list[Place]:
    with (REGENCY / "kecamatan.csv").open(encoding="utf-8") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    with (REGENCY / "desa_kelurahan.csv").open(encoding="utf-8") as file:
        return [
            Place(row["code"], row["name"], row["kecamatan_code"], names[row["kecamatan_code"]])
            for row in csv.DictReader(file)
        ]


ALL = places()
GAZETTEER = Gazetteer(ALL)
CODE = {place.name: place.code for place in ALL}


def find(desa: str = "", kecamatan: str = "", **more):
    return GAZETTEER.find(Written(desa=desa, kecamatan=kecamatan, **more))


def names(answer) -> list[str]:
    return [GAZETTEER.places[code].name for code in answer.offered]


def test_all_93_are_sure_by_name_and_kecamatan_however_they_are_written():
    assert len(ALL) == 93
    for place in ALL:
        for desa in (
            place.name,
            place.name.upper(),
            place.name.replace(" ", ""),
            f"Desa {place.name}",
            f" {place.name}\u00a0",
        ):
            answer = find(desa, place.kecamatan_name)
            assert (answer.kind, answer.code) == (SURE, place.code), (desa, answer)
        assert find(place.name, f"KEC. {place.kecamatan_name.upper()}").code == place.code
        assert find(place.name, kecamatan_code=place.kecamatan_code.replace(".", "")).code == place.code


def test_all_but_one_are_sure_by_name_alone():
    unsure = [place.name for place in ALL if find(place.name).kind != SURE]
    assert unsure == ["Rantau Rasau"]


@pytest.mark.parametrize("form", ["{0}", "{1}", " {1} ", "'{1}", "{1}.0x"])
def test_codes_in_every_form(form):
    for place in ALL:
        code = form.format(place.code, place.code.replace(".", "")).removesuffix(".0x")
        assert find(code=code).code == place.code
        _, _, kec, kel = place.code.split(".")
        assert find(parts=("15", "7", kec.lstrip("0"), kel)).code == place.code
        assert find(parts=("15", "1507", f"1507{kec}", place.code.replace(".", ""))).code == place.code


def test_codes_of_bps_and_of_elsewhere_name_nothing_here():
    answer = find(code="1506010001")
    assert (answer.kind, answer.doubt, answer.params) == (UNKNOWN, "place_code_of_elsewhere", {"code": "1506010001"})
    assert find("Lambur I", "Muara Sabak Timur", code="1506010001").code == CODE["Lambur I"]
    assert find(code="15.07.01.2999").doubt == "place_code_unknown"
    assert find(code="15.07.01", desa="Lambur I").code == CODE["Lambur I"]


def test_a_code_and_a_name_that_differ_are_for_the_petugas():
    answer = find("Lambur II", "Muara Sabak Timur", code=CODE["Lambur I"])
    assert (answer.kind, answer.doubt) == (CHOOSE, "place_code_and_name_differ")
    assert names(answer)[:2] == ["Lambur I", "Lambur II"]
    answer = find("", "Berbak", code=CODE["Lambur I"])
    assert (answer.kind, names(answer)) == (CHOOSE, ["Lambur I"])


def test_rantau_rasau_is_a_desa_of_berbak_and_a_kecamatan_of_its_own():
    assert find("Rantau Rasau", "Berbak").code == "15.07.11.2002"
    assert find("Rantau Rasau Desa", "Berbak").code == "15.07.11.2002"
    inside = find("Rantau Rasau", "Rantau Rasau")
    assert inside.kind == CHOOSE
    assert set(names(inside)) >= {"Rantau Rasau", "Rantau Rasau I", "Rantau Rasau II"}
    assert inside.doubt == "place_in_other_kecamatan"
    alone = find("RANTAU RASAU")
    assert (alone.kind, alone.doubt) == (CHOOSE, "place_is_also_kecamatan")
    assert find("Rantau Rasau I").code == CODE["Rantau Rasau I"]
    assert find("Rantau Rasau", "Rantau Rasau", code="15.07.11.2002").code == "15.07.11.2002"


def test_numerals_are_never_crossed():
    for written, meant in (
        ("Lambur", "Lambur"),
        ("LAMBUR 1", "Lambur I"),
        ("lamburII", "Lambur II"),
        ("Lambur Dua", "Lambur II"),
    ):
        assert find(written, "Muara Sabak Timur").code == CODE[meant]
    for unclear in ("Lambur III", "Lambur l", "Lambur 11", "Lamber", "Lambur l l"):
        answer = find(unclear, "Muara Sabak Timur")
        assert (answer.kind, answer.code) == (CHOOSE, ""), unclear
        assert {"Lambur", "Lambur I", "Lambur II"} & set(names(answer))
    assert find("Parit Culum 1", "Muara Sabak Barat").code == CODE["Parit Culum I"]
    assert find("Parit Culum", "Muara Sabak Barat").kind == CHOOSE


@pytest.mark.parametrize(("written", "kecamatan", "name"), [
    ("Sei Lokan", "Sadu", "Sungai Lokan"), ("Sei. Lokan", "Sadu", "Sungai Lokan"), ("SUNGAILOKAN", "Sadu", "Sungai Lokan"),
    ("Teluk Dawan", "Muara Sabak Barat", "Teluk Dawan"), ("Tanjungsolok", "Kuala Jambi", "Tanjung Solok"),
    ("Tj. Solok", "Kuala Jambi", "Tanjung Solok"), ("Kel. Tanjung Solok", "Kuala Jambi", "Tanjung Solok"),
])  # fmt: skip
def test_names_as_offices_write_them(written, kecamatan, name):
    squeezed = {place.name.replace(" ", "").lower(): place.code for place in ALL}
    assert find(written, kecamatan).code == squeezed[name.replace(" ", "").lower()]


def test_a_name_that_is_merely_alike_is_offered():
    for written in ("Kota Kandis Dendang", "Koto Kandis Dendang"):
        answer = find(written, "Dendang")
        assert answer.kind in (SURE, CHOOSE)
        offered = [GAZETTEER.places[answer.code].name] if answer.code else names(answer)
        assert "Kandis Dendang" in offered[0]
    assert find("Entah Berantah", "Dendang").kind == UNKNOWN
    assert find("Entah Berantah", "Dendang").doubt == "place_unknown"


def test_a_name_in_the_wrong_kecamatan_is_offered_and_not_taken():
    answer = find("Lambur I", "Sadu")
    assert (answer.kind, answer.doubt) == (CHOOSE, "place_in_other_kecamatan")
    assert "Lambur I" in names(answer)
    answer = find("Lambur I", "Kecamatan Entah")
    assert (answer.kind, answer.doubt, answer.params) == (CHOOSE, "kecamatan_unknown", {"text": "Kecamatan Entah"})


def test_a_sheet_named_after_the_desa_counts_where_the_row_names_none():
    for sheet in ("Lambur I", "DESA LAMBUR 1", "Data Lambur I", "lambur I (2)", "3. Lambur I"):
        assert find(sheet=sheet).code == CODE["Lambur I"], sheet
    assert find("Lambur II", sheet="Lambur I").code == CODE["Lambur II"]
    assert find(sheet="Sheet1").doubt == "place_missing"
    assert find(sheet="Lamb").kind == UNKNOWN
    assert find("-", "Sadu").kecamatan == next(place.kecamatan_code for place in ALL if place.kecamatan_name == "Sadu")


def test_a_choice_is_remembered_under_what_was_written():
    written = Written(desa="LAMBUR l", kecamatan="Ma. Sabak Timur")
    key = choice_key(written)
    assert GAZETTEER.find(written).key == key
    remembering = Gazetteer(ALL, {key: CODE["Lambur I"]})
    assert remembering.find(Written(desa="lambur L", kecamatan="MA SABAK TIMUR")).code == CODE["Lambur I"]
    assert remembering.find(Written(desa="lambur L", kecamatan="Sadu")).kind != SURE
    assert choice_key(Written()) == ""


def test_a_column_of_something_else_does_not_take_for_ever():
    gazetteer = Gazetteer(ALL)
    before = time.process_time()
    answers = [gazetteer.find(Written(desa=f"Nama Orang {n} Entah Siapa")) for n in range(20_000)]
    assert time.process_time() - before < 10
    assert {answer.kind for answer in answers} <= {CHOOSE, UNKNOWN}
    assert gazetteer.find(Written(desa="Lambur I")).code == CODE["Lambur I"]


def test_whatever_is_written_a_sure_answer_is_one_of_ours():
    for text in ("", " ", "i", "I", "1", "Desa", "Kel.", "\u200b", "x" * 500, "1507012001", "---"):
        answer = find(text, text, code=text, sheet=text)
        assert answer.kind != SURE or answer.code in GAZETTEER.places
