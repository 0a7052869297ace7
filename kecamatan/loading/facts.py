"""``kabupaten.toml``: the regency, its drive, and where the figures come from."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from kecamatan.loading.faults import Faults
from kecamatan.loading.tables import MOST_PEOPLE, bad_bytes, is_unfit, read_text
from kecamatan.models.drives import FIRST_DAY, LAST_DAY
from kecamatan.place_names import KABUPATEN_CODE

FILE = "kabupaten.toml"
KINDS = ("kabupaten", "kota")
TIME_ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
#: Key → most characters; these must stand there.
NEEDED = {"name": 80, "province": 80, "capital": 80}
#: Key → most characters; where one is left out, what the site already has stays.
LETTERHEAD = {
    "office_name": 120,
    "office_address": 200,
    "office_phone": 25,
    "office_email": 254,
    "signer_prefix": 20,
    "signer_title": 120,
    "signer_name": 120,
    "signer_rank": 80,
    "signer_nip": 18,
}
PATTERNS = {
    "office_phone": (r"[0-9+() .\-]*", "Digits, spaces and + only, such as 0812 3456 7890."),
    "office_email": (r"([^@\s]+@[^@\s]+\.[^@\s]+)?", "This is not an e-mail address."),
    "signer_nip": (r"([0-9]{18})?", "A NIP has 18 digits."),
}
BASE = ("base_people", "base_name", "base_source", "base_date")
DRIVE_KEYS = (
    *("name", "baseline_date", "last_recording_day", "polling_day", "coverage_target"),
    *BASE,
    *("baseline_total", "baseline_source"),
)
KEYS = {"kabupaten": ("code", "kind", "time_zone", *NEEDED, *LETTERHEAD), "drive": DRIVE_KEYS}


@dataclass(frozen=True)
class KabupatenFacts:
    """The regency itself; ``fields`` holds the model's columns by name, those left out missing."""

    code: str
    fields: dict[str, str]


@dataclass(frozen=True)
class DriveFacts:
    """The drive; ``fields`` holds the model's columns by name. ``baseline_total`` is what the baselines must sum to."""

    fields: dict[str, str | int | date | Decimal | None]
    baseline_total: int | None
    baseline_source: str


@dataclass
class Facts:
    """What was read; None where it was wrong (a fault says so) or, for the drive, not there.

    What the tables are held against stands apart: it is good even where something beside it is wrong.
    """

    kabupaten: KabupatenFacts | None = None
    drive: DriveFacts | None = None
    code: str | None = None
    baseline_date: date | None = None
    baseline_total: int | None = None
    #: False where the file says that there is no drive; True also where the file could not be read.
    states_drive: bool = True
    lines: dict[tuple[str, str], int] = field(default_factory=dict)


class _Section:
    """One table of the TOML file, with readers that add a fault instead of raising."""

    def __init__(self, name: str, values: dict, lines: dict[tuple[str, str], int], faults: Faults) -> None:
        self.name, self.values, self.lines, self.faults = name, values, lines, faults

    def fault(self, key: str, sentence: str) -> None:
        line = self.lines.get((self.name, key)) or self.lines.get((self.name, "")) or 1
        self.faults.add(FILE, sentence, line=line, column=1, name=key)

    def text(self, key: str, most: int, *, required: bool = True) -> str:
        value = self.values.get(key)
        if value is None and not required:
            return ""
        if value is None:
            self.fault(key, f"[{self.name}] needs {key}.")
        elif not isinstance(value, str):
            self.fault(key, "Write this in quotation marks.")
        elif required and not value.strip():
            self.fault(key, "This is empty.")
        elif len(value.strip()) > most:
            self.fault(key, f"This is longer than {most} characters.")
        elif is_unfit(value):
            self.fault(key, "This holds a character that cannot be seen. Type it anew.")
        elif key in PATTERNS and not re.fullmatch(PATTERNS[key][0], value.strip()):
            self.fault(key, PATTERNS[key][1])
        else:
            return " ".join(value.split())
        return ""

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.values.get(key, choices[0])
        if value not in choices:
            self.fault(key, f"This must be one of {', '.join(choices)}.")
        return value

    def day(self, key: str, *, required: bool = True) -> date | None:
        value = self.values.get(key)
        if value is None:
            if required:
                self.fault(key, f"[{self.name}] needs {key}.")
        elif type(value) is not date:  # a moment of time is a date too, and no day
            self.fault(key, "Write a day as 2024-06-25, without quotation marks.")
        elif not FIRST_DAY <= value <= LAST_DAY:
            self.fault(key, "Write a day from 2000 to 2100.")
        else:
            return value
        return None

    def people(self, key: str, *, least: int = 0) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if type(value) is not int or not least <= value <= MOST_PEOPLE:
            self.fault(key, f"Write a whole number from {least} to {MOST_PEOPLE}, digits only.")
            return None
        return value


