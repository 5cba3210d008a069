"""Entry: what every kind has, and how to find the references and texts inside one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from . import prose
from .anatomy import anatomy_of
from .fields import Day, EntryId, Facet, Language, Link, Slug, Summary, Text, Vocabulary, YesNo
from .frozen import Frozen
from .load import Source
from .parts import Citation, Image
from .words import Words

Path = tuple[str | int, ...]

_NO_BODY = prose.Prose("")


class Entry(Frozen):
    """One file's subject. Each kind is a subclass with its own fields.

    A subclass says all that is special about its kind: its fields, and what stands below. Only
    ``kind`` and ``folder`` must be given.
    """

    model_config = ConfigDict(populate_by_name=True)

    kind: ClassVar[str] = ""
    """The word in ids."""
    folder: ClassVar[str] = ""
    """Its folder below ``network/``, and the start of its addresses."""
    singular: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    """What readers see; the words of a language may say it otherwise."""
    about: ClassVar[str] = ""
    """One sentence for its list page."""
    menu: ClassVar[str] = ""
    """The folder of the kind under whose entry in the menu its pages stand; its own if empty."""
    shelf: ClassVar[Literal["", "sessions", "groups", "cases", "reading"]] = ""
    """The heading under which other pages lead readers to it; none if empty."""
    leads_on: ClassVar[bool] = True
    """Whether its page leads to more than what it names."""
    is_drawn: ClassVar[bool] = False
    """Whether so many others meet in it that a picture of its neighbours helps."""
    is_printed: ClassVar[bool] = False
    """Whether people print it to read: then the addresses of its links are listed at the end."""
    is_handout: ClassVar[bool] = False
    """Whether it can be given out in a session."""
    is_for_action: ClassVar[bool] = False
    """Whether it says what to do or read: its “now” and “20 people” are then the reader's."""
    is_read: ClassVar[bool] = True
    """Whether books have it; else it is looked up."""
    place_in_books: ClassVar[int] = 60
    """Kinds with a lower number stand before it in a book."""
    comes_along: ClassVar[bool] = False
    """Whether a pathway that is taken away brings along those that its stops name."""
    assets: ClassVar[tuple[str, ...]] = ()
    """Styles and scripts of ``theme/assets/`` that only its pages need."""

    name: Text = Field(description="Its name, in its own spelling.")
    summary: Summary = Field(description="One sentence that says what it is.")
    topics: Annotated[tuple[Slug, ...], Vocabulary("topics"), Facet("topic")] = Field(
        (), description="Topics from the network's list.", max_length=20)
    language: Language | None = Field(
        None, description="The language it is written in, if not the network's first.")
    related: tuple[Annotated[EntryId, Link("", "Related")], ...] = Field(
        (), description="Ids of other entries that belong with it.", max_length=50)
    sources: tuple[Citation, ...] = Field(
        (), description="Where this is known from.", max_length=100)
    checked_on: Day | None = Field(
        None, description="The day somebody last found all this right.")
    image: Image | None = Field(None, description="A picture.")
    aliases: tuple[Slug, ...] = Field(
        (), description="Old file names, so that old addresses still work.", max_length=20)
    draft: YesNo = Field(default=False, description="yes: not published yet.")

    def read_from(self, source: Source) -> Self:
        """Say which file it came from. Called once, by whoever reads the file."""
        self.__dict__["source"] = source
        return self

    @cached_property
    def source(self) -> Source:
        """The file it came from."""
        msg = "Nobody has said which file this entry came from."
        raise AttributeError(msg)

    # Cached, since these are asked for all the time.

    @property
    def body(self) -> prose.Prose:
        """Markdown after the fields; only guides have it."""
        return _NO_BODY

    @cached_property
    def slug(self) -> str:
        """The file name; of a guide, its path."""
        return self.source.slug

    @cached_property
    def id(self) -> str:
        """``kind/slug``, unique in a network."""
        return f"{self.kind}/{self.source.slug}"

    @cached_property
    def address(self) -> str:
        """Where its page lies, from the site's root, with a slash at the end."""
        return f"{self.folder}/{self.slug}/"

    @property
    def in_short(self) -> str:
        """What its card says of it."""
        return self.summary or ""

    def facts(self, words: Words) -> Iterable[str]:
        """What its card says in one line, a few words each: a place, a year, a length."""
        del words
        return ()

    def heading(self, words: Words) -> str:
        """What it stands under in the list of its kind."""
        del words
        return ""


class Reference(NamedTuple):
    """A field of an entry that names another entry."""

    path: Path
    target: str
    """The id that is named."""
    expected: str
    """The kind the field is for; "" if any will do."""
    back: str
    """How the named entry's page speaks of this entry."""
    start: str = ""
    until: str = ""
    mention: bool = False
    """Whether it stands in a text rather than in a field."""


