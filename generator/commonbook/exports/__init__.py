"""Exports: what the site offers besides pages. Each module here is one, found by being here.

An export has at least one of three functions:

``artifacts(edition, pages)``
    yields files that belong to nobody. It is given all pages in the order of their addresses. Of
    an entry they may hold what ``pages`` of a section may show, and no other texts.
``entry_artifacts(edition, entry)``
    yields files that belong to one entry. They may hold all of it.
``tallies(edition)``
    yields files that are made from sizes and digests of all others, once those are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..discovery import modules_in
from ..entry import Entry
from ..pages import Edition, Page
from ..write import Artifact, TallyArtifact


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[Artifact]:
    """The files that belong to one entry."""
    for export in modules_in(__name__):
        if hasattr(export, "entry_artifacts"):
            yield from export.entry_artifacts(edition, entry)


def tallies(edition: Edition) -> Iterator[TallyArtifact]:
    """The files that are written last."""
    for export in modules_in(__name__):
        if hasattr(export, "tallies"):
            yield from export.tallies(edition)


def all_artifacts(
    edition: Edition, pages: Sequence[Page]
) -> Iterator[Artifact | TallyArtifact]:
    """Every file besides pages."""
    for entry in edition.network:
        yield from entry_artifacts(edition, entry)
    for export in modules_in(__name__):
        if hasattr(export, "artifacts"):
            yield from export.artifacts(edition, pages)
    yield from tallies(edition)
