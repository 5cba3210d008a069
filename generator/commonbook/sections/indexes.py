"""The list of every kind, and a page for each value of its facets; in numbered pages if long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from ..cards import Card
from ..facets import NOWHERE, Choice, Directory, Value, country_of, rows_script
from ..forms import KINDS
from ..kinds.term import Term
from ..letters import sort_key
from ..pages import (
    PER_PAGE,
    WITH_DATES,
    Edition,
    Page,
    calendars,
    numbered,
    numbered_title,
    plain_page,
    section_of_kind,
)
from ..programme import Listed, whole
from ..prose import plain
from ..render import digest
from ..sentences import opening

MEANING = 240
"""Letters of a definition in the glossary: about two sentences."""
ASSETS = ("directory.css", "directory.js")
NEAR = ("near.js", "places.js", "places-latin.js", "places-other.js")
FEW = 9
"""Entries up to which a list needs no filters."""
SPLIT = 1000
"""Entries above which a list is divided into the lists of its countries."""
OF_VOCABULARIES = frozenset({"topic", "practice"})
"""Facets whose values have pages that show entries of all kinds."""


def pages(edition: Edition) -> Iterator[Page]:
    """The lists of all kinds, and of all values in them; events go by dates (``events.py``)."""
    for kind in edition.kinds:
        if kind != "event":
            yield from index(edition, kind)
        yield from values(edition, edition.directories[kind])


def index(edition: Edition, kind: str) -> Iterator[Page]:
    """The list of a kind; above 1,000 entries, its countries with their regions."""
    model, directory = edition.kinds[kind], edition.directories[kind]
    template = f"indexes/{kind}.html"
    if not edition.renderer.has(template):
        template = "indexes/index.html"
    listed, countries = directory.listed, _countries(edition, directory)
    given = {
        "model": model, "plural": edition.plural(kind), "about": _about(edition, kind),
        "dormant": directory.dormant, "countries": [
            (value, [region for region in regions if len(region.cards) > PER_PAGE])
            for value, regions in countries],
        "terms": _terms(edition) if kind == "term" else {}, "start": edition.doors["start"],
        "form": form_of(kind),
        **finder(edition, directory),
    }
    for number, shown, paged in numbered(() if countries else listed, f"{model.folder}/"):
        groups = [(name, list(members))
                  for name, members in groupby(shown, key=lambda card: card.group)]
        yield plain_page(
            edition, paged["path"], template, numbered_title(edition.plural(kind), number),
            str(given["about"]), {
                **given, **paged, "total": len(listed), "groups": groups},
            section=section_of_kind(model), assets=ASSETS)


def form_of(kind: str) -> str:
    """The address of the form for a new entry of a kind; "" if there is none."""
    return f"contribute/{kind}/" if kind in KINDS else ""


def _about(edition: Edition, kind: str) -> str:
    return edition.words.get(f"kind.{kind}.about", edition.kinds[kind].about)


def finder(edition: Edition, directory: Directory) -> Mapping[str, Any]:
    """What the filters of a list are given: the rows of a short one, the file of a long one."""
    placed, whole = directory.has_positions, len(directory.listed) <= PER_PAGE
    folder = edition.kinds[directory.kind].folder
    return {
        "rows": directory.rows if whole else {},
        "elsewhere": "" if whole else
        f"{folder}/rows.js?{digest((rows_script(directory, edition.words),))[:10]}",
        "filters": directory.filters, "near": placed,
        "dated": any(row.day for row in directory.rows.values()),
        "loads": {name: f"assets/{name}?{edition.assets[name]}" for name in (
            *(NEAR if placed else ()), *(() if whole else ("long-list.js",)))}}


def _countries(
    edition: Edition, directory: Directory
) -> list[tuple[Value, list[Value]]]:
    """The countries of a long list with their regions; nothing for a list that is not long."""
    choice = directory.choice("country")
    if choice is None or len(directory.listed) <= SPLIT:
        return []
    placed = {card.id for value in choice.values for card in value.cards}
    rest = tuple(card for card in directory.listed if card.id not in placed)
    nowhere = [Value(NOWHERE, edition.words("everywhere"), f"{choice.address}{NOWHERE}/", rest)]
    regions = directory.choice("region")
    return [(value, [region for region in (regions.values if regions else ())
                     if region.key.startswith(f"{value.key}-")])
            for value in (*choice.values, *(nowhere if rest else ()))]


def values(edition: Edition, directory: Directory) -> Iterator[Page]:
    """A page for each value of each facet, and one for each facet that leads to them."""
    countries = [value for value, _ in _countries(edition, directory)]
    for choice in directory.choices:
        if choice.name in OF_VOCABULARIES:
            continue
        found = tuple(countries) if countries and choice.name == "country" else choice.values
        yield _facet(edition, directory, choice, found)
        for value in found:
            yield from _value(edition, directory, choice, value)


def _facet(
    edition: Edition, directory: Directory, choice: Choice, found: Sequence[Value]
) -> Page:
    """All values of one facet; regions by their countries."""
    model, plural = edition.kinds[directory.kind], edition.plural(directory.kind)
    countries = {"": list(found)}
    if choice.name == "region":
        countries = {}
        for value in found:
            name = edition.words.country(country_of(value)) or edition.words("everywhere")
            countries.setdefault(name, []).append(value)
    groups = sorted(countries.items(), key=lambda pair: sort_key(pair[0]))
    return plain_page(
        edition, choice.address, "pages/facet.html", f"{plural}: {choice.label}",
        edition.words("facet.about", kind=plural, facet=choice.label),
        {"model": model, "plural": plural, "choice": choice, "groups": groups},
        section=section_of_kind(model))


def _value(
    edition: Edition, directory: Directory, choice: Choice, value: Value
) -> Iterator[Page]:
    """Everything that has one value; of events their coming dates.

    A page knows its facet, not the other values: with many regions each would cost all.
    """
    model, plural = edition.kinds[directory.kind], edition.plural(directory.kind)
    title = f"{plural}: {value.full}"
    narrows = (len(directory.listed) > FEW
               and any(value.key == other.key for filter_ in directory.filters
                       if filter_.name == choice.name for other in filter_.offered))
    for number, shown, paged in numbered(_headed(edition, directory, choice, value), value.address):
        groups = [(name, [row for _, row in part])
                  for name, part in groupby(shown, key=lambda pair: pair[0])]
        if len(groups) == 1 and not directory.dates:
            groups = [("", groups[0][1])]
        yield plain_page(
            edition, paged["path"], "pages/value.html", numbered_title(title, number),
            edition.words("facet.value.about", kind=plural, facet=choice.label, value=value.full),
            {"model": model, "plural": plural, "choice": replace(choice, values=()), "value": value,
             "groups": groups, "narrows": narrows, **paged,
             "calendars": calendars(edition, [whole()] if directory.dates else [])},
            section=section_of_kind(model),
            assets=WITH_DATES if directory.dates else ())


def _headed(
    edition: Edition, directory: Directory, choice: Choice, value: Value
) -> list[tuple[str, Card | Listed]]:
    """What has a value, in order, with headings: months, regions of a country, or countries."""
    if directory.dates:
        having = {card.id for card in value.cards}
        return [(edition.words.month(one.starts), one)
                for one in directory.dates if one.card.id in having]
    regions = directory.choice("region")
    if choice.name != "country" or regions is None:
        return [("" if choice.name == "country" else card.group, card) for card in value.cards]
    by_region = {card.id: region.label for region in regions.values for card in region.cards}
    ordered = sorted(value.cards, key=lambda card: (
        sort_key(by_region.get(card.id, "")), card.order))
    return [(by_region.get(card.id, ""), card) for card in ordered]


def _terms(edition: Edition) -> dict[str, dict[str, Any]]:
    """What the glossary shows beside a term: the word in other languages, and how often it is used."""
    found: dict[str, dict[str, Any]] = {}
    for term in edition.network.of("term"):
        if isinstance(term, Term):
            original = [(term.original.language, term.original.text)] if term.original else []
            users = {edge.start for edge in edition.network.incoming.get(term.id, ())}
            found[term.id] = {"uses": len(users), "meaning": opening(plain(term.definition), MEANING), "words": [
                *original, *(pair for pair in term.translations.items() if pair not in original)]}
    return found
