"""Sections: the parts a site is made of. Each module here is one, found by being here.

A section has at least one of three functions:

``entry_pages(edition, entry)``
    yields the pages that belong to one entry: its own, and those below its address. They may show
    everything of that entry, and cards of others.
``outline_pages(edition, entry)``
    yields pages that belong to one entry too, but are made from many. Of all of them, its own
    included, they may show cards, fields, and those texts that a model marks as ``Excerpt``. So an
    edit of any other text leaves them as they are, and they are not even asked for.
``pages(edition)``
    yields pages that belong to nobody: lists, the front page. They may show the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..discovery import functions_in
from ..entry import Entry
from ..pages import Edition, Page


def text_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """The pages that belong to one entry and may show any of its texts."""
    for of_section in functions_in(__name__, "entry_pages"):
        yield from of_section(edition, entry)


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """All pages that belong to one entry."""
    yield from text_pages(edition, entry)
    for of_section in functions_in(__name__, "outline_pages"):
        yield from of_section(edition, entry)


def all_pages(edition: Edition) -> Iterator[Page]:
    """Every page of the site."""
    for entry in edition.network:
        yield from entry_pages(edition, entry)
    for of_section in functions_in(__name__, "pages"):
        yield from of_section(edition)
