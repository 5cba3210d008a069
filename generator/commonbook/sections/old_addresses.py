"""Addresses that lead elsewhere or nowhere: redirects, tombstones, and the page for all others."""

from __future__ import annotations

from collections.abc import Iterator

from ..entry import Entry
from ..pages import Edition, Page, plain_page, section_of


def pages(edition: Edition) -> Iterator[Page]:
    """What stands where nothing is any more."""
    yield not_here(edition)
    yield from tombstones(edition)
    yield from redirects(edition)


def not_here(edition: Edition) -> Page:
    """The page for addresses that lead nowhere."""
    return plain_page(edition, "404.html", "pages/404.html", edition.words("not-here"), "",
                      {"doors": edition.doors}, hidden=True)


def tombstones(edition: Edition) -> Iterator[Page]:
    """Addresses of removed entries say so in one neutral line."""
    living = {path for _, path in _old_addresses(edition)}
    for stone in {stone.id: stone for stone in edition.removed}.values():
        kind, _, slug = stone.id.partition("/")
        model = edition.kinds.get(kind)
        if model is None or stone.id in edition.network:
            continue
        address = f"{slug}/" if kind == "guide" else f"{model.folder}/{slug}/"
        if address in living:  # of two claims to an old address, the living one counts
            continue
        to = edition.cards[stone.to] if stone.to and stone.to in edition.network else None
        yield plain_page(
            edition, address, "pages/removed.html", edition.words("removed"), "",
            {"stone": stone, "to": to}, section=f"{model.folder}/", hidden=True)


def redirects(edition: Edition) -> Iterator[Page]:
    """Old addresses lead on to where an entry is now."""
    for entry, path in _old_addresses(edition):
        to = "../" * path.count("/") + entry.address
        yield plain_page(
            edition, path, "pages/redirect.html", entry.name, "",
            {"to": edition.cards[entry.id]}, section=section_of(entry), hidden=True,
            head=f'<meta http-equiv="refresh" content="0; url={to}">')


def _old_addresses(edition: Edition) -> Iterator[tuple[Entry, str]]:
    for entry in edition.network:
        folder = entry.address.removesuffix(f"{entry.slug}/")
        yield from ((entry, f"{folder}{alias}/") for alias in entry.aliases)
