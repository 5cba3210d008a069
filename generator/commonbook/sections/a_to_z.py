"""Everything by name: one page, or one a letter if there is much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..cards import Card, initial, sort_key
from ..pagefind import program
from ..pages import Edition, Page, plain_page
from ..render import digest
from ..search import names_script, searched, texts_script, words_script

ON_ONE_PAGE = 1000
"""Entries up to which the A to Z is one page."""
ASSETS = ("search.css", "search.js")


def pages(edition: Edition) -> Iterator[Page]:
    """Everything by name: one page, or one a letter if there is much."""
    cards = sorted((edition.cards[entry.id] for entry in edition.network
                    if entry.id != "guide/index"), key=lambda card: card.order)
    letters: dict[str, list[Card]] = {}
    for card in cards:
        letters.setdefault(initial(card.name), []).append(card)
    ordered = sorted(letters.items(), key=lambda pair: sort_key(pair[0]))
    title, about = edition.words("a-to-z"), edition.words("a-to-z.about")
    if len(cards) <= ON_ONE_PAGE:
        counts = [(letter, len(found), f"#{anchor(letter)}") for letter, found in ordered]
        yield plain_page(edition, "search/", "pages/search.html", edition.words("search.title"), about,
                         {"letters": _anchored(ordered), "counts": counts, "search": _search(edition, cards)},
                         assets=ASSETS)
        return
    counts = [(letter, len(found), f"{anchor(letter)}/") for letter, found in ordered]
    yield plain_page(edition, "search/", "pages/search.html", edition.words("search.title"), about,
                     {"letters": [], "counts": counts, "search": _search(edition, cards)},
                     assets=ASSETS)
    upwards = [(letter, count, f"../{address}") for letter, count, address in counts]
    for pair in ordered:
        yield plain_page(
            edition, f"search/{anchor(pair[0])}/", "pages/search.html", f"{title}: {pair[0]}", "",
            {"letters": _anchored([pair]), "counts": upwards, "search": None})


def _search(edition: Edition, cards: list[Card]) -> dict[str, Any]:
    """What the box above the list needs: whether there is an index, languages, two addresses."""
    found = Counter(card.language.partition("-")[0] for card in cards)
    own = edition.settings.language.partition("-")[0]
    return {
        "engine": bool(edition.cache and program()),
        "languages": sorted(found, key=lambda code: (code != own, -found[code], code)),
        "names": digest((names_script(edition),))[:10],
        "texts": digest((texts_script(edition),))[:10] if edition.offline else "",
        "words": digest((words_script(searched(edition)),))[:10]}


def _anchored(letters: list[tuple[str, list[Card]]]) -> list[tuple[str, str, list[Card]]]:
    return [(letter, anchor(letter), cards) for letter, cards in letters]


def anchor(letter: str) -> str:
    """An address for a letter in any script."""
    if letter == "#":
        return "0-9"
    return letter.lower() if letter.isascii() else f"u{ord(letter[0]):04x}"
