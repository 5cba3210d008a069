"""An entry between those that name it and those it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from ..cards import Card
from .marks import shape
from .pen import LETTER, lines_of

TOP, ROW = 26, 36
SIZE = 14
WIDTH = 1000
"""What names are cut for; narrower screens do without the picture."""
SIDE = 0.37
"""Share of the width that the names on one side have."""
BOX = 0.2
BOLD = 1.12
"""How much wider letters are in bold."""


def neighbours(
    name: str, own: Card, names: Sequence[str], named_by: Sequence[str], cards: Mapping[str, Card], *,
    title: str, description: str, words: tuple[str, str], language: str, mirrored: bool = False,
) -> Markup:
    """The entry in the middle, what names it before, what it names after, each with its kind's mark.

    ``words`` head what it names and what names it; ``language`` is the page's. Written as one text, not as elements:
    nearly every entry has one, and the time adds up.
    """
    height = TOP + ROW * max(len(names), len(named_by), 2)
    middle = TOP + (height - TOP) / 2
    way = -1 if mirrored else 1
    after = _side([cards[found] for found in names], middle, way, "start", words[0], language)
    before = _side([cards[found] for found in named_by], middle, -way, "end", words[1], language)
    lines = lines_of(own.name, WIDTH * BOX - 16, SIZE * BOLD)
    label = "".join(
        f'<text x="50%" y="{middle + 5 + (index - (len(lines) - 1) / 2) * 17:g}" text-anchor="middle" '
        f'class="cb-drawing__label cb-drawing__label--own"{_lang(own, language)}>{escape(line)}</text>'
        for index, line in enumerate(lines))
    return Markup(  # noqa: S704 - names are escaped where they are written
        f'<svg class="cb-drawing cb-drawing--neighbours" role="img" aria-labelledby="{name}-title '
        f'{name}-desc" width="100%" height="{height}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{before}{after}'
        f'<rect x="{50 - 50 * BOX:g}%" y="{middle - 26:g}" width="{100 * BOX:g}%" height="52" rx="3" '
        f'class="cb-box cb-box--own"/>{label}</svg>')


def _side(
    found: Sequence[Card], middle: float, way: int, anchor: str, heading: str, language: str
) -> str:
    """Marks and names on one side, each with a line to the middle."""
    if not found:
        return ""
    edge, inner = 50 + way * 50 * BOX, 50 + way * (50 - 100 * SIDE)
    mark = 4 if way > 0 else -20
    small = f'<text x="{inner:g}%" y="13" text-anchor="{anchor}" class="cb-drawing__small">'
    made = [f"{small}{escape(heading)}</text>"]
    y = middle - ROW * (len(found) - 1) / 2
    for card in found:
        made.append(
            f'<line x1="{edge:g}%" y1="{middle:g}" x2="{inner:g}%" y2="{y:g}" class="cb-line"/>'
            f'<svg x="{inner:g}%" y="{y:g}" overflow="visible">'
            f'<g transform="translate({mark} -8) scale(.67)" class="cb-mark">{shape(card.kind)}</g>'
            f'<text x="{way * 26}" y="5" text-anchor="{anchor}" class="cb-drawing__label"{_lang(card, language)}>'
            f"{_cut(card.name)}</text></svg>")
        y += ROW
    return "".join(made)


def _cut(label: str) -> str:
    """A name in one line; what does not fit ends with an ellipsis."""
    room = int((WIDTH * SIDE - 26) / (SIZE * LETTER))
    return str(escape(label if len(label) <= room else f"{label[: room - 1].rstrip()}…"))


def _lang(card: Card, language: str) -> str:
    return "" if card.language == language else f' lang="{escape(card.language)}"'
