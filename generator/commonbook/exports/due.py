"""due.ics: a calendar for editors with the day on which each entry has to be checked again.

Entries that need care are not in it; ``commonbook due`` lists them where nobody else reads.
RFC 5545: all-day events; UIDs stay the same for an entry, and stamps come from its own dates, so
that the same files give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from .. import __version__
from ..artifacts import File
from ..due import Due, due
from ..pages import Edition, Page

if TYPE_CHECKING:
    from icalendar import Event

MOST = 500
"""Entries in it, the oldest first: more than anybody can check before it is fetched again."""


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """One file; an event for each entry that says when it was checked."""
    del pages
    yield File.of("due.ics", lambda: _calendar(edition))


def _calendar(edition: Edition) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - slow to import, and a small edit needs none

    calendar = Calendar()
    calendar.add("prodid", f"-//Commonbook//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{edition.settings.name}: {edition.words('due')}")
    every = edition.settings.confirm_every
    open_ones = [entry for entry in edition.network if entry.id not in edition.careful]
    found = due(open_ones, edition.settings, edition.today, every)
    for one in islice(found, MOST):
        calendar.add_component(_event(edition, one))
    return bytes(calendar.to_ical())


def _event(edition: Edition, found: Due) -> Event:
    entry, settings = found.entry, edition.settings
    base = settings.url.rstrip("/") if settings.url else ""
    host = base.partition("://")[2].partition("/")[0] or "commonbook.invalid"
    stamp = entry.checked_on or edition.today
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    event.add("uid", f"check-{entry.id.replace('/', '-')}@{host}")
    event.add("dtstamp", datetime.combine(stamp, time(), UTC))
    event.add("dtstart", found.on)
    event.add("dtend", found.on + timedelta(days=1))
    event.add("summary", edition.words("due.check", name=entry.name))
    event.add("description", f"{base}/{entry.address}" + (
        f"\n{found.steward.of}: {found.steward.contact}" if found.steward else ""))
    event.add("transp", "TRANSPARENT")
    return event
