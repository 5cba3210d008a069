"""One source in, one entry out, or the diagnostics why not. Pure, one file at a time."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from . import rules
from .anatomy import anatomy_of
from .diagnostics import Diagnostic, Location, Rule, quoted
from .entry import Entry, Path, texts
from .load import Source

# What pydantic calls a problem, and what we say. Anything else becomes invalid-value.
_MESSAGES: Mapping[str, tuple[Rule, str, str]] = MappingProxyType({
    "missing": (rules.MISSING_FIELD, "The field “{field}” is missing.", "{description}"),
    "extra_forbidden": (rules.UNKNOWN_FIELD, "There is no field “{field}” here.", "{near}"),
    "string_too_long": (
        rules.TOO_LONG, "“{field}” is too long: {length} characters, {max_length} at most.",
        "Shorten it, or move part of it elsewhere."),
    "too_long": (
        rules.TOO_LONG, "“{field}” has too many points: {actual_length}, {max_length} at most.",
        "Keep the most important ones."),
    "string_too_short": (rules.INVALID_VALUE, "“{field}” is empty.", "{description}"),
    "too_short": (rules.INVALID_VALUE, "“{field}” needs at least one point.", "{description}"),
    "literal_error": (
        rules.INVALID_VALUE, "{value} is not one of the words for “{field}”.", "{choices}"),
    "enum": (rules.INVALID_VALUE, "{value} is not one of the words for “{field}”.", "{choices}"),
    "string_type": (
        rules.INVALID_VALUE, "“{field}” should be one text, not a list or group.",
        "Write the text after the colon, or after | on the next line."),
    "tuple_type": (
        rules.INVALID_VALUE, "“{field}” should be a list.",
        "Put each point on a line of its own, with “- ” before it."),
    "list_type": (
        rules.INVALID_VALUE, "“{field}” should be a list.",
        "Put each point on a line of its own, with “- ” before it."),
    "dict_type": (
        rules.INVALID_VALUE, "“{field}” should be a group of fields.",
        "Put its fields on the lines below, indented by two spaces. {description}"),
    "model_type": (
        rules.INVALID_VALUE, "“{field}” should be a group of fields.",
        "Put its fields on the lines below, indented by two spaces. {description}"),
    "string_pattern_mismatch": (
        rules.INVALID_VALUE, "{value} does not fit “{field}”.", "{description}"),
    "greater_than_equal": (
        rules.INVALID_VALUE, "{value} is too small for “{field}”: {ge} at least.",
        "{description}"),
    "less_than_equal": (
        rules.INVALID_VALUE, "{value} is too large for “{field}”: {le} at most.",
        "{description}"),
    "greater_than": (
        rules.INVALID_VALUE, "{value} is too small for “{field}”.", "{description}"),
    "int_parsing": (
        rules.INVALID_VALUE, "{value} is not a whole number.", "Write digits only."),
    "decimal_parsing": (rules.INVALID_VALUE, "{value} is not a number.", "Write digits only."),
})
# Missing fields that have a rule of their own, by the last names of their path.
_MISSING = MappingProxyType({
    "figures/source": rules.FIGURE_WITHOUT_SOURCE,
    "figures/as_of": rules.FIGURE_WITHOUT_SOURCE,
    "image/alt": rules.MISSING_ALT_TEXT,
})


def validate(
    source: Source, model: type[Entry]
) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
    """The entry of a file, if it is fit to be one, and everything that is wrong with it."""
    try:
        entry = model.model_validate(source.tree).read_from(source)
        flaws = tuple(_flaws(entry))
    except ValidationError as error:
        return None, tuple(explain(source, model, error))
    except Exception as error:  # noqa: BLE001 - whatever a file does, the others go on
        return None, (_internal(source, error),)
    return (None if any(flaw.rule.fixed for flaw in flaws) else entry), flaws


def explain(
    source: Source, model: type[BaseModel], error: ValidationError
) -> Iterator[Diagnostic]:
    """Pydantic's findings in our words, with their places; never more than a page of them."""
    findings = list(_without_echoes(error.errors(include_url=False)))
    for finding in findings[:rules.PROBLEMS_PER_FILE]:
        yield _translate(source, model, finding)
    if len(findings) > rules.PROBLEMS_PER_FILE:
        yield _more(source, len(findings))


