"""Entries and a day in, those to be checked again out: since when, and who looks after them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .entry import Entry
from .kinds.group import Group
from .settings import Settings, Steward


@dataclass(frozen=True, slots=True)
class Due:
    """An entry that somebody should look at.

    ``on`` is the day on which it turned or will turn stale. ``steward`` is the role that looks
    after it; None if the network names none.
    """

    entry: Entry
    on: date
    steward: Steward | None


def due(
    entries: Collection[Entry], settings: Settings, today: date, within: int = 1
) -> Iterator[Due]:
    """What is stale, or will be within some months, the oldest first.

    A group that nobody has ever checked is due now; other entries without ``checked_on`` make no
    claim that grows old.
    """
    last = months_after(today, within)
    found = [(months_after(entry.checked_on, settings.confirm_every), entry)
             for entry in entries if entry.checked_on]
    found += [(today, entry) for entry in entries
              if not entry.checked_on and isinstance(entry, Group)]
    for on, entry in sorted(found, key=lambda pair: (pair[0], pair[1].id)):
        if on <= last:
            yield Due(entry, on, steward_of(entry, settings))


def steward_of(entry: Entry, settings: Settings) -> Steward | None:
    """Who looks after an entry: the steward of its region, topic or type, else of its kind.

    ``for`` is what people write: one of these words, alone or in a phrase.
    """
    place = getattr(entry, "place", None)
    close = [getattr(entry, "type", None), *entry.topics, *getattr(entry, "practices", ())]
    if place:
        close += [place.region, place.town, place.country]
    close += [settings.topics[topic].name for topic in entry.topics if topic in settings.topics]
    kind = type(entry)
    for names in (close, [kind.kind, kind.singular, kind.plural, kind.folder]):
        wanted = {_plain(name) for name in names if name}
        for steward in settings.stewards:
            phrase = f" {_plain(steward.of)} "
            if any(f" {name} " in phrase for name in wanted):
                return steward
    return None


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(min(year, date.max.year), month + 1,
                min(day.day, monthrange(min(year, date.max.year), month + 1)[1]))


@lru_cache(10_000)  # topics, places and types come back with every group
def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
