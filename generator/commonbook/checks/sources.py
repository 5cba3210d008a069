"""What case studies rest on."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostics import Diagnostic
from ..entry import Entry
from ..kinds.case_study import CaseStudy
from . import Context

SOURCES_NEEDED = 2


def of_entry(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """A case study rests on two sources at least."""
    if isinstance(entry, CaseStudy) and len(entry.sources) < SOURCES_NEEDED:
        yield rules.NEEDS_SOURCES.at(
            entry.source.locate("sources", key=True),
            f"This case study has {len(entry.sources) or 'no'} source"
            f"{'' if len(entry.sources) == 1 else 's'} under “sources”.",
            hint="Add at least two; the page says “needs sources” until then.")
