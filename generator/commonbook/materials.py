"""What a session needs for a number of people: materials in, whole numbers of things out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType

from .parts import Material

SIZE_OF = MappingProxyType({"person": 1, "pair": 2, "small-group": 4})
"""How many people share one: four make a small group. A room is one, whoever is in it."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing to bring: how many of it, all told, and for whom one is meant."""

    item: str
    quantity: int
    per: str


def needed(materials: Iterable[Material], people: int) -> tuple[Needed, ...]:
    """How many of each thing a number of people need, with what is kept in reserve.

    A pair or small group that is not full needs its own all the same. Numbers are rounded up at
    the end. The same thing for the same unit is one line, and its numbers are added up: too many
    pens are better than too few.
    """
    totals: dict[tuple[str, str], tuple[str, Decimal]] = {}
    for material in materials:
        units = -(-people // SIZE_OF[material.per]) if material.per in SIZE_OF else 1
        key = material.item.casefold(), material.per
        item, so_far = totals.get(key, (material.item, Decimal()))
        totals[key] = item, so_far + material.quantity * units + material.spare
    return tuple(
        Needed(item, int(total.to_integral_value(ROUND_CEILING)), per)
        for (_, per), (item, total) in totals.items())
