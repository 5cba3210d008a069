"""An address as a QR code (ISO/IEC 18004), for a phone held over paper."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from .pen import element, together

QUIET = 4
"""Light modules around the code, as the standard demands."""


MASK = 3
"""One of the eight masks of the standard. Any of them is read; to try all took a third of the time
of a large network's build."""


def code(name: str, address: str, title: str) -> Markup:
    """The code of an address, dark on light in every colour scheme, announced by its title.

    A code survives when 15 per cent of it are stained or torn (level M). ``name`` must be unique
    on the page.
    """
    modules, strokes = _drawn(address)
    size = modules + 2 * QUIET
    return element(
        "svg", together((
            element("title", title, id=f"{name}-title"),
            element("rect", width=size, height=size, fill="#fff"),
            strokes)),
        class_="cb-code", role="img", aria_labelledby=f"{name}-title",
        viewBox=f"0 0 {size} {size}", width=size, height=size, shape_rendering="crispEdges")


_DARK = re.compile(rb"\x01+")


@lru_cache(maxsize=64)
def _drawn(address: str) -> tuple[int, Markup]:
    """Modules on a side, and the dark ones; the sheets of a page share them."""
    import segno  # noqa: PLC0415 - slow to import, and most pages have no code

    rows = tuple(segno.make(address, error="m", micro=False, mask=MASK).matrix)
    strokes = "".join([
        f"M{start + QUIET} {number + QUIET}h{end - start}v1h-{end - start}z"
        for number, row in enumerate(rows)
        for start, end in map(re.Match.span, _DARK.finditer(row))])
    return len(rows), Markup(f'<path d="{strokes}" fill="#000"/>')  # noqa: S704 - only numbers
