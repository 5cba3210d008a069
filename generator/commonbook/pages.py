"""A network in, pages out: what each page is given, where it lies, and a digest of both."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Any

from .checks import months_since
from .entry import Entry
from .fields import Place
from .images import Picture
from .kinds.activity import Activity
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.pathway import Pathway
from .kinds.source import Source
from .kinds.term import Term
from .kinds.training import Training
from .link import Edge, Network
from .prose import plain
from .render import Backlink, Backlinks, Card, Renderer, View, digest
from .schedule import Schedule, schedule
from .settings import Settings, Tombstone
from .words import Words, direction

PER_PAGE = 250
SECTION_OF = MappingProxyType({
    "activity": "trainings", "event": "trainings", "pathway": "guides", "source": "glossary",
})
"""Kinds that stand in the menu under another kind's list."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site.

    ``given`` is a digest of everything its template is given: the same digest, the same bytes.
    ``section`` is the address of the menu entry it belongs to.
    """

    path: str
    section: str
    given: str
    slots: Callable[[], Mapping[str, str]]
    hidden: bool = False
    """Whether it is kept from search engines."""

    @property
    def file(self) -> str:
        """The file it becomes."""
        return self.path if self.path.endswith(".html") else f"{self.path}index.html"


@dataclass(frozen=True, slots=True)
class Variant:
    """A session cut to a length the network offers."""

    length: int
    schedule: Schedule


class Pages:
    """Makes the pages of one network. Holds no state but what it is given, and cards it made."""

    def __init__(
        self, *, network: Network, settings: Settings, kinds: Mapping[str, type[Entry]],
        words: Words, renderer: Renderer, salt: str, today: date,
        removed: Iterable[Tombstone] = (), pictures: Mapping[str, Picture] | None = None,
    ) -> None:
        self.network = network
        self.settings = settings
        self.kinds = kinds
        self.words = words
        self.renderer = renderer
        self.salt = salt
        self.today = today
        self.removed = tuple(removed)
        self.pictures = pictures or {}
        self._cards: dict[str, Card] = {}

    # -- everything ---------------------------------------------------------------------

    def __iter__(self) -> Iterator[Page]:
        for entry in self.network:
            yield self.of_entry(entry)
        yield from self.lists()

    def lists(self) -> Iterator[Page]:
        """All pages that are not one entry's."""
        if "guide/index" not in self.network:
            yield self._home(None)
        for model in self.kinds.values():
            yield from self._index(model)
        yield from self._vocabulary("topics", self.settings.topics)
        yield from self._vocabulary("practices", self.settings.practices)
        yield self._simple("network/", "pages/network.html", self.settings.name,
                           self.settings.summary, {})
        yield from self._search()
        yield self._simple("404.html", "pages/404.html", self.words("not-here"), "",
                           {"doors": self._doors()}, robots="noindex")
        yield from self._redirects()
        yield from self._tombstones()

    # -- cards ------------------------------------------------------------------------------

    def card(self, entry_id: str) -> Card:
        """An entry as other pages show it."""
        found = self._cards.get(entry_id)
        if found is None:
            found = self._cards[entry_id] = self._make_card(self.network.entries[entry_id])
        return found

    def _make_card(self, entry: Entry) -> Card:
        summary = entry.summary or ""
        if not summary and isinstance(entry, Term):
            summary = plain(entry.definition, 200)
        elif not summary and isinstance(entry, Source):
            summary = entry.why or ""
        return Card(
            entry.id, entry.kind, entry.name, summary, entry.address,
            entry.language or self.settings.language, self._line(entry), self.is_stale(entry),
            self._group(entry))

    def _line(self, entry: Entry) -> str:
        """A few facts in one line."""
        words = self.words
        if isinstance(entry, Group):
            parts = [words.get(f"type.{entry.type}", entry.type), self._place(entry.place)]
        elif isinstance(entry, CaseStudy):
            parts = [self._place(entry.place), self._years(entry)]
        elif isinstance(entry, Training):
            size = entry.group_size
            people = f"{size.min}–{size.max}" if size and size.min and size.max else ""
            parts = [words.duration(entry.minutes),
                     words("people", people=people) if people else ""]
        elif isinstance(entry, Activity):
            usual = entry.minutes.usual if entry.minutes else None
            parts = [words.duration(usual) if usual else ""]
        elif isinstance(entry, Event):
            parts = [words.moment(entry.starts), self._place(entry.place)]
        elif isinstance(entry, Source):
            parts = [", ".join(entry.authors), entry.year or "",
                     words.get(f"medium.{entry.medium}", "") if entry.medium else ""]
        elif isinstance(entry, Pathway):
            parts = [words("stops", len(entry.steps)),
                     words.duration(entry.minutes) if entry.minutes else ""]
        elif isinstance(entry, Guide):
            parts = [words("reading", entry.reading_minutes)]
        elif isinstance(entry, Term):
            parts = [entry.original.text if entry.original else ""]
        else:
            parts = []
        return " · ".join(part for part in parts if part)

    def _place(self, place: Place | None) -> str:
        if place is None:
            return ""
        parts = [place.town if place.precision in {"town", "venue"} else None,
                 place.region if place.precision != "country" else None,
                 self.words.country(place.country)]
        return ", ".join(part for part in parts if part)

    def _years(self, entry: CaseStudy) -> str:
        start, end = entry.period.start[:4], entry.period.end
        return f"{start}–{end[:4]}" if end else self.words("since", year=start)

    def _group(self, entry: Entry) -> str:
        """What divides the list of its kind."""
        if isinstance(entry, Group):
            country = entry.place.country if entry.place else None
            return self.words.country(country) or self.words("everywhere")
        if isinstance(entry, Guide):
            return entry.section
        if isinstance(entry, (Term, Source)):
            return initial(entry.name)
        return ""

    def is_stale(self, entry: Entry) -> bool:
        """Whether it has not been checked for longer than the network allows."""
        return (entry.checked_on is not None
                and months_since(entry.checked_on, self.today) >= self.settings.confirm_every)

    def is_dormant(self, entry: Entry) -> bool:
        """Whether it has not been checked for twice that time."""
        return (entry.checked_on is not None and
                months_since(entry.checked_on, self.today) >= 2 * self.settings.confirm_every)

    # -- an entry's page --------------------------------------------------------------------

    def of_entry(self, entry: Entry) -> Page:
        """The page of an entry: itself, cards of what it names, and what names it."""
        if entry.id == "guide/index":
            return self._home(entry)
        links = {edge.end: self.card(edge.end)
                 for edge in self.network.outgoing.get(entry.id, ())}
        links[entry.id] = self.card(entry.id)
        backlinks = self._backlinks(entry)
        values, extra = self._values(entry)
        given = digest((
            self.salt, entry.id, entry.source.digest, str(self.is_stale(entry)),
            str(self.is_dormant(entry)), *extra,
            *(card.digest for card in links.values()),
            *(f"{group.words}:{link.card.digest}:{link.since}:{link.until}"
              for group in backlinks for link in group.links)))
        template = f"entries/{entry.kind}.html"
        language = entry.language or self.settings.language
        sensitive = isinstance(entry, Group) and entry.sensitive

        def slots() -> Mapping[str, str]:
            use = template if self.renderer.has(template) else "entries/entry.html"
            view = View(use, {
                "entry": entry, "kind": type(entry), "backlinks": backlinks,
                "stale": self.is_stale(entry), "dormant": self.is_dormant(entry),
                "place": self._place(getattr(entry, "place", None)),
                "card": self.card(entry.id), **values}, entry.address, links)
            body = self.renderer.render(view)
            return {
                "title": entry.name, "summary": self.card(entry.id).summary, "body": body,
                "path": entry.address.rstrip("/"), "lang": language, "dir": direction(language),
                "robots": "noindex" if sensitive else "index, follow", "head": ""}

        return Page(entry.address, self._section(entry), given, slots, hidden=sensitive)

    def _section(self, entry: Entry) -> str:
        if isinstance(entry, Guide) and (entry.editorial or entry.slug.startswith("contribute/")):
            return entry.address if "/" not in entry.slug else f"{entry.slug.split('/')[0]}/"
        return f"{SECTION_OF.get(entry.kind, type(entry).folder)}/"

    def _backlinks(self, entry: Entry) -> tuple[Backlinks, ...]:
        """What names this entry, gathered under words; fields before mentions in texts."""
        edges = self.network.incoming.get(entry.id, ())
        named = {edge.start for edge in edges if not edge.mention}
        groups: dict[str, list[Backlink]] = {}
        for edge in edges:
            if edge.mention and edge.start in named:
                continue
            words = self._back_words(edge)
            link = Backlink(self.card(edge.start), edge.since, edge.until)
            if all(other.card.id != edge.start for other in groups.setdefault(words, [])):
                groups[words].append(link)
        last = self.words("back.mention")
        ordered = sorted(groups.items(), key=lambda pair: pair[0] == last)
        return tuple(Backlinks(words, tuple(links)) for words, links in ordered)

    def _back_words(self, edge: Edge) -> str:
        if edge.mention:
            return self.words("back.mention")
        key = f"back.{edge.start.partition('/')[0]}.{edge.field}"
        return self.words.get(key, edge.back or self.words("back.related"))

    def _values(self, entry: Entry) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What else a kind's template is given, and what of it is not in the entry itself."""
        picture = self.pictures.get(entry.id)
        values: dict[str, Any] = {"picture": picture}
        extra = (picture.name if picture else "",)
        if isinstance(entry, Training):
            starts = self.settings.session_starts
            start = starts[0] if starts else None
            values["schedule"] = schedule(entry.blocks, start=start)
            values["start"] = start
            values["variants"] = [
                Variant(length, fitted)
                for length in self.settings.session_lengths if length < entry.minutes
                for fitted in [schedule(entry.blocks, start=start, available=length)]
                if fitted.fits]
            values["experience"] = experience(entry)
        elif isinstance(entry, Group):
            values["parts"] = [
                self.card(edge.start) for edge in self.network.incoming.get(entry.id, ())
                if edge.field == "part_of"]
        return values, extra

    # -- lists ----------------------------------------------------------------------------

    def _index(self, model: type[Entry]) -> Iterator[Page]:
        """The list of a kind, in numbered pages if it is long; and a list for each letter."""
        cards = sorted((self.card(entry.id) for entry in self.network.of(model.kind)
                        if self._listed(entry)),
                       key=lambda card: (sort_key(card.group), sort_key(card.name)))
        plural = self.words.get(f"kind.{model.kind}.plural", model.plural or model.folder)
        about = self.words.get(f"kind.{model.kind}.about", model.about)
        template = f"indexes/{model.kind}.html"
        if not self.renderer.has(template):
            template = "indexes/index.html"
        facets = self._facets(model)
        extra = {"model": model, "plural": plural, "about": about, "facets": facets,
                 "dormant": [self.card(entry.id) for entry in self.network.of(model.kind)
                             if self.is_dormant(entry)]}
        yield from self._paged(f"{model.folder}/", template, plural, about, cards, extra,
                               f"{SECTION_OF.get(model.kind, model.folder)}/")

    def _listed(self, entry: Entry) -> bool:
        return not (isinstance(entry, Guide) and entry.editorial) and not self.is_dormant(entry)

    def _facets(self, model: type[Entry]) -> list[tuple[str, list[tuple[str, int]]]]:
        """How the entries of a kind are spread: for the opening of its list."""
        if model.kind != "group":
            return []
        types = Counter(entry.type for entry in self.network.of("group")
                        if isinstance(entry, Group))
        return [("type", sorted(types.items()))]

    def _paged(
        self, base: str, template: str, title: str, summary: str, cards: list[Card],
        extra: dict[str, Any], section: str,
    ) -> Iterator[Page]:
        pages = max(1, -(-len(cards) // PER_PAGE))
        for number in range(pages):
            shown = cards[number * PER_PAGE : (number + 1) * PER_PAGE]
            groups = [(name, list(members))
                      for name, members in groupby(shown, key=lambda card: card.group)]
            path = base if number == 0 else f"{base}page/{number + 1}/"
            numbered = title if number == 0 else f"{title} ({number + 1})"
            values = {**extra, "groups": groups, "total": len(cards), "number": number + 1,
                      "pages": pages, "base": base}
            yield self._simple(path, template, numbered, summary, values, section=section)

    def _vocabulary(self, name: str, table: Mapping[str, Any]) -> Iterator[Page]:
        """The list of a vocabulary, and a page for each of its words."""
        if not table:
            return
        by_word: dict[str, list[Card]] = {word: [] for word in table}
        for entry in self.network:
            for word in getattr(entry, name, ()):
                if word in by_word and not self.is_dormant(entry):
                    by_word[word].append(self.card(entry.id))
        counts = [(word, table[word], len(cards)) for word, cards in by_word.items()]
        title = self.words(name)
        yield self._simple(f"{name}/", "pages/vocabulary.html", title,
                           self.words(f"{name}.about"), {"name": name, "counts": counts})
        order = list(self.kinds)
        for word, cards in by_word.items():
            described = table[word]
            ranked = sorted(cards, key=lambda card: (order.index(card.kind), sort_key(card.name)))
            about = plain(described.description, 240) if described.description else ""
            pages = max(1, -(-len(ranked) // PER_PAGE))
            for number in range(pages):
                shown = ranked[number * PER_PAGE : (number + 1) * PER_PAGE]
                groups = [(self._plural(kind), list(members))
                          for kind, members in groupby(shown, key=lambda card: card.kind)]
                base = f"{name}/{word}/"
                path = base if number == 0 else f"{base}page/{number + 1}/"
                numbered = described.name + (f" ({number + 1})" if number else "")
                mentions = described.description.mentions if described.description else ()
                links = {mention.target: self.card(mention.target) for mention in mentions
                         if mention.target in self.network}
                yield self._simple(
                    path, "pages/word.html", numbered, about,
                    {"word": described, "groups": groups, "name": name, "total": len(ranked),
                     "number": number + 1, "pages": pages, "base": base}, links=links)

    def _plural(self, kind: str) -> str:
        return self.words.get(f"kind.{kind}.plural", self.kinds[kind].plural or kind)

    def _search(self) -> Iterator[Page]:
        """The A–Z of the site: one page, or one a letter if there are many entries."""
        cards = sorted((self.card(entry.id) for entry in self.network
                        if entry.id != "guide/index"), key=lambda card: sort_key(card.name))
        letters: dict[str, list[Card]] = {}
        for card in cards:
            letters.setdefault(initial(card.name), []).append(card)
        ordered = sorted(letters.items(), key=lambda pair: sort_key(pair[0]))
        title = self.words("a-to-z")
        if len(cards) <= 4 * PER_PAGE:
            counts = [(letter, len(found), f"#{anchor(letter)}") for letter, found in ordered]
            yield self._simple("search/", "pages/search.html", title, self.words("a-to-z.about"),
                               {"letters": ordered, "counts": counts})
            return
        counts = [(letter, len(found), f"{anchor(letter)}/") for letter, found in ordered]
        yield self._simple("search/", "pages/search.html", title, self.words("a-to-z.about"),
                           {"letters": [], "counts": counts})
        for letter, found in ordered:
            yield self._simple(
                f"search/{anchor(letter)}/", "pages/search.html", f"{title}: {letter}", "",
                {"letters": [(letter, found)],
                 "counts": [(other, count, f"../{address}") for other, count, address in counts]})

    # -- single pages -----------------------------------------------------------------------

    def _home(self, guide: Entry | None) -> Page:
        dated = sorted((card for card in map(self.card, (
            entry.id for entry in self.network.of("event")
            if isinstance(entry, Event) and entry.status != "cancelled"
            and entry.starts[:10] >= self.today.isoformat()))), key=lambda card: card.line)
        cases = [self.card(entry.id) for entry in self.network.of("case-study")
                 if isinstance(entry, CaseStudy) and entry.depth == "full"]
        counts = {kind: len(self.network.of(kind)) for kind in self.kinds}
        links = {}
        if guide:
            links = {edge.end: self.card(edge.end)
                     for edge in self.network.outgoing.get(guide.id, ())}
        values = {"guide": guide, "counts": counts, "featured": cases[:3], "dates": dated[:3],
                  "doors": self._doors(),
                  "pathways": [self.card(entry.id) for entry in self.network.of("pathway")]}
        title = guide.name if guide else self.settings.name
        return self._simple("", "pages/home.html", title, self.settings.summary, values,
                            links=links, extra=guide.source.digest if guide else "")

    def _doors(self) -> dict[str, str]:
        """Where the three doors of the front page lead."""
        return {"start": "start-here/" if "guide/start-here" in self.network else "guides/",
                "find": "groups/", "run": "trainings/"}

    def _redirects(self) -> Iterator[Page]:
        """Old addresses lead on."""
        for entry in self.network:
            folder = entry.address.removesuffix(f"{entry.slug}/")
            for alias in entry.aliases:
                path = f"{folder}{alias}/"
                to = "../" * path.count("/") + entry.address
                yield self._simple(
                    path, "pages/redirect.html", entry.name, "", {"to": self.card(entry.id)},
                    robots="noindex", section=self._section(entry),
                    head=f'<meta http-equiv="refresh" content="0; url={to}">')

    def _tombstones(self) -> Iterator[Page]:
        """Addresses of removed entries say so in one neutral line."""
        for stone in self.removed:
            kind, _, slug = stone.id.partition("/")
            model = self.kinds.get(kind)
            if model is None or stone.id in self.network:
                continue
            to = self.card(stone.to) if stone.to and stone.to in self.network else None
            yield self._simple(
                f"{model.folder}/{slug}/", "pages/removed.html", self.words("removed"), "",
                {"stone": stone, "to": to}, robots="noindex", section=f"{model.folder}/")

    def _simple(
        self, path: str, template: str, title: str, summary: str, values: dict[str, Any], *,
        links: Mapping[str, Card] | None = None, section: str = "", robots: str = "index, follow",
        extra: str = "", head: str = "",
    ) -> Page:
        given = digest((self.salt, path, template, title, summary, extra, _shown(values),
                        *(card.digest for card in (links or {}).values())))
        language = self.settings.language

        def slots() -> Mapping[str, str]:
            view = View(template, {"title": title, "summary": summary, **values}, path,
                        links or MappingProxyType({}))
            return {"title": title, "summary": summary, "body": self.renderer.render(view),
                    "path": path.rstrip("/"), "lang": language, "dir": direction(language),
                    "robots": robots, "head": head}

        return Page(path, section, given, slots, hidden=robots == "noindex")


def _shown(value: Any) -> str:
    """Everything in a tree of values that a template could show, as one text."""
    if isinstance(value, Card):
        return value.digest
    if isinstance(value, Entry):
        return value.source.digest
    if isinstance(value, Mapping):
        return "{" + "\x1d".join(f"{key}:{_shown(held)}" for key, held in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + "\x1d".join(_shown(held) for held in value) + "]"
    if isinstance(value, type):
        return value.__qualname__
    return str(value)


def experience(training: Training) -> str:
    """How much a training has been used, from its field notes: draft, tried or used."""
    groups = {note.by for note in training.field_notes if note.by}
    if len(groups) > 1:
        return "used"
    return "tried" if training.field_notes else "draft"


def sort_key(name: str) -> tuple[str, str]:
    """Names in the order of a dictionary: accents and capitals do not count."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in folded if not unicodedata.combining(mark)), name


def initial(name: str) -> str:
    """The letter a name stands under; # for what begins with no letter."""
    for mark in sort_key(name)[0]:
        if mark.isalpha():
            return mark.upper()[:1]
        if mark.isdigit():
            return "#"
    return "#"


def anchor(letter: str) -> str:
    """An address for a letter in any script."""
    if letter == "#":
        return "0-9"
    return letter.lower() if letter.isascii() else f"u{ord(letter[0]):04x}"
