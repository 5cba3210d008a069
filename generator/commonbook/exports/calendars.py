"""calendar/….ics: dates for people's own calendars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..artifacts import File
from ..pages import Edition, Page


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """A file for each calendar that has a date."""
    del pages
    if not edition.programme.calendars:
        return
    from ..ical import Writer  # noqa: PLC0415 - the library is slow to import, and often not needed

    writer = Writer(edition)
    for path, calendar in edition.programme.calendars.items():
        if any(writer.components[event] for event in calendar.events):
            yield File.of(path, partial(writer.written, calendar))
