"""A structure as a tree: the ground below, lines going up where somebody is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .pen import across, element, lines_of, number, picture

WIDTH = 520
"""What the words are broken for; narrower screens are given the list instead."""
WORDS = 0.5
"""Where the words end and the shapes begin."""
SHAPES = 0.54
SIZE, SMALL = 15, 13
LINE = 1.25
MOST = 72
"""More bodies than this on one level are a bar with their number."""
MANY = 32
BAR = 40
GAP = 26


@dataclass(frozen=True, slots=True)
class Row:
    """A level as it is drawn.

    ``label`` and ``line`` stand beside it. ``ties`` says for each body below which one of the row
    above it stands, -1 for none, and whether it sends anybody there; without them the level is a bar
    with ``inside`` in it. ``way`` says who goes up from here, each
    text with its language, ``sends`` whether anybody is known to.
    ``beside`` rows are tied to nothing. ``language`` is that of the words, if not the page's.
    """

    label: str
    line: str = ""
    ties: tuple[tuple[int, bool], ...] | None = None
    inside: str = ""
    way: tuple[tuple[str, str | None], ...] = ()
    sends: bool = False
    beside: bool = False
    language: str | None = None


def tree(
    name: str, rows: Sequence[Row], *, title: str, description: str = "", mirrored: bool = False,
) -> Markup:
    """Levels, the ground at the bottom; what stands beside them is drawn at the top, dashed."""
    rising = [row for row in rows if not row.beside]
    shapes: list[Markup] = []
    y = 4.0
    for row in (row for row in rows if row.beside):
        height = _height(row)
        shapes.extend(_words(row, y, mirrored=mirrored))
        shapes.append(_bar(row, 1, y + height / 2, mirrored=mirrored))
        y += height + GAP
    upper: tuple[float, list[float]] | None = None
    for place in range(len(rising) - 1, -1, -1):
        row = rising[place]
        if upper:
            way = [(line, language) for text, language in row.way
                   for line in _lines(text, SMALL, 4)]
            gap = max(GAP, len(way) * SMALL * LINE + 16) + (10 if row.sends else 0)
            shapes.extend(_text(line, y + 8 + (index + 1) * SMALL * LINE, "cb-drawing__small",
                                language, mirrored=mirrored)
                          for index, (line, language) in enumerate(way))
            y += gap
        height = _height(row)
        center = y + height / 2
        shapes.extend(_words(row, y, mirrored=mirrored))
        points = _points(row)
        if upper:
            shapes.extend(_ways(row, center, points, upper, mirrored=mirrored))
        width = 1 - 0.13 * min(4, place)
        shapes.extend(
            [element("circle", cx=across(point, mirrored=mirrored), cy=number(center),
                     r=number(_radius(len(points))), class_="cb-body-point") for point in points]
            or [_bar(row, width, center, mirrored=mirrored)])
        upper = (center, points)
        y += height
    return picture(name, title, description, shapes, y + 6)


def _height(row: Row) -> float:
    words = (len(_lines(row.label, SIZE, 3)) * SIZE + len(_lines(row.line, SMALL, 3)) * SMALL) * LINE
    return max(BAR + 4.0, words + 6)


def _lines(text: str, size: float, most: int) -> list[str]:
    return lines_of(text, WIDTH * WORDS, size, most) if text else []


def _words(row: Row, top: float, *, mirrored: bool) -> list[Markup]:
    """The label and the line of a row, set from its top."""
    made: list[Markup] = []
    label, line = _lines(row.label, SIZE, 3), _lines(row.line, SMALL, 3)
    height = (len(label) * SIZE + len(line) * SMALL) * LINE
    y = top + (_height(row) - height) / 2 - 3
    for words, size, style in ((label, SIZE, "cb-drawing__label cb-drawing__strong"),
                               (line, SMALL, "cb-drawing__small")):
        for text in words:
            y += size * LINE
            made.append(_text(text, y, style, row.language, mirrored=mirrored))
    return made


def _text(text: str, y: float, style: str, language: str | None, *, mirrored: bool) -> Markup:
    return element("text", text, x=across(0, mirrored=mirrored), y=number(y), lang=language,
                   class_=style)


def _points(row: Row) -> list[float]:
    if row.ties is None or not 0 < len(row.ties) <= MOST:
        return []
    room = 1 - SHAPES
    return [SHAPES + room * (index + 0.5) / len(row.ties) for index in range(len(row.ties))]


def _radius(count: int) -> float:
    """As large as fits side by side."""
    return next((radius for most, radius in ((5, 10.0), (16, 7.0), (32, 3.5)) if count <= most), 1.6)


def _bar(row: Row, width: float, center: float, *, mirrored: bool) -> Markup:
    """A level whose bodies are not drawn one by one; narrower than the one below."""
    room = 1 - SHAPES
    start = SHAPES + room * (1 - width) / 2
    edge = start + room * width if mirrored else start
    shape = element(
        "rect", x=across(edge, mirrored=mirrored), y=number(center - BAR / 2),
        width=f"{number(100 * room * width)}%", height=BAR, rx=3,
        class_="cb-body-bar" if row.beside else "cb-box")
    if not row.inside:
        return shape
    return shape + element(
        "text", row.inside, x=across(SHAPES + room / 2, mirrored=mirrored),
        y=number(center + 5), text_anchor="middle", class_="cb-drawing__label")


def _ways(
    row: Row, center: float, points: Sequence[float], upper: tuple[float, list[float]], *,
    mirrored: bool,
) -> list[Markup]:
    """Lines from a level to the one above: with an arrow where somebody is sent."""
    top, above = upper
    middle = SHAPES + (1 - SHAPES) / 2
    if points and above:
        return [
            element("line", x1=across(point, mirrored=mirrored), y1=number(center),
                    x2=across(above[tie], mirrored=mirrored), y2=number(top), class_=_style(
                        len(points), sends=sends))
            for point, (tie, sends) in zip(points, row.ties or (), strict=True)
            if 0 <= tie < len(above)]
    if not row.sends:
        return []
    begin = center - (_radius(len(points)) if points else BAR / 2) - 3
    end = top + (_radius(len(above)) if above else BAR / 2) + 4
    head = element("svg", element("path", d="M-6 9 0 0 6 9z", class_="cb-arrow"),
                   x=across(middle, mirrored=mirrored), y=number(end), overflow="visible")
    return [element("line", x1=across(middle, mirrored=mirrored), y1=number(begin),
                    x2=across(middle, mirrored=mirrored), y2=number(end + 6), class_=_style(1, sends=True)), head]


def _style(count: int, *, sends: bool) -> str:
    """Coloured where somebody is sent, dashed where not; thin where there are many."""
    return (f"cb-line cb-line--{'sent' if sends else 'part'}"
            f"{' cb-line--thin' if count > MANY else ''}")
