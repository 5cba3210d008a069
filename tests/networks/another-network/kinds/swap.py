"""Swaps: what one group gives another. A kind without a template."""

from __future__ import annotations

from pydantic import Field

from commonbook.entry import Entry
from commonbook.fields import Day, Text


class Swap(Entry):
    """Something given for something else."""

    kind = "swap"
    folder = "swaps"
    singular = "Trueque"
    plural = "Trueques"
    about = "Lo que pasó de una mano a otra."

    given: Text = Field(description="What was given.")
    received: Text = Field(description="What came back.")
    on: Day | None = Field(None, description="When.")
