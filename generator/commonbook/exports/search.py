"""search/…: the index of everything, names for where it cannot be used, words for spelling."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

from ..artifacts import File
from ..entry import Entry
from ..pagefind import bundle
from ..pages import Edition, Page
from ..search import (
    keep,
    names_script,
    records,
    renewed,
    searched,
    texts_script,
    words_script,
)

FOLDER = "search/pagefind"


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """Two scripts that hand over names and words."""
    del pages
    yield File.of("search/names.js", lambda: names_script(edition).encode())
    if edition.offline:
        yield File.of("search/texts.js", lambda: texts_script(edition).encode())
    yield File.of("search/words.js", lambda: words_script(searched(edition)).encode())


def text_artifacts(edition: Edition, edited: Sequence[Entry] | None) -> Iterator[File]:
    """Pagefind's files, if it is installed."""
    if edition.cache is None:
        return
    folder = edition.cache / "search"
    if not edition.indexed:
        shutil.rmtree(folder, ignore_errors=True)  # what was taken out would lie there for ever
        return
    found = list(records(edition)) if edited is None else renewed(folder, edition, edited)
    keep(folder, found)
    for path, content in bundle(found, folder):
        yield File.holding(f"{FOLDER}/{path}", content)
