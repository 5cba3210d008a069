"""A kind's model in, a commented starter file out: every field with a word on what it is for."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .anatomy import anatomy_of
from .entry import Entry
from .errors import ProjectError
from .files import RESERVED, SLUG, suggest_slug
from .schema import modeline

Answers = Mapping[str, str]
Ask = Callable[[str, str], str]
WIDTH = 96


def starter(
    model: type[Entry], slug: str | None, answers: Answers, ask: Ask | None,
    today: date | None = None,
) -> tuple[str, str]:
    """The text of a new entry and the path it belongs at.

    What is required and not among the answers is asked for, or left empty for the check to
    point at. A dot leads into a group of fields: ``place.town``. ``today`` goes into
    ``checked_on``.

    Raises:
        ProjectError: an answer names no field, or the file name cannot be a web address.
    """
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    for name in answers:
        _must_be_known(model, name)
    given = dict(answers)
    if ask:
        for name, field in _questions(fields):
            answer = "" if name in given else ask(name, _question(field))
            if answer:
                given[name] = answer
    first = "title" if "title" in fields else "name"
    slug = slug or _suggested(model.kind, given.get(first, f"new-{model.kind}"), given)
    parts = slug.split("/")
    if not all(SLUG.match(part) and part not in RESERVED for part in parts) or (
        len(parts) > 1 and model.kind != "guide"
    ):
        msg = f"“{slug}” cannot be a file name."
        raise ProjectError(msg, hint=f"Use lower-case words with hyphens: {suggest_slug(slug)}.")
    lines = _lines(fields, given, today or datetime.now(UTC).date())
    if model.kind == "guide":
        text = "---\n" + lines + "---\n\nThe answer in one or two sentences.\n\n## Steps\n\n"
        return text + "1. First, …\n", f"content/{slug}.md"
    about = f"# {model.singular or model.kind}: {(model.__doc__ or '').strip().splitlines()[0]}\n"
    path = f"network/{model.folder}/{slug}.yml"
    return modeline(path, model.kind) + about + lines, path


def _suggested(kind: str, name: str, given: Answers) -> str:
    """A file name from the name; if that has no Latin letter, from the place and the sort."""
    sort = given.get("type", kind)
    around = [given.get(f"place.{part}", "") for part in ("town", "region", "country")]
    found = [name, *(f"{place} {sort}" for place in around if _latin(place))]
    return next((suggest_slug(text) for text in found if _latin(text)), f"{sort}-1")


def _latin(text: str) -> bool:
    """Whether anything of a text can be part of an address."""
    return suggest_slug(text) != suggest_slug("")


def _must_be_known(model: type[BaseModel], name: str) -> None:
    """Follow a name with dots into the parts of a model; say where it leads nowhere."""
    first, dot, rest = name.partition(".")
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    inner = anatomy_of(fields[first]).model if first in fields else None
    if first not in fields or (dot and inner is None):
        msg = (f"“{first}” has no fields inside." if first in fields
               else f"There is no field “{first}”.")
        raise ProjectError(msg, hint="Fields are: " + ", ".join(fields) + ".")
    if dot and inner:
        _must_be_known(inner, rest)


def _questions(fields: Mapping[str, FieldInfo]) -> Iterator[tuple[str, FieldInfo]]:
    """What is worth asking for: what must be there, and what a part shows first."""
    for name, field in fields.items():
        inner, many = anatomy_of(field).model, anatomy_of(field).many
        if field.is_required() and inner is None:
            yield name, field
        elif inner is not None and not many:
            for key in getattr(inner, "first", ()):
                if inner.model_fields[key].get_default() is None:
                    yield f"{name}.{key}", inner.model_fields[key]


def _question(field: FieldInfo) -> str:
    """What is asked for a field."""
    several = " Several: with commas between them." if anatomy_of(field).many else ""
    return f"{_about(field)}{several}"


def _about(field: FieldInfo) -> str:
    """A field in plain words, with the words it can hold."""
    return f"{field.description or ''} {_choices(field)}".strip()


def _choices(field: FieldInfo) -> str:
    words = anatomy_of(field).choices
    return f"One of: {', '.join(words)}." if words else ""


def _lines(fields: Mapping[str, FieldInfo], given: Mapping[str, str], today: date) -> str:
    required = [(name, field) for name, field in fields.items() if field.is_required()]
    rest = [(name, field) for name, field in fields.items() if not field.is_required()]
    lines: list[str] = []
    for name, field in required:
        lines += _comment(_about(field))
        lines += _filled(name, field, given)
    for name, field in rest:
        if _is_given(name, given):
            lines += _comment(_about(field))
            lines += _filled(name, field, given)
        elif name == "checked_on":
            lines += _comment(_about(field))
            lines.append(f"checked_on: {today.isoformat()}")
    lines += ["", "# Take the # away from the fields you need.", ""]
    for name, field in rest:
        if not _is_given(name, given) and name != "checked_on":
            lines += _comment(_about(field))
            lines += [f"# {line}" for line in _written(name, field, None)]
    return "\n".join(lines) + "\n"


def _is_given(name: str, given: Mapping[str, str]) -> bool:
    return name in given or any(key.startswith(f"{name}.") for key in given)


def _filled(name: str, field: FieldInfo, given: Mapping[str, str]) -> list[str]:
    """A field with what was answered, for it or for the fields inside it."""
    inside = {key.removeprefix(f"{name}."): value for key, value in given.items()
              if key.startswith(f"{name}.")}
    inner = anatomy_of(field).model
    if not inside or inner is None:
        return _written(name, field, given.get(name))
    fields = [(inside_field.alias or key, inside_field)
              for key, inside_field in inner.model_fields.items()]
    lines = [line for key, inside_field in fields if _is_given(key, inside)
             for line in _filled(key, inside_field, inside)]
    marks = ["  - ", *["    "] * len(lines)] if anatomy_of(field).many else ["  "] * len(lines)
    return [f"{name}:", *(f"{mark}{line}" for mark, line in zip(marks, lines, strict=False))]


def _comment(text: str) -> list[str]:
    """A text above a field. Its words are never broken at a hyphen: they are to be copied."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH, break_on_hyphens=False)]


