"""Sections: the parts a site is made of. Each module here is one, found by being here.

A section is a module with a function ``pages``: it is given the edition and yields pages. An entry
has its own page; lists, the front page and whatever else there is are sections too.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

from ..pages import Edition, Page

Section = Callable[[Edition], Iterator[Page]]


def discover() -> list[Section]:
    """The function ``pages`` of every module in this package, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}").pages for name in names]


def all_pages(edition: Edition) -> Iterator[Page]:
    """Every page of the site."""
    for section in discover():
        yield from section(edition)
