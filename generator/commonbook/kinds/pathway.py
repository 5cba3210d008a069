"""Pathways: routes through the handbook for one purpose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from ..entry import Entry
from ..fields import EntryId, Link, Minutes, SlugPath, Text, refuse
from ..parts import Part
from ..words import Words


class Step(Part):
    """One stop on a route: an entry or a guide, and why it comes here."""

    first = ("entry", "why", "minutes")
    entry: Annotated[EntryId | None, Link("", "A stop on")] = Field(
        None, description="Id of an entry.", examples=["case-study/cooperation-town"])
    page: Annotated[SlugPath | None, Link("guide", "A stop on")] = Field(
        None, description="Path of a guide.", examples=["learn/dual-power"])
    why: Text | None = Field(None, description="Why this comes here.")
    minutes: Minutes | None = Field(None, description="How long it takes.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.entry) == bool(self.page):
            msg = "A step names an entry or a page, and not both."
            raise refuse(msg)
        return self

    @property
    def target(self) -> str:
        """The id of what it leads to."""
        return self.entry or f"guide/{self.page}"


class Pathway(Entry):
    """A route through the handbook for one purpose."""

    kind = "pathway"
    folder = "pathways"
    singular = "Pathway"
    plural = "Pathways"
    about = "Routes through the handbook: what to read and do, in which order, and why."
    menu = "guides"
    shelf = "reading"
    is_printed = is_for_action = True
    place_in_books = 20
    assets = ("pathway.css", "pathway.js")

    for_whom: Text = Field(description="Whom it is for.")
    steps: tuple[Step, ...] = Field(
        description="The stops, in order.", min_length=1, max_length=60)

    @property
    def minutes(self) -> int:
        """All minutes that are given, together."""
        return sum(step.minutes or 0 for step in self.steps)

    def facts(self, words: Words) -> Iterator[str]:
        """How many stops it has, and how long they take."""
        yield words("stops", len(self.steps))
        if self.minutes:
            yield words.duration(self.minutes)
