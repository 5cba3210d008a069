"""Bodies that decide together: levels from the ground up, and one body among its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from markupsafe import Markup

from .pen import across, element, lines_of, number, picture, together

WIDTH = 600
"""What the drawings are laid out for; narrower screens are given the list instead."""
SIZE = 15
LABELS = 0.4
ROW = 74
MOST = 12
"""More bodies than this on one level are drawn as if they were so many."""
BOX = 62


def levels(
    name: str, names: Sequence[str], sends: Sequence[str | None], *, title: str, description: str = "",
    mirrored: bool = False,
) -> Markup:
    """Levels, the lowest first; lines lead up from those that send somebody to the next.

    How many points a level has says nothing but "fewer than below": numbers stand in the list.
    A level to which nobody is known to be sent is drawn as a bar across, tied to nothing. Where
    that is so of all of them, there is nothing to draw.
    """
    linked = [bool(index and sends[index - 1]) or bool(sends[index] and index + 1 < len(names))
              for index in range(len(names))]
    chain = [index for index in range(len(names)) if linked[index]]
    if not chain:
        return Markup("")
    shapes: list[Markup] = []
    points: dict[int, list[float]] = {
        index: _spread(_count(place, len(chain))) for place, index in enumerate(chain)}
    for index in range(len(names)):
        y = _y(index, len(names))
        if index + 1 in points and index in points and sends[index]:
            shapes.extend(_lines(points[index], y, points[index + 1], _y(index + 1, len(names)),
                                 mirrored=mirrored))
    for index, label in enumerate(names):
        y = _y(index, len(names))
        if index in points:
            shapes.extend(element(
                "circle", cx=across(share, mirrored=mirrored), cy=number(y), r=number(6 + index),
                class_="cb-body-point") for share in points[index])
        else:
            edge = 1.0 if mirrored else LABELS + 0.04
            shapes.append(element(
                "rect", x=across(edge, mirrored=mirrored), y=number(y - 9),
                width=f"{number(100 * (0.96 - LABELS))}%", height=18, rx=9, class_="cb-body-bar"))
        shapes.extend(_label(label, 0, y, LABELS, "start", mirrored=mirrored))
    return picture(name, title, description, shapes, ROW * len(names))


def bodies(
    name: str, own: str, above: Sequence[str], below: Sequence[str], *, title: str,
    description: str = "", mirrored: bool = False,
) -> Markup:
    """One body in the middle, those it belongs or sends to above, its parts below."""
    if not above and not below:
        return Markup("")
    rows = [row for row in (_few(above), [own], _few(below)) if row]
    middle = 1 if above else 0
    shapes: list[Markup] = []
    for line, (upper, lower) in enumerate(pairwise(rows)):
        shapes.append(_ties(len(lower), len(upper), line, mirrored))
    for row_number, row in enumerate(rows):
        for place, label in enumerate(row):
            shapes.append(_box(label, place, len(row), _top(row_number),
                               own=row_number == middle, mirrored=mirrored))
    return picture(name, title, description, shapes, _top(len(rows) - 1) + BOX + 2)


def _count(place: int, of: int) -> int:
    """Points on a level: one at the top, about twice as many on each level below."""
    return min(MOST, 1 << (of - 1 - place))


def _spread(count: int) -> list[float]:
    room = 0.96 - LABELS
    return [LABELS + 0.04 + room * (index + 0.5) / count for index in range(count)]


def _y(index: int, count: int) -> float:
    return (count - 1 - index) * ROW + ROW / 2


def _lines(
    lower: Sequence[float], y: float, upper: Sequence[float], top: float, *, mirrored: bool
) -> list[Markup]:
    """From every point to the nearest one above."""
    return [element(
        "line", x1=across(share, mirrored=mirrored), y1=number(y),
        x2=across(min(upper, key=lambda other: abs(other - share)), mirrored=mirrored),
        y2=number(top), class_="cb-line") for share in lower]


def _label(
    text: str, share: float, y: float, width: float, anchor: str, *, mirrored: bool
) -> list[Markup]:
    lines = lines_of(text, WIDTH * width, SIZE)
    begin = y + 5 - (len(lines) - 1) * SIZE * 0.6
    return [element("text", line, x=across(share, mirrored=mirrored),
                    y=number(begin + index * SIZE * 1.2), text_anchor=anchor,
                    class_="cb-drawing__label")
            for index, line in enumerate(lines)]


def _few(names: Sequence[str], most: int = 4) -> list[str]:
    """A row has room for four; the rest are counted."""
    if len(names) <= most:
        return list(names)
    return [*names[: most - 1], f"+ {len(names) - most + 1}"]


def _top(row: int) -> int:
    return 1 + row * (BOX + 34)


def _center(place: int, of: int) -> float:
    return (place + 0.5) / of


@cache  # a row has few places
def _ties(lower: int, upper: int, line: int, mirrored: bool) -> Markup:  # noqa: FBT001 - to be remembered
    """From every body of a row to every one above."""
    return together(
        element("line", x1=across(_center(one, lower), mirrored=mirrored), y1=_top(line + 1),
                x2=across(_center(other, upper), mirrored=mirrored), y2=_top(line) + BOX,
                class_="cb-line")
        for one in range(lower) for other in range(upper))


@lru_cache(10_000)  # a body stands in the drawings of all around it
def _box(
    label: str, place: int, of: int, top: int, *, own: bool, mirrored: bool
) -> Markup:
    width = min(0.46, 0.94 / of)
    center = _center(place, of)
    edge = center + width / 2 if mirrored else center - width / 2
    rect = element("rect", x=across(edge, mirrored=mirrored), y=top,
                   width=f"{number(100 * width)}%", height=BOX, rx=3,
                   class_="cb-box cb-box--own" if own else "cb-box")
    lines = lines_of(label, WIDTH * width - 12, SIZE, 3)
    begin = top + BOX / 2 + 5 - (len(lines) - 1) * SIZE * 0.6
    return together((rect, *(element(
        "text", line, x=across(center, mirrored=mirrored),
        y=number(begin + index * SIZE * 1.2), text_anchor="middle",
        class_="cb-drawing__label cb-drawing__label--own" if own else "cb-drawing__label")
        for index, line in enumerate(lines))))
