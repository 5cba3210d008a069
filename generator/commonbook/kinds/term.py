"""Terms: the words of the glossary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from ..entry import Entry
from ..fields import Excerpt, Link, Prose, Slug, Summary, Text
from ..letters import initial
from ..parts import Part, PerLanguage
from ..parts import Words as InLanguage
from ..prose import plain
from ..sentences import opening
from ..words import Words

SHORT = 200
"""Letters of a definition that stand on a card."""


class Contrast(Part):
    """A term that is often confused with this one, and how they differ."""

    short = "to"
    to: Slug = Field(description="The file name of the other term.")
    why: Text | None = Field(None, description="How they differ, in one line.")


class Term(Entry):
    """A word of the glossary, in plain language."""

    kind = "term"
    folder = "glossary"
    singular = "Term"
    plural = "Glossary"
    about = "The words of this handbook in plain language, with their translations."
    is_drawn = is_handout = True
    place_in_books = 90
    comes_along = True

    summary: Summary | None = Field(None, description="One sentence, if the definition is long.")  # type: ignore[assignment]
    definition: Annotated[Prose, Excerpt()] = Field(description="What it means, in two or three sentences.")
    original: InLanguage | None = Field(
        None, description="The word in the language it comes from: language, text.")
    translations: PerLanguage = Field(
        default_factory=dict, description="The word in other languages, by language code.",
        examples=[{"es": "apoyo mutuo"}])
    also_called: tuple[Text, ...] = Field((), description="Other words for it.")
    see_also: tuple[Annotated[Slug, Link("term", "See also")], ...] = Field(
        (), description="Terms to read next.")
    not_to_confuse_with: tuple[
        Annotated[Contrast, Link("term", "Not to be confused with")], ...
    ] = Field((), description="Terms it is often confused with, and how they differ.")

    @property
    def in_short(self) -> str:
        """Its summary, or how its definition begins."""
        return self.summary or opening(plain(self.definition), SHORT)

    def facts(self, words: Words) -> Iterator[str]:
        """The word in the language it comes from."""
        del words
        if self.original:
            yield self.original.text

    def heading(self, words: Words) -> str:
        """The letter it begins with."""
        del words
        return initial(self.name)
