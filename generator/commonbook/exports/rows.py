"""rows.js: what the filters of a list need that is too long for one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..artifacts import File
from ..facets import Directory, rows_script
from ..pages import PER_PAGE, Edition, Page
from ..words import Words


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """One file for each kind with more entries than a page has; it is loaded when a filter is."""
    del pages
    for kind, model in edition.kinds.items():
        directory = edition.directories[kind]
        if len(directory.listed) > PER_PAGE:
            yield File.of(f"{model.folder}/rows.js",
                          partial(_made, directory, edition.words))


def _made(directory: Directory, words: Words) -> bytes:
    return rows_script(directory, words).encode()
