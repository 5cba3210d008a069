"""A network's events in, what pages show of them out: coming dates, and which calendars there are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from types import MappingProxyType

from .cards import Card, Cards
from .dates import Occasion, coming, over
from .kinds.event import Event
from .kinds.group import Group
from .letters import sort_key
from .link import Network
from .parts import Place
from .words import Words

LISTED = timedelta(days=92)
"""How far ahead lists of several events go. An event whose next date is later is listed with it."""

PER_EVENT = 14
"""Dates of one event in such a list: those of a weekly series in that time."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One date of an event as lists show it.

    ``at`` and ``over`` are when it starts and when it has passed, in UTC. ``starts``, ``ends`` and
    ``planned`` are local; ``planned`` is given if it moved. ``zone`` is only given where the
    network has dates in more than one, and not for what one has to go to.
    """

    card: Card
    host: Card | None
    at: str
    starts: str
    ends: str
    over: str
    planned: str
    status: str
    note: str
    place: str
    mode: str
    zone: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A file of dates that people can follow: where it lies, and of which events.

    ``name`` is whose dates they are; ``card`` belongs to it if it is an entry.
    """

    path: str
    name: str
    events: tuple[str, ...]
    card: Card | None = None


class Programme:
    """What a network has planned. Everything is worked out when it is first asked for."""

    def __init__(self, network: Network, cards: Cards, words: Words, today: date) -> None:
        self._network = network
        self._cards = cards
        self._words = words
        self._today = today
        self._coming: dict[str, tuple[Listed, ...]] = {}

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """All events by id."""
        return MappingProxyType({
            event.id: event for event in self._network.of("event") if isinstance(event, Event)})

    def coming(self, events: Iterable[str], limit: int | None = None) -> tuple[Listed, ...]:
        """The coming dates of some events, in the order in which they start."""
        found = sorted((listed for event in events for listed in self._of(event)), key=_order)
        return tuple(found[:limit])

    def soon(self, events: Iterable[str]) -> tuple[Listed, ...]:
        """The dates of the next three months, and the next one of events that are later."""
        until = (self._today + LISTED).isoformat()
        found: list[Listed] = []
        for event in events:
            dates = self._of(event)
            near = [listed for listed in dates if listed.starts[:10] <= until]
            found.extend(near[:PER_EVENT] or dates[:1])
        return tuple(sorted(found, key=_order))

    def past(self) -> tuple[tuple[Event, datetime], ...]:
        """Events with a last date and when that is over, the latest first; coming ones too."""
        ends = ((event, over(event)) for event in self.events.values())
        found = [(event, end) for event, end in ends if end]
        return tuple(sorted(found, key=lambda pair: (pair[1], pair[0].id), reverse=True))

    def hosted(self, group: str) -> tuple[str, ...]:
        """The ids of the events that a group hosts."""
        return self._naming(group, "host")

    def running(self, training: str) -> tuple[str, ...]:
        """The ids of the events at which a training is run."""
        return self._naming(training, "training")

    def below(self, group: str) -> tuple[str, ...]:
        """The ids of the events of a group and of everything below it, if something below has any."""
        return self._bodies.get(group, ())

    def place(self, event: Event) -> Place | None:
        """Where an event belongs in lists by place: its own place, or else its host's."""
        if event.place or event.mode == "online":
            return event.place
        host = self._network.entries.get(f"group/{event.host}")
        return host.place if isinstance(host, Group) else None

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """Every calendar by its path. None of them is empty.

        What a group that needs care has planned is on pages only: a calendar is made to be handed
        on by programs.
        """
        made = {made.path: made for made in self._calendars()}
        return MappingProxyType({path: made[path] for path in sorted(made)})

    def calendar(self, path: str) -> Calendar | None:
        """The calendar at a path, if there is one."""
        return self.calendars.get(path)

    def _calendars(self) -> Iterator[Calendar]:
        shared = {event.id: event for event in self.events.values()
                  if f"group/{event.host}" not in self._network
                  or not self._cards[f"group/{event.host}"].careful}
        if not shared:
            return
        yield Calendar(whole(), "", tuple(shared))
        placed: dict[tuple[str, str], list[str]] = {}
        named: dict[str, tuple[str, list[str]]] = {}
        for event in shared.values():
            for address, entry in ((of_event, event.id), (of_host, f"group/{event.host}"),
                                   (of_training, f"training/{event.training}")):
                if entry in self._network:
                    named.setdefault(address(entry), (entry, []))[1].append(event.id)
            for place in self.places(self.place(event)):
                placed.setdefault(place, []).append(event.id)
        for (path, name), events in placed.items():
            yield Calendar(path, name, tuple(events))
        for group, below in self._bodies.items():
            if held := [event for event in below if event in shared]:
                named[of_body(group)] = group, held
        for path, (entry, events) in named.items():
            card = self._cards[entry]
            yield Calendar(path, card.name, tuple(events), card)

    def places(self, place: Place | None) -> Iterator[tuple[str, str]]:
        """Path and name of the calendars of a place: its country's, and its region's."""
        if place is None or place.country is None:
            return
        yield of_place(place.country), self._words.place(
            Place(precision="country", country=place.country))
        if place.region and place.precision != "country":
            yield of_place(place.country, place.region), self._words.place(
                Place(precision="region", country=place.country, region=place.region))

    @cached_property
    def _bodies(self) -> Mapping[str, tuple[str, ...]]:
        """The events of every group that is above the host of one."""
        found: dict[str, set[str]] = {}
        for host in sorted({f"group/{event.host}" for event in self.events.values()}):
            for above in self._above(host):
                found.setdefault(above, set(self.hosted(above))).update(self.hosted(host))
        return MappingProxyType({
            group: tuple(sorted(events)) for group, events in sorted(found.items())})

    def _above(self, group: str) -> set[str]:
        """All groups that a group is part of today, on whatever way."""
        above: set[str] = set()
        pending = [group]
        while pending:
            for edge in self._network.outgoing.get(pending.pop(), ()):
                if (edge.field == "part_of" and edge.end.startswith("group/")  # not its source
                        and edge.end not in above and not self._ended(edge.until)):
                    above.add(edge.end)
                    pending.append(edge.end)
        return above - {group}

    def _ended(self, until: str) -> bool:
        return bool(until) and until < self._today.isoformat()[: len(until)]

    def _naming(self, entry: str, field: str) -> tuple[str, ...]:
        edges = self._network.incoming.get(entry, ())
        return tuple(edge.start for edge in edges
                     if edge.field == field and edge.start in self.events)

    def _of(self, event_id: str) -> tuple[Listed, ...]:
        if event_id not in self._coming:
            event = self.events[event_id]
            self._coming[event_id] = tuple(
                self._listed(event, one) for one in coming(event, self._today))
        return self._coming[event_id]

    def _listed(self, event: Event, one: Occasion) -> Listed:
        host = f"group/{event.host}"
        return Listed(
            self._cards[event.id], self._cards[host] if host in self._network else None,
            f"{one.starts.astimezone(UTC):%Y-%m-%dT%H:%MZ}", _local(one.starts), _local(one.ends) if one.ends else "",
            f"{one.over:%Y-%m-%dT%H:%MZ}", _local(one.planned) if one.moved else "", one.status,
            one.note, self._words.place(event.place), event.mode or "",
            event.timezone if self._several_zones and event.mode != "in-person" else "")

    @cached_property
    def _several_zones(self) -> bool:
        return len({event.timezone for event in self.events.values()}) > 1


