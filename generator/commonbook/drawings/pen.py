"""The few strokes all drawings are made of."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

LETTER = 0.56
"""Width of an average letter, as a share of the size of the type."""


def element(name: str, content: str | Markup = "", /, **attributes: object) -> Markup:
    """An SVG element. ``class_`` becomes ``class``, ``text_anchor`` becomes ``text-anchor``.

    Escapes by hand: ``Markup.format`` took more than half of the time of a group's page.
    """
    written = "".join([_attribute(key, value) for key, value in attributes.items()
                       if value is not None])
    if not content:
        return Markup(f"<{name}{written}/>")  # noqa: S704 - escaped above
    inner = content if type(content) is Markup else escape(content)
    return together((f"<{name}{written}>", inner, f"</{name}>"))


def together(made: Iterable[str]) -> Markup:
    """Finished markup, one piece after another."""
    return str.__new__(Markup, "".join(made))


@lru_cache(10_000, typed=True)
def _attribute(key: str, value: object) -> str:
    """Most attributes stand in thousands of drawings: a class, a place half across."""
    return f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'


def picture(
    name: str, title: str, description: str, shapes: Iterable[Markup], height: float,
    **attributes: object,
) -> Markup:
    """A drawing that screen readers announce by its title and description.

    ``name`` must be unique on the page: it ties the drawing to its words.
    """
    return element(
        "svg",
        together((element("title", title, id=f"{name}-title"),
                  element("desc", description or title, id=f"{name}-desc"), *shapes)),
        class_=f"cb-drawing cb-drawing--{name.partition('-')[0]}", role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        width="100%", height=number(height), **attributes)


def number(value: float) -> str:
    """A coordinate without needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def across(share: float, *, mirrored: bool = False) -> str:
    """A place between the start (0) and the end (1) of a line, in the direction of reading."""
    return f"{number(100 * (1 - share if mirrored else share))}%"


def numbered(label: str, x: str, y: float, *, radius: float = 11) -> Markup:
    """A numbered stop."""
    return together((
        element("circle", cx=x, cy=number(y), r=number(radius), class_="cb-stop"),
        element("text", label, x=x, y=number(y + 4), text_anchor="middle",
                class_="cb-stop__number")))


def lines_of(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """Break a text into lines of about a width; what does not fit ends with an ellipsis."""
    room = max(4, int(width / (size * LETTER)))
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    cut = [line if len(line) <= room else f"{line[: room - 1]}…" for line in lines[:most]]
    if len(lines) > most and not cut[-1].endswith("…"):
        cut[-1] = f"{cut[-1][: room - 1].rstrip(',;: ')}…"
    return cut
