"""An entry in, its page out: what the template is given, where it lies, a digest of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .cards import Card, Cards
from .entry import Entry
from .facets import Directories
from .images import Picture
from .kinds import Kinds
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.training import Training
from .link import Edge, Network
from .render import Backlink, Backlinks, Renderer, View, digest, language_marks
from .schedule import Schedule, schedule
from .settings import Settings, Tombstone
from .words import Words, direction

SECTION_OF = MappingProxyType({
    "activity": "trainings", "event": "trainings", "pathway": "guides", "source": "glossary",
})
"""Kinds that stand in the menu under another kind's list."""

ASSETS = MappingProxyType({"pathway": ("pathway.css", "pathway.js")})
"""Styles and scripts that only pages of a kind need."""

NO_LINKS: Mapping[str, Card] = MappingProxyType({})
HIDDEN = "noindex"
PER_PAGE = 250
"""Entries on one page of a list: about 20 KB compressed."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that pages are made from.

    ``salt`` is a digest of what every page depends on: templates, words, code, settings.
    """

    network: Network
    settings: Settings
    kinds: Kinds
    words: Words
    cards: Cards
    renderer: Renderer
    salt: str
    today: date
    directories: Directories
    removed: tuple[Tombstone, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    assets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Digests of the theme's files by their names, for addresses that change with them."""
    cache: Path | None = None
    """Where work is remembered that takes long; without it there is no search index."""

    def plural(self, kind: str) -> str:
        """The name of a kind's list."""
        model = self.kinds[kind]
        return self.words.get(f"kind.{kind}.plural", model.plural or model.folder)

    @property
    def doors(self) -> dict[str, str]:
        """Where the three doors of the front page lead."""
        start = "start-here/" if "guide/start-here" in self.network else "guides/"
        return {"start": start, "find": "groups/", "run": "trainings/"}

    def links(self, entry: Entry) -> dict[str, Card]:
        """Cards of everything an entry names, and its own."""
        edges = self.network.outgoing.get(entry.id, ())
        links = {edge.end: self.cards[edge.end] for edge in edges}
        links[entry.id] = self.cards[entry.id]
        return links


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site, not yet rendered.

    ``path`` is its address from the site's root. ``section`` is the address of the menu entry it
    belongs to. ``given`` is a digest of everything its template is given: the same digest, the
    same bytes. ``hidden`` keeps it from search engines.
    """

    path: str
    section: str
    given: str
    slots: Callable[[], Mapping[str, str]]
    hidden: bool = False

    @property
    def file(self) -> str:
        """The file it becomes."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


@dataclass(frozen=True, slots=True)
class Variant:
    """A session cut to a length the network offers."""

    length: int
    schedule: Schedule


def entry_page(edition: Edition, entry: Entry) -> Page:
    """The page of an entry: itself, cards of what it names, and what names it."""
    links, card = edition.links(entry), edition.cards[entry.id]
    backlinks = _backlinks(edition, entry)
    picture = edition.pictures.get(entry.id)
    head = _assets(edition, ASSETS.get(entry.kind, ()), entry.address)
    given = digest((
        edition.salt, entry.source.digest, picture.name if picture else "", head,
        *(link.digest for link in links.values()),
        *(f"{group.words}:{link.card.digest}:{link.since}:{link.until}"
          for group in backlinks for link in group.links)))
    hidden = isinstance(entry, Group) and entry.sensitive

    def slots() -> Mapping[str, str]:
        template = f"entries/{entry.kind}.html"
        view = View(template if edition.renderer.has(template) else "entries/entry.html", {
            "entry": entry, "kind": type(entry), "card": card, "backlinks": backlinks,
            "own": language_marks(card.language, edition.settings.language),
            "place": edition.cards.place(getattr(entry, "place", None)), "picture": picture,
            **_values(edition, entry)}, entry.address, links)
        return {
            "title": entry.name, "summary": card.summary, "body": edition.renderer.render(view),
            "path": entry.address.rstrip("/"), **_language(edition), "robots": HIDDEN if hidden else "index, follow",
            "head": head}

    return Page(entry.address, section_of(entry), given, slots, hidden)


def plain_page(
    edition: Edition, path: str, template: str, title: str, summary: str = "",
    values: Mapping[str, Any] = MappingProxyType({}), *, links: Mapping[str, Card] = NO_LINKS,
    section: str = "", hidden: bool = False, head: str = "", assets: Sequence[str] = (),
) -> Page:
    """A page that is not one entry's: a list, the front page, a redirect.

    ``assets`` are styles and scripts of ``theme/assets/`` that only this page needs.
    """
    head += _assets(edition, assets, path)
    given = digest((edition.salt, path, template, title, summary, head, _shown(values),
                    *(card.digest for card in links.values())))

    def slots() -> Mapping[str, str]:
        view = View(template, {"title": title, "summary": summary, **values}, path, links)
        return {"title": title, "summary": summary, "body": edition.renderer.render(view),
                "path": path.rstrip("/"), **_language(edition),
                "robots": HIDDEN if hidden else "index, follow", "head": head}

    return Page(path, section, given, slots, hidden)


def _assets(edition: Edition, names: Sequence[str], path: str) -> str:
    """The elements that load styles and scripts; an address changes whenever its file does."""
    found = []
    for name in names:
        address = f"{'../' * path.count('/')}assets/{name}?{edition.assets[name]}"
        found.append(f'<link rel="stylesheet" href="{address}">' if name.endswith(".css")
                     else f'<script defer src="{address}"></script>')
    return "".join(found)


def _language(edition: Edition) -> dict[str, str]:
    """The language of the page; texts in another one are marked where they stand."""
    language = edition.settings.language
    return {"lang": language, "dir": direction(language)}


def section_of(entry: Entry) -> str:
    """The address of the menu entry that an entry's page belongs to."""
    if isinstance(entry, Guide) and (entry.editorial or entry.slug.startswith("contribute/")):
        return entry.address if "/" not in entry.slug else f"{entry.slug.split('/', 1)[0]}/"
    return f"{SECTION_OF.get(entry.kind, type(entry).folder)}/"


def _backlinks(edition: Edition, entry: Entry) -> tuple[Backlinks, ...]:
    """What names this entry, gathered under words; fields before mentions in texts."""
    edges = edition.network.incoming.get(entry.id, ())
    named = {edge.start for edge in edges if not edge.mention}
    groups: dict[str, dict[str, Backlink]] = {}
    for edge in edges:
        if not (edge.mention and edge.start in named):
            links = groups.setdefault(_back_words(edition, edge), {})
            if edge.start not in links:
                links[edge.start] = Backlink(edition.cards[edge.start], edge.since, edge.until)
    last = edition.words("back.mention")
    ordered = sorted(groups.items(), key=lambda pair: pair[0] == last)
    return tuple(Backlinks(words, tuple(links.values())) for words, links in ordered)


def _back_words(edition: Edition, edge: Edge) -> str:
    """How a page speaks of those that name it: the theme's words, else the model's."""
    if edge.mention:
        return edition.words("back.mention")
    key = f"back.{edge.start.partition('/')[0]}.{edge.field}"
    return edition.words.get(key, edge.back or edition.words("back.related"))


def _values(edition: Edition, entry: Entry) -> dict[str, Any]:
    """What else a kind's template is given.

    All of it follows from the entry and the settings, or from links whose cards are in the digest.
    """
    if isinstance(entry, Training):
        starts = edition.settings.session_starts
        start = starts[0] if starts else None
        shorter = (n for n in edition.settings.session_lengths if n < entry.minutes)
        cut = [Variant(n, schedule(entry.blocks, start=start, available=n)) for n in shorter]
        return {
            "schedule": schedule(entry.blocks, start=start), "start": start,
            "variants": [variant for variant in cut if variant.schedule.fits],
            "experience": experience(entry)}
    if isinstance(entry, Group):
        edges = edition.network.incoming.get(entry.id, ())
        return {"parts": [edition.cards[edge.start] for edge in edges if edge.field == "part_of"]}
    return {}


def experience(training: Training) -> str:
    """How much a training has been used, from its field notes: draft, tried or used."""
    groups = {note.by for note in training.field_notes if note.by}
    if len(groups) > 1:
        return "used"
    return "tried" if training.field_notes else "draft"


def numbered(cards: Sequence[Card], base: str) -> Iterator[tuple[int, Sequence[Card], dict[str, Any]]]:
    """A long list in pages: the number, the cards, and what the pager of a template needs."""
    pages = max(1, -(-len(cards) // PER_PAGE))
    for number in range(1, pages + 1):
        path = base if number == 1 else f"{base}page/{number}/"
        shown = cards[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield number, shown, {
            "path": path, "base": base, "number": number, "pages": pages, "total": len(cards)}


def numbered_title(title: str, number: int) -> str:
    """The title of a page of a long list."""
    return title if number == 1 else f"{title} ({number})"


def _shown(value: Any) -> str:
    """Everything in a tree of values that a template could show, as one text."""
    if isinstance(value, Card):
        return value.digest
    if isinstance(value, Entry):
        return value.source.digest
    if isinstance(value, Mapping):
        return "{" + "\x1d".join(f"{key}:{_shown(held)}" for key, held in value.items()) + "}"
    if isinstance(value, type):
        return value.__qualname__
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + "\x1d".join(_shown(held) for held in value) + "]"
    return str(value)
