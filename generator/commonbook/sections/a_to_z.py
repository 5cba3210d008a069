"""Everything by name: one page, or some for each letter if there is much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ..cards import Card
from ..letters import initial, script, sort_key
from ..pages import Edition, Page, numbered, numbered_title, plain_page
from ..render import digest
from ..search import names_script, searched, texts_script, words_script

ON_ONE_PAGE = 1000
"""Entries up to which the A to Z is one page."""
ASSETS = ("search.css", "search.js")


def pages(edition: Edition) -> Iterator[Page]:
    """Everything by name: one page, or some for each letter if there is much."""
    cards = sorted((edition.cards[entry.id] for entry in edition.network
                    if entry.id != "guide/index"), key=lambda card: card.order)
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(initial(card.name), []).append(card)
    letters = [(letter, anchor(letter), found[letter]) for letter in sorted(found, key=sort_key)]
    whole = len(cards) <= ON_ONE_PAGE

    def values() -> dict[str, Any]:
        return {"letters": letters if whole else [], "scripts": _scripts(letters, here=whole),
                "search": _search(edition, cards), "pages": 1}

    yield plain_page(
        edition, "search/", "pages/search.html", edition.words("search.title"),
        edition.words("a-to-z.about"), values, assets=ASSETS)
    for letter, address, having in () if whole else letters:
        title = f"{edition.words('a-to-z')}: {letter}"
        for number, shown, paged in numbered(having, f"search/{address}/"):
            yield plain_page(
                edition, paged["path"], "pages/search.html", numbered_title(title, number), "",
                {"letters": [(letter, address, shown)], "scripts": _scripts(letters, here=False),
                 "search": None, **paged})


def _scripts(
    letters: Sequence[tuple[str, str, Sequence[Card]]], *, here: bool
) -> list[list[tuple[str, str]]]:
    """Letters and where they lead, on this page or elsewhere; those of one script together."""
    return [[(letter, f"#{address}" if here else f"search/{address}/") for letter, address, _ in same]
            for _, same in groupby(letters, key=lambda found: script(found[0]))]


def _search(edition: Edition, cards: list[Card]) -> dict[str, Any]:
    """What the box above the list needs: whether there is an index, languages, two addresses."""
    found = Counter(card.language.partition("-")[0] for card in cards)
    own = edition.settings.language.partition("-")[0]
    return {
        "engine": edition.indexed,
        "languages": sorted(found, key=lambda code: (code != own, -found[code], code)),
        "names": digest((names_script(edition),))[:10],
        "texts": digest((texts_script(edition),))[:10] if edition.offline else "",
        "words": digest((words_script(searched(edition)),))[:10]}


def anchor(letter: str) -> str:
    """An address for a letter in any script."""
    if letter == "#":
        return "0-9"
    return letter.lower() if letter.isascii() else f"u{ord(letter[0]):04x}"
