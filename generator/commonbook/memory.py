"""What a build learned about a network, kept for the next one: files, and what each entry shows.

Most builds follow a small edit. So a build keeps, beside the site, which files it read, what of
each entry other pages can show (its *outline*), and its links both ways. The next build looks at
the files' times first; if a few entries were edited and their outlines are the same, only the
pages of those entries can have changed, and nothing else need be read.

Everything here may be deleted. A memory with a wrong sum, of another version, day or theme, or of
a network copied from elsewhere is no memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_json

from . import rules
from .cards import Card
from .diagnostics import Diagnostic, Location, Related, Severity
from .disk import replace_file, sum_of
from .entry import Entry, marks, plan
from .fields import Excerpt
from .files import read_bytes
from .link import Edge, Network, TooFar
from .neighbours import Near
from .parallel import in_shares
from .render import digest

Held = TypeVar("Held")

DOUBT_LIMIT = 4 * 1024 * 1024
"""Bytes up to which a file in doubt is read again: pictures may have as many."""
IN_DOUBT = 1_000_000_000
"""Nanoseconds before a look within which a changed file may change again under the same time."""

Facts = tuple[int, int, int, int]
"""A file's size, times of change of content and of entry in nanoseconds, and number."""


@dataclass(frozen=True, slots=True)
class Look:
    """The files of a network at one moment. A file with no facts changed only just now."""

    files: Mapping[str, Facts | None]

    @classmethod
    def at(cls, root: Path) -> Look:
        """Look at every file below ``network/`` and ``content/``, without opening any."""
        now = time.time_ns()
        found: dict[str, Facts | None] = {}
        pending = ["network", "content"]
        while pending:
            folder = pending.pop()
            with contextlib.suppress(OSError), os.scandir(root / folder) as items:
                for item in items:
                    path = f"{folder}/{item.name}"
                    if item.is_dir(follow_symlinks=False):
                        pending.append(path)
                        continue
                    facts = item.stat(follow_symlinks=False)
                    times = facts.st_mtime_ns, facts.st_ctime_ns
                    found[path] = None if max(times) > now - IN_DOUBT else (
                        facts.st_size, *times, facts.st_ino)
        return cls(found)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one entry without reading it: card, links both ways, what is near it."""

    card: Card
    outgoing: tuple[Edge, ...]
    incoming: tuple[Edge, ...]
    near: Near


@dataclass(frozen=True, slots=True)
class Memory:
    """What the last build knew.

    ``digests`` are of the files that hold entries, and of others in doubt, by path. ``outlines``
    and ``places`` (of a line in ``lines``) go by id. ``frames`` names the host's frames that the
    pages were stamped into; without any of these it is the memory of a check.
    """

    look: Look
    digests: Mapping[str, str]
    problems: tuple[Diagnostic, ...]
    ids: Mapping[str, str]
    """The entry's id by its file's path."""
    paths: Mapping[str, str]
    """The file's path by the entry's id."""
    outlines: Mapping[str, str]
    careful: frozenset[str]
    """Ids of groups that need care, and of their events."""
    frames: str
    sum: str
    """Names this very memory; a site's manifest says which one it belongs to."""
    places: Mapping[str, tuple[int, int, str]]
    """Where in ``lines`` an entry's line stands, how long it is, and its sum."""
    lines: Path
    base: str
    """Names what was kept when everything was read last."""
    later: Mapping[str, Mapping[str, Any]]
    """Files and digests that are others since, by path; they count in ``look`` and ``digests``."""

    def changed(self, now: Look, root: Path) -> list[str] | None:
        """Paths of entries whose bytes have changed since; None if anything else has."""
        if now.files.keys() != self.look.files.keys():
            return None
        edited = []
        for path, facts in now.files.items():
            if facts is not None and facts == self.look.files[path]:
                continue
            with contextlib.suppress(OSError):
                if digest_of(root / path) == self.digests.get(path):
                    continue
            if path not in self.ids:
                return None
            edited.append(path)
        return edited

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self.places

    def known(self, entry_id: str) -> Known:
        """What is known of an entry.

        Raises:
            TooFar: it cannot be read any more, or was changed.
        """
        start, length, known = self.places[entry_id]
        try:
            with self.lines.open("rb") as file:
                file.seek(start)
                line = file.read(length)
        except OSError as error:
            raise TooFar from error
        if sum_of(line) != known:
            raise TooFar
        card, outgoing, incoming, near = json.loads(line)
        return Known(replace(Card(*card), order=tuple(card[_ORDER])), tuple(Edge(*edge) for edge in outgoing),
                     tuple(Edge(*edge) for edge in incoming), Near(*map(tuple, near)))

    def network(self, entry: Callable[[str], Entry]) -> Network:
        """The network as it was; ``entry`` reads one that is asked for."""
        return Network(
            _Asked(self, entry), _Asked(self, lambda key: self.known(key).outgoing),
            _Asked(self, lambda key: self.known(key).incoming))


