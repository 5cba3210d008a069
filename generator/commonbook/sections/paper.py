"""A page for printing for every training: all its sheets, each on paper of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..entry import Entry
from ..kinds.training import Training
from ..pages import Edition, Page, plain_page, section_of
from ..paper import links, marks, sheets


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """One page a training, at ``paper/`` below its own address.

    Search engines are led to the training itself.
    """
    if not isinstance(entry, Training):
        return

    def values() -> Mapping[str, Any]:
        return {"sheets": sheets(edition, entry), "own": marks(edition, entry)}

    yield plain_page(
        edition, f"{entry.address}paper/", "pages/paper.html",
        edition.words("paper.title", name=entry.name), entry.summary, values,
        links=links(edition, entry), section=section_of(entry), hidden=True,
        assets=("paper.css", "paper.js"))