def read_facts(path: Path, faults: Faults) -> Facts:
    """Read the file, adding a fault for everything that is wrong with it."""
    facts = Facts()
    text = read_text(path, faults)
    if text is None:
        return facts
    for line, column in bad_bytes(text):
        faults.add(FILE, "This is not UTF-8. Save the file as UTF-8.", line=line, column=column)
    try:
        document = tomllib.loads(text.encode("utf-8", "replace").decode().replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        at = re.search(r"line (\d+), column (\d+)", str(fault))
        line, column = (int(at[1]), int(at[2])) if at else (text.count("\n") + 1, 1)
        faults.add(FILE, f"This is not TOML ({str(fault).split(' (at ')[0]}).", line=line, column=column)
        return facts
    except ValueError as fault:  # 30 February, a number of a thousand digits
        faults.add(FILE, f"This is not TOML ({fault}).", line=1)
        return facts
    facts.lines = _lines(text)
    sections = {name: _section(name, document, facts.lines, faults) for name in ("kabupaten", "drive")}
    _unknown(document, facts.lines, faults)
    if sections["kabupaten"] is None:
        faults.add(FILE, "The section [kabupaten] is missing.", line=1)
    else:
        facts.kabupaten = _kabupaten(sections["kabupaten"], facts)
    facts.states_drive = sections["drive"] is not None
    if sections["drive"] is not None:
        facts.drive = _drive(sections["drive"], facts)
    return facts


def _section(name: str, document: dict, lines: dict[tuple[str, str], int], faults: Faults) -> _Section | None:
    values = document.get(name)
    return _Section(name, values, lines, faults) if isinstance(values, dict) else None


def _lines(text: str) -> dict[tuple[str, str], int]:
    """(section, key) → its line; (section, "") → the line of the heading. TOML's own reader keeps no lines."""
    lines: dict[tuple[str, str], int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if heading := re.match(r"\s*\[\s*([A-Za-z_]+)\s*\]", line):
            section = heading[1]
            lines[section, ""] = number
        elif key := re.match(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=", line):
            lines.setdefault((section, key[1]), number)
    return lines


def _unknown(document: dict, lines: dict[tuple[str, str], int], faults: Faults) -> None:
    """A misspelt key would be passed over in silence; so each that is not known is a fault."""
    for name, values in document.items():
        at = lines.get((name, "")) or lines.get(("", name)) or 1
        if name not in {*KEYS, "sources"} or not isinstance(values, dict):
            faults.add(FILE, "Known are the sections [kabupaten], [drive] and [sources].", line=at, column=1, name=name)
        elif name == "sources":
            for key in values:
                _Section(name, values, lines, faults).text(key, 2000)
        else:
            for key in values:
                if key not in KEYS[name]:
                    sentence = f"[{name}] has no key of this name. Known are {', '.join(KEYS[name])}."
                    _Section(name, values, lines, faults).fault(key, sentence)


def _kabupaten(section: _Section, facts: Facts) -> KabupatenFacts | None:
    before = len(section.faults)
    code = section.text("code", 5)
    if code and not re.fullmatch(KABUPATEN_CODE, code):
        section.fault("code", f"“{code}” is not a code such as 15.07.")
    elif code:
        facts.code = code
    fields = {key: section.text(key, most) for key, most in NEEDED.items()}
    fields["kind"] = section.choice("kind", KINDS)
    fields["time_zone"] = section.choice("time_zone", TIME_ZONES)
    fields |= {
        key: section.text(key, most, required=False) for key, most in LETTERHEAD.items() if key in section.values
    }
    return KabupatenFacts(code, fields) if len(section.faults) == before else None


def _drive(section: _Section, facts: Facts) -> DriveFacts | None:
    before = len(section.faults)
    fields: dict = {"name": section.text("name", 80)}
    days = ("baseline_date", "last_recording_day", "polling_day")
    fields |= {key: section.day(key) for key in days}
    facts.baseline_date = fields["baseline_date"]
    for earlier, later in pairwise(days):
        if fields[earlier] and fields[later] and fields[later] < fields[earlier]:
            section.fault(later, f"This day lies before {earlier}.")
    target = section.values.get("coverage_target", 99.4)
    if isinstance(target, bool) or not isinstance(target, (int, float)) or not 0.01 <= target <= 100:
        section.fault("coverage_target", "Write the percentage as a number from 0.01 to 100.")
    else:
        fields["coverage_target"] = Decimal(str(target)).quantize(Decimal("0.01"))
    fields["base_people"] = section.people("base_people", least=1)
    fields["base_name"] = section.text("base_name", 120, required=False)
    fields["base_source"] = section.text("base_source", 200, required=False)
    fields["base_date"] = section.day("base_date", required=False)
    if any(key in section.values for key in BASE):
        for key in BASE:
            if not section.values.get(key):
                section.fault(key, "A base of people needs its number, name, source and date, all four.")
    total = facts.baseline_total = section.people("baseline_total")
    source = section.text("baseline_source", 300, required=False)
    return DriveFacts(fields, total, source) if len(section.faults) == before else None
