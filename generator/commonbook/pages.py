"""An entry in, its page out: what the template is given, where it lies, a digest of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from markupsafe import escape

from .cards import Card, Cards
from .dates import stray
from .entry import Entry
from .facets import Directories
from .footnotes import FOOT, footnoted
from .forge import forge_of
from .forms import KINDS, form_address
from .images import Picture
from .kinds import Kinds
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.training import Training
from .link import Edge, Network
from .lite import Source, is_sent, lite, lite_address
from .neighbours import Near, Neighbours
from .privacy import is_sensitive
from .programme import Calendar, Programme, of_body, of_event, of_host, of_training, whole
from .render import Backlink, Backlinks, Renderer, View, digest, language_marks
from .restart import Restart, restart
from .sessions import Session, session_of
from .settings import Settings, Tombstone
from .structures import organised
from .words import Words, direction

SECTION_OF = MappingProxyType({
    "activity": "trainings", "event": "trainings", "pathway": "guides", "source": "glossary",
})
"""Kinds that stand in the menu under another kind's list."""

ASSETS = MappingProxyType({
    "pathway": ("pathway.css", "pathway.js"),
    "training": ("session.css", "schedule.js", "session.js"),
})
"""Styles and scripts that only pages of a kind need."""

NO_LINKS: Mapping[str, Card] = MappingProxyType({})
Values = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
HIDDEN = "noindex"
ON_PAPER = frozenset({"case-study", "guide", "pathway", "training"})
"""Kinds that people print to read: addresses of their links are listed at the end."""
HOW_TO_CHANGE = "guide/contribute/change-or-remove"
"""The guide that says how an entry is changed, where a network has one."""
PER_PAGE = 250
"""Entries on one page of a list: about 20 KB compressed."""

DATES, OWN_DATES = 12, 60
"""Coming dates that a page holds, of other entries and of its own: a year of weekly ones. It shows
fewer; the others take the places of those that are over before the site is made again."""

TAKE_AWAY = "take-away/"
"""The page of what can be taken away, and where its files lie."""

WITH_DATES = ("dates.js",)
"""What pages with dates load: a script that takes away what is over."""
BACKLINKS = 200
"""Entries shown under one heading of those that name an entry; the others are counted."""


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
        near = Neighbours(self.network, self._kept_back, self.remembered)
        object.__setattr__(self, "neighbours", near)

    def _kept_back(self, entry_id: str) -> bool:
        """Entries that readers are not led to unless somebody names them in a list or a text."""
        entry = self.network.entries[entry_id]
        return (isinstance(entry, Guide) and entry.editorial) or (
            isinstance(entry, Group) and entry.sensitive) or self.cards[entry_id].dormant

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


def entry_page(edition: Edition, entry: Entry) -> Page:
    """The page of an entry: itself, cards of what it names, and what names it."""
    picture = edition.pictures.get(entry.id)
    hidden = is_sensitive(entry, edition.network)

    @cache
    def near() -> Near:
        return edition.neighbours.near(entry)

    @cache
    def around() -> tuple[dict[str, Card], tuple[Backlinks, ...], dict[str, Any]]:
        links = edition.links(entry)
        links.update((found, edition.cards[found]) for found in near().shown if found not in links)
        return links, _backlinks(edition, entry), _dated(edition, entry)

    @cache
    def kit() -> Restart | None:
        """What helps to begin again, on the page of a group that is asleep."""
        return (restart(entry, edition.network, edition.cards, edition.settings)
                if isinstance(entry, Group) else None)

    @cache
    def head() -> str:
        loads = WITH_DATES if around()[2].get("calendars") else ()
        return _assets(edition, (*ASSETS.get(entry.kind, ()), *loads), entry.address)

    def parts() -> Iterator[str]:
        links, backlinks, dated = around()
        yield from (edition.salt, entry.source.digest, picture.name if picture else "", head())
        yield from (_shown(offered(edition, entry.id)), _shown(dated), near().key, str(kit() or ""), _how(edition), str(hidden))
        yield from (link.digest for link in links.values())
        for group in backlinks:
            yield group.words
            for link in group.links:
                yield from (link.card.digest, link.since, link.until)

    def slots() -> Mapping[str, str]:
        links, backlinks, dated = around()
        card = edition.cards[entry.id]
        template = f"entries/{entry.kind}.html"
        view = View(template if edition.renderer.has(template) else "entries/entry.html", {
            "entry": entry, "kind": type(entry), "card": card, "backlinks": backlinks,
            "near": near(), "backlinks_shown": BACKLINKS, "organised": organised(entry, edition.network),
            "own": language_marks(card.language, edition.settings.language),
            "place": edition.cards.place(getattr(entry, "place", None)), "picture": picture,
            "form": form_address(entry.kind, entry.slug),
            "offered": offered(edition, entry.id),
            "kit": kit(), "ways": ways_on(edition, entry, entry.address), **dated, **_values(edition, entry)}, entry.address, links)
        body = edition.renderer.render(view)
        if entry.kind in ON_PAPER:
            body = footnoted(body, edition.words("addresses"))
        return {
            "title": entry.name, "summary": card.summary, "body": _sent(edition, entry, body),
            "path": entry.address.rstrip("/"), **_frame(edition, entry.address),
            "robots": HIDDEN if hidden else "index, follow", "head": head()}

    return Page(entry.address, section_of(entry), parts, slots, hidden)


def offered(edition: Edition, entry_id: str) -> list[dict[str, str]]:
    """The files to take away of one entry, or with "" of the whole handbook."""
    return [{"path": one.path, "form": one.form, "language": one.language,
             "size": edition.words.size(one.size)}
            for one in edition.downloads if one.of == entry_id]