def _without_echoes(findings: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """A list whose points are all wrong is not too short as well."""
    for finding in findings:
        place = finding["loc"]
        if finding["type"] != "too_short" or all(
            other is finding or other["loc"][: len(place)] != place for other in findings
        ):
            yield finding


def _translate(source: Source, model: type[BaseModel], finding: ErrorDetails) -> Diagnostic:
    path = tuple(part for part in finding["loc"] if part != "[key]")
    of_name = "[key]" in finding["loc"] or finding["type"] == "extra_forbidden"
    kind, context = finding["type"], finding.get("ctx", {})
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    owner, field = _field(model, path)
    rule, message, hint = _MESSAGES.get(kind, (None, "", ""))
    if rule is None:
        rule = rules.CATALOGUE.get(kind, rules.INVALID_VALUE)
        message = str(context.get("message", "“{field}” has a value that does not fit."))
        hint = str(context.get("hint", "")) or "{description}"
        if "message" in context:
            return rule.at(_place(source, path, kind, of_name=of_name), message,
                           hint=_fill(hint, description=_describe(field)))
    if finding.get("input", "") is None and kind != "missing":
        message, hint = "A point of this list is empty.", "Write it after “- ”, or take it out."
    if kind == "missing":
        names = [part for part in path if isinstance(part, str)]
        rule = _MISSING.get("/".join(names[-2:]), rule)
    value = finding.get("input")
    words = {
        "field": name,
        "value": quoted(value, 60) if isinstance(value, str) else "This",
        "length": len(value) if isinstance(value, str) else 0,
        "description": _describe(field),
        "near": _nearest(name, owner),
        "choices": _choices(value, str(context.get("expected", ""))),
        **{key: value for key, value in context.items() if key != "expected"},
    }
    return rule.at(_place(source, path, kind, of_name=of_name), _fill(message, **words), hint=_fill(hint, **words))


def _fill(text: str, **words: Any) -> str:
    for word, value in words.items():
        text = text.replace("{" + word + "}", str(value))
    return text.strip()


def _place(source: Source, path: Path, kind: str, *, of_name: bool) -> Location:
    if kind == "missing":
        return source.locate(*path[:-1], key=True) if len(path) > 1 else Location(source.path)
    return source.locate(*path, key=of_name)


def _field(model: type[BaseModel], path: Path) -> tuple[type[BaseModel] | None, Any]:
    """The model and the field that a path leads to, as far as it can be followed."""
    owner: type[BaseModel] | None = model
    field: Any = None
    for part in path:
        if not isinstance(part, str):
            continue
        if owner is None:
            return None, field
        field = next((known for name, known in owner.model_fields.items()
                      if part in {name, known.alias}), None)
        if field is None:
            return owner, None
        if part == path[-1]:
            return owner, field
        owner = anatomy_of(field).model
    return owner, field


def _describe(field: Any) -> str:
    if field is None:
        return ""
    description = field.description or ""
    example = field.examples[0] if field.examples else None
    return f"{description} For example: {example}." if isinstance(example, str) else description


def _nearest(name: str, owner: type[BaseModel] | None) -> str:
    if owner is None:
        return "Take it out."
    names = [field.alias or known for known, field in owner.model_fields.items()]
    near = difflib.get_close_matches(name.replace("-", "_").lower(), names, 1, 0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    return "Fields here are: " + ", ".join(names) + "."


def _choices(value: Any, expected: str) -> str:
    words = [word.strip(" '\"") for word in expected.replace(" or ", ",").split(",")]
    near = difflib.get_close_matches(value, words, 1, 0.6) if isinstance(value, str) else []
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"Use one of: {', '.join(word for word in words if word)}."


def _flaws(entry: Entry) -> Iterator[Diagnostic]:
    """What its texts hold that may not be there: what keeps it from being an entry first."""
    found = sorted(((path, flaw) for path, text in texts(entry) for flaw in text.flaws),
                   key=lambda pair: not pair[1].rule.fixed)
    for path, flaw in found[:rules.PROBLEMS_PER_FILE]:
        yield flaw.rule.at(
            entry.source.locate_in(path, flaw.needle), flaw.message, hint=flaw.hint)
    if any(flaw.rule.fixed for _, flaw in found[rules.PROBLEMS_PER_FILE:]):
        yield _more(entry.source, len(found))


def _more(source: Source, count: int) -> Diagnostic:
    more = count - rules.PROBLEMS_PER_FILE
    return rules.too_many(source.path, f"{more} more problems in this file.")


def _internal(source: Source, error: Exception) -> Diagnostic:
    return rules.INTERNAL_ERROR.at(
        Location(source.path), f"Commonbook could not work with this file ({type(error).__name__}).",
        hint="Please report this with the file.")
