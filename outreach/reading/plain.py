"""Text of cells without what cannot be seen. Pure."""

import re
import unicodedata

#: Byte order marks, zero-width signs, soft hyphens, marks of direction.
_UNSEEN = re.compile("[\ufeff\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\u00ad\u180e\ufffe]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: What stands for nothing in lists out of SIAK and from offices.
_NOTHING = {
    "",
    "-",
    "--",
    "---",
    "<>",
    "< >",
    "null",
    "(null)",
    "<null>",
    "none",
    "nan",
    "n/a",
    "#n/a",
    "#ref!",
    "#value!",
}
_NOTHING |= {
    "#name?",
    "#div/0!",
    "na",
    ".",
    "..",
    "...",
    "kosong",
    "tidak ada",
    "tdk ada",
    "–",
    "—",
    "_",
    "/",
    "'",
    "\\n",
}
_LONGEST_NOTHING = 1 + max(map(len, _NOTHING))


def without_marks(text: str) -> str:
    """``text`` composed (NFC), without unseen signs, every run of blanks one space, none at the ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return " ".join((text if text.isprintable() else _CONTROLS.sub(" ", text)).split())


#: What most cells hold: one word or several, of letters and digits alone, with one space between them.
_ORDINARY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,()]*(?: [A-Za-z0-9.,()]+)*")


def plain_text(text: str) -> str:
    """``without_marks``, without the quotes that keep a number text (``'0812``, ``="0812"``), "" for "nothing"."""
    if _ORDINARY.fullmatch(text):
        return "" if len(text) < _LONGEST_NOTHING and text.lower() in _NOTHING else text
    seen = without_marks(text)
    if seen.startswith('="') and seen.endswith('"'):
        seen = seen[2:-1]
    seen = seen.lstrip("'`´‘’").strip()
    return "" if seen.lower() in _NOTHING else seen
