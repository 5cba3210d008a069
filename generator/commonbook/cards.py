"""Entries as other pages show them: a name, a summary, a line of facts, an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from .disk import sum_of
from .editorial import months_since
from .entry import Entry
from .kinds.group import Group
from .letters import sort_key
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
        language = entry.language or self._settings.language
        careful = isinstance(entry, Group) and entry.sensitive
        summary, group = entry.in_short, entry.heading(self._words)
        line = " · ".join([fact for fact in entry.facts(self._words) if fact])
        shown = "\x1f".join((entry.id, entry.name, summary, entry.address, language, line, group,
                             f"{stale}{dormant}{careful}"))
        return Card(entry.id, entry.kind, entry.name, summary, entry.address, language, line,
                    group, stale, dormant, careful, sort_key(entry.name),
                    sum_of(shown.encode("utf-8", "surrogatepass")))
