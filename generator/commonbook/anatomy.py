"""A field of a model in, its type taken apart out: what it holds, how often, with which marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Mark = TypeVar("Mark")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a field's type says, however it is wrapped.

    Of several types that a field can hold, a group of fields counts before the first.
    """

    held: Any
    """The innermost type: of a list what its points are, of a dictionary what its values are."""
    many: bool = False
    """Whether it is a list."""
    by_name: bool = False
    """Whether it is a dictionary."""
    inside: tuple[Any, ...] = ()
    """The marks on what is held."""
    outside: tuple[Any, ...] = ()
    """The marks on the list or dictionary."""
    choices: tuple[str, ...] = ()
    """The words to choose from, if no other may be written."""
    model: type[BaseModel] | None = None
    """The group of fields that is held."""

    def mark(self, sort: type[Mark]) -> Mark | None:
        """The first mark of a sort (``Link``, ``Facet``), wherever it stands."""
        return next((mark for mark in self.inside + self.outside if isinstance(mark, sort)), None)


@cache
def anatomy_of(field: FieldInfo) -> Anatomy:
    """A field's type taken apart. No schema is built for that."""
    return _apart(field.annotation, tuple(field.metadata))


def _apart(kind: Any, marks: tuple[Any, ...]) -> Anatomy:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _apart(arguments[0], marks + tuple(_flat(arguments[1:])))
    if origin in {Union, UnionType}:
        found = [_apart(one, marks) for one in arguments if one is not NoneType]
        every = all(one.choices for one in found)
        return replace(
            next((one for one in found if one.model), found[0]),
            choices=tuple(word for one in found for word in one.choices) if every else ())
    if origin in {tuple, list}:
        return replace(_apart(arguments[0], ()), many=True, outside=marks)
    if origin is dict:
        return replace(_apart(arguments[1], ()), by_name=True, outside=marks)
    return Anatomy(
        kind, inside=marks, choices=tuple(map(str, arguments)) if origin is Literal else (),
        model=kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None)


def _flat(marks: Iterable[Any]) -> Iterable[Any]:
    """Marks, and those that stand inside a ``Field(…)``."""
    for mark in marks:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