def whole() -> str:
    """The path of the calendar of all dates."""
    return "calendar/all.ics"


def of_event(event: str) -> str:
    """The path of the calendar of one event, by its id."""
    return f"calendar/events/{_slug(event)}.ics"


def of_host(group: str) -> str:
    """The path of the calendar of what a group hosts."""
    return f"calendar/hosts/{_slug(group)}.ics"


def of_body(group: str) -> str:
    """The path of the calendar of a group and of everything below it."""
    return f"calendar/bodies/{_slug(group)}.ics"


def of_training(training: str) -> str:
    """The path of the calendar of a training."""
    return f"calendar/trainings/{_slug(training)}.ics"


def of_place(country: str, region: str = "") -> str:
    """The path of the calendar of a country, or of a region of it."""
    path = f"calendar/places/{country.lower()}"
    return f"{path}/{_address(region)}.ics" if region else f"{path}.ics"


def _slug(entry_id: str) -> str:
    return entry_id.partition("/")[2]


def _address(region: str) -> str:
    """A name in any script as a part of an address; what Latin letters lose is told apart."""
    plain = sort_key(" ".join(region.split()))[0]
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
    if plain.isascii() and slug:
        return slug
    mark = hashlib.blake2b(plain.encode(), digest_size=4).hexdigest()
    return f"{slug}-{mark}".strip("-")


def _local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def _order(listed: Listed) -> tuple[str, str, str]:
    return listed.at, listed.card.name, listed.card.id
