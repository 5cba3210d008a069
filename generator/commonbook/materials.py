"""A material and a number of people in, how much of it is needed out."""

from __future__ import annotations

from math import ceil

from .parts import Material

SMALL_GROUP = 5
"""People in a small group, at most: enough views, and everybody still speaks within ten minutes.

This is the one place for it, with its twin in ``theme/assets/schedule.js``; a test compares them.
"""
PEOPLE = {"person": 1, "pair": 2, "small-group": SMALL_GROUP}
"""For how many people one portion is; what is for the room is there once."""


def needed(material: Material, people: int) -> int:
    """Whole things for a number of people, the spare ones with them.

    A last pair or group that is not full needs its own: nine people make two small groups.
    """
    portions = max(1, ceil(people / PEOPLE[material.per])) if material.per in PEOPLE else 1
    return ceil(material.quantity * portions) + material.spare