def references(entry: Entry) -> list[Reference]:
    """Every reference an entry makes, in fields and in texts, in the order of its fields."""
    found: list[Reference] = []
    _gather(found, entry, type(entry), ())
    found.extend(_mentions(entry.body, ("body",)))
    return found


def texts(entry: Entry) -> Iterator[tuple[Path, prose.Prose]]:
    """Every prose value of an entry with its place."""
    yield from _texts(entry, type(entry), ())
    if entry.body:
        yield ("body",), entry.body


def plain_texts(tree: dict[str, Any] | list[Any], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in a tree of fields, with its place."""
    for name, held in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if isinstance(held, str):
            yield (*path, name), held
        elif held is not None:
            yield from plain_texts(held, (*path, name))


@dataclass(frozen=True, slots=True)
class Plan:
    """How to get at one field of a model: what it is, and what is inside."""

    name: str
    key: str
    """The name in YAML (``from``, where Python needs another word)."""
    link: Link | None
    is_prose: bool
    model: type[BaseModel] | None
    many: bool
    holds_prose: bool
    """Whether it is prose or has prose somewhere inside."""
    dated: bool
    """Whether what is inside says since when it holds."""


@cache
def plan(model: type[BaseModel]) -> tuple[Plan, ...]:
    """The fields of a model that hold references or prose, at any depth."""
    found = []
    for name, field in model.model_fields.items():
        anatomy = anatomy_of(field)
        link, is_prose = anatomy.mark(Link), anatomy.held is prose.Prose
        inner = anatomy.model
        if anatomy.by_name or not (link or is_prose or (inner and plan(inner))):
            continue
        holds = is_prose or bool(inner and any(step.holds_prose for step in plan(inner)))
        dated = inner is not None and "start" in inner.model_fields
        found.append(Plan(
            name, field.alias or name, link, is_prose, inner, anatomy.many, holds, dated))
    return tuple(found)


def shows_whole(model: type[BaseModel], field: str) -> bool:
    """Whether pages of a kind show what a field of it names with all its texts."""
    return any(step.name == field and step.link is not None and step.link.whole
               for step in plan(model))


def marks(field: FieldInfo, mark: type[Any]) -> Any:
    """The mark of a type (``Vocabulary``, ``Facet``) on a field, or None."""
    return anatomy_of(field).mark(mark)


@cache
def facets(model: type[BaseModel]) -> tuple[tuple[str, Path], ...]:
    """The names of a kind's facets and the path to each value."""
    found: list[tuple[str, Path]] = []
    for name, field in model.model_fields.items():
        anatomy = anatomy_of(field)
        mark = anatomy.mark(Facet)
        if mark:
            found.append((mark.name, (name,)))
        elif anatomy.model and not anatomy.by_name:
            found.extend((deeper, (name, *path)) for deeper, path in facets(anatomy.model))
    return tuple(found)


def _gather(
    found: list[Reference], value: BaseModel, model: type[BaseModel], path: Path
) -> None:
    """Put all references of a part into the list."""
    present = value.model_fields_set
    for step in plan(model):
        if step.name not in present:
            continue
        held = getattr(value, step.name)
        if held is None:
            continue
        here = (*path, step.key)
        if not step.many:
            _gather_one(found, held, step, here)
        else:
            for number, inner in enumerate(held):
                _gather_one(found, inner, step, (*here, number))


def _gather_one(found: list[Reference], held: Any, step: Plan, path: Path) -> None:
    if step.is_prose:
        found.extend(_mentions(held, path))
    elif step.model is not None:
        if step.link:  # a relation: the part's own ``to`` is what the field names
            since, until = (held.start or "", held.until or "") if step.dated else ("", "")
            found.append(Reference((*path, "to"), _id(step.link, held.to), step.link.to,
                                   step.link.back, since, until))
        _gather(found, held, step.model, path)
    elif step.link:
        found.append(Reference(path, _id(step.link, held), step.link.to, step.link.back))


def _mentions(text: prose.Prose, path: Path) -> list[Reference]:
    return [Reference(path, mention.target, "", "Mentioned by", mention=True)
            for mention in text.mentions]


def _id(link: Link, named: str) -> str:
    return f"{link.to}/{named}" if link.to else named


def _texts(value: BaseModel, model: type[BaseModel], path: Path) -> Iterator[tuple[Path, prose.Prose]]:
    present = value.model_fields_set
    for step in plan(model):
        if not step.holds_prose or step.name not in present:
            continue
        held = getattr(value, step.name)
        if held is None:
            continue
        pairs = enumerate(held) if step.many else (("", held),)
        for number, inner in pairs:
            here = (*path, step.key, number) if step.many else (*path, step.key)
            if step.is_prose:
                yield here, inner
            elif step.model:
                yield from _texts(inner, step.model, here)


@cache
def words_of(name: str) -> str:
    """A field's name as readers see it where no interface word is given."""
    return re.sub(r"[_-]+", " ", name).capitalize()
