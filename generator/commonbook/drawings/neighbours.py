"""An entry between those it names and those that name it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from .marks import shape
from .pen import LETTER

MOST = 6
"""Neighbours on each side."""
ROW = 40
SIZE = 14
WIDTH = 640
SIDE = 0.36
"""Share of the width that the names on one side have."""
BOX = 0.2


def neighbours(
    name: str, own: str, names: Sequence[tuple[str, str]], named_by: Sequence[tuple[str, str]], *,
    title: str, description: str, mirrored: bool = False,
) -> Markup:
    """The entry in the middle; kinds and names of what it names after it, of the others before.

    Written as one text, not of elements: there is one for nearly every entry, and the time adds up.
    """
    before, after = list(named_by[:MOST]), list(names[:MOST])
    height = ROW * max(len(before), len(after), 2)
    middle = height / 2
    shapes = [
        *_side(before, middle, 1 if mirrored else -1, "end"),
        *_side(after, middle, -1 if mirrored else 1, "start"),
        f'<rect x="{50 - 50 * BOX:g}%" y="{middle - 24:g}" width="{100 * BOX:g}%" height="48" rx="3" '
        'class="cb-box cb-box--own"/>']
    label = _cut(own, BOX - 0.02)
    shapes.append(f'<text x="50%" y="{middle + 5:g}" text-anchor="middle" '
                  f'class="cb-drawing__label--own">{label}</text>')
    return Markup(  # noqa: S704 - names are escaped in _cut, words below
        f'<svg class="cb-drawing cb-drawing--neighbours" role="img" aria-labelledby="{name}-title '
        f'{name}-desc" width="100%" height="{height}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{"".join(shapes)}</svg>')


def _side(
    found: Sequence[tuple[str, str]], middle: float, way: int, anchor: str
) -> list[str]:
    """Marks and names on one side, each with a line to the middle."""
    made = []
    first = middle - ROW * (len(found) - 1) / 2
    edge, inner = 50 + way * 50 * BOX, 50 + way * (50 - 100 * SIDE)
    for index, (kind, label) in enumerate(found):
        y = first + index * ROW
        made.append(
            f'<line x1="{edge:g}%" y1="{middle:g}" x2="{inner:g}%" y2="{y:g}" class="cb-line"/>'
            f'<svg x="{inner:g}%" y="{y:g}" overflow="visible" class="cb-mark">'
            f'<g transform="translate({4 if way > 0 else -20} -8) scale(.67)">{shape(kind)}</g>'
            f'<text x="{way * 26}" y="5" text-anchor="{anchor}" '
            f'class="cb-drawing__label">{_cut(label, SIDE - 0.05)}</text></svg>')
    return made


def _cut(label: str, share: float) -> str:
    """A name in one line; what does not fit ends with an ellipsis."""
    room = int(WIDTH * share / (SIZE * LETTER))
    return str(escape(label if len(label) <= room else f"{label[: room - 1].rstrip()}…"))
