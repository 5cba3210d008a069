"""Places in, a map out: land and nothing else, from outlines that come along.

A map is equirectangular and true to scale along its middle. Places that would touch are drawn as
one cluster: first all places in one field of a grid, then clusters that still come too near.

A map may lie across the line of the date: its degrees east then run beyond 180, or below -180.
"""

from __future__ import annotations

import html
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from .pen import element, number

Position = tuple[float, float]
"""Degrees north and east."""

Outline = Sequence[tuple[float, float]]
"""The coast of one piece of land: degrees east and north."""

WIDTH = 360
"""Units across a map: about the points of a small phone."""
APART = 30
"""Units between two clusters, at least: fingers are that wide (WCAG 2.2, 2.5.8, asks for 24)."""
MARGIN = 0.18
LOWEST, NARROWEST = 5.0, 8.0
"""Degrees that a map shows at least, from south to north and from west to east."""
FLATTEST, STEEPEST = 2.2, 1.2
"""How much wider than high a map is: at most, at least."""
FINEST, COARSE = 0.6, 4.5
"""Units between two points of a coast on a map, and on a small map."""
FIELD = 10
"""Degrees of a field of the small maps on pages of groups."""
ABOVE, BESIDE = 4, 14
"""Degrees shown around a field of the small maps, those beside it stretched to look as long."""
STRETCHED = 80
"""Degrees from the equator beyond which maps are not stretched further: at a pole there is no end."""
ALL_BUT, NEARER = 20, 1.5
"""One place in so many may lie beyond a map that is so many times nearer without it."""
EDGE = 13
"""Units from the edge of a map that a number keeps, so that all of it can be seen."""


@dataclass(frozen=True)
class Box:
    """A part of the world in degrees."""

    south: float
    west: float
    north: float
    east: float

    @cached_property
    def stretch(self) -> float:
        """How much wider a degree from south to north is drawn than one from west to east."""
        return _stretch((self.south + self.north) / 2)

    @cached_property
    def scale(self) -> float:
        """Units a degree from west to east."""
        return WIDTH / (self.east - self.west)

    @cached_property
    def height(self) -> float:
        """Units from top to bottom."""
        return (self.north - self.south) * self.scale * self.stretch

    def place(self, position: Position) -> tuple[float, float]:
        """Where a position lies on the map: units from the left and from the top."""
        north, east = position
        middle_east = (self.west + self.east) / 2
        east += 360 * round((middle_east - east) / 360)
        return ((east - self.west) * self.scale,
                (self.north - north) * self.scale * self.stretch)

    def holds(self, position: Position) -> bool:
        """Whether a position lies on the map, and not beyond its edge."""
        across, down = self.place(position)
        return 0 <= across <= WIDTH and 0 <= down <= self.height

    def seen(self, position: Position) -> tuple[float, float]:
        """Where it is shown: what lies beyond the edge, such as a pole, stands at the edge."""
        across, down = self.place(position)
        return (min(max(across, EDGE), WIDTH - EDGE), min(max(down, EDGE), self.height - EDGE))


def _stretch(north: float) -> float:
    return 1 / math.cos(math.radians(min(abs(north), STRETCHED)))


WORLD = Box(-56, -180, 78, 180)


@cache
def _world() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (Path(__file__).parent / "world.json").read_text(encoding="utf-8"))
    return found


@cache
def _outlines() -> tuple[tuple[Box, Outline], ...]:
    """The coasts of all land, each with the box it lies in."""
    world = _world()
    outlines = []
    for line in world["land"]:
        x = y = 0
        points = []
        for dx, dy in zip(line[::2], line[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / world["units"], y / world["units"]))
        outlines.append((_around(points), tuple(points)))
    return tuple(outlines)


def continent(country: str | None) -> str:
    """The continent of a country in two letters, as GeoNames has them; "" if not known."""
    return str(_world()["countries"].get(country, [""])[0])


def middle(country: str | None) -> Position | None:
    """The middle of a country's largest piece of land, at a tenth of a degree."""
    found = _world()["countries"].get(country, [])[1:]
    return (found[0], found[1]) if found else None


def box_around(positions: Iterable[Position]) -> Box:
    """The part of the world that shows all positions with some room, in a handy shape."""
    norths, easts = zip(*positions, strict=True)
    south, north = min(norths), max(norths)
    west, east = _shortest_way_around(easts)
    centre_north, centre_east = (south + north) / 2, (west + east) / 2
    stretch = _stretch(centre_north)
    high = max((north - south) * (1 + 2 * MARGIN), LOWEST)
    wide = max((east - west) * (1 + 2 * MARGIN), NARROWEST * stretch)
    high = min(max(high, wide / FLATTEST / stretch), 180)
    wide = max(wide, high * STEEPEST * stretch)
    if wide > 360:  # noqa: PLR2004 - all around the world
        return WORLD
    centre_north = max(min(centre_north, 90 - high / 2), high / 2 - 90)
    return Box(centre_north - high / 2, centre_east - wide / 2,
               centre_north + high / 2, centre_east + wide / 2)


