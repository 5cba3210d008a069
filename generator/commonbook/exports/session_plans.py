"""session.md: the plan of a study circle as a text that anybody can change."""

from __future__ import annotations

from collections.abc import Iterator

from ..artifacts import File
from ..entry import Entry
from ..pages import Edition
from ..sessions import markdown


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[File]:
    """One file for an entry with a circle, beside the page of its plan."""
    session = edition.session(entry)
    if session and session.circle:
        yield File.holding(
            f"{session.address}session.md", markdown(session, edition.words).encode())
