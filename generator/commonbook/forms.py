"""A kind's model in, the description of its form out: what is asked, how, and within which limits.

The page, its script and the paper form are all made from this description, so none of them can
ask for something that the model does not take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal
from zlib import crc32

from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from . import privacy, rules, strict_yaml
from .anatomy import Anatomy, anatomy_of
from .entry import words_of
from .fields import PROSE_LIMIT, SHAPES, Link, Text, Vocabulary, shape_of
from .files import PLAIN_LETTERS, RESERVED, SLUG
from .forge import LIMIT, forge_of
from .frozen import Frozen
from .kinds import Kinds
from .patterns import to_javascript
from .prose import Prose
from .settings import Settings
from .web import ADDRESS_LIMIT, HOST, SPACES
from .words import Words

OF_VALUES, OF_CAREFUL_VALUES = "contribute/values/", "contribute/values/careful/"
TOGETHER = 16
"""Entries that share a file of values, about: 20 KB, a sixth of that compressed."""

KINDS = ("group", "training", "event", "case-study")
"""Kinds that people are asked for; the others are written by editors."""

PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "group": {
        "who": ("name", "type", "summary", "place", "languages", "website", "contact"),
        "what": ("description", "how_to_join", "meets", "practices", "topics", "offers", "needs",
                 "access"),
        "rest": ("status", "founded", "decision_method", "sensitive", "consent", "checked_on")},
    "training": {
        "who": ("name", "summary", "audience", "outcomes", "group_size"),
        "what": ("blocks", "preparation", "materials"),
        "rest": ("access_notes", "risk_notes", "origin", "topics", "checked_on")},
    "event": {
        "who": ("name", "summary", "host", "training", "starts", "ends", "timezone"),
        "what": ("mode", "place", "description", "languages", "registration", "cost", "access"),
        "rest": ("status", "repeats", "topics", "checked_on")},
    "case-study": {
        "who": ("name", "summary", "place", "period", "depth"),
        "what": ("story", "how_it_decides", "worked", "difficulties", "lessons"),
        "rest": ("sources", "what_changed", "questions", "topics", "checked_on")},
    "wrong": {"who": ("page", "wrong"), "what": ("right", "known_from"), "rest": ("role",)},
})
"""The three short parts of each form; what is in none of them stands under “more”."""

NOT_ASKED = frozenset({"image", "aliases", "draft", "editorial"})
"""Fields for editors. An entry that has them keeps them."""

MAIL_LIMIT = 1_800
"""Bytes of a mailto address that mail programs take; Windows cuts at about 2,000."""


class Wrong(Frozen):
    """What somebody says is wrong with a page; it becomes a message, not a file."""

    page: Text = Field(
        description="The page that is wrong: its name, or its address.",
        examples=["group/example-street-food-co-op"])
    wrong: Prose = Field(description="What is wrong. Copy the sentence, if it is one.")
    right: Prose | None = Field(None, description="What would be right.")
    known_from: Text | None = Field(
        None, description="How you know: a source and its date, or that it is your own group.")
    role: Literal["reader", "group", "editor"] | None = Field(
        None, description="In which role you write. No name is needed.")


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form.

    ``shape`` says how it is asked and what may be written: ``text``, ``prose``, ``choice``,
    ``words`` (several of a vocabulary), ``part`` (a group of ``questions``), ``decimal``, or a
    name from ``fields.SHAPES``. ``kept`` is not asked, but an entry that has it keeps it. ``many``
    may be answered more than once. ``first`` is shown at once inside a part. ``limit`` is in
    characters, ``least`` and ``most`` in points of a list, ``low`` and ``high`` bound a number.
    ``default`` is what holds without an answer. ``short`` names the question that a bare text
    answers. ``link`` is the kind that is named, and ``model`` names what a part is.
    """

    name: str
    shape: str
    label: str = ""
    help: str = ""
    example: str = ""
    part: str = ""
    required: bool = False
    many: bool = False
    first: bool = False
    limit: int = 0
    least: int = 0
    most: int = 0
    low: str = ""
    high: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""
    short: str = ""
    link: str = ""
    model: str = ""
    questions: tuple[Question, ...] = ()