def box_of_most(positions: Sequence[Position]) -> Box:
    """The same, without the few farthest if the map is much nearer then: they stand at its edge."""
    whole, spare = box_around(positions), len(positions) // ALL_BUT
    west, _ = _shortest_way_around(east for _, east in positions)
    norths = _closest((north for north, _ in positions), len(positions) - spare)
    easts = _closest(((east - west) % 360 for _, east in positions), len(positions) - spare)
    near = box_around([position for position in positions if norths[0] <= position[0] <= norths[1]
                       and easts[0] <= (position[1] - west) % 360 <= easts[1]] or positions)
    return near if (near.east - near.west) * NEARER < whole.east - whole.west else whole


def _closest(degrees: Iterable[float], most: int) -> tuple[float, float]:
    """The shortest stretch in which most of them lie."""
    ordered = sorted(degrees)
    _, start = min((ordered[number + most - 1] - ordered[number], number)
                   for number in range(len(ordered) - most + 1))
    return ordered[start], ordered[start + most - 1]


def _shortest_way_around(easts: Iterable[float]) -> tuple[float, float]:
    """From where to where all of them lie, going east; beyond 180 where that is shorter."""
    ordered = sorted(set(easts))
    _, end = max((after - before, number) for number, (before, after) in enumerate(
        zip(ordered, (*ordered[1:], ordered[0] + 360), strict=True)))
    start = (end + 1) % len(ordered)
    return ordered[start], ordered[end] + (360 if start > end else 0)


@cache
def land(box: Box, finest: float) -> str:
    """The land in a box as a path, in tenths of units from its upper left corner.

    Of points nearer to each other than ``finest`` units only the first is kept.
    """
    pieces = []
    across, down = box.scale * 10, box.scale * box.stretch * 10
    for around, outline in _within(box):
        steps: list[str] = []
        before = None
        for x, y in _clipped(outline, around, box):
            point = round((x - box.west) * across), round((box.north - y) * down)
            if before is None:
                steps.append(f"M{point[0]} {point[1]}l")
            elif (abs(dx := point[0] - before[0]) + abs(dy := point[1] - before[1]) >= finest * 10
                  and math.hypot(dx, dy) >= finest * 10):
                steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
            else:
                continue
            before = point
        if len(steps) > 3:  # noqa: PLR2004 - a start and two steps are a triangle
            pieces.append(steps[0] + " ".join(steps[1:]).replace(" -", "-") + "z")
    return "".join(pieces)


def _within(box: Box) -> Iterator[tuple[Box, Outline]]:
    """The outlines that reach into a box, turned once around the world where it needs that."""
    for around, outline in _band(box.south, box.north):
        for turn in (0, 360, -360):
            if around.east + turn < box.west or around.west + turn > box.east:
                continue
            yield (replace(around, west=around.west + turn, east=around.east + turn),
                   [(x + turn, y) for x, y in outline]) if turn else (around, outline)


@lru_cache(maxsize=64)
def _band(south: float, north: float) -> tuple[tuple[Box, Outline], ...]:
    """The outlines between two degrees north, cut there, each with the box that is left of it.

    Small maps beside each other share a band, so that a continent is not gone through for each.
    """
    found: list[tuple[Box, Outline]] = []
    for around, outline in _outlines():
        if around.north < south or around.south > north:
            continue
        if around.south >= south and around.north <= north:
            found.append((around, outline))
        elif cut := _cut(_cut(outline, 1, south, 1), 1, north, -1):
            found.append((_around(cut), cut))
    return tuple(found)


def _around(outline: Outline) -> Box:
    easts, norths = zip(*outline, strict=True)
    return Box(min(norths), min(easts), max(norths), max(easts))


def _clipped(outline: Outline, around: Box, box: Box) -> Outline:
    """An outline cut at the western and eastern edges of a box, if it crosses them."""
    if around.west < box.west:
        outline = _cut(outline, 0, box.west, 1)
    if around.east > box.east:
        outline = _cut(outline, 0, box.east, -1)
    return outline


def _cut(outline: Outline, axis: int, limit: float, sign: int) -> Outline:
    """What of an outline lies on one side of a line (Sutherland and Hodgman 1974).

    ``axis`` is 0 for a line from south to north, 1 for one from west to east; ``sign`` is 1 to keep
    what lies beyond ``limit``, -1 to keep what lies before it.
    """
    kept: list[tuple[float, float]] = []
    before = outline[-1] if outline else (0.0, 0.0)
    was_inside = (before[axis] - limit) * sign >= 0
    for point in outline:
        inside = (point[axis] - limit) * sign >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]),
                         before[1] + share * (point[1] - before[1])))
        if inside:
            kept.append(point)
        before, was_inside = point, inside
    return kept


