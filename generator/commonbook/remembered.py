"""A memory and the files as they are now in; the network to begin with out, if only texts changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from .cards import Cards
from .checks import Context, check_entries
from .diagnostics import Diagnostic
from .entry import Entry, shows_whole
from .kinds import Kinds
from .link import Network, TooFar, edges_of
from .load import Source, Unreadable, load_file
from .memory import Look, Memory, outline
from .privacy import privacy
from .validate import validate
from .words import Words

FEW = 20
"""Edited entries up to which a build begins with its memory."""
LINES_SHOWN = 100
"""Files with remembered problems that are read again so that their lines can be shown."""
FRONT = "guide/index"
"""The guide that is the front page, which shows all of it."""

Read = Callable[[str], tuple[Entry, tuple[Diagnostic, ...]]]
"""Reads the entry at a path of the memory, with its problems; TooFar if it is none any more."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A network as the last build left it, of which entries are read when they are asked for.

    ``edited`` are ids of entries whose texts have changed since. ``sources`` takes in every file
    that is read, by its path.
    """

    memory: Memory
    network: Network
    edited: tuple[str, ...]
    sources: dict[str, Source | Unreadable]

    def shown(self, kinds: Kinds) -> list[Entry]:
        """Entries whose pages show a text that was edited: their own, or one they show whole."""
        ids = {*self.edited, *(
            edge.start for entry_id in self.edited for edge in self.memory.known(entry_id).incoming
            if shows_whole(kinds[edge.start.partition("/")[0]], edge.field))}
        return [self.network.entries[entry_id] for entry_id in sorted(ids)]


def remembered(memory: Memory, look: Look, words: Words, context: Context) -> Remembered | None:
    """The network that a memory knows, with a few edited texts; None if more has changed.

    ``context`` is what checks may look at; its network does not matter. A text counts as edited
    if nothing but the pages of its own entry, and of those that show it whole, can be others now.
    """
    root = context.project.root
    edited = memory.changed(look, root)
    if edited is None or len(edited) > FEW:
        return None
    sources: dict[str, Source | Unreadable] = {}

    def read(path: str) -> tuple[Entry, tuple[Diagnostic, ...]]:
        kind, _, slug = memory.ids[path].partition("/")
        source = load_file(root, path, kind, slug)
        if isinstance(source, Unreadable):
            raise TooFar
        sources[path] = source
        entry, problems = validate(source, context.kinds[kind])
        if entry is None:
            raise TooFar
        return entry, problems

    network = memory.network(lambda entry_id: read(memory.paths[entry_id])[0])
    try:
        if not all(_is_only_text(path, read, memory, words, replace(context, network=network))
                   for path in edited):
            return None
    except TooFar:
        return None
    told = dict.fromkeys(problem.location.path for problem in memory.problems)
    for path in islice(told, LINES_SHOWN):  # a terminal is shown the line
        kind = "guide" if path.startswith("content/") else ""
        sources[path] = load_file(root, path, kind, Path(path).stem)
    return Remembered(memory, network, tuple(memory.ids[path] for path in edited), sources)


def _is_only_text(path: str, read: Read, memory: Memory, words: Words, context: Context) -> bool:
    """Whether an edited entry is as it was but for its texts, and nothing is wrong with it."""
    entry, problems = read(path)
    edges, lost = edges_of(entry, memory)
    card = Cards({entry.id: entry}, context.settings, words, context.today)[entry.id]
    if (problems or lost or entry.draft or entry.id == FRONT
            or outline(entry, card, edges) != memory.outlines.get(entry.id)
            or any(problem.location.path == path for problem in memory.problems)
            or any(privacy(entry)) or any(check_entries([entry], context))):
        return False
    return context.network.entries[entry.id].source.digest == entry.source.digest
