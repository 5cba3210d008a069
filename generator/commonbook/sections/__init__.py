"""Sections: the parts a site is made of. Each module here is one, found by being here.

A section has one of two functions, or both:

``entry_pages(edition, entry)``
    yields the pages that belong to one entry: its own, and those below its address. They may show
    everything of that entry, and cards of others.
``pages(edition)``
    yields pages that belong to nobody: lists, the front page. Of an entry they may show its card,
    its fields, and those texts that its model marks as ``Excerpt``. So an edit of any other text
    leaves them as they are.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from ..entry import Entry
from ..pages import Edition, Page


@cache
def discover() -> tuple[ModuleType, ...]:
    """Every module in this package, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """The pages that belong to one entry."""
    for section in discover():
        if hasattr(section, "entry_pages"):
            yield from section.entry_pages(edition, entry)


def all_pages(edition: Edition) -> Iterator[Page]:
    """Every page of the site."""
    for entry in edition.network:
        yield from entry_pages(edition, entry)
    for section in discover():
        if hasattr(section, "pages"):
            yield from section.pages(edition)
