"""A network in, its other pages out: lists, topics, the A to Z, the front page, redirects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from .cards import Card, initial, sort_key
from .entry import Entry
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.term import Term
from .pages import SECTION_OF, Edition, Page, entry_page, plain_page, section_of
from .prose import Prose, plain
from .settings import Word

PER_PAGE = 250
"""Entries on one page of a list: about 20 KB compressed."""
ON_ONE_PAGE = 1000
"""Entries up to which the A to Z is one page."""
MEANING = 400
"""Letters of a definition in the glossary: two or three sentences."""
STORY = 380
"""Letters of a case study's story on the front page: about 60 words."""


def all_pages(edition: Edition) -> Iterator[Page]:
    """Every page of the site."""
    home = edition.network.entries.get("guide/index")
    for entry in edition.network:
        if entry is not home:
            yield entry_page(edition, entry)
    yield front_page(edition, home)
    for kind in edition.kinds:
        yield from index(edition, kind)
    yield from vocabulary(edition, "topics", edition.settings.topics)
    yield from vocabulary(edition, "practices", edition.settings.practices)
    yield about_network(edition)
    yield from a_to_z(edition)
    yield not_here(edition)
    yield from tombstones(edition)
    yield from redirects(edition)  # of two claims to an old address, the living one counts


def front_page(edition: Edition, guide: Entry | None) -> Page:
    """Three doors, the words of content/index.md, and what is worth a look."""
    of, cards = edition.network.of, edition.cards
    today = edition.today.isoformat()
    dates = sorted((entry for entry in of("event") if isinstance(entry, Event)
                    and entry.status != "cancelled" and entry.starts[:10] >= today),
                   key=lambda entry: entry.starts)
    cases = [entry for entry in of("case-study")
             if isinstance(entry, CaseStudy) and entry.depth == "full"]
    values = {
        "guide": guide, "doors": doors(edition),
        "counts": {kind: len(of(kind)) for kind in edition.kinds},
        "featured": [cards[entry.id] for entry in cases[:3]],
        "story": _opening(cases[0].story) if cases else "",
        "dates": [cards[entry.id] for entry in dates[:3]],
        "pathways": [cards[entry.id] for entry in of("pathway")],
    }
    return plain_page(
        edition, "", "pages/home.html", guide.name if guide else edition.settings.name,
        (guide.summary if guide else None) or edition.settings.summary, values,
        links=edition.links(guide) if guide else {})


def _opening(story: Prose) -> str:
    """The beginning of a story, at most to its first heading."""
    first = next((number for number, part in enumerate(story.parts)
                  if isinstance(part, str) and "<h" in part), len(story.parts))
    ending = story.parts[first : first + 1]
    kept = (*story.parts[:first], *(str(part).partition("<h")[0] for part in ending))
    return plain(replace(story, parts=kept), STORY)


def doors(edition: Edition) -> dict[str, str]:
    """Where the three doors of the front page lead."""
    start = "start-here/" if "guide/start-here" in edition.network else "guides/"
    return {"start": start, "find": "groups/", "run": "trainings/"}


def index(edition: Edition, kind: str) -> Iterator[Page]:
    """The list of a kind; in numbered pages if it is long."""
    model, words = edition.kinds[kind], edition.words
    entries = edition.network.of(kind)
    everything = [edition.cards[entry.id] for entry in entries
                  if not (isinstance(entry, Guide) and entry.editorial)]
    listed = sorted((card for card in everything if not card.dormant),
                    key=lambda card: (sort_key(card.group), card.order))
    template = f"indexes/{kind}.html"
    if not edition.renderer.has(template):
        template = "indexes/index.html"
    types = Counter(entry.type for entry in entries if isinstance(entry, Group))
    values = {"model": model, "plural": edition.plural(kind),
              "about": words.get(f"kind.{kind}.about", model.about),
              "types": sorted(types.items()),
              "dormant": [card for card in everything if card.dormant],
              "terms": _terms(edition) if kind == "term" else {}}
    for number, shown, paged in _numbered(listed, f"{model.folder}/"):
        groups = [(name, list(members))
                  for name, members in groupby(shown, key=lambda card: card.group)]
        yield plain_page(
            edition, paged["path"], template, _title(edition.plural(kind), number),
            str(values["about"]), {**values, **paged, "groups": groups},
            section=f"{SECTION_OF.get(kind, model.folder)}/")


