"""Entries in, a network out: every reference resolved, with the way back."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from . import rules
from .diagnostics import Diagnostic, Location, quoted
from .entry import Entry, Reference, references
from .prose import is_reference

HINTS = 20  # looking for near names among many thousands takes long


class Edge(NamedTuple):
    """One entry names another: which field, and how the named one speaks of it."""

    start: str
    end: str
    field: str
    back: str
    since: str = ""
    until: str = ""
    mention: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """All published entries by id, and the edges between them, both ways.

    Relations are ids, never objects: an entry knows nothing of the others.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    outgoing: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    incoming: Mapping[str, tuple[Edge, ...]] = field(default_factory=dict)
    drafts: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self.entries

    def of(self, kind: str) -> list[Entry]:
        """The entries of one kind, in the order of their names' files."""
        return [self.entries[entry_id] for entry_id in self.ids_of(kind)]

    def ids_of(self, kind: str) -> list[str]:
        """The same as ids alone, which a remembered network knows as well."""
        return [entry_id for entry_id in self.entries if entry_id.startswith(f"{kind}/")]


class TooFar(Exception):  # noqa: N818 - a signal, never an error
    """Of a remembered network something is asked that nobody remembers, or all of it at once."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that leads to nothing published, with what is known about why."""

    entry: Entry
    reference: Reference


def link(
    entries: Iterable[Entry], *, drafts: bool = False
) -> tuple[Network, list[Unresolved]]:
    """Join entries into a network. ``drafts`` takes in unpublished ones, for looking at them."""
    everything = sorted(entries, key=lambda entry: (entry.kind, entry.slug))
    known = {entry.id: entry for entry in everything if drafts or not entry.draft}
    hidden = frozenset(entry.id for entry in everything if entry.id not in known)
    outgoing: dict[str, tuple[Edge, ...]] = {}
    incoming: dict[str, list[Edge]] = {}
    unresolved: list[Unresolved] = []
    for entry_id, entry in known.items():
        edges, lost = edges_of(entry, known)
        if edges:
            outgoing[entry_id] = edges
            for edge in edges:
                incoming.setdefault(edge.end, []).append(edge)
        unresolved.extend(lost)
    back = {target: tuple(edges) for target, edges in incoming.items()}
    return Network(known, outgoing, back, hidden), unresolved


def relink(network: Network, entry: Entry) -> Network:
    """The network with one entry replaced: only what it names, and named, is touched."""
    entries = dict(network.entries)
    entries[entry.id] = entry
    edges, _ = edges_of(entry, entries)
    outgoing = dict(network.outgoing)
    incoming = dict(network.incoming)
    for edge in outgoing.get(entry.id, ()):
        kept = tuple(other for other in incoming.get(edge.end, ()) if other.start != entry.id)
        incoming[edge.end] = kept
    for edge in edges:
        incoming[edge.end] = tuple(sorted(
            (*incoming.get(edge.end, ()), edge), key=lambda found: _order(found.start)))
    outgoing[entry.id] = edges
    return Network(entries, outgoing, incoming, network.drafts)


def _order(entry_id: str) -> tuple[str, str]:
    kind, _, slug = entry_id.partition("/")
    return kind, slug


def edges_of(
    entry: Entry, known: Container[object]
) -> tuple[tuple[Edge, ...], list[Unresolved]]:
    """What an entry names: edges to what is known, and the references that lead nowhere."""
    edges: list[Edge] = []
    lost: list[Unresolved] = []
    seen: set[tuple[str, str]] = set()
    start = entry.id
    for reference in references(entry):
        target = reference.target
        if target not in known:
            lost.append(Unresolved(entry, reference))
            continue
        name = str(reference.path[0])
        if target == start or (target, name) in seen:
            continue
        seen.add((target, name))
        edges.append(Edge(start, target, name, reference.back, reference.start, reference.until,
                          reference.mention))
    return tuple(edges), lost


@dataclass(frozen=True, slots=True)
class Known:
    """What there is besides the network's entries: what a lost reference could have meant."""

    network: Network
    kinds: frozenset[str]
    removed: frozenset[str]
    by_slug: Mapping[str, list[str]]


