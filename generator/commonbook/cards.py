"""Entries as other pages show them: a name, a summary, a line of facts, an address."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache

from .disk import sum_of
from .editorial import months_since
from .entry import Entry
from .kinds.activity import Activity
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.pathway import Pathway
from .kinds.source import Source
from .kinds.term import Term
from .kinds.training import Training
from .parts import Place
from .prose import plain
from .settings import Settings
from .words import Words


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as it is shown on another page.

    ``line`` is a few facts: place, year, length. ``group`` is what its list is divided by: a
    country, a letter, a folder. ``careful``: a group that needs care. ``order`` is how it sorts
    among others. ``digest`` changes whenever anything shown of it does.
    """

    id: str
    kind: str
    name: str
    summary: str
    address: str
    language: str
    line: str
    group: str
    stale: bool
    dormant: bool
    careful: bool
    order: tuple[str, str]
    digest: str


class Cards(dict[str, Card]):
    """The cards of a network by id, each made when it is first asked for."""

    def __init__(
        self, entries: Mapping[str, Entry], settings: Settings, words: Words, today: date,
        remembered: Callable[[str], Card] | None = None,
    ) -> None:
        super().__init__()
        self._entries = entries
        self._settings = settings
        self._words = words
        self._today = today
        self._remembered = remembered

    def __missing__(self, entry_id: str) -> Card:
        if self._remembered:
            card = self._remembered(entry_id)
        else:
            card = self._make(self._entries[entry_id])
        self[entry_id] = card
        return card

    def _make(self, entry: Entry) -> Card:
        months = months_since(entry.checked_on, self._today) if entry.checked_on else 0
        every = self._settings.confirm_every
        stale, dormant = months >= every, months >= 2 * every
        summary = entry.summary or ""
        if not summary and isinstance(entry, Term):
            summary = plain(entry.definition, 200)
        elif not summary and isinstance(entry, Source):
            summary = entry.why or ""
        language = entry.language or self._settings.language
        careful = isinstance(entry, Group) and entry.sensitive
        line, group = self._line(entry), self._group(entry)
        shown = "\x1f".join((entry.id, entry.name, summary, entry.address, language, line, group,
                             f"{stale}{dormant}{careful}"))
        return Card(entry.id, entry.kind, entry.name, summary, entry.address, language, line,
                    group, stale, dormant, careful, sort_key(entry.name),
                    sum_of(shown.encode("utf-8", "surrogatepass")))

    def _line(self, entry: Entry) -> str:
        """A few facts in one line."""
        words = self._words
        if isinstance(entry, Group):
            parts = [words.get(f"type.{entry.type}", entry.type), self.place(entry.place)]
        elif isinstance(entry, CaseStudy):
            parts = [self.place(entry.place), self._years(entry)]
        elif isinstance(entry, Training):
            size = entry.group_size
            people = f"{size.min}–{size.max}" if size and size.min and size.max else ""
            parts = [words.duration(entry.minutes),
                     words("people", people=people) if people else "",
                     words(f"experience.{entry.experience}")]
        elif isinstance(entry, Activity):
            usual = entry.minutes.usual if entry.minutes else None
            parts = [words.duration(usual) if usual else ""]
        elif isinstance(entry, Event):
            clock = words.clock(entry.starts[11:])
            when = (words.repeat(entry.repeats, entry.starts, clock) if entry.repeats
                    else words.moment(entry.starts))
            parts = [words("event.cancelled") if entry.status == "cancelled" else "",
                     when[:1].upper() + when[1:], self.place(entry.place)]
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

    def place(self, place: Place | None) -> str:
        """A place in words, no more exactly than its precision allows."""
        if place is None:
            return ""
        parts = [place.town if place.precision in {"town", "venue"} else None,
                 place.region if place.precision != "country" else None,
                 self._words.country(place.country)]
        return ", ".join(part for part in parts if part)

    def _years(self, entry: CaseStudy) -> str:
        start, end = entry.period.start[:4], entry.period.end
        return f"{start}–{end[:4]}" if end else self._words("since", year=start)

    def _group(self, entry: Entry) -> str:
        """What divides the list of its kind."""
        if isinstance(entry, Group):
            country = entry.place.country if entry.place else None
            return self._words.country(country) or self._words("everywhere")
        if isinstance(entry, Guide):
            return entry.section
        if isinstance(entry, (Term, Source)):
            return initial(entry.name)
        return ""


def sort_key(name: str) -> tuple[str, str]:
    """Names in the order of a dictionary: accents and capitals do not count."""
    if name.isascii():  # then there is nothing to take apart
        return name.lower(), name
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in folded if not unicodedata.combining(mark)), name


CHARACTERS = "字"
"""Stands for all characters of Chinese and Japanese: thousands of letters would lead nowhere."""


def initial(name: str) -> str:
    """The letter a name stands under; # for what begins with no letter."""
    for mark in sort_key(name)[0]:
        if mark.isalpha():
            return _letter(mark)
        if mark.isdigit():
            return "#"
    return "#"


@cache
def _letter(mark: str) -> str:
    """A letter as lists show it: one for both scripts of Japanese, Korean ones as they stand alone."""
    if script(mark) == "CJK":
        return CHARACTERS
    name = unicodedata.name(mark, "")
    for before, after in (("KATAKANA ", "HIRAGANA "), ("HANGUL CHOSEONG ", "HANGUL LETTER ")):
        if name.startswith(before):
            with suppress(KeyError):  # a letter that only one of the two scripts has
                return unicodedata.lookup(name.replace(before, after))
    return mark.upper()[:1]


def script(mark: str) -> str:
    """The first word of a letter's name in Unicode: LATIN, ARABIC, CJK …; "" for what is no letter."""
    return unicodedata.name(mark, "").partition(" ")[0] if mark.isalpha() else ""
