"""Initials of colleagues, short enough for a cell of the calendar and never the same for two of them. Pure."""

from collections.abc import Mapping

#: Titles that are no part of a name (the academic ones stand behind it, after a comma).
TITLES = frozenset({"bapak", "ibu", "pak", "bu", "h", "hj", "drs", "dra", "ir", "dr"})


def initials_of(names: Mapping[int, str]) -> dict[int, str]:
    """Number → two signs: "Rahmat Hidayat, S.Kom" is RH. Who would be the same as somebody before them has a number: RH2."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for key, name in sorted(names.items(), key=lambda one: (one[1].casefold(), one[0])):
        short = base = _initials(name)
        number = 2
        while short in taken:
            short, number = f"{base}{number}", number + 1
        taken.add(short)
        found[key] = short
    return found


def _initials(name: str) -> str:
    words = [word.strip(".") for word in name.partition(",")[0].split()]
    words = [word for word in words if word and word.casefold() not in TITLES] or [word for word in words if word]
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()