@dataclass(frozen=True, slots=True)
class Cluster:
    """Positions that are drawn as one: their numbers, and where their middle is shown."""

    members: tuple[int, ...]
    at: tuple[float, float]


def clusters(positions: Sequence[Position], box: Box) -> list[Cluster]:
    """Positions that are drawn as one, from north-west to south-east."""
    fields: dict[tuple[int, int], list[int]] = {}
    places = [box.seen(position) for position in positions]
    for index, (x, y) in enumerate(places):
        fields.setdefault((int(y // APART), int(x // APART)), []).append(index)
    found = [_cluster(places, members) for _, members in sorted(fields.items())]
    while True:
        near = next(((one, other) for one in range(len(found)) for other in range(one)
                     if math.dist(found[one].at, found[other].at) < APART), None)
        if near is None:
            return found
        one, other = found.pop(near[0]), found[near[1]]
        found[near[1]] = _cluster(places, (*other.members, *one.members))


def _cluster(places: Sequence[tuple[float, float]], members: Iterable[int]) -> Cluster:
    ordered = tuple(sorted(members))
    return Cluster(ordered, (sum(places[member][0] for member in ordered) / len(ordered),
                             sum(places[member][1] for member in ordered) / len(ordered)))


@dataclass(frozen=True, slots=True)
class Pin:
    """A cluster as a map shows it: how many, in words, which list it leads to, where it stands.

    ``rough`` says that only the country or region of all of them is known.
    """

    count: int
    words: str
    link: str
    at: tuple[float, float]
    rough: bool = False


def atlas(pins: Sequence[Pin], box: Box, title: str, description: str) -> Markup:
    """A map whose numbers are links."""
    shapes = [element("path", d=land(box, FINEST), transform="scale(.1)", class_="cb-land",
                      fill_rule="evenodd")]
    for pin in pins:
        x, y = pin.at
        label = str(pin.count) if pin.count < 1000 else f"{pin.count // 1000}k"  # noqa: PLR2004
        kind = "cb-pin cb-pin--rough" if pin.rough else "cb-pin"
        shapes.append(element(
            "a", element("circle", cx=number(x), cy=number(y), r=12)
            + element("text", label, x=number(x), y=number(y), text_anchor="middle",
                      dominant_baseline="central"),
            href=pin.link, aria_label=pin.words, class_=kind, data_count=pin.count))
    return element(
        "svg", element("title", title, id="map-title") + element("desc", description, id="map-desc")
        + Markup("").join(shapes),
        class_="cb-map", role="group", aria_labelledby="map-title", aria_describedby="map-desc",
        viewBox=f"0 0 {WIDTH} {number(box.height)}")


def _field(position: Position) -> tuple[int, int]:
    """The south-western corner of the field: 90 and 180 degrees end a field, and begin none."""
    south, west = (math.floor(degrees / FIELD) * FIELD for degrees in position)
    return min(south, 90 - FIELD), min(west, 180 - FIELD)


@cache  # the map of a field stands on the pages of all groups in it
def _field_box(south: int, west: int) -> Box:
    wide = BESIDE * _stretch(south + FIELD / 2)
    return Box(south - ABOVE, west - wide, south + FIELD + ABOVE, west + FIELD + wide)


def field_name(position: tuple[Decimal, Decimal]) -> str:
    """The file of the small map that a position lies on; many groups share one."""
    south, west = _field((float(position[0]), float(position[1])))
    return f"{'s' if south < 0 else 'n'}{abs(south):02d}{'w' if west < 0 else 'e'}{abs(west):03d}.svg"


def field_map(position: tuple[Decimal, Decimal]) -> str:
    """The small map itself: land only, for a picture; it knows the scheme of colours by itself."""
    box = _field_box(*_field((float(position[0]), float(position[1]))))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {number(box.height)}">'
        "<style>path{fill:#d8cfbf}@media(prefers-color-scheme:dark){path{fill:#453e34}}</style>"
        f'<path fill-rule="evenodd" transform="scale(.1)" d="{land(box, COARSE)}"/></svg>\n')


def locator(position: tuple[Decimal, Decimal], root: str, title: str) -> Markup:
    """The small map of a group's page, with a point where it is."""
    at = float(position[0]), float(position[1])
    box = _field_box(*_field(at))
    x, y = box.place(at)
    height = number(box.height)
    return Markup(  # noqa: S704 - all of it is numbers, but for the title
        f'<svg class="cb-locator" role="img" aria-label="{html.escape(title)}" '
        f'viewBox="0 0 {WIDTH} {height}"><title>{escape(title)}</title>'
        f'<image href="{root}assets/map/{field_name(position)}" width="{WIDTH}" height="{height}"/>'
        f'<circle cx="{number(x)}" cy="{number(y)}" r="9" class="cb-spot"/></svg>')
