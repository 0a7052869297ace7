"""``kecamatan.geojson``: the outline of each kecamatan as rings of longitude and latitude."""

import json
import math
import re
from pathlib import Path

from kecamatan.loading.faults import Faults
from kecamatan.loading.tables import bad_bytes, read_text

FILE = "kecamatan.geojson"
Ring = list[list[float]]
#: Five decimals are about a metre.
DECIMALS = 5


class _Broken(ValueError):
    """What is wrong with a geometry, as a sentence."""


def read_outlines(path: Path, names: dict[str, str] | None, faults: Faults) -> dict[str, list[Ring]]:
    """Code of the kecamatan → its rings, polygons of several parts laid side by side.

    ``names``: known code → name; None where kecamatan.csv itself could not be read.
    """
    text = read_text(path, faults)
    if text is None:
        return {}
    for line, column in bad_bytes(text):
        faults.add(FILE, "This is not UTF-8. Save the file as UTF-8.", line=line, column=column)
    try:
        document = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        faults.add(FILE, f"This is not JSON ({fault.msg}).", line=fault.lineno, column=fault.colno)
        return {}
    except (ValueError, RecursionError) as fault:
        faults.add(FILE, f"This is not JSON ({fault}).", line=1)
        return {}
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        faults.add(FILE, "This is not a FeatureCollection of GeoJSON.", line=1)
        return {}
    found: dict[str, list[Ring]] = {}
    before = len(faults)
    for feature, line in zip(features, _lines(text, len(features)), strict=True):
        _read_feature(feature, line, names, found, faults)
    if names is not None and len(faults) == before:
        for code in sorted(set(names) - set(found)):
            sentence = f"There is no outline of {code} {names[code]}. The map needs all of them."
            faults.add(FILE, sentence, line=1, name="code")
    return found


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number of JSON")


def _lines(text: str, count: int) -> list[int]:
    """The line on which each feature begins; JSON's own reader keeps none."""
    start = re.search(r'"features"\s*:\s*\[', text)
    decoder, lines, at = json.JSONDecoder(), [], start.end() if start else 0
    while len(lines) < count:
        skipped = re.compile(r"[\s,]*").match(text, at)
        at = skipped.end() if skipped else at
        lines.append(text.count("\n", 0, at) + 1)
        try:
            _feature, at = decoder.raw_decode(text, at)
        except ValueError:  # the word "features" stood elsewhere first
            return [1] * count
    return lines


def _read_feature(
    feature: object, line: int, names: dict[str, str] | None, found: dict[str, list[Ring]], faults: Faults
) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    if not isinstance(code, str):
        faults.add(FILE, "This feature has no code among its properties.", line=line, name="code")
    elif names is not None and code not in names:
        faults.add(FILE, f"“{code[:40]}” is no kecamatan of kecamatan.csv.", line=line, name="code")
    elif code in found:
        faults.add(FILE, f"The outline of {code} stands here twice.", line=line, name="code")
    else:
        found[code] = []
        try:
            found[code] = _rings(feature.get("geometry"))  # type: ignore[union-attr]
        except _Broken as fault:
            faults.add(FILE, f"{code}: {fault}", line=line, name="geometry")


def _rings(geometry: object) -> list[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Broken("The geometry must be a Polygon or a MultiPolygon.")
    coordinates = geometry.get("coordinates")  # type: ignore[union-attr]
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(coordinates, list) or not polygons:
        raise _Broken("The geometry has no coordinates.")
    rings: list[Ring] = []
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _Broken("A polygon has no rings.")
        rings += [_ring(ring) for ring in polygon]
    return rings


def _ring(ring: object) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _Broken("A ring needs at least four positions.")
    points = [_point(position) for position in ring]
    if points[0] != points[-1]:
        raise _Broken("A ring must end where it begins.")
    return points


def _point(position: object) -> list[float]:
    if not isinstance(position, list) or len(position) < 2:
        raise _Broken("A position is a list of longitude and latitude.")
    for value, limit in zip(position[:2], (180, 90), strict=True):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise _Broken("A position is a list of longitude and latitude.")
        if abs(value) > limit:
            raise _Broken(f"The position {position[:2]} is not on earth: longitude comes first, then latitude.")
    return [round(float(position[0]), DECIMALS), round(float(position[1]), DECIMALS)]
