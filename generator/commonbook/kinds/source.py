"""Sources: books, articles and films that claims rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ..entry import Entry
from ..fields import Facet, RoughDay, Summary, Text, WebAddress, YesNo
from ..letters import initial
from ..web import site_name
from ..words import Words


class Source(Entry):
    """A book, article or film that claims rest on."""

    kind = "source"
    folder = "sources"
    singular = "Source"
    plural = "Sources"
    about = "What this handbook rests on, and what to read next."
    menu = "glossary"
    leads_on = False
    is_for_action = True
    is_read = False

    summary: Summary | None = Field(None, description="One sentence on what it says.")  # type: ignore[assignment]
    authors: tuple[Text, ...] = Field((), description="Who wrote or made it.")
    year: RoughDay | None = Field(
        None, description="When it came out; may begin with “about”.",
        examples=["2018"])
    publisher: Text | None = Field(None, description="Who published it.")
    url: WebAddress | None = Field(None, description="Where it can be found.")
    archived_url: WebAddress | None = Field(None, description="A copy in a web archive.")
    medium: Annotated[
        Literal["book", "article", "report", "film", "podcast", "website", "essay"] | None,
        Facet("medium"),
    ] = Field(None, description="What sort of work it is.")
    free_to_read: YesNo | None = Field(None, description="Whether it can be read for free.")
    why: Text | None = Field(None, description="One line on why to read it.")

    @property
    def in_short(self) -> str:
        """Its summary, or why to read it."""
        return self.summary or self.why or ""

    def facts(self, words: Words) -> Iterator[str]:
        """Who made it, when, and what sort of work it is."""
        yield ", ".join(self.authors) or self.publisher or site_name(self.url or "")
        yield words.date(self.year)
        if self.medium:
            yield words.get(f"medium.{self.medium}", "")

    def heading(self, words: Words) -> str:
        """The letter it begins with."""
        del words
        return initial(self.name)
