"""Errors planted in entries: what an editor must underline, and on which line."""

from __future__ import annotations

GROUP = """name: Kitchen
summary: A kitchen.
type: food-co-op
place:
  town: Hull
  country: GB
  precision: town
founded: 2014
topics: [food]
contact:
  - way: web
    value: https://example.org/
part_of: [network, {to: other, from: 2020}]
access:
  step_free: yes
  childcare: {answer: ask, note: Tell us}
sensitive: no
checked_on: 2026-03-01
website: https://example.org/
"""

PLANTED = (
    ("an unknown field", "summary: A kitchen.", "sumary: A kitchen."),
    ("an unknown field inside", "  town: Hull", "  twon: Hull"),
    ("a word that is not in the list", "type: food-co-op", "type: food-coop"),
    ("a word that is not in the list inside", "precision: town", "precision: street"),
    ("a list where there is one text", "name: Kitchen", "name: [Kitchen]"),
    ("a text where there is a list", "topics: [food]", "topics: food"),
    ("a date as people say it", "checked_on: 2026-03-01", "checked_on: 1 March 2026"),
    ("a name that is no file name", "topics: [food]", "topics: [Food and Land]"),
    ("neither yes nor no", "sensitive: no", "sensitive: maybe"),
    ("a summary that is too long", "A kitchen.", "A kitchen. " + "x" * 250),
    ("an address that is none", "website: https://example.org/", "website: ask at the bar"),
    ("a country in words", "country: GB", "country: Great Britain"),
    ("a way that does not exist", "way: web", "way: pigeon"),
)
"""What it is, the text that is replaced, and what stands there instead."""


def plant(old: str, new: str) -> tuple[str, int]:
    """The group with one error, and the line it is on, from 1."""
    return GROUP.replace(old, new, 1), GROUP[: GROUP.index(old)].count("\n") + 1
