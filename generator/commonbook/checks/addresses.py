"""Addresses of pages: no two may be the same, old ones included."""

from __future__ import annotations

from collections.abc import Iterator

from .. import forms, rules
from ..diagnostics import Diagnostic, Location, quoted
from ..entry import Entry, Path
from ..kinds.training import Training
from ..link import Network
from ..sessions import has_circle
from ..settings import REMOVED
from ..structures import organised
from . import Context

OF_NOBODY = (
    "assets", "due", "map", "network", "practices", "save", "search", "structures", "take-away",
    "topics")
"""Where pages lie that are neither an entry's nor a list's; a test compares them with a site."""


def of_network(context: Context) -> Iterator[Diagnostic]:
    """Two pages cannot have one address."""
    yield from _removed_and_there(context)
    taken = dict(_reserved(context))
    kept = (*(f"{kind.folder}/{part}/" for kind in context.kinds.values()
              for part in ("page", "by")),
            "topics/", "practices/", "search/", "map/", "events/by-place/", "events/by-host/",
            "events/by-training/", "events/past/")
    sessions = {
        f"{entry.address}{'run' if isinstance(entry, Training) else 'session'}/":
        f"the session of {entry.source.path}"
        for entry in context.network if isinstance(entry, Training) or has_circle(entry)}
    for entry, address, path in (*_addresses(context.network), *_old_addresses(context.network)):
        first = taken.setdefault(address, entry.source.path)
        if first == entry.source.path:
            first = next((sessions[above] for above in _above(address) if above in sessions), first)
        if first == entry.source.path and address.startswith(kept):
            first = "the lists"
        if first != entry.source.path or (path and address == entry.address):
            yield rules.PATH_COLLISION.at(
                entry.source.locate(*path) if path else Location(entry.source.path),
                f"The address /{address} is already used by {first}.",
                hint="Rename the file or change the alias.")


def _reserved(context: Context) -> Iterator[tuple[str, str]]:
    """Addresses of pages that are no entry's own, and what they are."""
    for kind in context.kinds.values():
        yield f"{kind.folder}/", f"the list of {kind.plural.lower()}"
    for name in OF_NOBODY:
        yield f"{name}/", f"the page “{name}”"
    for name in (*forms.KINDS, "wrong"):
        for address in (f"contribute/{name}/", f"contribute/{name}/paper/"):
            yield address, "a form"
    for entry in context.network:
        if isinstance(entry, Training):
            yield f"{entry.address}paper/", f"the sheets of {entry.source.path}"
        if organised(entry, context.network):
            yield f"{entry.address}structure/", f"the structure of {entry.source.path}"


def _removed_and_there(context: Context) -> Iterator[Diagnostic]:
    """What was removed is gone, and nothing else lies where its address says so."""
    stones = {}
    for stone in context.removed:
        kind, _, slug = stone.id.partition("/")
        model = context.kinds.get(kind)
        if model:
            stones[f"{slug}/" if kind == "guide" else f"{model.folder}/{slug}/"] = stone.id
    for entry, address, _ in _addresses(context.network) if stones else ():
        if address in stones:
            yield rules.PATH_COLLISION.at(
                Location(entry.source.path),
                f"{quoted(stones[address])} stands in {REMOVED}, and this file has its address.",
                hint=f"Delete this file, or take the point out of {REMOVED}.")


def _above(address: str) -> Iterator[str]:
    """Every address that this one lies below, and itself."""
    parts = address.split("/")
    return ("/".join(parts[:number]) + "/" for number in range(1, len(parts)))


def _addresses(network: Network) -> Iterator[tuple[Entry, str, Path]]:
    yield from ((entry, entry.address, ()) for entry in network)


def _old_addresses(network: Network) -> Iterator[tuple[Entry, str, Path]]:
    """Aliases come after all addresses, so that they are at fault where both claim a place."""
    for entry in network:
        folder = entry.address.removesuffix(f"{entry.slug}/")
        for number, alias in enumerate(entry.aliases):
            yield entry, f"{folder}{alias}/", ("aliases", number)
