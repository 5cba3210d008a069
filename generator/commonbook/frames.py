"""Frames and stamping: a host renders a page whose words are slots; we fill them, many times.

A slot is a word such as ``SLOT-title-SLOT``: ASCII letters and hyphens, because it has to survive
addresses, HTML, attributes, Markdown and file names on its way through a host.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from . import rules
from .diagnostics import Diagnostic, Location

SLOTS = ("title", "summary", "body", "path", "lang", "dir", "robots", "head", "more")
REQUIRED = frozenset({"title", "summary", "body"})
TRUSTED = frozenset({"body", "head", "more"})
"""Slots that hold finished HTML, made by our own templates only."""

_SLOT = re.compile(r"SLOT-([a-z]+)-SLOT")
_PATH = re.compile(r"SLOT-path-(?:[a-z0-9-]*-)?SLOT(?:/SLOT-path-SLOT)*")


def marker(slot: str) -> str:
    """How a slot is written."""
    return f"SLOT-{slot}-SLOT"


@dataclass(frozen=True, slots=True)
class Stub:
    """A page that a host must put through its theme once, as a frame for many pages.

    ``section`` is the menu entry the pages belong to, ``depth`` how many folders deep they lie
    (so that relative links come out right), ``path`` the address if it is for one page only.
    """

    section: str
    depth: int
    path: str = ""

    @property
    def key(self) -> str:
        """Unique among the stubs of a site."""
        return self.path or f"{self.section}:{self.depth}"

    @property
    def file(self) -> str:
        """The Markdown file a host is given; its address holds the path slot.

        The section is part of the first folder's name, so that no two stubs share a file.
        """
        if self.path:
            return f"{self.path}index.md"
        first = f"SLOT-path-{self.section.replace('/', '-')}SLOT"
        return "/".join([first, *[marker("path")] * (self.depth - 1)]) + "/index.md"


@dataclass(frozen=True, slots=True)
class Frame:
    """A rendered stub, cut at its slots: text and slot names in turn."""

    parts: tuple[str, ...]
    digest: str

    @classmethod
    def cut(cls, rendered: str) -> Frame:
        """Cut a host's page at its slots."""
        parts = _SLOT.split(_PATH.sub(marker("path"), rendered))
        digest = hashlib.blake2b(rendered.encode(), digest_size=16).hexdigest()
        return cls(tuple(parts), digest)

    @property
    def slots(self) -> frozenset[str]:
        """The slots it has."""
        return frozenset(self.parts[1::2])

    def problems(self, name: str) -> list[Diagnostic]:
        """What keeps it from being a frame: slots it lacks, slots nobody fills."""
        missing = sorted(REQUIRED - self.slots)
        strange = sorted(self.slots - set(SLOTS))
        found = []
        for words, slots in (("lacks", missing), ("has an unknown", strange)):
            if slots:
                found.append(rules.BROKEN_FRAME.at(
                    Location("theme/frame.html"),
                    f"The frame for {name} {words} place: {', '.join(map(marker, slots))}.",
                    hint="Compare theme/frame.html with the one that comes along."))
        return found

    def stamp(self, slots: Mapping[str, str]) -> bytes:
        """The page: every slot filled, everything but trusted HTML escaped."""
        filled = {
            name: slots.get(name, "") if name in TRUSTED
            else html.escape(slots.get(name, ""), quote=True)
            for name in self.slots
        }
        pieces = [part if number % 2 == 0 else filled[part]
                  for number, part in enumerate(self.parts)]
        return "".join(pieces).encode()


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames of a site by the keys of their stubs, and the digest of them all."""

    frames: Mapping[str, Frame]

    def __post_init__(self) -> None:
        object.__setattr__(self, "frames", MappingProxyType(dict(self.frames)))

    def find(self, path: str, section: str) -> Frame:
        """The frame for a page: its own, or that of its section and depth."""
        own = self.frames.get(path)
        return own or self.frames[f"{section}:{path.count('/')}"]
