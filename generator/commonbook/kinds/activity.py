"""Activities: methods that trainings use again and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ..entry import Entry
from ..fields import Link, Minutes, Prose, Slug
from ..parts import Material, Part, Size
from ..words import Words


class Duration(Part):
    """How long a method takes, in minutes."""

    short = "usual"
    min: Minutes | None = Field(None, description="At least.")
    usual: Minutes | None = Field(None, description="Usually.")
    max: Minutes | None = Field(None, description="At most.")


class Activity(Entry):
    """A method that trainings use again and again."""

    kind = "activity"
    folder = "activities"
    singular = "Activity"
    plural = "Activities"
    about = "Methods for a room full of people: what each is for, its steps and where it comes from."
    menu = "trainings"
    is_handout = is_for_action = True
    place_in_books = 40
    comes_along = True

    purpose: Prose = Field(description="What it is good for.")
    minutes: Duration | None = Field(None, description="How long it takes: min, usual, max.")
    steps: tuple[Prose, ...] = Field(description="What to do, step by step.", min_length=1)
    group_size: Size | None = Field(None, description="For how many people.")
    materials: tuple[Material, ...] = Field((), description="What you need.")
    remote: Prose | None = Field(None, description="How to do it online or by phone.")
    care: Prose | None = Field(None, description="What can go wrong, and for whom.")
    origin: Prose | None = Field(None, description="Where the method comes from.")
    terms: tuple[Annotated[Slug, Link("term", "Used in")], ...] = Field(
        (), description="Terms it uses.")

    def facts(self, words: Words) -> Iterator[str]:
        """How long it usually takes."""
        if self.minutes and self.minutes.usual:
            yield words.duration(self.minutes.usual)
