"""An entry in, what to turn to next out: sessions, groups, cases and guides near it in the network.

The ranking, highest first:

1. what the entry names in a field, in the order in which it is written;
2. what names it in a field;
3. what one of the two mentions in a text;
4. what shares most topics with it, and among those what most entries name.

Nothing is said twice: what an entry's page shows in a place of its own (any field but those of
``JOINING``) is left out. Topics only fill up to ``BY_TOPIC`` places, since they say less than a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from .entry import Entry
from .kinds import Kinds
from .kinds.group import Group
from .link import Edge, Network

JOINING = frozenset({"related", "trainings", "groups", "cases", "guides"})
"""Fields that join entries for readers who go on; others have a place of their own on the page."""
JOINED = JOINING | {"activities", "blocks", "hosts", "steps", "terms"}
"""Fields with which others join themselves to an entry."""
MOST, BY_TOPIC, KEPT = 4, 3, 6
PICTURED, FEWEST = 6, 3
"""Neighbours drawn on each side, and how many there must be for a picture."""


@dataclass(frozen=True, slots=True)
class Near:
    """Ids of what to turn to next, under each heading, and of what is drawn around the entry.

    ``others`` are entries that it names for which there was no place.
    """

    sessions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()

    @property
    def shelves(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The headings that have anything, each with its ids."""
        return tuple([(name, found) for name, found in (
            ("sessions", self.sessions), ("groups", self.groups), ("cases", self.cases),
            ("reading", self.reading)) if found])

    @property
    def key(self) -> str:
        """A text that differs whenever any of it does."""
        return "|".join(",".join(found) for found in (
            self.sessions, self.groups, self.cases, self.reading, self.others, self.names,
            self.named_by))

    @property
    def shown(self) -> tuple[str, ...]:
        """Every id that a page shows."""
        return (*self.sessions, *self.groups, *self.cases, *self.reading, *self.others,
                *self.names, *self.named_by)


@dataclass
class Neighbours:
    """What is near each entry of a network.

    ``hidden`` says which entries nobody should be led to. ``remembered`` gives what was near an
    entry of a network that has not been read again; an edited text changes none of it.
    """

    network: Network
    kinds: Kinds
    hidden: Callable[[str], bool]
    remembered: Callable[[str], Near] | None = None

    def near(self, entry: Entry) -> Near:
        """What to turn to next from one entry. Takes time in proportion to its own links."""
        if self.remembered:
            return self.remembered(entry.id)
        outgoing = self.network.outgoing.get(entry.id, ())
        if not entry.leads_on:
            return Near(others=tuple(edge.end for edge in outgoing if edge.field in JOINING))
        incoming = self.network.incoming.get(entry.id, ())
        apart, named, told = {entry.id}, [], []
        for edge in outgoing:
            if edge.mention:
                told.append(edge.end)
            elif edge.field in JOINING:
                named.append(edge.end)
            else:
                apart.add(edge.end)
        ranked = dict.fromkeys((
            *named,
            *[edge.start for edge in incoming if edge.field in JOINED and not edge.mention],
            *told,
            *[edge.start for edge in incoming if edge.mention]))
        shelves: dict[str, list[str]] = {"sessions": [], "groups": [], "cases": [], "reading": []}
        for found in ranked:
            shelf = self._kind(found).shelf
            if shelf and found not in apart and len(shelves[shelf]) < MOST and not self.hidden(found):
                shelves[shelf].append(found)
                apart.add(found)
        others = tuple([found for found in named if found not in apart])
        for name, here in shelves.items():
            if len(here) < BY_TOPIC and entry.topics:
                here.extend([found for found in self._by_topic(entry, name) if found not in apart])
                del here[BY_TOPIC:]
        names, named_by = self._around(outgoing, incoming) if entry.is_drawn else ((), ())
        return Near(
            tuple(shelves["sessions"]), tuple(shelves["groups"]), tuple(shelves["cases"]),
            tuple(shelves["reading"]), others, names, named_by)

    def _by_topic(self, entry: Entry, shelf: str) -> list[str]:
        """The best known entries that share most topics; of groups, those in the same country."""
        country = _country(entry) if shelf == "groups" else ""
        shared: dict[str, int] = {}
        for topic in entry.topics:
            for found in self._shelves.get((shelf, topic, country), ()):
                shared[found] = shared.get(found, 0) + 1
        return sorted(shared, key=shared.__getitem__, reverse=True)  # stable: the best known first

    @cached_property
    def _shelves(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        """The few best known entries of each topic, under each heading; groups by country too."""
        known: dict[tuple[str, str, str], list[str]] = {}
        for entry in self.network:
            if not entry.shelf:
                continue
            for topic in entry.topics:
                known.setdefault((entry.shelf, topic, ""), []).append(entry.id)
                if country := _country(entry):
                    known.setdefault((entry.shelf, topic, country), []).append(entry.id)
        return {key: self._best_known(found) for key, found in known.items()}

    def _best_known(self, found: Iterable[str]) -> tuple[str, ...]:
        seen = (entry_id for entry_id in sorted(found, key=self._fame) if not self.hidden(entry_id))
        return tuple(islice(seen, KEPT))

    def _fame(self, entry_id: str) -> tuple[int, str]:
        return -len(self.network.incoming.get(entry_id, ())), entry_id

    def chapter(self, topic: str, shelf: str, most: int) -> tuple[str, ...]:
        """The best known entries of a topic under one heading: how its page begins."""
        return self._shelves.get((shelf, topic, ""), ())[:most]


    def _around(
        self, outgoing: tuple[Edge, ...], incoming: tuple[Edge, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whom to draw: what an entry names on one side, what only names it on the other."""
        names = self._few(edge.end for edge in sorted(outgoing, key=_closeness))
        named_by = self._few(edge.start for edge in sorted(incoming, key=_closeness)
                             if edge.start not in names)
        return (names, named_by) if len(names) + len(named_by) >= FEWEST else ((), ())

    def _few(self, ids: Iterable[str]) -> tuple[str, ...]:
        leading = (found for found in dict.fromkeys(ids) if self._kind(found).leads_on)
        return tuple(islice(leading, PICTURED))

    def _kind(self, entry_id: str) -> type[Entry]:
        return self.kinds[entry_id.partition("/")[0]]


def _closeness(edge: Edge) -> int:
    """Fields that join entries first, then other fields, then mentions in texts."""
    return 2 if edge.mention else edge.field not in JOINED - {"terms"}


def _country(entry: Entry) -> str:
    return entry.place.country or "" if isinstance(entry, Group) and entry.place else ""
