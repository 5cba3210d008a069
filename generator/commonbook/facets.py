"""A kind's entries in, what readers choose them by out: facets, their values, a row an entry."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from .cards import Card, Cards
from .entry import Entry, facets, marks, words_of
from .fields import Vocabulary
from .kinds import Kinds
from .kinds.event import Event
from .kinds.guide import Guide
from .letters import sort_key
from .link import Network
from .parts import Place
from .privacy import is_sensitive
from .programme import Listed, Programme
from .settings import Settings
from .words import Words

MOST = 60
"""Values of a facet that a list offers as filters; the others are found by words and pages."""
LONGEST = 60
"""Letters of a value in an address: file systems end names at 255 bytes."""
NOWHERE = "none"
"""Stands in addresses for a country that is not given."""
FIRST = ("type", "practice", "topic", "country", "region", "language", "status", "access")
"""The order in which readers are offered facets; those of other kinds follow."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One value of a facet: its key in addresses, its words, its page, and who has it.

    ``country`` is said with a region where another country has one of the same name.
    """

    key: str
    label: str
    address: str
    cards: tuple[Card, ...]
    country: str = ""

    @property
    def full(self) -> str:
        """Its words where nothing around them says in which country it is."""
        return f"{self.label}, {self.country}" if self.country else self.label

    def __str__(self) -> str:
        """All that a template shows of it, for the digest of a page."""
        return f"{self.key}\x1f{self.full}\x1f{self.address}\x1f{len(self.cards)}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One facet of a kind with the values that occur, by their words."""

    name: str
    label: str
    address: str
    values: tuple[Value, ...]

    @property
    def offered(self) -> tuple[Value, ...]:
        """The values a list offers as filters: the most frequent ones, by their words."""
        if len(self.values) <= MOST:
            return self.values
        fewest = sorted((len(value.cards) for value in self.values), reverse=True)[MOST]
        return tuple(value for value in self.values if len(value.cards) > fewest)

    def __str__(self) -> str:
        """All that a template shows of it, for the digest of a page."""
        return "\x1e".join((self.name, self.label, self.address, *map(str, self.values)))


@dataclass(frozen=True, slots=True)
class Row:
    """What the list's script needs to know of an entry besides what is shown.

    ``values`` are numbers of the offered values in the order in which the page has them. ``day``
    is the day it was last checked as a number (20261124); 0 if unknown, and for events, which go
    by their dates.
    """

    values: tuple[int, ...]
    day: int
    position: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class Directory:
    """The list of one kind: living entries in order, dormant ones, facets, a row an entry.

    The list of events has a card for each coming date; ``dates`` are these, and empty for others.
    """

    kind: str
    listed: tuple[Card, ...]
    dormant: tuple[Card, ...]
    choices: tuple[Choice, ...]
    rows: Mapping[str, Row]
    dates: tuple[Listed, ...] = ()

    def choice(self, name: str) -> Choice | None:
        """The facet of this name, if any entry has a value for it."""
        return next((choice for choice in self.choices if choice.name == name), None)

    @property
    def filters(self) -> tuple[Choice, ...]:
        """The facets that divide the list: not those whose one value everything has."""
        return tuple(choice for choice in self.choices
                     if len(choice.values) > 1 or len(choice.values[0].cards) < len(self.listed))

    @property
    def has_positions(self) -> bool:
        """Whether "nearest" means anything here."""
        return any(row.position for row in self.rows.values())


