"""Keeping the whole site on a device, if a reader asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import Edition, Page, plain_page


def pages(edition: Edition) -> Iterator[Page]:
    """One page, linked from the foot of all; a copy in a folder is kept already."""
    if edition.offline:
        return
    yield plain_page(
        edition, "save/", "pages/save.html", edition.words("save"), edition.words("save.lead"),
        head='<script defer src="size.js"></script>', assets=("save.js",))
