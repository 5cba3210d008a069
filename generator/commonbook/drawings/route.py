"""A pathway as a line with its stops, each with the mark of what waits there."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from .marks import shape
from .pen import across, element, number, numbered, picture

PER_ROW = 10
ROW = 74
LEAST = 8
"""A stop counts for at least so many minutes, so that short ones do not touch."""


def route(
    name: str, minutes: Sequence[int], kinds: Sequence[str], *, title: str, description: str = "",
    mirrored: bool = False,
) -> Markup:
    """Stops in order. A longer way to the next stop means more minutes at this one."""
    rows = [range(first, min(first + PER_ROW, len(kinds)))
            for first in range(0, len(kinds), PER_ROW)]
    shapes: list[Markup] = []
    for line, row in enumerate(rows):
        y = line * ROW + 16
        places = _places([minutes[index] for index in row])
        end = places[-1] if line == len(rows) - 1 else 1.0
        shapes.append(element(
            "line", x1=across(places[0] if not line else 0.0, mirrored=mirrored),
            x2=across(end, mirrored=mirrored), y1=y, y2=y, class_="cb-line cb-line--way"))
        for index, share in zip(row, places, strict=True):
            x = across(share, mirrored=mirrored)
            shapes.append(numbered(str(index + 1), x, y, radius=13))
            shapes.append(element(
                "svg", element("g", shape(kinds[index]), transform="translate(-10 0) scale(.83)"),
                x=x, y=number(y + 22), overflow="visible", class_="cb-mark"))
    return picture(name, title, description, shapes, len(rows) * ROW - 6)


def _places(minutes: Sequence[int]) -> list[float]:
    """Where the stops of a row stand, from 0 to 1. Roots keep long stops from taking it all."""
    inset = 0.045
    if len(minutes) == 1:
        return [inset]
    even = 1 / (len(minutes) - 1)
    ways = [max(LEAST, value) ** 0.5 for value in minutes[:-1]]
    shares = [0.6 * even + 0.4 * way / sum(ways) for way in ways]
    places = [0.0]
    for share in shares:
        places.append(places[-1] + share)
    return [inset + (1 - 2 * inset) * place / places[-1] for place in places]