def _written(name: str, field: FieldInfo, value: str | None) -> list[str]:
    """A field as YAML. A given text is put in quotes, so that it can hold anything."""
    if value is not None:
        if anatomy_of(field).many:
            points = [point.strip() for point in value.split(",") if point.strip()]
            return [f"{name}:"] + [f"  - {_quoted(point)}" for point in points]
        return [f"{name}: {_quoted(value)}"]
    inner = anatomy_of(field).model
    if inner is not None:
        return [f"{name}:", *_inside(inner, "  - " if anatomy_of(field).many else "  ")]
    example = field.examples[0] if field.examples else None
    if isinstance(example, str) and not field.is_required():
        return [f"{name}: {example}"]
    if isinstance(example, list):
        return [f"{name}: [{', '.join(example)}]"]
    return [f"{name}: []"] if anatomy_of(field).many and not field.is_required() else [f"{name}:"]


def _inside(model: type[BaseModel], indent: str) -> list[str]:
    fields = [(field.alias or name, field) for name, field in model.model_fields.items()]
    first = getattr(model, "first", ())
    needed = [pair for pair in fields if pair[1].is_required() or pair[0] in first] or fields[:1]
    lines = []
    for number, (name, field) in enumerate(needed):
        below = " " * len(indent)
        start = below if number else indent
        lines += [f"{below}{line}" for line in _comment(_choices(field))]
        example = field.examples[0] if field.examples else ""
        lines.append(f"{start}{name}: {example}".rstrip())
    return lines


def _quoted(text: str) -> str:
    """A text in double quotes with escapes that YAML and JSON share."""
    return json.dumps(text, ensure_ascii=False)
