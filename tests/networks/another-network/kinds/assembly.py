"""Assemblies: gatherings at which the network decides together."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from commonbook.entry import Entry
from commonbook.fields import Day, Link, Prose, Slug
from commonbook.parts import Place


class Assembly(Entry):
    """A gathering at which the network decides together."""

    kind = "assembly"
    folder = "assemblies"
    singular = "Asamblea"
    plural = "Asambleas"
    about = "Lo que decidimos y cuándo."

    held_on: Day = Field(description="The day it takes place.", examples=["2026-03-21"])
    convened_by: tuple[Annotated[Slug, Link("group", "Asambleas que convoca")], ...] = Field(
        (), description="Groups that call it."
    )
    place: Place | None = Field(None, description="Where it takes place.")
    decisions: Prose | None = Field(None, description="What was decided.")
