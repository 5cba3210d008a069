"""Relations that must not lead back to where they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .. import rules
from ..diagnostics import Diagnostic, quoted
from . import Context


def of_network(context: Context) -> Iterator[Diagnostic]:
    """Nothing may contain itself, or come before itself."""
    for name, words in (("part_of", "is part of"), ("prerequisites", "comes after")):
        ties = {
            entry_id: [edge.end for edge in edges if edge.field == name]
            for entry_id, edges in context.network.outgoing.items()}
        for entry in context.network:  # the network holds no edge from an entry to itself
            if any(getattr(held, "to", held) == entry.slug for held in getattr(entry, name, ())):
                ties[entry.id] = [entry.id, *ties.get(entry.id, [])]
        for circle in _circles({start: ends for start, ends in ties.items() if ends}):
            entry = context.network.entries[circle[0]]
            route = " → ".join(part.partition("/")[2] for part in (*circle, circle[0]))
            yield rules.CYCLE.at(
                entry.source.locate(name, key=True),
                f"{quoted(entry.name)} {words} itself: {route}.",
                hint=f"Take out one “{name}” in this circle.")


def _circles(ties: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle once. Walks without recursion: chains may be thousands long."""
    done: set[str] = set()
    for first in sorted(ties):
        if first in done:
            continue
        route: list[str] = []
        on_route: dict[str, int] = {}
        pending: list[tuple[str, bool]] = [(first, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                route.pop()
                del on_route[node]
                done.add(node)
            elif node in on_route:
                yield tuple(route[on_route[node]:])
            elif node not in done:
                on_route[node] = len(route)
                route.append(node)
                pending.append((node, True))
                pending.extend((end, False) for end in reversed(ties.get(node, [])))
