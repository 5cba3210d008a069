"""A network's folders in, paths and bytes out: only regular files, inside the project, bounded."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from . import rules
from .diagnostics import Diagnostic, Location, quoted

SLUG = re.compile(r"[a-z0-9](?:-?[a-z0-9]){0,63}\Z")
RESERVED = frozenset(
    ["index", "assets", "search", "404", "page", "by", "topics", "practices", "network", "constructor",
     "con", "prn", "aux", "nul",
     *(f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10))]
)
"""File names that would collide with pages of ours, with Windows devices, or in scripts."""

IGNORED = re.compile(r"(\..*|README\.md|Thumbs\.db|desktop\.ini|__pycache__)\Z", re.IGNORECASE)
"""What editors and systems leave behind; never content, never worth a word."""

PICTURES = frozenset({"png", "jpg", "jpeg", "webp"})
_GUIDES_MAY = frozenset({"index", "search", "network"})

_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def read_bytes(path: Path | str, limit: int) -> bytes | str:
    """The bytes of a regular file, or a sentence why it is not read.

    Links, devices and pipes are refused: a contribution must not make the build read
    something outside the project, or wait for ever.
    """
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        if Path(path).is_symlink():
            return "This is a link to another file, which is not followed."
        return f"This file cannot be opened ({error.strerror})."
    try:
        return _read_handle(handle, limit)
    except OSError as error:
        return f"This file cannot be read ({error.strerror})."
    finally:
        os.close(handle)


def _read_handle(handle: int, limit: int) -> bytes | str:
    facts = os.fstat(handle)
    too_large = f"This file is larger than {limit // 1024} KB."
    if not stat.S_ISREG(facts.st_mode):
        return "This is not an ordinary file."
    if facts.st_nlink > 1:
        return "This file is linked under a second name (a hard link), which is not read."
    if facts.st_size > limit:
        return too_large
    data = os.read(handle, facts.st_size + 1)  # room for the limit would have to be made each time
    while len(data) != facts.st_size and len(data) <= limit:
        more = os.read(handle, limit + 1 - len(data))
        if not more:
            break
        data += more
    return data if len(data) <= limit else too_large


def find_entries(root: Path, folder: str) -> Iterator[tuple[str, str] | Diagnostic]:
    """Each ``(path, slug)`` of a kind's folder, and a word on whatever does not belong there."""
    items = _items(root, folder)
    if isinstance(items, Diagnostic):
        yield items
        return
    for item in items:
        shown = f"{folder}/{item.name}"
        if item.is_dir(follow_symlinks=False):
            yield rules.UNEXPECTED_FILE.at(
                Location(shown), "Entries lie directly in the folder of their kind.",
                hint="Move the files up.")
        elif not item.name.endswith(".yml"):
            yield _not_read(shown, ".yml", folder)
        else:
            slug = item.name.removesuffix(".yml")
            ok = SLUG.match(slug) and slug not in RESERVED
            yield (shown, slug) if ok else _bad_name(shown, slug, ".yml")


def find_guides(root: Path, folder: str) -> Iterator[tuple[str, str] | Diagnostic]:
    """Each ``(path, slug)`` of the Markdown files in a folder, at any depth.

    The slug is the path without ``.md``; that of ``learn/index.md`` is ``learn``.
    """
    if (root / folder).is_symlink():
        yield rules.UNEXPECTED_FILE.at(
            Location(folder), "This is a link to another folder, which is not followed.",
            hint="Put the folder itself here.")
    pending = [""]
    taken: dict[str, str] = {}
    while pending:
        prefix = pending.pop()
        items = _items(root, f"{folder}/{prefix}".rstrip("/"))
        if isinstance(items, Diagnostic):
            yield items
            continue
        for item in items:
            shown = f"{folder}/{prefix}{item.name}"
            if item.is_dir(follow_symlinks=False):
                if SLUG.match(item.name):
                    pending.append(f"{prefix}{item.name}/")
                else:
                    yield _bad_name(shown, item.name, "/")
            elif not item.name.endswith(".md"):
                if item.name.rpartition(".")[2].lower() not in PICTURES:
                    yield _not_read(shown, ".md", folder)
            else:
                stem = item.name.removesuffix(".md")
                if not SLUG.match(stem) or stem in RESERVED - _GUIDES_MAY:
                    yield _bad_name(shown, stem, ".md")
                else:
                    slug = prefix.rstrip("/") if stem == "index" and prefix else prefix + stem
                    first = taken.setdefault(slug, shown)
                    yield (shown, slug) if first == shown else rules.PATH_COLLISION.at(
                        Location(shown), f"The address /{slug}/ is already used by {first}.",
                        hint="Rename one of the two files.")


PLAIN_LETTERS = str.maketrans({
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i"})
"""Latin letters that do not come apart into a letter and a mark."""


def latin(name: str) -> str:
    """What is left of a name in lower-case ASCII, words joined by hyphens; "" if nothing is."""
    plain = unicodedata.normalize("NFKD", name.translate(PLAIN_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")


def suggest_slug(name: str) -> str:
    """A file name for a name in any script."""
    slug = latin(name)
    return slug if slug and slug not in RESERVED else f"{slug or 'entry'}-1"


def _items(root: Path, folder: str) -> list[os.DirEntry[str]] | Diagnostic:
    """What lies in a folder, in order, without what is ignored; links are never ignored."""
    if not (root / folder).is_dir() or (root / folder).is_symlink():
        return []
    try:
        items = sorted(os.scandir(root / folder), key=lambda found: found.name)
    except OSError as error:
        return rules.UNEXPECTED_FILE.at(
            Location(folder), f"This folder cannot be read ({error.strerror}).",
            hint="Check its permissions.")
    return [item for item in items if item.is_symlink() or not IGNORED.match(item.name)]


def _not_read(shown: str, suffix: str, folder: str) -> Diagnostic:
    return rules.UNEXPECTED_FILE.at(
        Location(shown), f"This file is not read: its name does not end in {suffix}.",
        hint=f"Rename it to end in {suffix}, or take it out of {folder}/.")


def _bad_name(shown: str, stem: str, suffix: str) -> Diagnostic:
    return rules.INVALID_SLUG.at(
        Location(shown), f"The name {quoted(stem)} cannot become a web address.",
        hint=f"Rename it, for example to {suggest_slug(stem)}{suffix}: lower-case letters and "
        "digits without accents, words joined by single hyphens.")
