"""What pages are made from, and a page: where it lies, how it is made, a digest of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from markupsafe import escape

from .cards import Card, Cards
from .entry import Entry
from .facets import Directories
from .images import Picture
from .kinds import Kinds
from .kinds.group import Group
from .kinds.guide import Guide
from .link import Network
from .neighbours import Near, Neighbours
from .programme import Calendar, Programme, whole
from .render import Renderer, View, digest
from .sessions import Session, session_of
from .settings import Settings, Tombstone
from .words import Words, direction

NO_LINKS: Mapping[str, Card] = MappingProxyType({})
Values = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
HIDDEN = "noindex"
PER_PAGE = 250
"""Entries on one page of a list: about 20 KB compressed."""

DATES = 12
"""Coming dates of other entries that a page holds. It shows fewer; the others take the places of
those that are over before the site is made again."""

TAKE_AWAY = "take-away/"
"""The page of what can be taken away, and where its files lie."""

WITH_DATES = ("dates.js",)
"""What pages with dates load: a script that takes away what is over."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away: ``form`` is zip or epub, ``size`` in bytes.

    ``of`` is the id of the pathway that it holds, or "" if it is the whole handbook, or all of it
    that is in ``language``.
    """

    path: str
    form: str
    of: str
    language: str
    size: int


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
    programme: Programme
    directories: Directories
    careful: frozenset[str] = frozenset()
    """Ids of groups that need care, and of their events."""
    removed: tuple[Tombstone, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: MappingProxyType({}))
    assets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Digests of the theme's files by their names, for addresses that change with them."""
    cache: Path | None = None
    """Where work is remembered that takes long."""
    indexed: bool = False
    """Whether there is an index of all words; else search goes by names."""
    remembered: Callable[[str], Near] | None = None
    """What was near each entry, if the network is a remembered one."""
    offline: bool = False
    """Whether the pages are for a copy that is opened from a folder."""
    downloads: tuple[Download, ...] = ()
    """What can be taken away."""
    neighbours: Neighbours = field(init=False)
    """What is near each entry."""

    def __post_init__(self) -> None:
        # No method of its own: an edition that leads back to itself would never be let go.
        kept_back = partial(_kept_back, self.network, self.cards)
        object.__setattr__(self, "neighbours", Neighbours(
            self.network, self.kinds, kept_back, self.remembered))

    def plural(self, kind: str) -> str:
        """The name of a kind's list."""
        model = self.kinds[kind]
        return self.words.get(f"kind.{kind}.plural", model.plural or model.folder)

    @property
    def doors(self) -> dict[str, str]:
        """Where the three doors of the front page lead."""
        start = "start-here/" if "guide/start-here" in self.network else "guides/"
        return {"start": start, "find": "groups/", "run": "trainings/"}

    def session(self, entry: Entry) -> Session | None:
        """What can be run: a training, or the study circle made from an entry's questions."""
        return session_of(entry, self.settings, self.words)

    def links(self, entry: Entry) -> dict[str, Card]:
        """Cards of everything an entry names, and its own."""
        edges = self.network.outgoing.get(entry.id, ())
        links = {edge.end: self.cards[edge.end] for edge in edges}
        links[entry.id] = self.cards[entry.id]
        return links


def _kept_back(network: Network, cards: Cards, entry_id: str) -> bool:
    """Entries that readers are not led to unless somebody names them in a list or a text."""
    entry = network.entries[entry_id]
    return (isinstance(entry, Guide) and entry.editorial) or (
        isinstance(entry, Group) and entry.sensitive) or cards[entry_id].dormant