def questions(
    model: type[BaseModel], name: str, words: Words, settings: Settings
) -> tuple[Question, ...]:
    """Every field of a model as a question, in the model's order, which is that of the file.

    ``name`` is that of the form: a kind, or ``wrong``.
    """
    return tuple(_questions(model, name, words, settings))


def _questions(
    model: type[BaseModel], owner: str, words: Words, settings: Settings
) -> Iterator[Question]:
    places = {name: part for part, names in PARTS.get(owner, {}).items() for name in names}
    shown = set(getattr(model, "first", ())) | {
        field.alias or name for name, field in model.model_fields.items() if field.is_required()}
    for name, field in model.model_fields.items():
        key = field.alias or name
        part = places.get(key, "more" if owner in PARTS else "")
        yield _question(key, field, owner, part, words, settings, first=not shown or key in shown)


def _question(
    key: str, field: FieldInfo, owner: str, part: str, words: Words, settings: Settings, *,
    first: bool,
) -> Question:
    anatomy = anatomy_of(field)
    shape, choices = _shape(key, anatomy, owner, words, settings)
    if key in NOT_ASKED or not shape:
        return Question(key, "kept", part="kept")
    default = words_of(key)
    labels = (f"field.{owner}.{key}", f"field.{key}")
    many, inner, link = anatomy.many and shape != "words", anatomy.model, anatomy.mark(Link)
    return Question(
        name=key, shape=shape, part=part, many=many, first=first,
        label=next((words.table[at] for at in labels if at in words.table), default),
        help=words.get(f"help.{owner}.{key}", words.get(f"help.{key}", field.description or "")),
        example=_example(field), required=field.is_required(),
        limit=_limit(shape, anatomy), least=int(_attribute(anatomy.outside, "min_length") or 0),
        most=int(_attribute(anatomy.outside, "max_length") or 0),
        low=_attribute(anatomy.inside, "ge", "gt"), high=_attribute(anatomy.inside, "le", "lt"),
        choices=choices, default=_default(field), short=getattr(inner, "short", ""),
        link=(link.to or "any") if link else "", model=_owner(inner) if inner else "",
        questions=questions(inner, _owner(inner), words, settings) if inner else ())


def _owner(model: type[BaseModel]) -> str:
    """A part's name as keys of words have it."""
    return model.__name__.lower()


def _attribute(marks: Iterable[Any], *names: str) -> str:
    """What the marks say under the first of these names under which they say anything."""
    return next((str(value) for name in names for mark in marks
                 if (value := getattr(mark, name, None)) is not None), "")


def _shape(
    key: str, anatomy: Anatomy, owner: str, words: Words, settings: Settings
) -> tuple[str, tuple[tuple[str, str], ...]]:
    held, vocabulary = anatomy.held, anatomy.mark(Vocabulary)
    if anatomy.by_name:
        return "", ()
    if anatomy.choices:
        shape = "words" if anatomy.many else "choice"
        return shape, tuple((name, _word(key, name, owner, words)) for name in anatomy.choices)
    if anatomy.model:
        return "part", ()
    if held is Prose:
        return "prose", ()
    if vocabulary:
        table = getattr(settings, vocabulary.name)
        return "words", tuple((slug, word.name) for slug, word in table.items())
    if owner == "group" and key in {"ladder", "level"}:
        levels = [level for ladder in settings.ladders.values() for level in ladder]
        names = tuple(settings.ladders) if key == "ladder" else tuple(dict.fromkeys(levels))
        return "choice", tuple((name, name) for name in names)
    shape = shape_of(anatomy.inside)
    if held is bool:
        return shape, (("no", words("answer.no")), ("yes", words("answer.yes")))
    if not shape and held is str:
        shape = "slug" if anatomy.mark(Link) else "text"
    if not shape and held is Decimal:
        shape = "decimal"
    return shape, ()


