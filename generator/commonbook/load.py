"""Bytes of a file in, a source out: its text, its values, and where each stands."""

from __future__ import annotations

import marshal
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from . import rules
from .diagnostics import Diagnostic, Location, Severity
from .disk import sum_of
from .files import read_bytes
from .strict_yaml import FLAG, FORBIDDEN, Problem, Reading, Span, Tree, plain_tree

ENTRY_LIMIT = 256 * 1024
CHARACTERS_REPORTED = 20
_ORDINARY = bytes((*b"\t\n", *range(0x20, 0x7f)))
"""The characters of ASCII that may stand anywhere in a file."""
_ADDED = str.maketrans("", "", " \t\r\u00a0>\\\"'")


@dataclass(frozen=True)
class Source:
    """One file as it was read, once: its text, its values, and where each stands.

    ``body`` is a guide's Markdown and ``body_line`` the line on which it starts. ``digest`` is of
    the bytes.
    """

    path: str
    kind: str
    slug: str
    text: str
    digest: str
    body: str = ""
    body_line: int = 1

    @property
    def id(self) -> str:
        """``kind/slug``."""
        return f"{self.kind}/{self.slug}"

    @cached_property
    def tree(self) -> Tree:
        """The fields; of a guide, those of its front matter."""
        packed = self.__dict__.pop("_packed", None)
        return marshal.loads(packed) if packed else Reading(*self._yaml()).tree  # noqa: S302 - ours

    def pack(self) -> None:
        """Keep the tree as bytes until it is asked for again: a quarter of the room, and quick to send.

        Most trees are not needed any more when their entry has been made.
        """
        tree = self.__dict__.pop("tree", None)
        if tree is not None:
            self.__dict__["_packed"] = marshal.dumps(tree)

    def __getstate__(self) -> dict[str, Any]:
        """What another process is sent."""
        self.pack()
        return {name: held for name, held in self.__dict__.items() if name != "_spans"}

    def _yaml(self) -> tuple[str, int]:
        """The part of the text that is YAML, and the line it starts on."""
        return _front_matter(self.text) if self.kind == "guide" else (self.text, 1)

    @cached_property
    def _spans(self) -> Mapping[tuple[str | int, ...], tuple[Span, Span]]:
        return Reading(*self._yaml()).spans

    def locate(self, *field: str | int, key: bool = False) -> Location:
        """Where a value stands, or its name (``key=True``); the nearest parent if it is absent.

        Costs one more reading of the text, so it is asked for only when there is a problem.
        """
        for end in range(len(field), 0, -1):
            found = self._spans.get(tuple(field[:end]))
            if found:
                of_key, of_value = found
                return Location(self.path, *(of_key if key or end < len(field) else of_value))
        return Location(self.path, 1, 1)

    def locate_in(self, field: tuple[str | int, ...], needle: str) -> Location:
        """Where a piece of text stands inside a value; the value itself if it cannot be found.

        A piece may go over several lines, as YAML and Markdown break them.
        """
        if field and field[0] == "body" and self.kind == "guide":
            first, last = self.body_line, self.text.count("\n") + 1
        else:
            whole = self.locate(*field)
            first, last = whole.line, max(whole.line, whole.end_line)
        lines = self.text.split("\n")[first - 1 : last]
        for number, line in enumerate(lines, start=first):
            column = line.find(needle)
            if column >= 0:
                return Location(self.path, number, column + 1, number, column + 1 + len(needle))
        place = _across_lines(lines, needle)
        if place:
            begins, column, ends, end_column = place
            return Location(self.path, first + begins, column, first + ends, end_column)
        return self.locate(*field) if field[0] != "body" else Location(self.path, first, 1)

    def line(self, number: int) -> str:
        """A line of the file as it is, for showing under a message."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def _across_lines(lines: list[str], needle: str) -> Span | None:
    """Where a text stands that was broken into lines; those count from 0, columns from 1.

    Compares without what line breaks, quotation marks of YAML and marks of Markdown add.
    """
    bare = [line.translate(_ADDED) for line in lines]
    wanted = needle.translate(_ADDED)
    found = "".join(bare).find(wanted) if wanted else -1
    if found < 0:
        return None
    line, column = _at(found, bare, lines)
    end_line, end_column = _at(found + len(wanted) - 1, bare, lines)
    return line, column, end_line, end_column + 1


def _at(offset: int, bare: list[str], lines: list[str]) -> tuple[int, int]:
    """Line and column of a letter that is counted in the bare lines."""
    for number, kept in enumerate(bare):
        if offset < len(kept):
            columns = (column for column, mark in enumerate(lines[number], start=1)
                       if ord(mark) not in _ADDED)
            return number, next(islice(columns, offset, None))
        offset -= len(kept)
    raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not become a source, the reasons, and its text if there was any."""

    path: str
    kind: str
    slug: str
    diagnostics: tuple[Diagnostic, ...]
    text: str = ""

    @property
    def id(self) -> str:
        """``kind/slug``: references to it are not reported a second time."""
        return f"{self.kind}/{self.slug}"