def _sent(edition: Edition, entry: Entry, body: str) -> str:
    """The body of a page with a link to its small file, if it has one: its size is known by then."""
    if not is_sent(entry):
        return body
    size = len(lite(Source(edition.renderer, edition.settings), entry, body))
    told = escape(edition.words("send.about", size=edition.words.size(size)))
    link = (f'<p class="cb-send"><a href="{lite_address(entry).rpartition("/")[2]}" download>'
            f'{escape(edition.words("send"))}</a> {told}</p>\n')
    before, foot, after = body.rpartition(FOOT)
    return f"{before}{link}{foot}{after}"


def _how(edition: Edition) -> str:
    """The guide that says how an entry is changed, if the network has it."""
    return HOW_TO_CHANGE if HOW_TO_CHANGE in edition.network else ""


def ways_on(edition: Edition, entry: Entry, path: str) -> dict[str, str]:
    """Where readers say that an entry is still right, has to change, or is over.

    A group that needs care is not spoken of in public, nor are its events: their links lead to
    the page that says how, and none to the form for a public message.
    """
    forge = forge_of(edition.settings)
    how = _how(edition)
    asked = edition.cards[how].address if how else "network/"
    root, careful = "../" * path.count("/"), is_sensitive(entry, edition.network)
    wrong = "" if careful else f"{root}contribute/wrong/#{entry.id}"
    if forge is None or careful:
        return dict.fromkeys(("right", "change", "over"), f"{root}{asked}") | {"wrong": wrong}
    words, settings = edition.words, edition.settings
    page = f"{settings.url.rstrip('/')}/{entry.address}" if settings.url else f"/{entry.address}"
    over = "over.group" if isinstance(entry, Group) else "over.entry"
    told: dict[str, Any] = {"id": entry.id, "page": page, "file": entry.source.path}
    return {
        "wrong": wrong,
        "right": forge.issue_url(f"{words('ways.right')}: {entry.name}", words("ways.right.body", **told)),
        "change": forge.edit_url(entry.source.path),
        "over": forge.issue_url(f"{words(f'ways.{over}')}: {entry.name}", words("ways.over.body", **told)),
    }


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
    head += _assets(edition, assets, path)

    @cache
    def given() -> Mapping[str, Any]:
        return values() if callable(values) else values

    def parts() -> Iterator[str]:
        yield from (edition.salt, path, template, title, summary, head, _shown(given()))
        yield from (card.digest for card in links.values())

    def slots() -> Mapping[str, str]:
        view = View(template, {"title": title, "summary": summary, **given()}, path, links)
        return {"title": title, "summary": summary, "body": edition.renderer.render(view),
                "path": path.rstrip("/"), **_frame(edition, path),
                "robots": HIDDEN if hidden else "index, follow", "head": head}

    return Page(path, section, parts, slots, hidden)


def _assets(edition: Edition, names: Sequence[str], path: str) -> str:
    """The elements that load styles and scripts; an address changes whenever its file does."""
    found = []
    for name in names:
        address = f"{'../' * path.count('/')}assets/{name}?{edition.assets[name]}"
        found.append(f'<link rel="stylesheet" href="{address}">' if name.endswith(".css")
                     else f'<script defer src="{address}"></script>')
    return "".join(found)


def _frame(edition: Edition, path: str) -> dict[str, str]:
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
    session = session_of(entry, edition.settings, edition.words)
    if isinstance(entry, Training) and session:
        return {"experience": entry.experience, **session_values(session)}
    if isinstance(entry, Guide | CaseStudy):
        asked = isinstance(entry, Guide) and entry.section == "contribute"
        return {"circle": session, "forms": (*KINDS, "wrong") if asked else ()}
    if isinstance(entry, Group):
        edges = edition.network.incoming.get(entry.id, ())
        return {"parts": [edition.cards[edge.start] for edge in edges if edge.field == "part_of"]}
    return {}


def session_values(session: Session) -> dict[str, Any]:
    """What a template is given to show a plan with its times and shorter versions."""
    return {"session": session, "schedule": session.timed(), "start": session.start,
            "variants": session.variants}


def _dated(edition: Edition, entry: Entry) -> dict[str, Any]:
    """The dates that the page of an event, a training or a group shows, and their calendars."""
    programme = edition.programme
    if isinstance(entry, Event):
        return {"dates": programme.coming([entry.id], OWN_DATES), "stray": stray(entry),
                "calendars": calendars(edition, [of_event(entry.id)])}
    if isinstance(entry, Training):
        events = programme.running(entry.id)
        return {"dates": programme.coming(events, DATES),
                "calendars": calendars(edition, [of_training(entry.id)])}
    if isinstance(entry, Group):
        events = programme.hosted(entry.id)
        below = [event for event in programme.below(entry.id) if event not in events]
        return {"dates": programme.coming(events, DATES),
                "below": programme.coming(below, DATES),
                "calendars": calendars(edition, [of_host(entry.id), of_body(entry.id)])}
    return {}


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


def _shown(value: Any) -> str:
    """Everything in a tree of values that a template could show, as one text."""
    if isinstance(value, (str, int)):  # nearly all there is; asking for what is abstract takes long
        return str(value)
    if isinstance(value, Card):
        return value.digest
    if isinstance(value, Entry):
        return value.source.digest
    if isinstance(value, Mapping):
        return "{" + "\x1d".join(f"{key}:{_shown(held)}" for key, held in value.items()) + "}"
    if isinstance(value, type):
        return value.__qualname__
    if isinstance(value, Iterable):
        return "[" + "\x1d".join(_shown(held) for held in value) + "]"
    return str(value)
