"""The quiet mark of each kind: always beside a word, never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from markupsafe import Markup

from .pen import element

_OTHER = '<path d="m12 3 9 9-9 9-9-9z"/>'
_SHAPES: Mapping[str, str] = MappingProxyType({
    "group": '<circle cx="12" cy="8" r="3.2"/><path d="M5.5 20c0-4.2 2.6-6.6 6.5-6.6s6.5 2.4 6.5'
             ' 6.6M5.2 11.6A2.6 2.6 0 1 1 6.6 6.8M1.5 18c.1-2 .7-3.2 2-4M18.8 11.6a2.6 2.6'
             ' 0 1 0-1.4-4.8M22.5 18c-.1-2-.7-3.2-2-4"/>',
    "training": '<path d="M3 4h18M5 4v11h14V4M12 15v2m-4.5 4 4.5-4 4.5 4M9 8h6m-6 3h4"/>',
    "activity": '<circle cx="12" cy="4.5" r="1.9"/><circle cx="18.5" cy="8.3" r="1.9"/>'
                '<circle cx="18.5" cy="15.7" r="1.9"/><circle cx="12" cy="19.5" r="1.9"/>'
                '<circle cx="5.5" cy="15.7" r="1.9"/><circle cx="5.5" cy="8.3" r="1.9"/>',
    "event": '<path d="M4 5.5h16V20H4zM4 10h16M8 3v4m8-4v4m-5 7h2v2h-2z"/>',
    "case-study": '<path d="M12 21.5C7.7 16.8 5.5 13.2 5.5 10a6.5 6.5 0 0 1 13 0c0'
                  ' 3.2-2.2 6.8-6.5 11.5z"/><circle cx="12" cy="10" r="2.3"/>',
    "term": '<path d="M3.5 12V3.5H12l8.5 8.5-8.5 8.5z"/><circle cx="8" cy="8" r="1.2"/>',
    "source": '<path d="M19 17.5H7a2 2 0 0 0 0 4h12zm0 0V2.5H7a2 2 0 0 0-2 2v15M9 7h6"/>',
    "pathway": '<circle cx="5" cy="19" r="2"/><circle cx="19" cy="5" r="2"/><path d="M7 19h8.5a3.5'
               ' 3.5 0 0 0 0-7h-7a3.5 3.5 0 0 1 0-7H17"/>',
    "guide": '<path d="M5.5 3H15l4 4v14H5.5zM15 3v4h4M9 12h6.5M9 16h6.5"/>',
})


@cache
def mark(kind: str) -> Markup:
    """The mark of a kind; a plain shape for kinds that a network has added itself."""
    return element("svg", shape(kind), class_="cb-mark", viewBox="0 0 24 24", width=20, height=20,
                   aria_hidden="true", focusable="false")


def shape(kind: str) -> Markup:
    """Only the strokes of a mark, on a square of 24."""
    return Markup(_SHAPES.get(kind, _OTHER))  # noqa: S704 - constants of this module