def load_file(root: Path, path: str, kind: str, slug: str) -> Source | Unreadable:
    """Read one file, once. Whatever is wrong with it comes back as diagnostics."""
    data = read_bytes(f"{root}/{path}", ENTRY_LIMIT)
    if isinstance(data, str):
        rule, hint = (
            (rules.TOO_LONG, "Shorten it, or move part of it elsewhere.") if "larger" in data
            else (rules.UNEXPECTED_FILE, "Put an ordinary text file here, or take this one out."))
        problem = rule.at(Location(path), data, hint)  # without it the entry would be missing
        return Unreadable(path, kind, slug, (replace(problem, severity=Severity.ERROR),))
    return load_text(data, path, kind, slug)


def load_text(data: bytes, path: str, kind: str, slug: str) -> Source | Unreadable:
    """The source of a file's bytes, or the reasons why there is none."""
    text, problems = _decode(data)
    front, first = _front_matter(text) if kind == "guide" else (text, 1)
    tree: Tree = {}
    if not problems and kind == "guide" and first == 1:
        problems.append((
            rules.INVALID_YAML, (1, 1, 1, 1), "This guide has no front matter.",
            "Start the file with a line ---, then title: and summary:, then ---."))
    if not problems:
        plain = plain_tree(front)
        if plain is None:
            reading = Reading(front, first)
            plain, problems = reading.tree, reading.problems
        tree = plain
    if problems:
        found = tuple(
            rule.at(Location(path, *span), message, hint) for rule, span, message, hint in problems)
        return Unreadable(path, kind, slug, found, text)
    digest = sum_of(data)
    body, body_line = "", 1
    if kind == "guide":
        body_line = first + front.count("\n") + 2
        body = "\n".join(text.split("\n")[body_line - 1 :])
    source = Source(path, kind, slug, text, digest, body, body_line)
    source.__dict__["tree"] = tree  # it has just been read
    return source


def _decode(data: bytes) -> tuple[str, list[Problem]]:
    """Text of a file, and each character in it that may not be there."""
    if not data.translate(None, _ORDINARY):
        return data.decode("ascii"), []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = "This file is not saved as UTF-8: a character here cannot be read."
        hint = "Save it again as UTF-8 (in most editors: Save as, Encoding, UTF-8)."
        return "", [(rules.INVALID_ENCODING, (line, column, line, column + 1), message, hint)]
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    shown = text if text.isascii() else FLAG.sub(lambda match: " " * len(match[0]), text)
    problems: list[Problem] = []
    for match in FORBIDDEN.finditer(shown):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        problems.append((
            rules.FORBIDDEN_CHARACTER, (line, column, line, column + 1),
            f"There is an invisible or control character here (U+{ord(match[0][0]):04X}).",
            "Delete it and type the text again; such characters often come from copying."))
        if len(problems) == CHARACTERS_REPORTED:
            break
    return text, problems


def _front_matter(text: str) -> tuple[str, int]:
    """The YAML between the first two ``---`` lines, and the line it starts on (1 if none)."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), 2
    return "\n".join(lines[1:]), 2
