"""What a site is made of: files before they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from .disk import sum_of
from .manifests import Row
from .parallel import in_shares


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


def ask_origins(files: Sequence[File]) -> None:
    """Ask all files what they are made from, by several processes; asked again, they know it."""
    for share in in_shares(_origins, list(enumerate(files))):
        for number, made_from in share:
            files[number].__dict__["made_from"] = made_from


def _origins(files: Sequence[tuple[int, File]]) -> list[tuple[int, str]]:
    return [(number, file.made_from) for number, file in files]


@dataclass(frozen=True)
class Tally(File):
    """A file made from what is known of all others: it is written last, if anything has changed.

    ``count`` is given a row of each of them.
    """

    count: Callable[[Mapping[str, Row]], bytes]


def tally(path: str, count: Callable[[Mapping[str, Row]], bytes]) -> Tally:
    """A tally; where nothing is written, in the server for writing, it counts nothing."""
    return Tally(path, lambda: "all others", lambda: count({}), count)
