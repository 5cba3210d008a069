"""Materials: whole things, enough for everybody, the same in Python and in the browser."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer
from samples import REPOSITORY

from commonbook.kinds.training import Training
from commonbook.link import Network
from commonbook.materials import SIZE_OF, Need, needs, sets

QUANTITIES = st.decimals("0.001", "200", places=3)
MATERIALS = st.fixed_dictionaries({
    "item": st.sampled_from(["Pens", "pens", " Big  paper", "Tea", "Dots"]),
    "per": st.sampled_from(["person", "pair", "small-group", "room"]),
    "quantity": QUANTITIES.map(str),
    "spare": st.integers(0, 9).map(str),
})
ALONE = Network()
LISTS = st.lists(MATERIALS, max_size=5)
PEOPLE = st.integers(1, 1000)


def training(own: list[dict[str, Any]], *blocks: list[dict[str, Any]]) -> Training:
    """A session that needs these things."""
    return Training.model_validate({
        "name": "A", "summary": "A.", "audience": "A", "outcomes": ["a"], "materials": own,
        "blocks": [{"title": "B", "minutes": "5", "materials": block} for block in blocks or [[]]]})


def test_things_of_one_name_are_added_up_and_rounded_once() -> None:
    """One and a half for each pair, twice, are three for each pair."""
    once = {"item": "Slates", "per": "pair", "quantity": "1.5", "spare": "2"}
    found = needs(training([once], [], [{**once, "item": "slates"}]), ALONE)
    assert found == (Need("Slates", (("pair", 3000),), 4, (1,)),)
    assert [found[0].amount(people) for people in (1, 2, 3, 8, 15)] == [7, 7, 10, 16, 28]


@pytest.mark.parametrize(
    ("per", "people", "expected"),
    [("person", 7, 7), ("pair", 7, 4), ("small-group", 8, 2), ("small-group", 9, 3),
     ("room", 30, 1), ("room", 0, 0)])
def test_those_left_over_have_a_set_of_their_own(per: str, people: int, expected: int) -> None:
    """Nobody goes without because the number does not divide."""
    assert sets(per, people) == expected


@given(LISTS, LISTS, PEOPLE)
def test_there_is_enough_and_never_a_thing_too_many(
    own: list[dict[str, Any]], block: list[dict[str, Any]], people: int
) -> None:
    """An amount is the exact sum, rounded up to a whole thing, and what is spare."""
    for need in needs(training(own, block), ALONE):
        of_it = [material for material in (*own, *block)
                 if " ".join(material["item"].split()).casefold() == need.item.casefold()]
        exact = sum(
            Fraction(material["quantity"])
            * (-(-people // SIZE_OF[material["per"]]) if material["per"] in SIZE_OF else 1)
            for material in of_it)
        spare = sum(int(material["spare"]) for material in of_it)
        assert exact <= need.amount(people) - spare < exact + 1


@given(LISTS, PEOPLE)
def test_more_people_never_need_less(own: list[dict[str, Any]], people: int) -> None:
    """One person more takes as much, or more."""
    for need in needs(training(own), ALONE):
        assert need.amount(people + 1) >= need.amount(people) >= need.spare


@given(LISTS, LISTS, LISTS)
def test_what_is_left_out_needs_nothing(
    own: list[dict[str, Any]], first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    """A block that was dropped brings no materials; each thing stands once."""
    whole = training(own, first, second)
    assert needs(whole, ALONE, [0]) == needs(training(own, first, []), ALONE)
    names = [need.item.casefold() for need in needs(whole, ALONE)]
    assert len(names) == len(set(names))


@given(st.lists(st.tuples(LISTS, PEOPLE), min_size=1, max_size=20))
def test_the_script_rounds_as_the_program_does(cases: list[tuple[list[dict[str, Any]], int]]) -> None:
    """What somebody types on the page gives what “commonbook print --people” gives."""
    asked = [(dict(need.each), need.spare, people, need.amount(people))
             for own, people in cases for need in needs(training(own), ALONE)]
    call = f"({json.dumps(asked)}).map(([each, spare, people]) => commonbookMaterials.amount(each, spare, people))"
    assert list(json.loads(SCRIPT.eval(f"JSON.stringify({call})"))) == [
        amount for *_, amount in asked]


def _script() -> MiniRacer:
    engine = MiniRacer()
    engine.eval(Path(REPOSITORY / "theme" / "assets" / "paper.js").read_text(encoding="utf-8"))
    return engine


SCRIPT = _script()


def test_a_quantity_that_would_fill_the_memory_is_refused() -> None:
    """Three decimals are enough for a kitchen; a million of them are an attack."""
    with pytest.raises(ValueError, match="decimal"):
        training([{"item": "Salt", "quantity": "1e-999999"}])
    assert needs(training([{"item": "Salt", "quantity": "0.001"}]), ALONE)[0].amount(1) == 1