def _terms(edition: Edition) -> dict[str, dict[str, Any]]:
    """What the glossary shows beside a term: the word in other languages, and how often it is used."""
    found: dict[str, dict[str, Any]] = {}
    for term in edition.network.of("term"):
        if isinstance(term, Term):
            original = [(term.original.language, term.original.text)] if term.original else []
            users = {edge.start for edge in edition.network.incoming.get(term.id, ())}
            found[term.id] = {"uses": len(users), "meaning": plain(term.definition, MEANING), "words": [
                *original, *(pair for pair in term.translations.items() if pair not in original)]}
    return found


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
        for number, shown, paged in _numbered(ordered, f"{name}/{word}/"):
            groups = [(edition.plural(kind), list(members))
                      for kind, members in groupby(shown, key=lambda card: card.kind)]
            yield plain_page(
                edition, paged["path"], "pages/word.html", _title(table[word].name, number),
                plain(about, 240) if about else "",
                {**paged, "word": table[word], "name": name, "groups": groups}, links=links)


def _numbered(cards: list[Card], base: str) -> Iterator[tuple[int, list[Card], dict[str, Any]]]:
    """A long list in pages: the number, the cards, and what the pager of a template needs."""
    pages = max(1, -(-len(cards) // PER_PAGE))
    for number in range(1, pages + 1):
        path = base if number == 1 else f"{base}page/{number}/"
        shown = cards[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield number, shown, {
            "path": path, "base": base, "number": number, "pages": pages, "total": len(cards)}


def _title(title: str, number: int) -> str:
    return title if number == 1 else f"{title} ({number})"


def a_to_z(edition: Edition) -> Iterator[Page]:
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
        yield plain_page(edition, "search/", "pages/search.html", title, about,
                         {"letters": _anchored(ordered), "counts": counts})
        return
    counts = [(letter, len(found), f"{anchor(letter)}/") for letter, found in ordered]
    yield plain_page(edition, "search/", "pages/search.html", title, about,
                     {"letters": [], "counts": counts})
    upwards = [(letter, count, f"../{address}") for letter, count, address in counts]
    for pair in ordered:
        yield plain_page(
            edition, f"search/{anchor(pair[0])}/", "pages/search.html", f"{title}: {pair[0]}", "",
            {"letters": _anchored([pair]), "counts": upwards})


def _anchored(letters: list[tuple[str, list[Card]]]) -> list[tuple[str, str, list[Card]]]:
    return [(letter, anchor(letter), cards) for letter, cards in letters]


def anchor(letter: str) -> str:
    """An address for a letter in any script."""
    if letter == "#":
        return "0-9"
    return letter.lower() if letter.isascii() else f"u{ord(letter[0]):04x}"


def about_network(edition: Edition) -> Page:
    """What network.yml says about the network itself."""
    policy = edition.settings.listing_policy
    links = {mention.target: edition.cards[mention.target]
             for mention in (policy.mentions if policy else ())
             if mention.target in edition.network}
    return plain_page(edition, "network/", "pages/network.html", edition.words("about-network"),
                      edition.settings.summary, links=links)


def not_here(edition: Edition) -> Page:
    """The page for addresses that lead nowhere."""
    return plain_page(edition, "404.html", "pages/404.html", edition.words("not-here"), "",
                      {"doors": doors(edition)}, hidden=True)


def redirects(edition: Edition) -> Iterator[Page]:
    """Old addresses lead on to where an entry is now."""
    for entry in edition.network:
        folder = entry.address.removesuffix(f"{entry.slug}/")
        for alias in entry.aliases:
            path = f"{folder}{alias}/"
            to = "../" * path.count("/") + entry.address
            yield plain_page(
                edition, path, "pages/redirect.html", entry.name, "",
                {"to": edition.cards[entry.id]}, section=section_of(entry), hidden=True,
                head=f'<meta http-equiv="refresh" content="0; url={to}">')


def tombstones(edition: Edition) -> Iterator[Page]:
    """Addresses of removed entries say so in one neutral line."""
    for stone in edition.removed:
        kind, _, slug = stone.id.partition("/")
        model = edition.kinds.get(kind)
        if model is None or stone.id in edition.network:
            continue
        address = f"{slug}/" if kind == "guide" else f"{model.folder}/{slug}/"
        to = edition.cards[stone.to] if stone.to and stone.to in edition.network else None
        yield plain_page(
            edition, address, "pages/removed.html", edition.words("removed"), "",
            {"stone": stone, "to": to}, section=f"{model.folder}/", hidden=True)