def _word(key: str, name: str, owner: str, words: Words) -> str:
    """What readers see for one word of a choice."""
    stem = key.partition("_")[0]
    found = next((words.table[at] for at in (
        f"{owner}.{name}", f"{key}.{name}", f"{stem}.{name}", f"choice.{key}.{name}")
        if at in words.table), None)
    if found is None and key == "days":
        return words.weekday(name)
    return found or words_of(name)


def _limit(shape: str, anatomy: Anatomy) -> int:
    if shape == "prose":
        return PROSE_LIMIT
    if shape == "address":
        return ADDRESS_LIMIT
    return int(_attribute(anatomy.inside, "max_length") or 0)


def _default(field: FieldInfo) -> str:
    held = field.default
    return ("yes" if held else "no") if isinstance(held, bool) else (
        str(held) if isinstance(held, (str, int, Decimal)) else "")


def _example(field: FieldInfo) -> str:
    found = field.examples[0] if field.examples else ""
    return ", ".join(map(str, found)) if isinstance(found, list) else str(found)


# -- for the script -----------------------------------------------------------------------


def as_island(held: tuple[Question, ...]) -> list[dict[str, Any]]:
    """Questions as the script reads them: only what is not empty, no words it does not show."""
    return [{field.name: as_island(value) if field.name == "questions" else value
             for field in fields(question)
             if field.name not in {"help", "example", "first"}
             and (value := getattr(question, field.name)) not in ("", 0, False, ())
             and not (field.name == "choices" and question.shape != "choice")}
            for question in held]


def guards() -> dict[str, Any]:
    """Everything the script needs to refuse what the check would refuse, from where we have it."""
    looked_for = {name: to_javascript(pattern) for name, pattern in privacy.PATTERNS.items()}
    shapes = {name: to_javascript(pattern) for name, (_, pattern) in SHAPES.items() if pattern}
    return {
        "look": looked_for, "shapes": shapes,
        "refused": to_javascript(strict_yaml.FORBIDDEN), "flag": to_javascript(strict_yaml.FLAG),
        "spaces": to_javascript(SPACES), "host": to_javascript(HOST), "slug": to_javascript(SLUG),
        "reserved": sorted(RESERVED),
        "letters": {chr(letter): plain for letter, plain in PLAIN_LETTERS.items()},
        "limits": {"link": LIMIT, "mail": MAIL_LIMIT}}


def severities(settings: Settings) -> dict[str, str]:
    """How much each rule matters in this network."""
    return {code: str(rule.severity if rule.fixed else settings.rules.get(code, rule.severity))
            for code, rule in rules.CATALOGUE.items()}


def ways(settings: Settings) -> dict[str, str]:
    """Where a finished text can go: pages of the forge, an e-mail address of a role; or "" each."""
    forge = forge_of(settings)
    known = (forge.templates if forge else {}) | {"mail": _mail(settings)}
    return {name: known.get(name, "") for name in ("home", "new", "edit", "issue", "mail")}


def _mail(settings: Settings) -> str:
    """The first e-mail address among the contacts of stewards."""
    found = (privacy.PATTERNS["email"].search(steward.contact) for steward in settings.stewards)
    return next((match[0] for match in found if match), "")


def model_of(name: str, kinds: Kinds) -> type[BaseModel]:
    """The model of a form: a kind's, or that of a message."""
    return Wrong if name == "wrong" else kinds[name]


def values_files(entries: int) -> int:
    """How many files hold the values of so many entries: a power of two, so that it rarely changes."""
    return 1 << max(0, (entries - 1) // TOGETHER).bit_length()


def values_address(kind: str, slug: str, files: int, *, careful: bool) -> str:
    """The file with an entry's values, from the site's root; ``form.js`` finds it in the same way.

    Which of ``files`` it is follows from the entry's own name alone (CRC-32, as in ISO 3309), so
    that a new entry moves no other. Those that need care are kept apart.
    """
    folder = OF_CAREFUL_VALUES if careful else OF_VALUES
    return f"{folder}{kind}/{crc32(slug.encode()) % files}.js"


def form_address(kind: str, slug: str) -> str:
    """Where an entry's form opens filled in, from the site's root; "" for kinds without a form."""
    return f"contribute/{kind}/#{slug}" if kind in KINDS else ""
