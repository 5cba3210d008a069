"""Where groups are: a map of the world, of each continent, and of countries with many groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..cards import Card
from ..drawings.atlas import (
    WORLD,
    Pin,
    Position,
    atlas,
    box_of_most,
    clusters,
    continent,
    middle,
)
from ..facets import Value
from ..kinds.group import Group
from ..letters import sort_key
from ..pages import PER_PAGE, Edition, Page, plain_page

CONTINENTS: Mapping[str, tuple[str, str]] = {
    "AF": ("africa", "002"), "AN": ("antarctica", "AQ"), "AS": ("asia", "142"),
    "EU": ("europe", "150"), "NA": ("north-america", "003"), "OC": ("oceania", "009"),
    "SA": ("south-america", "005")}
"""Address and UN M.49 code of continents; the code gives the name in any language."""
GONE = frozenset({"dormant", "ended"})
NAMES = 3
NEARER = 20
"""Groups in a country from which on it has a map of its own."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A group on the map. ``rough``: it stands at the middle of its country."""

    card: Card
    country: str
    area: str
    town: str
    at: Position
    rough: bool
    of_country: Value | None
    of_region: Value | None


@dataclass(frozen=True, slots=True)
class View:
    """What one map shows, and the address of its page."""

    name: str
    path: str
    spots: Sequence[Spot]

    def __str__(self) -> str:
        """All that other maps say of it, for the digest of a page."""
        return f"{self.name}\x1f{self.path}\x1f{len(self.spots)}"


def pages(edition: Edition) -> Iterator[Page]:
    """The map of the world, those of continents if there are several, those of countries."""
    spots, elsewhere = _spots(edition)
    if not spots and not elsewhere:
        return
    world = View(edition.words("map.world"), "map/", spots)
    continents = _continents(edition, spots)
    around = [world, *continents] if continents else []
    countries = [] if continents else _countries(edition, world)
    yield _view(edition, world, around, countries, elsewhere)
    yield from (_view(edition, country, [world, country]) for country in countries)
    for view in continents:
        countries = _countries(edition, view)
        yield _view(edition, view, around, countries)
        yield from (_view(edition, country, [world, view, country]) for country in countries)


def _continents(edition: Edition, spots: Sequence[Spot]) -> list[View]:
    """The continents with groups, by their names; none if there is only one."""
    found: dict[str, list[Spot]] = {}
    for spot in spots:
        found.setdefault(continent(spot.country), []).append(spot)
    views = [View(edition.words.country(CONTINENTS[code][1]), f"map/{CONTINENTS[code][0]}/", there)
             for code, there in found.items() if code in CONTINENTS]
    return sorted(views, key=lambda view: view.name) if len(views) > 1 else []


def _countries(edition: Edition, view: View) -> list[View]:
    """The countries on a map that have many groups, but not all of them, by their names."""
    found: dict[str, list[Spot]] = {}
    for spot in view.spots:
        found.setdefault(spot.country, []).append(spot)
    views = [View(edition.words.country(code), f"map/{code.lower()}/", there)
             for code, there in found.items()
             if len(_exact(there)) >= NEARER and len(there) < len(view.spots)]
    return sorted(views, key=lambda view: (sort_key(view.name), view.path))


def _exact(spots: Sequence[Spot]) -> Sequence[Spot]:
    return [spot for spot in spots if not spot.rough]


def _spots(edition: Edition) -> tuple[list[Spot], list[Card]]:
    """Groups on the map, and those without a place. Sensitive and sleeping groups are neither."""
    spots, elsewhere = [], []
    countries, regions = _values(edition, "country"), _values(edition, "region")
    for entry in edition.network.of("group"):
        if not isinstance(entry, Group) or entry.sensitive or entry.status in GONE:
            continue
        card = edition.cards[entry.id]
        if card.dormant:
            continue
        place = entry.place
        exact = place.position if place else None
        rough = middle(place.country) if place else None
        at = (float(exact[0]), float(exact[1])) if exact else rough
        if place is None or at is None:
            elsewhere.append(card)
            continue
        town = (place.town if exact else "") or ""
        area = (place.region if place.precision != "country" else "") or town
        spots.append(Spot(card, place.country or "", area, town, at, not exact,
                          countries.get(card.id), regions.get(card.id)))
    spots.sort(key=lambda spot: spot.card.order)
    return spots, sorted(elsewhere, key=lambda card: card.order)


