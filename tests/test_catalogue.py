"""The Indonesian catalogue: complete, true to the sources, and the same word for the same thing everywhere."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES" / "django.po"
PO = polib.pofile(str(CATALOGUE))
BORROWED = "ektp_tracker/borrowed_words.py"
MISSING = "NO XGETTEXT FOUND: whether the catalogue holds what the sources say is not tested. Install gettext (Debian: apt install gettext)."

#: What must be the same in source and translation: placeholders, escaped per cent signs, tags.
MARKS = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>")
#: English → the one Indonesian word for it (a pattern). The longer one first: what it matched is not looked at again.
GLOSSARY = {
    r"recorded elsewhere": "terekam di tempat lain",
    r"last recording day": "hari terakhir perekaman",
    r"polling day": "hari pemungutan suara",
    r"not broken down": "belum dirinci",
    r"baseline date": "tanggal data awal",
    r"village records?": "data desa/kelurahan",
    r"user names?": "nama pengguna",
    r"audit log": "log audit",
    r"needed a week": "diperlukan per minggu",
    r"present pace": "laju saat ini",
    r"share done": "capaian",
    r"flow(?:ed|s) in": "wajib ktp baru",
    r"remain(?:s|ed|ing)?": "tersisa",
    r"recorded": "(?:te|di)rekam",
    r"removed": "dikeluarkan",
    r"baselines?": "data awal",
    r"ledger": "buku catatan",
    r"drives?": "kegiatan perekaman",
    r"und(?:o|one)": "batalkan",
    r"reversal": "pembatalan",
    r"dashboards?": "dasbor",
    r"passwords?": "sandi",
    r"coverage": "cakupan",
    r"kelurahan": "kelurahan",
    r"kecamatan": "kecamatan",
    r"rows?": "baris",
    r"tokens?": "token",
    r"as of(?! now)": "per tanggal",
    r"e-mails?": "email",
}
#: Where the English word means something else, or is a word of the API.
OTHERWISE = {
    "baseline + added − removed − recorded_elsewhere − recorded",
    "Choose one of: recorded, recorded_elsewhere, added, removed.",
    "not recorded yet",
    "none recorded",
}
#: Words that this site says otherwise, or spellings that are wrong.
NEVER = re.compile(
    r"\b(?:kata sandi|surel|bidang|laman|anda|silahkan|merubah|rubah|analisa|resiko|jaman|ijin|nampak|"
    r"dibawah|diatas|disini|disana|didalam|e-kpt)\b|\bsub-?total\b"
)


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """(source, translation); Indonesian has one form, which stands for the English plural."""
    if entry.msgid_plural:
        return [(entry.msgid_plural, entry.msgstr_plural[0])]
    return [(entry.msgid, entry.msgstr)]


PAIRS = [pair for entry in PO for pair in pairs(entry)]


def test_every_sentence_has_its_translation():
    assert len(PO) > 650
    assert [entry.msgid for entry in PO if not entry.translated()] == []
    assert [entry.msgid for entry in PO if entry.fuzzy] == []
    assert [entry.msgid for entry in PO.obsolete_entries()] == []
    assert PO.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert {len(entry.msgstr_plural) for entry in PO if entry.msgid_plural} == {1}


def test_the_compiled_catalogue_is_that_of_the_text():
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {key(entry): pairs(entry) for entry in compiled} == {key(entry): pairs(entry) for entry in PO}


def test_placeholders_tags_and_edges_are_those_of_the_source():
    marked = [(source, words) for source, words in PAIRS if MARKS.search(source)]
    assert len(marked) > 100
    assert [pair for pair in marked if sorted(MARKS.findall(pair[0])) != sorted(MARKS.findall(pair[1]))] == []
    assert [pair for pair in PAIRS if not MARKS.search(pair[0]) and MARKS.search(pair[1])] == []
    assert [(a, b) for a, b in PAIRS if edges(a) != edges(b)] == []


def edges(text: str) -> tuple[str, str, str]:
    """White space at both ends, and the stop at the end."""
    return text[: -len(text.lstrip())], text[len(text.rstrip()) :], re.search(r"[.:?…]?$", text.rstrip()).group()


def test_the_chief_words_are_the_same_everywhere():
    wrong, used = [], set()
    for source, words in PAIRS:
        if source in OTHERWISE:
            continue
        left, said = re.sub(r"%\(\w+\)s|<[^>]+>", " ", source).lower(), words.lower()
        for english, indonesian in GLOSSARY.items():
            found = re.search(rf"(?<![\w-])(?:{english})(?![\w-])", left)
            if found:
                used.add(english)
                left = left.replace(found.group(), " ")
                if not re.search(indonesian, said):
                    wrong.append((indonesian, source, words))
    assert wrong == []
    assert used == set(GLOSSARY)


def test_capitals_change_nothing_but_capitals():
    found: dict[str, set[str]] = {}
    for entry in PO:
        if not entry.msgctxt:
            found.setdefault(entry.msgid.lower().rstrip("."), set()).update(
                words.lower().rstrip(".") for _source, words in pairs(entry)
            )
    assert {source: words for source, words in found.items() if len(words) > 1} == {}


def test_no_word_is_one_that_this_site_says_otherwise():
    assert [words for _source, words in PAIRS if NEVER.search(words)] == []


@pytest.fixture(scope="module")
def xgettext():
    """The program that reads sentences out of sources; where it is missing, CI is red and others hear of it."""
    if shutil.which("xgettext") is None:
        if os.environ.get("REQUIRE_GETTEXT"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(xgettext, tmp_path):
    """``makemessages`` on a copy of the sources, as anybody would run it."""
    for folder in ("ektp_tracker", "kecamatan", "outreach", "templates", "static"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "ektp_tracker.settings", "DATA_DIR": str(tmp_path / "data")}
    environment["PYTHONPATH"] = str(tmp_path)
    copy = tmp_path / CATALOGUE.relative_to(ROOT)
    copy.with_suffix(".mo").unlink()
    command = [sys.executable, "-m", "django", "makemessages"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = polib.pofile(str(copy))
    assert {key(entry) for entry in said} == {key(entry) for entry in PO}
    assert copy.with_suffix(".mo").exists()
    assert not re.search(r"^#: .*:\d", copy.read_text(encoding="utf-8"), re.MULTILINE), "line numbers make long diffs"


def test_borrowed_sentences_are_still_those_of_their_packages():
    packages = Path(django.__file__).parent
    theirs = {
        (entry.msgctxt or "", entry.msgid)
        for path in packages.rglob("locale/en/LC_MESSAGES/django.po")
        for entry in polib.pofile(str(path))
    }
    borrowed = [entry for entry in PO if BORROWED in {path for path, _line in entry.occurrences}]
    assert len(borrowed) > 20
    assert [entry.msgid for entry in borrowed if (entry.msgctxt or "", entry.msgid) not in theirs] == []
