"""What a site is made of: files before they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from .disk import sum_of
from .manifests import Row


@dataclass(frozen=True)
class File:
    """One file of the site before it is made: its path from the site's root, and how to make it.

    ``origin`` gives a digest of what it is made from, ``make`` the bytes. Each is only asked for
    where it is needed, and in the process that needs it.
    """

    path: str
    origin: Callable[[], str]
    make: Callable[[], bytes]

    @cached_property
    def made_from(self) -> str:
        """The digest of what it is made from."""
        return self.origin()

    @classmethod
    def holding(cls, path: str, content: bytes) -> File:
        """A file whose bytes are there already."""
        return File(path, lambda: sum_of(content), lambda: content)

    @classmethod
    def of(cls, path: str, make: Callable[[], bytes]) -> File:
        """A file that is known by its own bytes: they are made once, where somebody asks first."""
        content = cache(make)
        return File(path, lambda: sum_of(content()), content)


@dataclass(frozen=True)
class Tally(File):
    """A file made from what is known of all others: it is written last, if anything has changed.

    ``count`` is given a row of each of them.
    """

    count: Callable[[Mapping[str, Row]], bytes]


def tally(path: str, count: Callable[[Mapping[str, Row]], bytes]) -> Tally:
    """A tally; where nothing is written, in the server for writing, it counts nothing."""
    return Tally(path, lambda: "all others", lambda: count({}), count)
