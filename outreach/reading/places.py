"""Which desa a row of a list means. Pure.

Three answers: *sure*, *choose* among some, *unknown*. A code of this kabupaten is sure unless a name beside it says
otherwise; a name is sure only where it is written in full (case, blanks, "Sei" and "1" for "I" aside) and its kecamatan
agrees. Whatever is merely alike is offered and never taken, so "Lambur II" can't become "Lambur" or "Lambur I".
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kecamatan.place_names import squeeze
from outreach.reading.faults import Params
from outreach.reading.plain import plain_text

SURE, CHOOSE, UNKNOWN = "sure", "choose", "unknown"
_ALIKE = 0.72
_MOST_OFFERED = 6
#: A column of something else, taken for the desa, would be searched 100,000 times; a regency's misspellings are fewer.
_MOST_SEARCHES, _LONGEST_NAME = 1000, 60
_KIND_WORDS = re.compile(
    r"^\s*(desa\s*/\s*kel(urahan)?|kelurahan|desa|kel\.?|ds\.?|kecamatan|kec\.?)[\s.:/-]+", re.IGNORECASE
)
_KIND_AT_END = re.compile(r"[\s(/-]+(desa|kelurahan)\)?\s*$", re.IGNORECASE)
_SPELLED = {"satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5"}
_SHEET_WORDS = re.compile(
    r"\b(data|bnba|daftar|list|rekap|sheet|lembar|belum|rekam|ktp|ektp|wktp)\b|\(\d+\)|^\s*\d+\s*[.)]", re.IGNORECASE
)
_NUMERAL = re.compile(r"(?<=[a-z])(i{1,3}|iv|v)$")


@dataclass(frozen=True)
class Place:
    """A desa or kelurahan with its kecamatan; codes with dots, as Kemendagri writes them."""

    code: str
    name: str
    kecamatan_code: str
    kecamatan_name: str


@dataclass(frozen=True)
class Written:
    """What a row says about its place, each "" where it says nothing.

    ``parts`` are the columns NO_PROP, NO_KAB, NO_KEC, NO_KEL; ``sheet`` is the sheet's name, which counts only where
    the row and the titles above it name no desa.
    """

    desa: str = ""
    kecamatan: str = ""
    code: str = ""
    kecamatan_code: str = ""
    parts: tuple[str, str, str, str] = ("", "", "", "")
    sheet: str = ""


@dataclass(frozen=True)
class Answer:
    """``kind`` is SURE (then ``code`` is the desa), CHOOSE (then ``offered`` are codes, likeliest first) or UNKNOWN.

    ``kecamatan`` is the code of the kecamatan where that much is sure. ``doubt`` names what is odd, with ``params``.
    ``key`` is what a choice is remembered under, "" where there is nothing to choose by.
    """

    kind: str
    code: str = ""
    kecamatan: str = ""
    offered: tuple[str, ...] = ()
    doubt: str = ""
    params: Params = field(default_factory=dict)
    key: str = ""


def name_key(text: str) -> str:
    """A place's name as it is compared: "Ds. Sei. Lokan", "SUNGAILOKAN" and "Desa Sungai Lokan" are one."""
    plain = plain_text(text)
    for pattern in (_KIND_WORDS, _KIND_AT_END):
        plain = pattern.sub("", plain) or plain
    words = [_SPELLED.get(word.lower(), word) for word in plain.split()]
    return squeeze(" ".join(words))


def choice_key(written: Written) -> str:
    """What a petugas' choice is remembered under: the names as compared, or the code where there is no name."""
    desa = name_key(written.desa)
    if desa:
        return f"{name_key(written.kecamatan) or digits_of(written.kecamatan_code)}/{desa}"
    code = digits_of(written.code) or "".join(map(digits_of, written.parts))
    if code:
        return f"#{code}"
    sheet = _sheet_key(written.sheet)
    return f"sheet:{sheet}" if sheet else ""


def digits_of(code: str) -> str:
    """Only the digits of a code: "15.07.05.2001", " 1507052001 " and 1507052001 are one."""
    plain = re.sub(r"[\s.,'-]", "", plain_text(code))
    return plain if plain.isdecimal() and plain.isascii() else ""


def _sheet_key(sheet: str) -> str:
    return name_key(_SHEET_WORDS.sub(" ", sheet))


