"""Entries that are there twice."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostics import Diagnostic, Related, quoted
from ..entry import Entry
from ..kinds.event import Event
from ..kinds.group import Group
from ..kinds.source import Source
from . import Context


def of_network(context: Context) -> Iterator[Diagnostic]:
    """The same name in the same town, or the same web address, twice."""
    seen: dict[tuple[str, ...], Entry] = {}
    for entry in context.network:
        keys: list[tuple[tuple[str, ...], str]] = []
        if isinstance(entry, Group):
            place = entry.place  # Portland in Maine is not Portland in Oregon
            where = (place.town, place.region, place.country) if place else ()
            keys.append((("group", entry.name.casefold(),
                          *((part or "").casefold() for part in where)), "name"))
            if entry.website:
                keys.append((("website", _bare(entry.website)), "website"))
        elif isinstance(entry, Source):
            if entry.url:
                keys.append((("url", _bare(entry.url)), "url"))
        else:
            day = entry.starts[:10] if isinstance(entry, Event) else ""
            keys.append(((entry.kind, entry.name.casefold(), day), "name"))
        for key, name in keys:
            first = seen.setdefault(key, entry)
            if first is not entry:
                yield rules.DUPLICATE_ENTRY.at(
                    entry.source.locate(name if name in entry.source.tree else "title"),
                    f"{quoted(first.name)} in {first.source.path} has the same {name}.",
                    hint="Merge them, or make the difference clear.",
                    related=[Related(first.source.locate(name), "the other one")])


def _bare(address: str) -> str:
    return address.casefold().partition("://")[2].removeprefix("www.").rstrip("/")
