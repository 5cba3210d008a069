"""directory.json: the network for other programs, without anything finer than the pages show.

Groups that need care, and their events, are not in it: what programs read is copied on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..artifacts import File
from ..entry import Entry
from ..kinds.group import Group
from ..pages import Edition, Page


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """One file with a row for each entry that may be in it: id, name, summary, address, links."""
    del pages
    yield File.of("directory.json", lambda: _directory(edition).encode())


def _directory(edition: Edition) -> str:
    settings = edition.settings
    rows = [_row(edition, entry) for entry in edition.network if entry.id not in edition.careful]
    content = {
        "name": settings.name, "licence": settings.licence, "url": settings.url, "entries": rows}
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _row(edition: Edition, entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": entry.id, "name": entry.name, "summary": entry.summary, "address": entry.address,
        "topics": list(entry.topics),
        "links": [edge.end for edge in edition.network.outgoing.get(entry.id, ())
                  if not edge.mention and edge.end not in edition.careful],
    }
    if entry.checked_on:
        row["checked_on"] = entry.checked_on.isoformat()
    if isinstance(entry, Group):
        row |= {"type": entry.type, "status": entry.status, "website": entry.website}
        if entry.place:
            row["country"] = entry.place.country
            if entry.place.position:
                row["position"] = [float(degrees) for degrees in entry.place.position]
    return {key: value for key, value in row.items()
            if value not in (None, [], "") or key == "address"}  # the front page's is empty