def explain(
    unresolved: Iterable[Unresolved], network: Network, *, kinds: Iterable[str],
    invalid: Iterable[str] = (), removed: Iterable[str] = (),
) -> Iterator[Diagnostic]:
    """Why references lead nowhere. What is invalid itself has been reported already."""
    by_slug: dict[str, list[str]] = {}
    for entry_id in network.entries:
        by_slug.setdefault(entry_id.partition("/")[2], []).append(entry_id)
    known = Known(network, frozenset(kinds), frozenset(removed), by_slug)
    reported = frozenset(invalid)
    counts: Counter[tuple[str, bool]] = Counter()  # warnings must not hide errors
    for found in unresolved:
        if found.reference.target in reported:
            continue
        file = found.entry.source.path, found.reference.target in network.drafts
        counts[file] += 1
        if counts[file] <= rules.PROBLEMS_PER_FILE:
            yield _reason(found, known, with_hint=counts.total() <= HINTS)
    for (path, drafts), count in counts.items():
        more = count - rules.PROBLEMS_PER_FILE
        if more > 0 and not drafts:
            yield rules.too_many(path, f"{more} more references in this file lead nowhere.")


def _reason(found: Unresolved, known: Known, *, with_hint: bool) -> Diagnostic:
    """Why one reference leads nowhere. Looking for a near name is left out after a while."""
    reference, source = found.reference, found.entry.source
    target = reference.target
    place = (source.locate_in(reference.path, f"[[{target}") if reference.mention
             else source.locate(*reference.path))
    if target in known.network.drafts:
        return rules.REFERENCE_TO_DRAFT.at(
            place, f"{quoted(target)} is still a draft.",
            hint="It will become a link when the draft is published.")
    if target in known.removed:
        return rules.UNKNOWN_REFERENCE.at(
            place, f"{quoted(target)} has been removed.", hint="Take the link out.")
    if not is_reference(target):
        return rules.UNKNOWN_REFERENCE.at(
            place, f"{quoted(target)} is not the id of an entry.",
            hint="Write [[kind/name]], for example [[group/cooperation-town]].")
    kind, _, slug = target.partition("/")
    if kind not in known.kinds:
        return _unknown_kind(place, kind, slug, known.kinds)
    others = [other for other in known.by_slug.get(slug, []) if other != target]
    return _unknown(reference, place, others, known.network if with_hint else None)


def _unknown_kind(
    place: Location, kind: str, slug: str, known: Iterable[str]
) -> Diagnostic:
    near = difflib.get_close_matches(kind, known, 1, 0.5)
    return rules.UNKNOWN_KIND.at(
        place, f"There is no kind {quoted(kind)}.",
        hint=f"Did you mean “{near[0]}/{slug}”?" if near
        else "Kinds are: " + ", ".join(sorted(known)) + ".")


def _unknown(
    reference: Reference, place: Location, others: list[str], network: Network | None
) -> Diagnostic:
    """An id that fits no entry; ``others`` are of another kind, ``network`` is for hints."""
    kind, _, slug = reference.target.partition("/")
    if others and reference.expected:
        return rules.WRONG_KIND_OF_REFERENCE.at(
            place, f"{quoted(slug)} is a {_word(others[0].partition('/')[0])}, "
            f"not a {_word(kind)}.",
            hint=f"Name a {_word(kind)} here, or put “{others[0]}” under “related”.")
    hint = f"Did you mean “{others[0]}”?" if others else ""
    if network and not hint:
        hint = _near(slug, kind, network)
    return rules.UNKNOWN_REFERENCE.at(
        place, f"There is no {_word(kind)} {quoted(slug)}.",
        hint=hint or f"Check the name, or add the {_word(kind)} first.")


def _near(slug: str, kind: str, network: Network) -> str:
    slugs = [entry.slug for entry in network.of(kind)]
    near = difflib.get_close_matches(slug, slugs, 1, 0.6)
    if not near:
        return ""
    return f"Did you mean “{near[0]}”? See {network.entries[f'{kind}/{near[0]}'].source.path}."


def _word(kind: str) -> str:
    return kind.replace("-", " ")