class Directories(dict[str, Directory]):
    """The directories of a network by kind, each made when it is first asked for."""

    def __init__(
        self, network: Network, kinds: Kinds, cards: Cards, programme: Programme,
        settings: Settings, words: Words,
    ) -> None:
        super().__init__()
        self._network = network
        self._kinds = kinds
        self._cards = cards
        self._programme = programme
        self._settings = settings
        self._words = words

    def __missing__(self, kind: str) -> Directory:
        made = self[kind] = self._make(kind)
        return made

    def _make(self, kind: str) -> Directory:
        entries = [entry for entry in self._network.of(kind)
                   if not (isinstance(entry, Guide) and entry.editorial)]
        cards = [self._cards[entry.id] for entry in entries]
        dates = self._programme.soon(self._programme.events) if kind == "event" else ()
        nowhere = self._words("everywhere")  # no country, so it stands behind those that are
        listed = [one.card for one in dates] if kind == "event" else sorted(
            (card for card in cards if not card.dormant),
            key=lambda card: (card.group == nowhere, sort_key(card.group), card.order))
        by_id = {entry.id: self._placed(entry) for entry in entries}
        having: dict[str, dict[str, list[Card]]] = defaultdict(lambda: defaultdict(list))
        spelled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        names = sorted(dict.fromkeys(name for name, _ in facets(self._kinds[kind])),
                       key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
        for card in listed:
            for name, value in values_of(by_id[card.id]):
                key = _key(by_id[card.id], name, value)
                having[name][key].append(card)
                spelled[name, key][value] += 1
        choices = tuple(
            self._choice(kind, name, having[name], spelled) for name in names if name in having)
        rows: dict[str, Row] = {}
        made = Directory(kind, tuple(listed), tuple(card for card in cards if card.dormant),
                         choices, rows, dates)
        numbers: dict[str, list[int]] = {card.id: [] for card in listed}
        offered = (value for choice in made.filters for value in choice.offered)
        for number, one in enumerate(offered):
            for card_id in {card.id for card in one.cards}:
                numbers[card_id].append(number)
        rows.update((card_id, self._row(by_id[card_id], found))
                    for card_id, found in numbers.items())
        return made

    def _placed(self, entry: Entry) -> Entry:
        """An event where it belongs in lists by place: its own place, or else its host's."""
        if not isinstance(entry, Event):
            return entry
        return entry.model_copy(update={"place": self._programme.place(entry)})

    def _row(self, entry: Entry, numbers: Iterable[int]) -> Row:
        checked = None if isinstance(entry, Event) else entry.checked_on
        place = getattr(entry, "place", None)
        position = place.position if isinstance(place, Place) else None
        hidden = is_sensitive(entry, self._network)
        return Row(tuple(numbers), int(f"{checked:%Y%m%d}") if checked else 0,
                   None if hidden else position)

    def _choice(
        self, kind: str, name: str, having: Mapping[str, Sequence[Card]],
        spelled: Mapping[tuple[str, str], Counter[str]],
    ) -> Choice:
        model = self._kinds[kind]
        vocabulary = _vocabulary(model, name)
        base = f"{vocabulary}/" if vocabulary else f"{model.folder}/by/{address_of(name)}/"
        values = []
        for key, cards in having.items():
            written = min(spelled[name, key].items(), key=lambda pair: (-pair[1], pair[0]))[0]
            values.append(Value(key, self._label(name, written, vocabulary), f"{base}{key}/",
                                tuple(cards)))
        if name == "region":
            values = list(self._told_apart(values))
        values.sort(key=lambda value: (sort_key(value.label), value.key))
        return Choice(name, self._words.get(f"facet.{name}", words_of(name)), base, tuple(values))

    def _told_apart(self, regions: Sequence[Value]) -> Iterator[Value]:
        """Regions of one name with their countries."""
        several = Counter(region.label for region in regions)
        for region in regions:
            country = self._words.country(country_of(region))
            yield replace(region, country=country) if several[region.label] > 1 else region

    def _label(self, name: str, value: str, vocabulary: str) -> str:
        """A value in words: of a vocabulary, a country, a language, or the theme's word for it."""
        words = self._words
        if vocabulary:
            table = {"topics": self._settings.topics, "practices": self._settings.practices}
            return table[vocabulary][value].name if value in table[vocabulary] else value
        if name == "country":
            return words.country(value)
        if name == "language":
            return words.language_name(value)
        if name == "region":
            return value
        label = words.get(f"{name}.{value}", words_of(value))
        return label[:1].upper() + label[1:]


def values_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """The name of a facet and a value, for each value an entry has; none twice."""
    seen = set()
    for name, path in facets(type(entry)):
        held = getattr(entry, str(path[0]))
        if held is None or held == ():  # as most are
            continue
        for value in _at(held, path[1:]):
            if (name, value) not in seen:
                seen.add((name, value))
                yield name, value


def _at(held: Any, path: Sequence[str | int]) -> Iterator[str]:
    """The values at the end of a path; a region is not one where only the country is shown."""
    if held is None:
        return
    if isinstance(held, tuple):
        for inner in held:
            yield from _at(inner, path)
    elif path:
        name = str(path[0])
        if not (isinstance(held, Place) and name == "region" and held.precision == "country"):
            yield from _at(getattr(held, name), path[1:])
    elif isinstance(held, str):
        yield held
    elif isinstance(held, BaseModel):
        yield from getattr(held, "facet", ())
    elif isinstance(held, bool):
        yield "yes" if held else "no"
    else:
        yield str(held)


def _key(entry: Entry, name: str, value: str) -> str:
    """How addresses name a value. Regions of two countries may have one name."""
    if name == "region":
        place = getattr(entry, "place", None)
        country = place.country if place and place.country else NOWHERE
        return f"{country.lower()}-{address_of(value)}"
    return address_of(value)


def country_of(region: Value) -> str:
    """The code of the country that a region lies in; "" if none is given."""
    code = region.key.partition("-")[0]
    return "" if code == NOWHERE else code.upper()


@lru_cache(maxsize=10_000)
def address_of(text: str) -> str:
    """A text in any script as part of an address: spellings that differ in accents are one."""
    folded = sort_key(text)[0]
    words = re.findall(r"[a-z0-9]+", folded)
    joined = "-".join(words)
    if folded.isascii() and words and len(joined) <= LONGEST:
        return joined
    start = joined[:LONGEST].rstrip("-")
    return "-".join((*([start] if start else []), hashlib.blake2b(folded.encode(), digest_size=4).hexdigest()))


def _vocabulary(model: type[Entry], name: str) -> str:
    """The vocabulary that has pages for the values of a facet; "" if it has none."""
    for field, path in facets(model):
        if field == name and len(path) == 1:
            mark = marks(model.model_fields[str(path[0])], Vocabulary)
            return mark.name if mark and mark.name == path[0] else ""
    return ""


def rows_script(directory: Directory, words: Words) -> str:
    """The rows of a list too long for one page, as a script that hands them over.

    A script and not JSON, since a page opened from a file may load the one and not the other. It
    has columns, since those compress to half of what rows would: words joined by a line break,
    addresses only where they do not follow from the name, numbers of values with a step between.
    """
    cards, rows = directory.listed, [directory.rows[card.id] for card in directory.listed]
    folder = cards[0].address.partition("/")[0] if cards else ""
    columns = {
        "names": [card.name for card in cards],
        "addresses": ["" if card.address == f"{folder}/{plain_slug(card.name)}/" else card.address
                      for card in cards],
        "lines": [_line(one, words) for one in directory.dates] or [card.line for card in cards],
        "languages": [card.language for card in cards],
    }
    numbers = {
        "days": [row.day for row in rows],
        "places": [[float(degrees) for degrees in row.position] if row.position else 0
                   for row in rows],
        "values": [list(row.values) for row in rows],
        "over": [one.over for one in directory.dates],
    }
    joined = {name: "\n".join(column) for name, column in columns.items()}
    text = json.dumps({"folder": folder, **joined, **numbers}, ensure_ascii=True,
                      separators=(",", ":"))
    return f"commonbookRows({text});\n"


def _line(one: Listed, words: Words) -> str:
    """A coming date in one line: when, whether it is certain, who, and where."""
    state = words(f"event.{one.status}") if one.status != "confirmed" else ""
    host = one.host.name if one.host else ""
    mode = words(f"mode.{one.mode}") if one.mode else ""
    parts = (words.moment(one.starts), state, host, one.place, mode, one.zone)
    return " · ".join(part for part in parts if part)


def plain_slug(name: str) -> str:
    """What most slugs are made of; ``directory.js`` does the same."""
    return re.sub(r"[^a-z0-9]+", "-", sort_key(name)[0]).strip("-")
