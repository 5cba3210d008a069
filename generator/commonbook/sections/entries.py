"""A page for every entry but the guide that is the front page."""

from __future__ import annotations

from collections.abc import Iterator

from ..entry import Entry
from ..entry_page import entry_page
from ..pages import Edition, Page


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """The entry's own page."""
    if entry.id != "guide/index":
        yield entry_page(edition, entry)
