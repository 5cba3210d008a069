"""Topics and practices: the list of each vocabulary, and a page for each of its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ..cards import Card
from ..pages import Edition, Page, numbered, numbered_title, plain_page
from ..prose import plain
from ..settings import Word

OPENING = {"reading": 1, "cases": 1, "sessions": 1, "groups": 3}
"""What a topic's page begins with, and how many of each."""
LONG_ENOUGH = 8


def pages(edition: Edition) -> Iterator[Page]:
    """Pages of both vocabularies."""
    yield from vocabulary(edition, "topics", edition.settings.topics)
    yield from vocabulary(edition, "practices", edition.settings.practices)


def vocabulary(edition: Edition, name: str, table: Mapping[str, Word]) -> Iterator[Page]:
    """The list of a vocabulary, and pages for each of its words."""
    if not table:
        return
    by_word: dict[str, list[Card]] = {word: [] for word in table}
    for entry in edition.network:
        for word in getattr(entry, name, ()):
            card = edition.cards[entry.id]
            if word in by_word and not card.dormant:
                by_word[word].append(card)
    counts = [(word, table[word], len(cards)) for word, cards in by_word.items()]
    yield plain_page(edition, f"{name}/", "pages/vocabulary.html", edition.words(name),
                     edition.words(f"{name}.about"), {"name": name, "counts": counts})
    rank = {kind: number for number, kind in enumerate(edition.kinds)}
    for word, cards in by_word.items():
        about = table[word].description
        mentions = about.mentions if about else ()
        links = {mention.target: edition.cards[mention.target] for mention in mentions
                 if mention.target in edition.network}
        ordered = sorted(cards, key=lambda card: (rank[card.kind], card.order))
        for number, shown, paged in numbered(ordered, f"{name}/{word}/"):
            groups = [(edition.plural(kind), list(members))
                      for kind, members in groupby(shown, key=lambda card: card.kind)]
            opening = chapter(edition, word, len(cards)) if name == "topics" and number == 1 else {}
            yield plain_page(
                edition, paged["path"], "pages/word.html", numbered_title(table[word].name, number),
                plain(about, 240) if about else "",
                {**paged, "word": table[word], "name": name, "groups": groups, "chapter": opening},
                links=links)


def chapter(edition: Edition, topic: str, entries: int) -> dict[str, list[Card]]:
    """How the page of a topic begins: a guide, a case, a session, some groups.

    Nothing if the whole list is hardly longer than that would be.
    """
    if entries < LONG_ENOUGH:
        return {}
    found = {shelf: [edition.cards[entry_id]
                     for entry_id in edition.neighbours.chapter(topic, shelf, most)]
             for shelf, most in OPENING.items()}
    return {shelf: cards for shelf, cards in found.items() if cards}
