"""Pictures drawn from the data at build time, as SVG with words for those who do not see them.

Every function is pure: data in, markup out. Text is escaped, colours come from classes in the
stylesheet or from the text around, and nothing carries a style attribute, which the site's
Content-Security-Policy would refuse. Widths are in per cent, so that a picture fills a phone as
well as a page while its letters keep their size.
"""

from __future__ import annotations

from .atlas import locator
from .bodies import bodies, levels
from .marks import mark
from .route import route
from .session import session
from .timeline import timeline

__all__ = ["bodies", "levels", "locator", "mark", "route", "session", "timeline"]