@dataclass(frozen=True)
class Page:
    """One page of the site, not yet rendered.

    ``path`` is its address from the site's root. ``section`` is the address of the menu entry it
    belongs to. ``parts`` are texts that stand for everything its template is given. ``hidden``
    keeps it from search engines.
    """

    path: str
    section: str
    parts: Callable[[], Iterable[str]]
    slots: Callable[[], Mapping[str, str]]
    hidden: bool = False

    @cached_property
    def given(self) -> str:
        """A digest of everything its template is given: the same digest, the same bytes."""
        return digest(self.parts())

    @property
    def file(self) -> str:
        """The file it becomes."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


def offered(edition: Edition, entry_id: str) -> list[dict[str, str]]:
    """The files to take away of one entry, or with "" of the whole handbook."""
    return [{"path": one.path, "form": one.form, "language": one.language,
             "size": edition.words.size(one.size)}
            for one in edition.downloads if one.of == entry_id]


def plain_page(
    edition: Edition, path: str, template: str, title: str, summary: str = "",
    values: Values = MappingProxyType({}), *, links: Mapping[str, Card] = NO_LINKS,
    section: str = "", hidden: bool = False, head: str = "", assets: Sequence[str] = (),
) -> Page:
    """A page that is not an entry's own: a list, the front page, a sheet, a redirect.

    ``values`` are what the template is given, or a function that gives it, for pages that are
    only worked out where they are made. ``assets`` are styles and scripts of ``theme/assets/``
    that only this page needs.
    """
    head += loads(edition, assets, path)

    @cache
    def given() -> Mapping[str, Any]:
        return values() if callable(values) else values

    def parts() -> Iterator[str]:
        yield from (edition.salt, path, template, title, summary, head, as_text(given()))
        yield from (card.digest for card in links.values())

    def slots() -> Mapping[str, str]:
        view = View(template, {"title": title, "summary": summary, **given()}, path, links)
        return {"title": title, "summary": summary, "body": edition.renderer.render(view),
                "path": path.rstrip("/"), **in_frame(edition, path),
                "robots": HIDDEN if hidden else "index, follow", "head": head}

    return Page(path, section, parts, slots, hidden)


def loads(edition: Edition, names: Sequence[str], path: str) -> str:
    """The elements that load styles and scripts; an address changes whenever its file does."""
    found = []
    for name in names:
        address = f"{'../' * path.count('/')}assets/{name}?{edition.assets[name]}"
        found.append(f'<link rel="stylesheet" href="{address}">' if name.endswith(".css")
                     else f'<script defer src="{address}"></script>')
    return "".join(found)


def in_frame(edition: Edition, path: str) -> dict[str, str]:
    """What the frame of every page is told: its language, and whether there is more to take away.

    Texts in another language are marked where they stand.
    """
    language = edition.settings.language
    offers = [] if edition.offline or path == "404.html" else [
        ("save/", "save"), *([(TAKE_AWAY, "take-away")] if edition.downloads else ())]
    more = "".join(
        f'<li><a href="{"../" * path.count("/")}{address}">{escape(edition.words(words))}</a></li>'
        for address, words in offers)
    return {"lang": language, "dir": direction(language), "more": more}


def section_of(entry: Entry) -> str:
    """The address of the menu entry that an entry's page belongs to."""
    if isinstance(entry, Guide) and (entry.editorial or entry.slug.startswith("contribute/")):
        return entry.address if "/" not in entry.slug else f"{entry.slug.split('/', 1)[0]}/"
    return section_of_kind(type(entry))


def section_of_kind(model: type[Entry]) -> str:
    """The address of the menu entry that a kind's list belongs to."""
    return f"{model.menu or model.folder}/"


def calendars(edition: Edition, paths: Iterable[str]) -> list[dict[str, str]]:
    """Those of some calendars that there are: path, what to call them, whole address."""
    url, language = edition.settings.url, edition.settings.language
    found = (edition.programme.calendar(path) for path in paths)
    return [{"path": one.path, "before": before, "name": name, "after": after,
             "language": one.card.language if one.card else language,
             "address": f"{url.rstrip('/')}/{one.path}" if url else ""}
            for one in found if one for before, name, after in [calendar_name(edition, one)]]


def calendar_name(edition: Edition, calendar: Calendar) -> tuple[str, str, str]:
    """What a calendar is called: whose dates it has, with the words before and after."""
    key = "all" if calendar.path == whole() else calendar.path.split("/")[1]
    before, _, after = edition.words(f"calendar.of.{key}", name="\0").partition("\0")
    return before, calendar.name or edition.settings.name, after


T = TypeVar("T")


def numbered(rows: Sequence[T], base: str) -> Iterator[tuple[int, Sequence[T], dict[str, Any]]]:
    """A long list in pages: the number, the rows, and what the pager of a template needs."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    for number in range(1, pages + 1):
        path = base if number == 1 else f"{base}page/{number}/"
        shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
        yield number, shown, {
            "path": path, "base": base, "number": number, "pages": pages, "total": len(rows)}


def numbered_title(title: str, number: int) -> str:
    """The title of a page of a long list."""
    return title if number == 1 else f"{title} ({number})"


def as_text(value: Any) -> str:
    """Everything in a tree of values that a template could show, as one text."""
    if isinstance(value, (str, int)):  # nearly all there is; asking for what is abstract takes long
        return str(value)
    if isinstance(value, Card):
        return value.digest
    if isinstance(value, Entry):
        return value.source.digest
    if isinstance(value, (dict, Mapping)):
        return "{" + "\x1d".join([f"{key}:{as_text(held)}" for key, held in value.items()]) + "}"
    if isinstance(value, type):
        return value.__qualname__
    if not isinstance(value, (tuple, list)) and isinstance(value, Iterator):
        msg = "A page cannot be given an iterator: its digest would use it up. Give it a list."
        raise TypeError(msg)
    if isinstance(value, (tuple, list, Iterable)):
        return "[" + "\x1d".join([as_text(held) for held in value]) + "]"
    return str(value)
