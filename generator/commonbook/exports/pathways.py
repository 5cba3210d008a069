"""route.txt: a pathway as a list to tick off, for a messenger, a notebook or a printer."""

from __future__ import annotations

from collections.abc import Iterator

from ..artifacts import File
from ..entry import Entry
from ..kinds.pathway import Pathway
from ..pages import Edition


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[File]:
    """One file beside the page of a pathway; it opens on any phone."""
    if isinstance(entry, Pathway):
        yield File.holding(f"{entry.address}route.txt", "\n".join(_lines(edition, entry)).encode())


def _lines(edition: Edition, pathway: Pathway) -> Iterator[str]:
    words, links = edition.words, edition.links(pathway)
    base = f"{edition.settings.url.rstrip('/')}/" if edition.settings.url else ""
    yield from (pathway.name, "", pathway.summary or "", f"{words('for-whom')} {pathway.for_whom}", "")
    for number, step in enumerate(pathway.steps, 1):
        stop = links.get(step.target)
        minutes = f" ({words('minutes', step.minutes)})" if step.minutes else ""
        yield f"[ ] {number}. {stop.name if stop else step.target}{minutes}"
        if step.why:
            yield f"    {step.why}"
        if stop and base:
            yield f"    {base}{stop.address}"
    yield ""
    if base:
        yield from (f"{base}{pathway.address}", "")
