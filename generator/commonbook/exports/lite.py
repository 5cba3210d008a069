"""….html beside a guide: the same as one small file, to be sent in a messenger."""

from __future__ import annotations

from collections.abc import Iterator

from ..artifacts import File
from ..entry import Entry
from ..entry_page import entry_page
from ..lite import Source, is_sent, lite, lite_address
from ..pages import Edition


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[File]:
    """One file a guide."""
    if is_sent(entry):
        page = entry_page(edition, entry)
        source = Source(edition.renderer, edition.settings)
        yield File(lite_address(entry), lambda: page.given,
                   lambda: lite(source, entry, page.slots()["body"]))
