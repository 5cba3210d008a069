"""A page for printing for every training: all its sheets, each on paper of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..entry import Entry
from ..pages import Edition, Page, plain_page, section_of
from ..paper import links, marks, sheets


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """One page a session, at ``paper/`` below its own address.

    Search engines are led to the session itself.
    """
    session = edition.session(entry)
    if session is None:
        return
    plan = session.plan

    def values() -> Mapping[str, Any]:
        return {"sheets": sheets(edition, plan), "own": marks(edition, plan)}

    yield plain_page(
        edition, f"{session.address}paper/", "pages/paper.html",
        edition.words("paper.title", name=plan.name), plan.summary, values,
        links=links(edition, plan), section=section_of(entry), hidden=True,
        assets=("paper.css", "paper.js"))