def _values(edition: Edition, facet: str) -> dict[str, Value]:
    """The value that each group has, by its id."""
    choice = edition.directories["group"].choice(facet)
    return {card.id: value for value in (choice.values if choice else ()) for card in value.cards}


def _view(
    edition: Edition, view: View, around: Sequence[View], nearer: Sequence[View] = (),
    elsewhere: Sequence[Card] = (),
) -> Page:
    """The page of one map. What is drawn on it is only worked out where it is made."""
    words = edition.words
    title = words("map.of", place=view.name) if view.path != "map/" else words("map")
    return plain_page(
        edition, view.path, "pages/map.html", title, words("map.about"),
        lambda: {**_drawn(edition, view, title, whole=view.path == "map/" and bool(
                     around or not view.spots)),
                 "around": around, "nearer": nearer, "elsewhere": elsewhere},
        section="groups/", assets=("map.css", "map.js") if view.spots else ("map.css",))


def _drawn(edition: Edition, view: View, title: str, *, whole: bool) -> dict[str, Any]:
    """A map, of the ``whole`` world or of what holds most of its groups, and its lists.

    Groups of which only the country or region is shown stand in the middle of their country on
    the map of the world; on nearer maps that would be a place that means nothing.
    """
    words, spots, pins, lists = edition.words, view.spots, [], []
    exact = _exact(spots)
    drawn = spots if whole or not exact else exact
    box = WORLD if whole else box_of_most([spot.at for spot in drawn])
    for number, cluster in enumerate(clusters([spot.at for spot in drawn], box), 1):
        found = [drawn[member] for member in cluster.members]
        heading = _heading(edition, found)
        rough = all(spot.rough for spot in found)
        pins.append(Pin(len(found), f"{heading}: {words('groups.count', len(found))}",
                        f"#at-{number}", cluster.at, rough))
        lists.append({"id": f"at-{number}", "heading": heading, "count": len(found),
                      **_listed(found, many=len(spots) > PER_PAGE)})
    rest = sorted((spot for spot in spots if spot.rough and drawn is exact),
                  key=lambda spot: spot.country)
    for country, same in groupby(rest, key=lambda spot: spot.country):
        found = list(same)
        heading = words("map.no-town", place=edition.words.country(country))
        lists.append({"id": f"in-{country.lower()}", "heading": heading, "count": len(found),
                      **_listed(found, many=len(spots) > PER_PAGE)})
    described = words("map.drawing.about")
    return {"map": atlas(pins, box, title, described) if pins else "", "lists": lists,
            "rough": any(pin.rough for pin in pins),
            "beyond": not all(box.holds(spot.at) for spot in drawn)}


def _heading(edition: Edition, found: Sequence[Spot]) -> str:
    """What a cluster is called: its towns or regions in one country, its countries in several.

    A few towns are named, since on a near map most clusters are of the same region.
    """
    countries = Counter(spot.country for spot in found)
    towns = {spot.town or spot.area for spot in found}
    names = Counter(spot.town if len(towns) <= NAMES and spot.town else spot.area
                    for spot in found if spot.area)
    shown = [edition.words.country(code) for code, _ in _most(countries)]
    if len(countries) == 1 and names:
        return f"{', '.join(name for name, _ in _most(names))}, {shown[0]}"
    more = len(countries) - NAMES
    return ", ".join(shown) + (f" {edition.words('map.more', more)}" if more > 0 else "")


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMES]


def _listed(found: Sequence[Spot], *, many: bool) -> dict[str, Any]:
    """A cluster's groups; where a map has very many, the pages of its countries or regions."""
    if not many:
        return {"cards": [spot.card for spot in found], "ways": ()}
    several = len({spot.country for spot in found}) > 1
    ways = Counter(value for spot in found
                   for value in [spot.of_country if several else spot.of_region or spot.of_country]
                   if value)
    ordered = sorted(ways.items(), key=lambda pair: (sort_key(pair[0].label), pair[0].key))
    return {"cards": [spot.card for spot in found if not spot.of_country],
            "ways": [(value.label, value.address, count) for value, count in ordered]}
