"""What the forms need besides their pages: an empty file of each kind, and an entry's own values.

The values come as a small script beside the entry's page, since a page opened from a file may
load scripts and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..artifacts import File
from ..entry import Entry
from ..forms import KINDS
from ..pages import Edition, Page
from ..render import digest, for_script
from ..starter import starter


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """``contribute/<kind>/template.yml``: a commented file to fill in without scripts."""
    del pages
    for kind in KINDS:
        text, _ = starter(edition.kinds[kind], f"new-{kind}", {}, None, edition.today)
        yield File.holding(f"contribute/{kind}/template.yml", text.encode())


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[File]:
    """``values.js`` beside the entry's page: what its form is filled in with."""
    if entry.kind not in KINDS:
        return

    def make() -> bytes:
        return f"commonbookEntry({for_script(entry.source.tree)});\n".encode()

    yield File(f"{entry.address}values.js",
               lambda: digest((edition.salt, entry.source.digest)), make)