class _Asked(Mapping[str, Held]):
    """Values by entry id, each made when it is asked for and then kept."""

    def __init__(self, memory: Memory, make: Callable[[str], Held]) -> None:
        self._memory, self._make = memory, make
        self._made: dict[str, Held] = {}

    def __getitem__(self, entry_id: str) -> Held:
        if entry_id not in self._made:
            if entry_id not in self._memory:
                raise KeyError(entry_id)
            self._made[entry_id] = self._make(entry_id)
        return self._made[entry_id]

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._memory

    def __iter__(self) -> Iterator[str]:
        return iter(self._memory.outlines)

    def __len__(self) -> int:
        return len(self._memory.outlines)

    def values(self) -> NoReturn:
        """All of a network is not in memory; some of one kind can be asked for one by one."""
        raise TooFar


# -- outlines -----------------------------------------------------------------------------


def outline(entry: Entry, card: Card, edges: Iterable[Edge]) -> str:
    """A digest of what pages of others can show of an entry: all but its texts.

    Texts that are marked as ``Excerpt`` count; so do the links in all of them.
    """
    shown = _without_texts(entry.source.tree, type(entry))
    named = [(edge.end, edge.field, edge.since, edge.until, edge.mention) for edge in edges]
    return digest((card.digest, json.dumps((shown, named), ensure_ascii=False)))


def _without_texts(tree: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    steps = {step.key: step for step in plan(model)}
    kept: dict[str, Any] = {}
    for key, value in tree.items():
        step = steps.get(key)
        if step is None or marks(model.model_fields[step.name], Excerpt):
            kept[key] = value
        elif step.model is not None:
            parts = value if isinstance(value, list) else [value]
            kept[key] = [_without_texts(part, step.model) if isinstance(part, dict) else part
                         for part in parts]
        elif not step.is_prose:
            kept[key] = value
        else:
            kept[key] = len(value) if isinstance(value, list) else ""
    return kept


# -- on disk ------------------------------------------------------------------------------


def digest_of(path: Path) -> str:
    """The digest of a file's bytes, as a source has it.

    Raises:
        OSError: it is not read: a link may lead to what has no end, and a pipe waits for ever.
    """
    data = read_bytes(path, DOUBT_LIMIT)
    if isinstance(data, str):
        raise OSError(data)
    return sum_of(data)


@dataclass(frozen=True, slots=True)
class Notes:
    """Where what is known of each entry stands: paths, outlines, places of lines, as in a memory."""

    ids: Mapping[str, str] = field(default_factory=dict)
    outlines: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)
    careful: tuple[str, ...] = ()


NOTHING_NOTED = Notes()


def note(
    folder: Path, name: str, entries: Sequence[Entry], known: Callable[[Entry], Known],
    careful: Iterable[str],
) -> Notes:
    """Write down what is known of each of the entries: one half of a memory."""
    lines: list[bytes] = []
    outlines: dict[str, str] = {}
    places: dict[str, tuple[int, int, str]] = {}
    at = 0
    for share in in_shares(partial(_written, known), entries):
        for entry_id, of_entry, line in share:
            outlines[entry_id], places[entry_id] = of_entry, (at, len(line), sum_of(line))
            lines.append(line)
            at += len(line)
    with contextlib.suppress(OSError):  # it is only for speed
        replace_file(folder / f"{name}.lines", b"".join(lines))
    return Notes({entry.source.path: entry.id for entry in entries}, outlines, places,
                 tuple(sorted(careful)))