class Gazetteer:
    """The desa of one kabupaten, and the choices made before. Remembers its answers: lists repeat themselves."""

    def __init__(self, places: Iterable[Place], remembered: Mapping[str, str] | None = None) -> None:
        """``remembered`` is the code of the desa by ``choice_key``."""
        self.places = {place.code: place for place in places}
        self.remembered = dict(remembered or {})
        self.by_digits = {code.replace(".", ""): code for code in self.places}
        self.kecamatan = {place.kecamatan_code: place.kecamatan_name for place in self.places.values()}
        self.kabupaten = {code[:5].replace(".", "") for code in self.places}
        self._names = {code: name_key(place.name) for code, place in self.places.items()}
        self._kecamatan_by_name = {name_key(name): code for code, name in self.kecamatan.items()}
        self._kecamatan_by_digits = {code.replace(".", ""): code for code in self.kecamatan}
        self._answers: dict[Written, Answer] = {}
        self._searches = 0

    def find(self, written: Written) -> Answer:
        """Which desa is meant."""
        answer = self._answers.get(written)
        if answer is None:
            answer = self._answers[written] = self._find(written)
        return answer

    def _find(self, written: Written) -> Answer:
        key = choice_key(written)
        if (chosen := self.remembered.get(key)) in self.places:
            return replace(self._sure(chosen), key=key)
        by_code, code_doubt = self._by_code(written)
        kecamatan = self._kecamatan_of(written)
        desa = name_key(written.desa)
        if not desa and not by_code and written.sheet:
            desa = _sheet_key(written.sheet)
            if desa not in self._names.values():
                desa = ""
        answer = self._by_name(desa, kecamatan, written.kecamatan) if desa else None
        return replace(self._agreed(by_code, answer, kecamatan, code_doubt), key=key)

    def _agreed(self, by_code: str, by_name: Answer | None, kecamatan: str, code_doubt: Answer | None) -> Answer:
        """One answer of code and name. Where both say something else, the petugas chooses."""
        if by_code and by_name is None:
            if kecamatan and self.places[by_code].kecamatan_code != kecamatan:
                return self._choose([by_code], kecamatan, "place_code_and_name_differ")
            return self._sure(by_code)
        if by_code and by_name:
            if by_name.kind == SURE and by_name.code == by_code:
                return by_name
            if by_name.kind == CHOOSE and by_code in by_name.offered and by_name.doubt == "place_in_other_kecamatan":
                return self._sure(by_code)
            others = [by_name.code] if by_name.code else by_name.offered
            return self._choose([by_code, *others], kecamatan, "place_code_and_name_differ")
        if by_name is not None:
            return by_name
        return code_doubt or Answer(UNKNOWN, kecamatan=kecamatan, doubt="place_missing")

    def _sure(self, code: str) -> Answer:
        return Answer(SURE, code, self.places[code].kecamatan_code)

    def _choose(self, codes: Iterable[str], kecamatan: str, doubt: str, **params: str) -> Answer:
        offered = tuple(dict.fromkeys(codes))[:_MOST_OFFERED]
        return Answer(CHOOSE if offered else UNKNOWN, "", kecamatan, offered, doubt, dict(params))

    def _by_code(self, written: Written) -> tuple[str, Answer | None]:
        """The desa a code names; or why a code names none."""
        digits = digits_of(written.code) or self._of_parts(written.parts)
        if digits in self.by_digits:
            return self.by_digits[digits], None
        if len(digits) < 10:
            return "", None
        elsewhere = digits[:4] not in self.kabupaten
        # Of BPS or of another regency: their 1506 is our 1507, so nothing is concluded from the digits.
        return "", Answer(
            UNKNOWN, doubt="place_code_of_elsewhere" if elsewhere else "place_code_unknown", params={"code": digits}
        )

    def _of_parts(self, parts: tuple[str, str, str, str]) -> str:
        """Ten digits of NO_PROP, NO_KAB, NO_KEC, NO_KEL; each may lack its zeros or hold the whole code so far."""
        prop, kab, kec, kel = (digits_of(part) for part in parts)
        if not kec or not kel:
            return ""
        if len(kel) == 10:
            return kel
        kabupaten = next(iter(self.kabupaten)) if len(self.kabupaten) == 1 else ""
        prop = prop.zfill(2) if prop else kabupaten[:2]
        kab = kab[-2:].zfill(2) if kab else kabupaten[2:]
        return f"{prop}{kab}{kec[-2:].zfill(2)}{kel.zfill(4)}"

    def _kecamatan_of(self, written: Written) -> str:
        """The code of the kecamatan the row names, "" where it names none that is known."""
        digits = digits_of(written.kecamatan_code)
        if digits in self._kecamatan_by_digits:
            return self._kecamatan_by_digits[digits]
        name = name_key(written.kecamatan)
        if name in self._kecamatan_by_name:
            return self._kecamatan_by_name[name]
        alike = difflib.get_close_matches(name, self._kecamatan_by_name, n=2, cutoff=0.9) if name else []
        return self._kecamatan_by_name[alike[0]] if len(alike) == 1 else ""

    def _by_name(self, desa: str, kecamatan: str, kecamatan_text: str) -> Answer:
        exact = [code for code, name in self._names.items() if name == desa]
        here = [code for code in exact if self.places[code].kecamatan_code == kecamatan]
        if len(here) == 1:
            return self._sure(here[0])
        alike = self._alike(desa, kecamatan)
        if exact and kecamatan:
            return self._choose([*alike, *exact], kecamatan, "place_in_other_kecamatan")
        if len(exact) == 1:
            # "Rantau Rasau" is a desa of one kecamatan and the name of another.
            namesake = self._kecamatan_by_name.get(desa, "")
            if namesake and namesake != self.places[exact[0]].kecamatan_code:
                return self._choose([*exact, *alike], "", "place_is_also_kecamatan")
            if plain_text(kecamatan_text):
                return self._choose(exact, "", "kecamatan_unknown", text=plain_text(kecamatan_text)[:80])
            return self._sure(exact[0])
        return self._choose([*exact, *alike], kecamatan, "place_alike" if exact or alike else "place_unknown")

    def _alike(self, desa: str, kecamatan: str) -> list[str]:
        """Desa of alike names, those of the kecamatan first, likeliest first. Other numerals of one name are alike."""
        self._searches += 1
        if self._searches > _MOST_SEARCHES or len(desa) > _LONGEST_NAME:
            return []
        stem = _NUMERAL.sub("", desa)
        scored = []
        for code, name in self._names.items():
            score = difflib.SequenceMatcher(None, desa, name).ratio()
            if stem and _NUMERAL.sub("", name) == stem:
                score = max(score, 0.95)
            elsewhere = bool(kecamatan) and self.places[code].kecamatan_code != kecamatan
            if score >= (0.85 if elsewhere else _ALIKE):
                scored.append((elsewhere, -score, code))
        return [code for _, _, code in sorted(scored)]
