"""Guides: Markdown pages in ``content/`` with front matter, full members of the network."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, PrivateAttr

from .. import prose
from ..entry import Entry
from ..fields import Country, Day, Link, Minutes, Slug, Summary, Text, YesNo
from ..load import Source
from ..parts import Part
from ..words import Words

WORDS_A_MINUTE = 200


class Law(Part):
    """Whose law a guide speaks of, and when that was checked."""

    country: Country = Field(description="The country whose law it is.", examples=["GB"])
    checked_on: Day = Field(description="The day the law was last checked.")


class Guide(Entry):
    """A page in Markdown: how to do something, or something to understand."""

    kind = "guide"
    folder = "guides"
    singular = "Guide"
    plural = "Guides"
    about = "How to do it: short guides for an evening, a meeting, a first month."
    shelf = "reading"
    is_drawn = is_printed = is_handout = True
    place_in_books = 10

    name: Text = Field(alias="title", description="The title of the guide.")
    summary: Summary = Field(description="The answer in one sentence.")
    minutes: Minutes | None = Field(None, description="Reading time, if not as computed.")
    terms: tuple[Annotated[Slug, Link("term", "Used in")], ...] = Field(
        (), description="Terms it explains or uses.")
    cases: tuple[Annotated[Slug, Link("case-study", "Guides that use it")], ...] = Field(
        (), description="Case studies that show it.")
    trainings: tuple[Annotated[Slug, Link("training", "Guides that go with it")], ...] = Field(
        (), description="Trainings that go with it.")
    groups: tuple[Annotated[Slug, Link("group", "Guides that speak of it")], ...] = Field(
        (), description="Groups it speaks of.")
    questions: tuple[Text, ...] = Field((), description="Questions for a group.")
    law: Law | None = Field(None, description="Where it states law: country, checked_on.")
    editorial: YesNo = Field(
        default=False, description="yes: a page about the handbook itself, kept out of the list of guides.")

    _body: prose.Prose = PrivateAttr(default_factory=lambda: prose.Prose(""))

    def read_from(self, source: Source) -> Self:
        """Say which file it came from, and take in the Markdown after the front matter."""
        super().read_from(source)
        folder = source.path.removeprefix("content/").rpartition("/")[0]
        self._body = prose.read(source.body, folder=folder)
        return self

    @cached_property
    def body(self) -> prose.Prose:
        """The Markdown after the front matter."""
        return self._body

    @property
    def section(self) -> str:
        """The folder it lies in; "" at the top."""
        return self.slug.rpartition("/")[0]

    @property
    def reading_minutes(self) -> int:
        """As given, or at 200 words a minute (Brysbaert 2019: 238 for fluent adult readers)."""
        return self.minutes or max(1, round(self._body.words / WORDS_A_MINUTE))

    @cached_property
    def address(self) -> str:
        """Guides lie where their files lie; the front page at the root."""
        return "" if self.slug == "index" else f"{self.slug}/"

    def facts(self, words: Words) -> Iterator[str]:
        """How long it takes to read."""
        yield words("reading", self.reading_minutes)

    def heading(self, words: Words) -> str:
        """The folder it lies in."""
        del words
        return self.section