def keep(
    folder: Path, name: str, key: str, look: Look, *, digests: Mapping[str, str],
    problems: Iterable[Diagnostic], notes: Notes, frames: str = "",
) -> str:
    """Write down the other half of a memory and return its sum."""
    with contextlib.suppress(OSError):
        _later(folder, name).unlink(missing_ok=True)
    return _write_down(folder / f"{name}.json", key, {
        "files": look.files, "digests": dict(digests), "outlines": notes.outlines,
        "places": notes.places, "ids": notes.ids, "careful": notes.careful,
        "frames": frames, "problems": [_plain(problem) for problem in problems]})


def keep_edited(
    folder: Path, name: str, memory: Memory, look: Look, digests: Mapping[str, str]
) -> str:
    """Write down beside a memory which files are others by now, and return its new sum.

    Their texts have been taken in, so that a later look compares with them. Outlines, lines and
    problems are as they were, else this would be no memory. ``digests`` are of files that were read.
    """
    files = {path: facts for path, facts in look.files.items() if facts != memory.look.files[path]}
    return _write_down(_later(folder, name), memory.base, {
        "files": {**memory.later["files"], **files},
        "digests": {**memory.later["digests"], **{
            path: held for path, held in digests.items() if held != memory.digests.get(path)}}})


def _later(folder: Path, name: str) -> Path:
    return folder / f"{name}.later.json"


def _write_down(path: Path, key: str, content: Mapping[str, Any]) -> str:
    try:
        body = to_json(content)
    except PydanticSerializationError:  # a name that is no text: such files are reported each time
        return ""
    head = json.dumps({"key": key, "sum": sum_of(body)}).encode()
    with contextlib.suppress(OSError):  # it is only for speed
        replace_file(path, head + b"\n" + body)
    return sum_of(body)


def _read(path: Path, key: str) -> tuple[dict[str, Any], str]:
    """What was written down under a key, and its sum.

    Raises:
        OSError, ValueError, KeyError, TypeError, AttributeError: there is none, or it is damaged.
    """
    head, _, body = path.read_bytes().partition(b"\n")
    facts = json.loads(head)
    if facts["key"] != key or facts["sum"] != sum_of(body):
        raise ValueError(path)
    return json.loads(body), facts["sum"]


def forget(folder: Path, name: str) -> None:
    """Take a memory away."""
    for kept in (folder / f"{name}.json", folder / f"{name}.lines", _later(folder, name)):
        kept.unlink(missing_ok=True)


def _written(
    known: Callable[[Entry], Known], entries: Sequence[Entry]
) -> list[tuple[str, str, bytes]]:
    """Id, outline and line of each entry; may run in another process."""
    made = []
    for entry in entries:
        one = known(entry)
        line = json.dumps((_card(one.card), one.outgoing, one.incoming, _near(one.near)),
                          ensure_ascii=False)
        made.append((entry.id, outline(entry, one.card, one.outgoing), line.encode()))
    return made


def recall(folder: Path, name: str, key: str) -> Memory | None:
    """What was kept under a key, if it is whole."""
    try:
        body, base = _read(folder / f"{name}.json", key)
        try:
            later, newest = _read(_later(folder, name), base)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            later, newest = {"files": {}, "digests": {}}, base
        files = {path: None if row is None else (row[0], row[1], row[2], row[3])
                 for path, row in {**body["files"], **later["files"]}.items()}
        return Memory(
            Look(files), {**body["digests"], **later["digests"]},
            tuple(map(_problem, body["problems"])), body["ids"],
            {entry_id: path for path, entry_id in body["ids"].items()},
            body["outlines"], frozenset(body["careful"]), body["frames"], newest,
            body["places"], folder / f"{name}.lines", base, later)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


_card, _near = (
    attrgetter(*(each.name for each in fields(held))) for held in (Card, Near))
"""The values of each as a row. (``dataclasses.astuple`` copies everything inside.)"""
_ORDER = [each.name for each in fields(Card)].index("order")


def _plain(problem: Diagnostic) -> dict[str, Any]:
    return {**asdict(problem), "rule": problem.rule.code}


def _problem(row: Mapping[str, Any]) -> Diagnostic:
    related = tuple(Related(Location(**one["location"]), one["message"]) for one in row["related"])
    return Diagnostic(Location(**row["location"]), rules.CATALOGUE[row["rule"]],
                      Severity(row["severity"]), row["message"], row["hint"], related)
