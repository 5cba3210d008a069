"""search/…: the index of everything, names for where it cannot be used, words for spelling."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

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
from ..write import Artifact

FOLDER = "search/pagefind"


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[Artifact]:
    """Two scripts that hand over names and words."""
    del pages
    yield Artifact("search/names.js", names_script(edition).encode())
    if edition.offline:
        yield Artifact("search/texts.js", texts_script(edition).encode())
    yield Artifact("search/words.js", words_script(searched(edition)).encode())


def text_artifacts(edition: Edition, edited: Sequence[Entry] | None) -> Iterator[Artifact]:
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
        yield Artifact(f"{FOLDER}/{path}", content)
