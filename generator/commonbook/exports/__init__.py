"""Exports: what the site offers besides pages. Each module here is one, found by being here.

An export has one of two functions, or both:

``artifacts(edition, pages)``
    yields files that belong to nobody. It is given all pages in the order of their addresses. Of
    an entry they may hold what ``pages`` of a section may show, and no other texts.
``entry_artifacts(edition, entry)``
    yields files that belong to one entry. They may hold all of it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType

from ..entry import Entry
from ..pages import Edition, Page
from ..write import Artifact


@cache
def discover() -> tuple[ModuleType, ...]:
    """Every module in this package, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def entry_artifacts(edition: Edition, entry: Entry) -> Iterator[Artifact]:
    """The files that belong to one entry."""
    for export in discover():
        if hasattr(export, "entry_artifacts"):
            yield from export.entry_artifacts(edition, entry)


def all_artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[Artifact]:
    """Every file besides pages."""
    for entry in edition.network:
        yield from entry_artifacts(edition, entry)
    for export in discover():
        if hasattr(export, "artifacts"):
            yield from export.artifacts(edition, pages)
