"""How bodies are built: a page for each that has parts, delegates or seats, and all side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..cards import Card
from ..drawings import Row
from ..entry import Entry
from ..kinds.case_study import CaseStudy
from ..kinds.group import Group
from ..letters import sort_key
from ..pages import Edition, Page, numbered, numbered_title, plain_page, section_of
from ..render import language_marks
from ..structures import (
    Level,
    Structure,
    gaps_of_case,
    organised,
    received,
    structure,
    topmost,
)

STYLE = ("structures.css",)
GUIDES = ("guide/learn/structures-compared", "guide/organise/delegate-rules")
"""Guides that go with these pages, where a network has them."""
DECISIONS = ("decides", "decision_method", "quorum")
GIVEN = ("id", "name", "status", "checked_on", "sources", "seats", "how_it_decides", *DECISIONS)
"""What a page is given of an entry: no more of it, so that no other edit changes the page."""


def pages(edition: Edition) -> Iterator[Page]:
    """The comparison."""
    yield from comparison(edition)


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """How the bodies of a case study are built, with its text on how they decide."""
    if isinstance(entry, CaseStudy) and organised(entry, edition.network):
        yield _page(edition, entry, {
            "levels": entry.structure, "gaps": tuple(gaps_of_case(entry)),
            "rows": tuple(_rows_of_case(entry, _language(edition, entry.id)))}, edition.links(entry))


def outline_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """How one body is built; and a list of all bodies below it, if they are too many for a page."""
    if isinstance(entry, Group) and organised(entry, edition.network):
        built = structure(entry, edition.network, edition.settings, edition.today)
        bodies = edition.network.entries
        yield _page(edition, entry, {
            "built": built, "gaps": built.gaps, "rows": tuple(_rows(edition, built, entry)),
            "received": received(entry),
            "on_the_way": {step.body: _decisions(bodies[step.body])
                           for step in built.steps if step.body},
        }, {**edition.links(entry), **{body: edition.cards[body] for body in built.shown}})
        yield from _all_bodies(edition, entry, built)


def _decisions(entry: Entry) -> dict[str, Any]:
    """What the page says of another body on the way."""
    return {name: getattr(entry, name, None) for name in DECISIONS}


def _page(
    edition: Edition, entry: Entry, values: Mapping[str, Any], links: Mapping[str, Card]
) -> Page:
    card = edition.cards[entry.id]
    known = {guide: edition.cards[guide] for guide in GUIDES if guide in edition.network}
    return plain_page(
        edition, f"{entry.address}structure/", f"pages/structure-{entry.kind}.html",
        edition.words("organised.title", name=entry.name), edition.words("organised.about"),
        {"entry": {name: getattr(entry, name, None) for name in GIVEN}, "card": card,
         "guides": tuple(known.values()), **values,
         "own": language_marks(card.language, edition.settings.language)},
        links={**known, **links}, section=section_of(entry), assets=STYLE,
        hidden=isinstance(entry, Group) and entry.sensitive)


def _all_bodies(edition: Edition, entry: Group, built: Structure) -> Iterator[Page]:
    """Every body below, by name, in numbered pages; only where not all stand on the first page."""
    if not built.unlisted:
        return
    cards = sorted((edition.cards[body] for body in built.below), key=lambda card: card.order)
    title = edition.words("organised.bodies", name=entry.name)
    for number, shown, paged in numbered(cards, f"{entry.address}structure/bodies/"):
        yield plain_page(
            edition, paged["path"], "pages/structure-bodies.html", numbered_title(title, number), "",
            {**paged, "card": edition.cards[entry.id], "cards": shown},
            section=section_of(entry), hidden=entry.sensitive)


# -- what is drawn -----------------------------------------------------------------------------


def level_name(edition: Edition, level: Level) -> str:
    """What a level is called, as far as anything names it."""
    if level.named == "ladder":
        return level.label.capitalize()
    if level.named == "type":
        return edition.words.get(f"type.{level.label}", level.label)
    return level.label or edition.words("level.unnamed")


def _rows(edition: Edition, built: Structure, entry: Group) -> Iterator[Row]:
    """The levels, and above them the bodies on the way up from here."""
    words = edition.words
    order = [[body for branch in level.branches for body in branch.bodies] for level in built.levels]
    upwards = [step for step in built.steps if step.body == entry.id and step.onward]
    for number, level in enumerate(built.levels):
        last = number + 1 == len(built.levels)
        place = {body: index for index, body in enumerate([] if last else order[number + 1])}
        count = words("bodies.count", level.bodies) if level.bodies else words("bodies.none")
        seats = words("seats.count", level.people) if level.people else ""
        sends = bool(upwards and upwards[0].tie == "sends") if last else (
            bool(level.sending or level.carriers))
        listed = level.bodies and len(order[number]) == level.bodies
        yield Row(
            entry.name if last else level_name(edition, level),
            " · ".join(part for part in ("" if last else count, seats) if part),
            ((0, sends),) if last else tuple(
                (place.get(branch.above, -1), body not in level.mute)
                for branch in level.branches for body in branch.bodies) if listed else None,
            str(level.bodies or "?"), () if last else _way(edition, level, sends=sends),
            sends, language=_language(edition, entry.id) if last else None)
    route = [step for step in built.steps if step.body]
    here = next(index for index, step in enumerate(route) if step.body == entry.id)
    for step in route[here + 1 :]:
        sends = step.tie == "sends"
        yield Row(edition.cards[step.body].name, words("above"), ((0, sends),), sends=sends,
                  language=_language(edition, step.body))


def _language(edition: Edition, body: str) -> str | None:
    """The language of a body's words, if it is not the page's."""
    language = edition.cards[body].language
    return None if language == edition.settings.language else language


def _way(edition: Edition, level: Level, *, sends: bool) -> tuple[tuple[str, str | None], ...]:
    """Who goes up from a level and how they can be called back, in a few words."""
    words = edition.words
    if not sends:
        return ((words("way.unknown"), None),) if level.bodies else ()
    carried = sum(office.people for office in level.carriers)
    who = words("delegates.count", carried) if carried else words("delegates")
    ways = {office.seat.recall: office.language for office in level.carriers if office.seat.recall}
    if len(ways) != 1:
        recall = words("recall.several") if ways else words("unknown")
        return ((f"↑ {who}. {words('seat.recall')}: {recall}", None),)
    (recall, language), = ways.items()
    spoken = None if language in {"", edition.settings.language} else language
    return ((f"↑ {who}. {words('seat.recall')}:", None), (recall, spoken))


def _rows_of_case(case: CaseStudy, language: str | None) -> Iterator[Row]:
    rising = [level for level in case.structure if not level.beside]
    for level in case.structure:
        goes_up = bool(level.sends) and not level.beside and level is not rising[-1]
        yield Row(level.level, level.size or "",
                  inside="" if level.beside else str(rising.index(level) + 1),
                  way=((f"↑ {level.sends}", language),) if goes_up else (), sends=goes_up, beside=level.beside,
                  language=language)


# -- side by side ----------------------------------------------------------------------------------


def comparison(edition: Edition) -> Iterator[Page]:
    """Every structure that is not part of another one listed, a row each."""
    words = edition.words
    entries = [entry for entry in edition.network if organised(entry, edition.network)
               and not (isinstance(entry, Group)
                        and (entry.sensitive or not topmost(entry, edition.network, edition.today)))]
    cards = sorted((edition.cards[entry.id] for entry in entries),
                   key=lambda card: sort_key(card.name))
    guides = tuple(edition.cards[guide] for guide in GUIDES if guide in edition.network)
    for number, shown, paged in numbered(cards, "structures/"):
        yield plain_page(
            edition, paged["path"], "pages/structures.html", numbered_title(words("structures"), number),
            words("structures.about"),
            {**paged, "guides": guides,
             "lines": [_line(edition, edition.network.entries[card.id], card) for card in shown]},
            assets=STYLE)


def _line(edition: Edition, entry: Entry, card: Card) -> dict[str, Any]:
    """A row of the comparison: what is known of one structure."""
    own = language_marks(card.language, edition.settings.language)
    if isinstance(entry, CaseStudy):
        rising = [level for level in entry.structure if not level.beside]
        return {
            "card": card, "own": own, "levels": [level.level for level in rising],
            "beside": [level.level for level in entry.structure if level.beside],
            "bodies": None, "sizes": [level.size for level in rising[:1] if level.size],
            "seats": None, "sends": [level.sends for level in rising[:-1] if level.sends],
            "recall": [], "method": None, "decides": bool(entry.how_it_decides),
            "status": "", "when": (entry.period.start, entry.period.end)}
    assert isinstance(entry, Group)  # noqa: S101 - organised() lets only these two through
    built = structure(entry, edition.network, edition.settings, edition.today)
    carriers = dict.fromkeys(
        office.seat.name for level in built.levels for office in level.carriers)
    return {
        "card": card, "own": own, "levels": [
            *(level_name(edition, level) for level in built.levels[:-1]), entry.name],
        "beside": [], "bodies": len(built.below), "sizes": [], "seats": built.people,
        "sends": list(carriers)[:3],
        "recall": list(dict.fromkeys(
            office.seat.recall for level in built.levels for office in level.offices
            if office.seat.recall))[:3],
        "method": entry.decision_method, "decides": False,
        "status": entry.status or "", "when": (entry.founded, entry.ended)}
