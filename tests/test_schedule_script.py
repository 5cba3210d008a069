"""The page's script and the generator plan alike: the same times, cuts and amounts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from py_mini_racer import MiniRacer
from samples import REPOSITORY

from commonbook.kinds.training import Block
from commonbook.materials import Need, thousandths
from commonbook.parts import Material
from commonbook.schedule import Schedule, schedule
from commonbook.sessions import block_for_script

SEED = 20261124
PLANS = 6_000


@pytest.fixture(scope="module")
def script() -> Iterator[MiniRacer]:
    """V8 with the page's script, and nothing of a browser."""
    engine = MiniRacer()
    engine.eval((REPOSITORY / "theme/assets/schedule.js").read_text(encoding="utf-8"))
    yield engine
    engine.close()


def some_plan(chance: random.Random) -> list[dict[str, Any]]:
    """Blocks as a file has them: locked, parallel, over days, within bounds or without."""
    blocks: list[dict[str, Any]] = []
    day = 1
    for _ in range(chance.choice([1, 2, 3, 5, 8, 13, 20])):
        minutes = chance.randint(1, 75)
        block: dict[str, Any] = {
            "title": "Block", "minutes": minutes, "day": day,
            "keep": chance.choice(["must", "should", "could"]),
            "type": chance.choice(["opening", "activity", "talk", "break", "meal", "closing"])}
        if chance.random() < 0.6:
            block["min"] = chance.randint(1, minutes)
        if chance.random() < 0.3:
            block["max"] = chance.randint(minutes, 90)
        if chance.random() < 0.35:
            block["parallel"] = chance.choice(["upstairs", "downstairs", "constructor"])
        if chance.random() < 0.2:
            block["at"] = f"{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}"
        if chance.random() < 0.1:
            day = chance.choice([day, day + 1, 1])
        blocks.append(block)
    return blocks


def as_told(found: Schedule) -> dict[str, Any]:
    """A schedule as the script returns one."""
    return {"rows": [asdict(row) for row in found.rows], "dropped": list(found.dropped),
            "over": found.over, "overrun": found.overrun}


def test_the_script_plans_as_the_generator_does(script: MiniRacer) -> None:
    """Thousands of plans, with and without a start and a length: rows, slack, cuts, overruns."""
    chance = random.Random(SEED)
    asked, expected = [], []
    seen = {"cut": 0, "late": 0, "over": 0}
    for _ in range(PLANS):
        blocks = [Block.model_validate({key: str(value) for key, value in block.items()})
                  for block in some_plan(chance)]
        start = chance.choice([None, time(chance.randint(0, 23), chance.randint(0, 59))])
        available = chance.choice([None, chance.randint(1, 90), chance.randint(1, 900)])
        found = schedule(blocks, start=start, available=available)
        expected.append(as_told(found))
        asked.append([[block_for_script(block) for block in blocks],
                      None if start is None else start.hour * 60 + start.minute, available])
        seen["cut"] += bool(found.dropped and found.shortened)
        seen["late"] += found.overrun is not None
        seen["over"] += found.over > 0
    told = json.loads(script.eval(
        f"JSON.stringify({json.dumps(asked)}.map((plan) => Commonbook.schedule(...plan)))"))
    different = [number for number in range(PLANS) if told[number] != expected[number]]
    assert different == [], (asked[different[0]], told[different[0]], expected[different[0]])
    assert min(seen.values()) > PLANS // 20, "the plans must be hard ones, too"


def needed(material: Material, people: int) -> int:
    """How many whole things a number of people needs of one material."""
    each = ((material.per, thousandths(material.quantity)),)
    return Need(material.item, each, material.spare, ()).amount(people)


def test_the_script_counts_materials_as_the_generator_does(script: MiniRacer) -> None:
    """Every sort of material for 1 to 60 people."""
    for per in ("person", "pair", "small-group", "room"):
        for quantity in ("1", "0.1", "0.3", "1.5", "2.25", "12"):
            material = Material(
                item="Pens", per=per, quantity=Decimal(quantity), spare=3)
            told = script.eval(
                f"JSON.stringify([...Array(60).keys()].map((people) => Commonbook.needed("
                f"{{quantity: {quantity}, per: '{per}', spare: 3}}, people + 1)))")
            assert json.loads(told) == [needed(material, people) for people in range(1, 61)]


@pytest.mark.parametrize(("per", "people", "expected"), [
    ("person", 8, 9), ("person", 30, 31), ("pair", 8, 5), ("pair", 9, 6),
    ("small-group", 16, 5), ("small-group", 5, 3), ("room", 30, 2)])
def test_materials_grow_with_the_people(per: str, people: int, expected: int) -> None:
    """A pair or group that is not full needs its own, and the spare one comes on top."""
    assert needed(Material(item="Pens", per=per, spare=1), people) == expected
