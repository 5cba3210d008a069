"""Tools: things that groups lend each other. A kind without a template of its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from commonbook.entry import Entry
from commonbook.fields import Count, Day, Link, Prose, Slug
from commonbook.parts import Material


class Tool(Entry):
    """A thing that groups lend each other."""

    kind = "tool"
    folder = "tools"
    singular = "Tool"
    plural = "Tools"
    about = "Things that groups lend each other."

    kept_by: tuple[Annotated[Slug, Link("group", "Tools it keeps")], ...] = Field(
        description="Groups that keep it."
    )
    use: Prose = Field(description="How it is used.")
    parts: tuple[Material, ...] = Field((), description="What belongs to it.")
    weight: Count | None = Field(None, description="Kilograms.")
    bought_on: Day | None = Field(None, description="The day it was bought.")
