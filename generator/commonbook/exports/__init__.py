"""Exports: what the site offers besides pages. Each module here is one, found by being here.

An export has at least one of five functions:

``artifacts(edition, pages)``
    yields files that belong to nobody. It is given all pages in the order of their addresses. Of
    an entry they may hold what ``pages`` of a section may show, and no other texts.
``entry_artifacts(edition, entry)``
    yields files that belong to one entry. They may hold all of it.
``shared_artifacts(edition, entries)``
    yields the files in which texts of these entries stand together with those of a few others.
    They may hold all of each; what they hold of others is read again after an edit.
``text_artifacts(edition, edited)``
    yields files in its ``FOLDER`` that hold texts of many entries. ``edited`` are the entries
    whose texts have changed since the last build, if nothing else has; or None. Of an edition that
    is remembered no other texts can be had, so the module keeps in ``edition.cache`` what it needs;
    if that is lost, it raises ``TooFar``. A file that is not among them any more is taken away.
``tallies(edition)``
    yields files that are made from sizes and digests of all others, once those are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..artifacts import File, Tally
from ..discovery import functions_in, modules_in
from ..entry import Entry
from ..pages import Edition, Page


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[File]:
    """The files that belong to one entry."""
    for of_export in functions_in(__name__, "entry_artifacts"):
        yield from of_export(edition, entry)


def shared_artifacts(edition: Edition, entries: Sequence[Entry]) -> Iterator[File]:
    """The files that hold texts of these entries and of a few others."""
    for of_export in functions_in(__name__, "shared_artifacts"):
        yield from of_export(edition, entries)


def text_artifacts(
    edition: Edition, edited: Sequence[Entry] | None = None
) -> Iterator[File]:
    """The files that hold texts of many entries."""
    for of_export in functions_in(__name__, "text_artifacts"):
        yield from of_export(edition, edited)


def text_folders() -> tuple[str, ...]:
    """Where those files lie."""
    return tuple(f"{export.FOLDER}/" for export in modules_in(__name__)
                 if hasattr(export, "text_artifacts"))


def tallies(edition: Edition) -> Iterator[Tally]:
    """The files that are written last."""
    for of_export in functions_in(__name__, "tallies"):
        yield from of_export(edition)


def all_artifacts(
    edition: Edition, pages: Sequence[Page]
) -> Iterator[File]:
    """Every file besides pages."""
    for entry in edition.network:
        yield from entry_artifacts(edition, entry)
    yield from shared_artifacts(edition, list(edition.network))
    yield from text_artifacts(edition)
    for of_export in functions_in(__name__, "artifacts"):
        yield from of_export(edition, pages)
    yield from tallies(edition)
