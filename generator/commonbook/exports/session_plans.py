"""session.md: the plan of every study circle as a text that a trainer can change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..pages import Edition, Page
from ..sessions import markdown
from ..write import Artifact


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[Artifact]:
    """One file beside each plan's page."""
    del pages
    for session in edition.sessions:
        if session.circle:
            text = markdown(session, edition.words)
            yield Artifact(f"{session.address}session.md", text.encode())
