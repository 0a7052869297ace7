"""Names of people as Indonesians spell them: evened out for search and for doubles. Pure: no ORM, no request.

"H. MOCH. SJAFI'I, S.Pd" and "Muhammad Syafii" give the same words. A squeezed word is a key and is never shown: spellings
that are commonly mixed up (f/p/v, q/k, z/s, kh/ch/h, y/i, doubled letters, old oe/dj/tj/sj) become one.
"""

import re
import unicodedata
from functools import lru_cache

#: Longest text looked at; names are far shorter, and what follows would only cost time.
LONGEST = 200
MUHAMMAD = "muhamad"

_APOSTROPHES = re.compile(r"['’‘`´ʼʿʾ′\"]")
_TITLES_IN_FRONT = frozenset(
    {"h", "hj", "hjh", "haji", "hajah", "hajjah", "kh", "kyai", "kiai", "ust", "ustad", "ustadz", "ustadzah", "tgk"}
    | {"dr", "drg", "drs", "dra", "ir", "prof", "bapak", "bpk", "ibu", "sdr", "sdri", "tn", "ny", "nn", "alm", "almh"}
)
_BETWEEN = frozenset({"bin", "binti", "bint", "bte", "bt", "alias", "als", "alm", "almh", "almarhum", "almarhumah"})
#: Degrees without their dots; they stand at the end of a name, mostly after a comma.
_DEGREES = frozenset(
    {"sh", "se", "ssi", "skom", "sag", "ssos", "sikom", "skep", "skm", "skes", "sfarm", "sked", "spt", "spi", "spsi"}
    | {"shut", "spd", "spdi", "spdsd", "sthi", "shi", "shum", "ssn", "sst", "sstp", "stp", "sgz", "spdk", "mpd", "mpdi"}
    | {"msi", "mh", "mhi", "mm", "mkom", "mkes", "mkn", "msc", "mba", "mhum", "msos", "amd", "amdkeb", "amdkep", "amk"}
    | {"amkeb", "amapd", "aptk", "phd", "ners"}
)
#: Degrees that are taken for one only after a comma or with a dot inside: written plainly they may be names.
_DOUBTFUL_DEGREES = frozenset(
    {"st", "sp", "sei", "sip", "sap", "sab", "sos", "sta", "ma", "mt", "mag", "map", "mip", "ama", "apt", "gr", "ns"}
)
#: Abbreviations of the names that are abbreviated most, by squeezed word.
_SHORT_FORMS = {
    **dict.fromkeys(("m", "md", "mhd", "muh", "muhd", "moch", "moh", "mohd"), MUHAMMAD),
    **dict.fromkeys(("abd", "abdl", "abdur", "abdus", "abdun", "abdut"), "abdul"),
    "st": "siti",
    "sitti": "siti",
    "nrl": "nurul",
}
#: Written with j before 1972 and known by y today; others only where the word shows other old letters.
_OLD_J = {"jusuf": "yusuf", "jusup": "yusup", "jahja": "yahya", "jahya": "yahya", "junus": "yunus", "wahju": "wahyu"}
_OLD_LETTERS = re.compile(r"oe|dj|tj|sj|^nj")
_SAME_LETTERS = (
    ("chr", "kr"), ("dz", "z"), ("sh", "s"), ("kh", "h"), ("ch", "h"), ("ph", "p"), ("dh", "d"),
    ("th", "t"), ("bh", "b"), ("gh", "g"), ("f", "p"), ("v", "p"), ("q", "k"), ("z", "s"), ("x", "ks"),
    ("ie", "i"), ("y", "i"), ("ae", "ai"), ("uw", "u"),
)  # fmt: skip


def words_of(name: str) -> tuple[str, ...]:
    """The squeezed words of ``name`` in their order, without titles, degrees, bin and binti; "M." is Muhammad.

    A name that consists of nothing else keeps them.
    """
    return tuple(word for raw in _raw_words(name) for word in _squeezed(raw))


