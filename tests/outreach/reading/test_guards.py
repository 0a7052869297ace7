"""Guards over the package: every fault is in the catalogue, nothing reaches for Django, the reader keeps its goals."""

import ast
from pathlib import Path

import outreach.reading
from outreach.reading.benchmark import measure
from outreach.reading.catalogue import FAULTS, Weight

FOLDER = Path(outreach.reading.__file__).parent
NAMING = {"refuse": 0, "Fault": 0, "doubt": 0, "_choose": 2, "_fault": 2}
#: Made from parts: f"file_{kind}", f"ignored_{name}".
FROM_PARTS = {"file_empty", "file_encrypted", "file_broken"}
FROM_PARTS |= {f"ignored_{name}" for name in ("macros", "links", "embedded", "formulas")}


#: The only module that meets a language, and what it needs for that.
WORDS = "sentences.py"
ONLY_FOR_WORDS = {
    "django.utils.functional",
    "django.utils.translation",
    "kecamatan.figures",
    "outreach.matching.people",
    "outreach.nik",
}


def strings(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def named_faults() -> set[str]:
    """All strings in the position of a fault's name, in every call that makes a fault or a doubt."""
    found = set()
    for path in FOLDER.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in NAMING and len(call.args) > NAMING[name]:
                found |= {one for one in strings(call.args[NAMING[name]]) if one != "note"}
            found |= {one for keyword in call.keywords if keyword.arg == "doubt" for one in strings(keyword.value)}
            if name == "Reading" and len(call.args) > 1:
                found |= strings(call.args[1])
    return {one for one in found if "_" in one and not one.endswith("_")}


def test_every_fault_is_in_the_catalogue_and_none_else():
    named = named_faults() | FROM_PARTS
    assert named - {"name_"} == set(FAULTS)
    assert len(named) > 45
    assert {weight for weight, _ in FAULTS.values()} == set(Weight)


def test_reading_knows_nothing_of_django_or_models():
    looked_at = 0
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                looked_at += 1
                if path.name == WORDS and name in ONLY_FOR_WORDS:
                    continue
                assert not name.startswith("django"), path
                if name.startswith(("kecamatan", "outreach")):
                    assert name.startswith("outreach.reading") or name in ("kecamatan.phones", "kecamatan.place_names")
    assert looked_at > 60


def test_only_the_child_opens_spreadsheets():
    users = {path.name for path in FOLDER.glob("*.py") if "import python_calamine" in path.read_text(encoding="utf-8")}
    assert users == {"child.py"}


def test_three_thousand_people_are_read_within_three_seconds():
    """The best of three: the machine may be busy with other tests."""
    for _ in range(3):
        measured = measure(3_000)
        assert measured.people == 3_000
        if measured.seconds < 3:
            return
    raise AssertionError(measured)
