"""search/…: the index of everything, names for where it cannot be used, words for spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..pagefind import bundle
from ..pages import Edition, Page
from ..search import names_script, records, searched, texts_script, words_script
from ..write import Artifact


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[Artifact]:
    """Pagefind's files if it is installed, and two scripts that hand over names and words."""
    del pages
    if edition.cache:
        for path, content in bundle(list(records(edition)), edition.cache / "search"):
            yield Artifact(f"search/pagefind/{path}", content)
    yield Artifact("search/names.js", names_script(edition).encode())
    if edition.offline:
        yield Artifact("search/texts.js", texts_script(edition).encode())
    yield Artifact("search/words.js", words_script(searched(edition)).encode())
