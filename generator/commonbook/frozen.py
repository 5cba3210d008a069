"""The base of all models: what is read from a file does not change."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

_GIVEN = vars(BaseModel)["__pydantic_fields_set__"]
_names: dict[frozenset[str], set[str]] = {}


class Frozen(BaseModel):
    """What is read from a file: its values never change, and it takes no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_post_init(self, _context: Any, /) -> None:
        """Share the names of the fields that were given with all that were given the same.

        A set for each takes 4 KB an entry, a quarter of all there is of it in memory.
        """
        names = _GIVEN.__get__(self)
        shared = _names.setdefault(frozenset(names), names)
        if shared is not names:
            _GIVEN.__set__(self, shared)
