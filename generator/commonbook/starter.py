"""A kind's model in, a commented starter file out: every field with a word on what it is for."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .entry import Entry
from .errors import ProjectError
from .files import RESERVED, SLUG, suggest_slug
from .project import Project
from .validate import inner_model

Answers = Mapping[str, str]
Ask = Callable[[str, str], str]
WIDTH = 96


def starter(
    model: type[Entry], slug: str | None, answers: Answers, ask: Ask | None,
    today: date | None = None,
) -> tuple[str, str]:
    """The text of a new entry and the path it belongs at.

    What is required and not among the answers is asked for, or left empty for the check to
    point at. ``today`` goes into ``checked_on``.

    Raises:
        ProjectError: an answer names no field, or the file name cannot be a web address.
    """
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    unknown = [name for name in answers if name not in fields]
    if unknown:
        msg = f"The kind “{model.kind}” has no field “{unknown[0]}”."
        raise ProjectError(msg, hint="Fields are: " + ", ".join(fields) + ".")
    given = dict(answers)
    if ask:
        for name, field in fields.items():
            if field.is_required() and name not in given and _is_simple(field):
                answer = ask(name, field.description or "")
                if answer:
                    given[name] = answer
    first = "title" if "title" in fields else "name"
    slug = slug or suggest_slug(given.get(first, "new-" + model.kind))
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
    return about + lines, f"network/{model.folder}/{slug}.yml"


def write_starter(project: Project, path: str, text: str) -> None:
    """Write a new file; never over one that is there.

    Raises:
        ProjectError: the file exists.
    """
    target = project.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        msg = f"{path} is already there."
        raise ProjectError(msg, hint="Give the new entry another name.") from error


def _lines(fields: Mapping[str, FieldInfo], given: Mapping[str, str], today: date) -> str:
    required = [(name, field) for name, field in fields.items() if field.is_required()]
    rest = [(name, field) for name, field in fields.items() if not field.is_required()]
    lines: list[str] = []
    for name, field in required:
        lines += _comment(field)
        lines += _written(name, field, given.get(name))
    for name, field in rest:
        if name in given:
            lines += _comment(field)
            lines += _written(name, field, given[name])
        elif name == "checked_on":
            lines += _comment(field)
            lines.append(f"checked_on: {today.isoformat()}")
    lines += ["", "# Take the # away from the fields you need.", ""]
    for name, field in rest:
        if name not in given and name != "checked_on":
            lines += _comment(field)
            lines += [f"# {line}" for line in _written(name, field, None)]
    return "\n".join(lines) + "\n"


def _comment(field: FieldInfo) -> list[str]:
    words = field.description or ""
    return [f"# {line}" for line in textwrap.wrap(words, WIDTH)]


def _written(name: str, field: FieldInfo, value: str | None) -> list[str]:
    """A field as YAML. A given text is put in quotes, so that it can hold anything."""
    if value is not None:
        if _is_list(field):
            points = [point.strip() for point in value.split(",") if point.strip()]
            return [f"{name}:"] + [f"  - {_quoted(point)}" for point in points]
        return [f"{name}: {_quoted(value)}"]
    inner = inner_model(field.annotation)
    if inner is not None:
        return [f"{name}:", *_inside(inner, "  - " if _is_list(field) else "  ")]
    example = field.examples[0] if field.examples else None
    if isinstance(example, str) and not field.is_required():
        return [f"{name}: {example}"]
    if isinstance(example, list):
        return [f"{name}: [{', '.join(example)}]"]
    return [f"{name}: []"] if _is_list(field) and not field.is_required() else [f"{name}:"]


def _inside(model: type[BaseModel], indent: str) -> list[str]:
    fields = [(field.alias or name, field) for name, field in model.model_fields.items()]
    first = getattr(model, "first", ())
    needed = [pair for pair in fields if pair[1].is_required() or pair[0] in first] or fields[:1]
    lines = []
    for number, (name, field) in enumerate(needed):
        start = indent if number == 0 else " " * len(indent)
        example = field.examples[0] if field.examples else ""
        lines.append(f"{start}{name}: {example}".rstrip())
    return lines


def _quoted(text: str) -> str:
    """A text in double quotes with escapes that YAML and JSON share."""
    return json.dumps(text, ensure_ascii=False)


def _is_list(field: FieldInfo) -> bool:
    return "tuple" in str(field.annotation)


def _is_simple(field: FieldInfo) -> bool:
    """Whether one line can answer it."""
    return inner_model(field.annotation) is None

