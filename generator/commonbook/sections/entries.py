"""A page for every entry but the guide that is the front page."""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import Edition, Page, entry_page


def pages(edition: Edition) -> Iterator[Page]:
    """One page an entry."""
    for entry in edition.network:
        if entry.id != "guide/index":
            yield entry_page(edition, entry)
