"""Pictures drawn from the data at build time, as SVG with words for those who do not see them.

Every function is pure: data in, markup out. Text is escaped, colours come from classes in the
stylesheet or from the text around, and nothing carries a style attribute, which the site's
Content-Security-Policy would refuse. Widths are in per cent, so that a picture fills a phone as
well as a page while its letters keep their size.
"""

from __future__ import annotations

from .atlas import locator
from .bodies import bodies, levels
from .code import code
from .marks import mark
from .neighbours import neighbours
from .route import route
from .session import session
from .timeline import timeline
from .tree import Row, tree

__all__ = [
    "Row", "bodies", "code", "levels", "locator", "mark", "neighbours", "route", "session",
    "timeline", "tree"]
