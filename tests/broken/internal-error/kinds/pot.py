"""Pots: a kind with a fault in its own code."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from commonbook.entry import Entry


class Pot(Entry):
    """A pot."""

    kind = "pot"
    folder = "pots"

    @model_validator(mode="after")
    def _broken(self) -> Self:
        msg = "nobody expected this"
        raise ZeroDivisionError(msg)