def squeeze_word(word: str) -> str:
    """One lower-case ASCII word with spellings evened out: "achmad", "akhmad", "ahmad" give the same."""
    word = _modern(_once(word))
    word = re.sub(r"^m[ou](?:ch|kh|h)", "muh", word)
    word = re.sub(r"sy(?=[aeiou])", "s", word)
    for written, same in _SAME_LETTERS:
        word = word.replace(written, same)
    word = re.sub(r"(?<=[aeiou])h$", "", _once(word))
    word = re.sub(r"^muham[aei]?[dt]$", MUHAMMAD, word)
    return _SHORT_FORMS.get(word, word) if len(word) > 1 else word


def search_column(name: str) -> str:
    """``name`` as the search column keeps it: each word after a space, then all of them in one piece.

    Lower-case ASCII; a search is a conjunction of ``contains`` with each of ``search_terms``, and serves a trigram index.
    """
    words = words_of(name)
    return f" {' '.join(words)} {''.join(words)}" if words else ""


def search_terms(typed: str) -> tuple[str, ...]:
    """What every found ``search_column`` contains: words of up to three letters at the start of a word, longer anywhere.

    Parts of a name in any order, spelt in any of the usual manners. A single letter is the beginning of any word. Empty
    where nothing searchable was typed.
    """
    words = [word for raw in _raw_words(typed) for word in ((squeeze_word(raw),) if len(raw) == 1 else _squeezed(raw))]
    return tuple(dict.fromkeys(f" {word}" if len(word) <= 3 else word for word in words))


def found_by(typed: str, name: str) -> bool:
    """Whether a search for ``typed`` finds ``name``; nothing typed finds everybody."""
    column = search_column(name)
    return all(term in column for term in search_terms(typed))


def _raw_words(name: str) -> list[str]:
    plain = _plain(name)
    words = [word for word in re.findall(r"[a-z]+", _without_degrees(plain)) if word not in _BETWEEN]
    while len(words) > 1 and words[0] in _TITLES_IN_FRONT:
        words = words[1:]
    return words or re.findall(r"[a-z]+", plain)


@lru_cache(maxsize=1 << 15)  # a list of 100,000 names consists of a few thousand words
def _squeezed(raw: str) -> tuple[str, ...]:
    """One word, or the two of "Abdurrahman", so that it meets "Abdul Rahman"; "Abdullah" is one."""
    word = _SHORT_FORMS.get(raw) or squeeze_word(raw)
    compound = re.fullmatch(r"abdu(?:l(?!ah?$|oh?$)(?=[a-z]{2})|(?=[rs][a-z]))([a-z]+)", word)
    return ("abdul", compound[1]) if compound else (word,)


def _once(word: str) -> str:
    """``word`` without doubled letters."""
    return re.sub(r"(.)\1+", r"\1", word)


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name[:LONGEST]))
    return text.encode("ascii", "ignore").decode().lower()


def _without_degrees(plain: str) -> str:
    first, *others = plain.split(",")
    words = _joined(first).split()
    for part in others:
        pieces = _joined(part).split()
        if not _is_degree(part, after_comma=True) and not all(_is_degree(one, after_comma=True) for one in pieces):
            words += pieces
    while len(words) > 1 and _is_degree(words[-1]):
        words.pop()
    return " ".join(words)


def _joined(part: str) -> str:
    """ "s. pd. i" as "s.pd.i"."""
    part = re.sub(r"\b([sma])\.\s+(?=[a-z]{1,4}\b)", r"\1.", part)
    return re.sub(r"\b(s\.?pd|s\.?th|s\.?h|m\.?pd|m\.?h)\.\s+(?=(?:i|sd)\b)", r"\1.", part)


def _is_degree(text: str, *, after_comma: bool = False) -> bool:
    letters = re.sub(r"[^a-z]", "", text)
    dotted = "." in text.strip().rstrip(".")
    return letters in _DEGREES or ((after_comma or dotted) and letters in _DOUBTFUL_DEGREES)


def _modern(word: str) -> str:
    """``word`` in today's spelling, where it surely is in that of before 1972 (or 1947 for oe)."""
    if word in _OLD_J:
        return _OLD_J[word]
    if not _OLD_LETTERS.search(word):
        return word
    for old, new in (("dj", "J"), ("tj", "C"), ("sj", "sy"), ("nj", "ny"), ("oe", "u"), ("j", "y")):
        word = word.replace(old, new)
    return word.lower()
