"""Outlines of land and countries in, the small world that maps are drawn from out.

    npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz
    python generator/geography/make_world.py package/land-50m.json package/countries-50m.json countries.json

The outlines are those of Natural Earth 1:50m (https://www.naturalearthdata.com/, public domain)
as TopoJSON of the npm package ``world-atlas`` (ISC). ``countries.json`` is a table of GeoNames
(CC BY 4.0) with ``isonumeric`` and ``continentcode`` by ISO 3166 code.

Lines are simplified (Douglas and Peucker 1973) to 0.07°, islands below 0.02 square degrees and
everything south of 60° S are left out. The middle of a country is the centroid of its largest
piece of land, at a tenth of a degree.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]
TARGET = Path(__file__).resolve().parents[1] / "commonbook" / "drawings" / "world.json"
TOLERANCE = 0.07
SMALLEST = 0.02
SOUTH = -60
FULL, HALF = 360, 180
UNITS = 20
"""Steps a degree."""


def rings(topology: dict[str, Any], name: str) -> Iterator[tuple[str, list[Point]]]:
    """The id and every outline of each piece of an object: the outer one, then its holes."""
    arcs = []
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"], topology["transform"]["translate"])
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(line)

    def outline(numbers: Sequence[int]) -> list[Point]:
        points: list[Point] = []
        for number in numbers:
            line = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += line[1:] if points else line
        return points

    for shape in topology["objects"][name]["geometries"]:
        pieces = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for piece in pieces:
            for line in piece:
                yield str(shape.get("id", "")), outline(line)


def area(ring: Sequence[Point]) -> float:
    """Square degrees, signed."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


def middle(ring: Sequence[Point]) -> Point:
    """The centroid of a ring."""
    twice = 6 * area(ring)
    x = y = 0.0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / twice, y / twice


def simpler(line: Sequence[Point]) -> list[Point]:
    """A line without the points that lie nearer than the tolerance to what is left."""
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (x1, y1), (x2, y2) = line[first], line[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        farthest, most = 0, TOLERANCE
        for number in range(first + 1, last):
            x, y = line[number]
            away = (abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length
                    else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
            if away > most:
                farthest, most = number, away
        if farthest:
            keep.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[number] for number in sorted(keep)]


def whole(ring: Sequence[Point]) -> list[Point]:
    """A ring without jumps at the line of the date: where it crosses it, it goes on beyond 180.

    One that runs around a pole never comes back to where it began; it stays as it was.
    """
    line: list[Point] = []
    turn = 0
    for number, (x, y) in enumerate(ring):
        if number and abs(x - ring[number - 1][0]) > HALF:
            turn += FULL if x < ring[number - 1][0] else -FULL
        line.append((x + turn, y))
    return list(ring) if turn else line


def steps(line: Sequence[Point]) -> list[int]:
    """A line as steps from point to point; the first from 0, 0."""
    made: list[int] = []
    before = (0, 0)
    for x, y in line:
        point = round(x * UNITS), round(y * UNITS)
        if point != before or not made:
            made += [point[0] - before[0], point[1] - before[1]]
        before = point
    return made


def main(land: Path, countries: Path, table: Path) -> None:
    """Write the world."""
    shapes = []
    for _, jumping in rings(json.loads(land.read_text()), "land"):
        ring = whole(jumping)
        if abs(area(ring)) < SMALLEST or max(y for _, y in ring) < SOUTH:
            continue
        shapes.append(steps(simpler(ring)[:-1]))
    largest: dict[int, list[Point]] = {}
    for number, jumping in rings(json.loads(countries.read_text()), "countries"):
        ring = whole(jumping)
        if number and abs(area(ring)) > abs(area(largest.get(int(number), [(0, 0), (0, 0)]))):
            largest[int(number)] = ring
    known = {}
    for code, row in sorted(json.loads(table.read_text()).items()):
        ring = largest.get(row["isonumeric"], [])
        x, y = middle(ring) if ring else (None, None)
        known[code] = [row["continentcode"],
                       *([round(y, 1), round((x + HALF) % FULL - HALF, 1)] if x is not None and y is not None else [])]
    text = json.dumps({"units": UNITS, "land": shapes, "countries": known}, separators=(",", ":"))
    TARGET.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
