"""The map of a regency's kecamatan: tiles in its shape, or real outlines once an office has loaded them. Pure."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kecamatan.place_names import initials

STEPS = 5
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 100, 84, 6


@dataclass(frozen=True)
class Area:
    """One kecamatan to be drawn: who it is, what it measures, and where it lies."""

    code: str
    name: str
    value: float | None
    text: str
    column: int | None = None
    row: int | None = None
    rings: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Shape:
    """One drawn kecamatan."""

    area: Area
    step: int | None
    x: float
    y: float
    path: str = ""

    @property
    def short(self) -> str:
        """MST for Muara Sabak Timur, Men for Mendahara."""
        return initials(self.area.name)

    @property
    def words(self) -> list[str]:
        """The name in at most two lines."""
        words = self.area.name.split()
        if len(words) < 2:
            return words
        cut = 1 if len(words[0]) >= len(" ".join(words[1:])) else len(words) - 1
        return [" ".join(words[:cut]), " ".join(words[cut:])]

    @property
    def is_dark(self) -> bool:
        """Needs the light ink."""
        return self.step is not None and self.step >= 3


@dataclass(frozen=True)
class Step:
    """One colour of the legend and the values it stands for."""

    index: int
    low: float
    high: float


@dataclass(frozen=True)
class RegencyMap:
    width: int
    height: int
    shapes: Sequence[Shape]
    legend: Sequence[Step]
    has_outlines: bool


def steps(values: Sequence[float]) -> list[Step]:
    """Equal steps between the lowest and the highest value; one step where all are equal."""
    if not values:
        return []
    low, high = min(values), max(values)
    if math.isclose(low, high):
        return [Step(2, low, high)]
    width = (high - low) / STEPS
    return [Step(index, low + index * width, low + (index + 1) * width) for index in range(STEPS)]


def step_of(value: float | None, legend: Sequence[Step]) -> int | None:
    """The colour of a value; None for no value."""
    if value is None or not legend:
        return None
    if len(legend) == 1:
        return legend[0].index
    width = legend[0].high - legend[0].low
    return min(STEPS - 1, int((value - legend[0].low) / width + 1e-9))


def draw(areas: Sequence[Area], legend: Sequence[Step] | None = None) -> RegencyMap | None:
    """Outlines where every kecamatan has one, else tiles where every one has a place on the grid, else None.

    ``legend``: the steps of colour, where they are not to follow from the values.
    """
    if legend is None:
        legend = steps([area.value for area in areas if area.value is not None])
    if areas and all(area.rings for area in areas):
        return _outlines(areas, legend)
    if areas and all(area.column is not None and area.row is not None for area in areas):
        return _tiles(areas, legend)
    return None


def _tiles(areas: Sequence[Area], legend: Sequence[Step]) -> RegencyMap:
    first_column, first_row = min(area.column for area in areas), min(area.row for area in areas)
    shapes = [
        Shape(
            area,
            step_of(area.value, legend),
            (area.column - first_column) * TILE_WIDTH,
            (area.row - first_row) * TILE_HEIGHT,
        )
        for area in areas
    ]
    width = max(shape.x for shape in shapes) + TILE_WIDTH - TILE_GAP
    height = max(shape.y for shape in shapes) + TILE_HEIGHT - TILE_GAP
    return RegencyMap(int(width), int(height), shapes, legend, has_outlines=False)


def _outlines(areas: Sequence[Area], legend: Sequence[Step], width: int = 700) -> RegencyMap:
    """Equirectangular at the regency's own latitude: true enough for an area of a hundred kilometres."""
    rings = {area.code: json.loads(area.rings) for area in areas}
    points = [point for parts in rings.values() for ring in parts for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    stretch = math.cos(math.radians((south + north) / 2))
    scale = (width - 8) / max((east - west) * stretch, 1e-9)

    def place(point: Sequence[float]) -> tuple[float, float]:
        return 4 + (point[0] - west) * stretch * scale, 4 + (north - point[1]) * scale

    shapes = []
    for area in areas:
        middle = (area.longitude, area.latitude) if area.longitude is not None else _middle(rings[area.code])
        x, y = place(middle)
        path = "".join(_path(ring, place) for ring in rings[area.code])
        shapes.append(Shape(area, step_of(area.value, legend), round(x, 1), round(y, 1), path))
    return RegencyMap(width, round(8 + (north - south) * scale), shapes, legend, has_outlines=True)


def _path(ring: Sequence[Sequence[float]], place: Callable[[Sequence[float]], tuple[float, float]]) -> str:
    """A closed path in whole units, repeated points left out."""
    points: list[tuple[int, int]] = []
    for point in ring:
        x, y = place(point)
        spot = (round(x), round(y))
        if not points or spot != points[-1]:
            points.append(spot)
    if len(points) < 3:
        return ""
    moves = [f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(moves)}z"


def _middle(rings: Sequence[Sequence[Sequence[float]]]) -> tuple[float, float]:
    ring = max(rings, key=len)
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
