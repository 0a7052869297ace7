"""Which scripts a script of the field page needs before it can run: read from their own words."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings

FOLDER = "static"
#: What is fetched with the script; what is fetched only when asked for (``import(…)``) is not among it.
_NEEDED = re.compile(r"^(?:import|export)\b[^;]*?[\"'](\.{1,2}/[^\"']+)[\"'];", re.MULTILINE)


def needed_by(name: str) -> list[str]:
    """``name`` and all that it needs, directly or not, by their names below static/; nearest first."""
    found = [name]
    for one in found:
        found += [other for other in dict.fromkeys(_named_in(one)) if other not in found]
    return found


def _named_in(name: str) -> Iterator[str]:
    for needed in _NEEDED.findall((Path(settings.BASE_DIR) / FOLDER / name).read_text(encoding="utf-8")):
        yield _plain(PurePosixPath(name).parent / needed)


def _plain(path: PurePosixPath) -> str:
    """Without its dots: "field/ui/../facts.js" is "field/facts.js"."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
