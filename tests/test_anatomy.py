"""Anatomy: a field's type is taken apart in one way, however it is wrapped."""

from __future__ import annotations

import subprocess
import sys
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, create_model

from commonbook.anatomy import Anatomy, anatomy_of
from commonbook.fields import Facet, Link
from commonbook.parts import Name, Part

LINK, FACET = Link("group"), Facet("sort")
Word = Literal["a", "b"]


def of(kind: Any) -> Anatomy:
    """A type as a field of a model."""
    return anatomy_of(create_model("Model", __base__=Part, field=(kind, ...)).model_fields["field"])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (str, Anatomy(str)),
        (str | None, Anatomy(str)),
        (Annotated[str, LINK] | None, Anatomy(str, inside=(LINK,))),
        (Annotated[str | None, LINK], Anatomy(str, inside=(LINK,))),
        (
            Annotated[tuple[Annotated[str, LINK], ...], FACET],
            Anatomy(str, many=True, inside=(LINK,), outside=(FACET,)),
        ),
        (list[str] | None, Anatomy(str, many=True)),
        (tuple[str | None, ...], Anatomy(str, many=True)),
        (dict[str, Name], Anatomy(Name, by_name=True, model=Name)),
        (tuple[Name, ...] | None, Anatomy(Name, many=True, model=Name)),
        (str | Name, Anatomy(Name, model=Name)),
        (Word, Anatomy(Word, choices=("a", "b"))),
        (
            Annotated[Word | None, FACET],
            Anatomy(Word, inside=(FACET,), choices=("a", "b")),
        ),
        (tuple[Word, ...], Anatomy(Word, many=True, choices=("a", "b"))),
        (Word | Literal["c"], Anatomy(Word, choices=("a", "b", "c"))),
    ],
    ids=str,
)
def test_a_type_is_taken_apart(kind: Any, expected: Anatomy) -> None:
    """What is held, how often, the marks on both, the words, the group of fields."""
    assert of(kind) == expected


def test_where_any_text_may_stand_there_are_no_words_to_choose_from() -> None:
    """“One of” would not be true."""
    assert of(Word | str).choices == ()


def test_limits_inside_a_field_are_marks_of_what_is_held() -> None:
    """``Field(…)`` within a type is opened; beside a list, it is about the list."""
    inner = of(tuple[Annotated[int, Field(ge=1)], ...])
    assert [mark.ge for mark in inner.inside] == [1]
    assert inner.outside == ()
    outer = of(Annotated[tuple[int, ...], Field(max_length=3)])
    assert [mark.max_length for mark in outer.outside] == [3]
    assert outer.inside == ()


def test_a_mark_is_found_on_the_list_and_inside_it() -> None:
    """Both ways of writing it mean the same."""
    assert of(Annotated[tuple[str, ...], LINK]).mark(Link) is LINK
    assert of(tuple[Annotated[str, LINK], ...]).mark(Link) is LINK
    assert of(str).mark(Link) is None


def test_no_schema_is_built_for_it() -> None:
    """Building them takes longer than all the rest of a start."""
    code = (
        "from commonbook.entry import facets, plan\n"
        "from commonbook.kinds import discover\n"
        "models = discover().values()\n"
        "held = [(plan(model), facets(model)) for model in models]\n"
        "assert not any(model.__pydantic_complete__ for model in models)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
