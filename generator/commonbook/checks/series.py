"""Dates of events in series: the first, and those that are changed."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..dates import first_planned, stray
from ..diagnostics import Diagnostic
from ..entry import Entry
from ..kinds.event import Event
from . import Context


def of_entry(entry: Entry, _context: Context) -> Iterator[Diagnostic]:
    """The first date and those that are changed are dates of the series."""
    if not isinstance(entry, Event):
        return
    begin = first_planned(entry)
    if begin is None or begin.isoformat()[:10] != entry.starts[:10]:
        yield rules.DATE_OFF_SERIES.at(
            entry.source.locate("starts"), "The rule under “repeats” has no date on this day.",
            hint=f"The first that fits is {begin:%Y-%m-%d}." if begin
            else "None that fits comes before “until”.")
    for change in stray(entry):
        number = entry.changes.index(change)
        yield rules.DATE_OFF_SERIES.at(
            entry.source.locate("changes", number, "date"),
            "There is no date on this day that could be changed.",
            hint="Write the day on which it was planned.")
