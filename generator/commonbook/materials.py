"""A session's materials in, whole numbers of things for a number of people out. Pure.

Rules:

1. A person is one; a pair is two people, and somebody left over makes a pair of their own; a small
   group is four, and those left over make a group of their own; the room is one.
2. What several blocks need of the same thing is added up, since cards are written on and food is
   eaten. Things are the same if they are called the same, whatever their capitals and spaces.
3. The sum is rounded up once, to whole things. What is spare comes on top.

4. A block that lists nothing needs what its activity needs (decision 20).

So nobody goes without, more people never need less, and nothing is rounded twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .kinds.activity import Activity
from .kinds.training import Block, Training
from .link import Network
from .parts import Material

SIZES = (8, 16, 30)
"""Numbers of people that a list is printed for: a kitchen table, a workshop, a full room."""

SIZE_OF = {"person": 1, "pair": 2, "small-group": 4}
"""People who share one set. Anything else is one set for the room."""

SHARE = 1000
"""Quantities are counted in thousandths, so that adding them up is exact."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing, with what all blocks together need of it.

    ``each`` is, for every way of sharing, how many thousandths of the thing one set takes.
    ``blocks`` are the indexes of the blocks it is for; none if it is for all of the session.
    """

    item: str
    each: tuple[tuple[str, int], ...]
    spare: int
    blocks: tuple[int, ...]

    def amount(self, people: int) -> int:
        """How many whole things a number of people needs, spare ones with them."""
        thousandths = sum(sets(per, people) * share for per, share in self.each)
        return -(-thousandths // SHARE) + self.spare


def sets(per: str, people: int) -> int:
    """How many sets people need who share in this way; none for no people."""
    size = SIZE_OF.get(per)
    if size is None:
        return 1 if people else 0
    return -(-people // size)


def of_block(block: Block, network: Network) -> tuple[Material, ...]:
    """What a block needs: its own list, or else that of its activity."""
    method = network.entries.get(f"activity/{block.activity}")
    return block.materials or (method.materials if isinstance(method, Activity) else ())


def of_blocks(blocks: Iterable[Block], network: Network) -> list[tuple[Material, ...]]:
    """What each of some blocks needs."""
    return [of_block(block, network) for block in blocks]


def wanted(
    training: Training, network: Network, blocks: Iterable[int] | None = None
) -> Iterator[tuple[Material, int | None]]:
    """All materials as they are written, each with the index of its block.

    ``blocks`` are the indexes of those that take place; all of them if left out.
    """
    yield from ((material, None) for material in training.materials)
    for index in sorted(range(len(training.blocks)) if blocks is None else set(blocks)):
        yield from ((material, index) for material in of_block(training.blocks[index], network))


def needs(
    training: Training, network: Network, blocks: Iterable[int] | None = None
) -> tuple[Need, ...]:
    """Everything a session needs, each thing once, in the order in which it first comes up."""
    found: dict[str, Need] = {}
    for material, block in wanted(training, network, blocks):
        _add(found, material, block)
    return tuple(found.values())


def _add(found: dict[str, Need], material: Material, block: int | None) -> None:
    name = " ".join(material.item.split())
    key = name.casefold()
    before = found.get(key, Need(name, (), 0, ()))
    each = dict(before.each)
    each[material.per] = each.get(material.per, 0) + thousandths(material.quantity)
    blocks = before.blocks if block is None or block in before.blocks else (*before.blocks, block)
    found[key] = Need(before.item, tuple(each.items()), before.spare + material.spare, blocks)


def thousandths(quantity: Decimal) -> int:
    """A quantity in thousandths, rounded up; a tiny one is still something."""
    return int((quantity * SHARE).to_integral_value(ROUND_CEILING))
