"""save/…: what a browser needs to keep the site on a device, and the worker that does so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ..artifacts import File, Tally, tally
from ..disk import sum_of
from ..forms import OF_CAREFUL_VALUES
from ..manifests import Row
from ..pages import Edition, Page

LEFT_OUT = frozenset({"404.html", "assets/social.png", "directory.json", "sitemap.xml", "worker.js"})
TAKEN_AWAY = (".epub", ".pdf", ".zip")
"""Files that pages do without: for other programs, or to take away in another form."""


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """The worker, at the root: a worker rules what lies beside and below it."""
    del pages
    if edition.offline:
        return
    yield File.holding("worker.js", edition.renderer.source("pages/worker.js").encode())


def tallies(edition: Edition) -> Iterator[Tally]:
    """Every file with a digest, for the worker; how much that is, for the page that offers it."""
    if edition.offline:
        return
    kept = partial(_kept, _addresses(edition))
    yield tally("save/files.json", lambda rows: _files(kept(rows)))
    yield tally("save/size.js", lambda rows: _size(kept(rows)))


def _addresses(edition: Edition) -> tuple[str, ...]:
    """Where groups that need care stand: they are in no list for programs, and on no device."""
    ids = (entry_id.partition("/") for entry_id in sorted(edition.careful))
    return (OF_CAREFUL_VALUES,
            *(f"{edition.kinds[kind].folder}/{slug}/" for kind, _, slug in ids))


def _kept(careful: tuple[str, ...], rows: Mapping[str, Row]) -> dict[str, Row]:
    return {path: row for path, row in rows.items()
            if path not in LEFT_OUT and not path.endswith(TAKEN_AWAY)
            and not path.startswith(careful)}


def _files(rows: Mapping[str, Row]) -> bytes:
    """Addresses as readers ask for them. A sign changes whenever the file may have.

    What a page was made from is a digest of its parts and one of its frame: some of both will do.
    """
    kept = {path.removesuffix("index.html"): f"{row[0][:8]}{row[0][-4:]}"
            for path, row in rows.items()}
    kept["save/size.js"] = sum_of(_size(rows))[:10]
    return json.dumps(kept, separators=(",", ":")).encode()


def _size(rows: Mapping[str, Row]) -> bytes:
    return f"commonbookSize = {sum(row[1] for row in rows.values())};\n".encode()
