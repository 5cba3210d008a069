"""Rules, kinds and commands in, reference texts out: for ``explain`` and for the handbook."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from . import prose
from .anatomy import Anatomy, anatomy_of
from .diagnostics import Rule
from .entry import Entry
from .fields import Link, Vocabulary
from .rules import CATALOGUE
from .settings import Removed, Settings

WIDTH = 96
_PLAIN: Mapping[Any, str] = MappingProxyType({
    int: "whole number", bool: "`yes` or `no`", date: "date", time: "time of day",
    Decimal: "number", prose.Prose: "prose"})


# -- for the terminal ---------------------------------------------------------------------


def rules_text(rules: Mapping[str, Rule]) -> str:
    """Every rule in a line."""
    widest = max(map(len, rules))
    return "".join(f"{code:<{widest}}  {rule.severity:<7}  {rule.summary}\n"
                   for code, rule in rules.items())


def rule_text(rule: Rule) -> str:
    """One rule in full."""
    parts = [f"{rule.code} ({rule.severity})", rule.summary, "",
             textwrap.fill(rule.explanation, WIDTH), ""]
    if rule.example:
        parts += ["Example:", "", textwrap.indent(rule.example, "  "), ""]
    return "\n".join(parts)


def kinds_text(kinds: Mapping[str, type[Entry]]) -> str:
    """Every kind with its fields; a star marks what is required."""
    lines = []
    for name, model in sorted(kinds.items()):
        folder = "content/" if name == "guide" else f"network/{model.folder}/"
        lines += [f"{name}  ({folder})", textwrap.indent(textwrap.fill(_first(model), WIDTH), "  ")]
        names = [f"{field.alias or key}{'*' if field.is_required() else ''}"
                 for key, field in model.model_fields.items()]
        lines += [textwrap.fill(", ".join(names), WIDTH, initial_indent="  ",
                                subsequent_indent="  "), ""]
    return "\n".join(lines)


# -- for the handbook -----------------------------------------------------------------------


def pages(kinds: Mapping[str, type[Entry]], command: click.Group) -> dict[str, str]:
    """The reference guides of ``content/reference/``, by file name."""
    return {
        "rules.md": "\n".join(_rules_page()),
        "kinds.md": "\n".join(_kinds_page(kinds)),
        "settings.md": "\n".join(_settings_page()),
        "commands.md": "\n".join(_commands_page(command)),
    }


def _front(title: str, summary: str) -> list[str]:
    """The head of a page. No note that it is made: raw HTML is refused in guides, ours too."""
    return ["---", f"title: {title}", f'summary: "{summary}"', "editorial: yes", "---", ""]


def _rules_page() -> Iterator[str]:
    yield from _front("Rules", "Every problem the check can report, why it matters and what to do.")
    yield "`commonbook explain RULE` prints the same in a terminal."
    yield "A network can change how much a rule matters, in `network.yml`:"
    yield ""
    yield "```yaml"
    yield "rules:"
    yield "  stale-entry: error"
    yield "  orphan-entry: off"
    yield "```"
    yield ""
    yield "Rules marked *fixed* keep their weight: they guard people, or the file cannot be read."
    yield ""
    for code, rule in CATALOGUE.items():
        yield f"## {code}"
        yield ""
        yield f"**{rule.summary}** ({rule.severity}{', fixed' if rule.fixed else ''})"
        yield ""
        yield from _sentences(rule.explanation)
        yield ""
        if rule.example:
            fence = "yaml" if ":" in rule.example else "text"
            yield f"```{fence}"
            yield from rule.example.splitlines()
            yield "```"
            yield ""


def _kinds_page(kinds: Mapping[str, type[Entry]]) -> Iterator[str]:
    yield from _front("Kinds and fields",
                      "Every kind of entry, with every field and what it takes.")
    yield "A star marks a field that is required."
    yield "*Prose* is Markdown without HTML, with `[[kind/name|words]]` links."
    yield "A *name* is the file name of another entry, without its ending."
    yield ""
    parts: dict[str, type[BaseModel]] = {}
    common = set(Entry.model_fields)
    yield "## Every entry"
    yield ""
    yield from _table(Entry, parts)
    for name, model in sorted(kinds.items()):
        yield f"## {name}"
        yield ""
        yield _first(model)
        folder = "content/" if name == "guide" else f"network/{model.folder}/"
        yield f"Files lie in `{folder}`."
        yield ""
        yield from _table(model, parts, leave_out=common)
    yield "## Groups of fields"
    yield ""
    shown: set[str] = set()
    while len(shown) < len(parts):
        for name, part in sorted(parts.items()):
            if name not in shown:
                shown.add(name)
                yield f"### {name}"
                yield ""
                yield _first(part)
                short = getattr(part, "short", "")
                if short:
                    yield f"A single text stands for `{short}`."
                yield ""
                yield from _table(part, parts)
                break


def _settings_page() -> Iterator[str]:
    yield from _front("Settings", "What can stand in network.yml and removed.yml.")
    parts: dict[str, type[BaseModel]] = {}
    yield "## network.yml"
    yield ""
    yield from _table(Settings, parts)
    yield "## removed.yml"
    yield ""
    yield "Entries that were taken out: the old address says so, and nothing else is kept."
    yield ""
    yield from _table(Removed, parts)
    for name, part in sorted(parts.items()):
        yield f"### {name}"
        yield ""
        yield _first(part)
        yield ""
        yield from _table(part, {})


def _commands_page(command: click.Group) -> Iterator[str]:
    yield from _front("Commands", "What the program commonbook can do, with every option.")
    yield "Exit codes: 0 fine, 1 the content has errors, 2 called wrongly, 3 something broke."
    yield "Results go to standard output, progress to standard error."
    yield "`NO_COLOR` turns colour off."
    yield ""
    of_all = click.Context(command)
    for name in command.list_commands(of_all):
        one = command.get_command(of_all, name)
        if one is None:
            continue
        context = click.Context(one, info_name=f"commonbook {name}")
        yield f"## {name}"
        yield ""
        yield "```text"
        yield context.get_usage()
        yield "```"
        yield ""
        yield from (line.strip() for line in (one.help or "").strip().splitlines())
        yield ""
        rows = [parameter.get_help_record(context) for parameter in one.params
                if isinstance(parameter, click.Option)]
        if any(rows):
            yield "| option | what it does |"
            yield "| --- | --- |"
            for row in rows:
                if row:
                    yield f"| `{_cell(row[0])}` | {_cell(' '.join(row[1].split()))} |"
            yield ""


def _table(
    model: type[BaseModel], parts: dict[str, type[BaseModel]],
    leave_out: set[str] = frozenset(),  # type: ignore[assignment]
) -> Iterator[str]:
    yield "| field | what it takes | what it is |"
    yield "| --- | --- | --- |"
    for key, field in model.model_fields.items():
        if key in leave_out and key not in getattr(model, "__annotations__", {}):
            continue
        star = "*" if field.is_required() else ""
        inner = anatomy_of(field).model
        if inner is not None:
            parts.setdefault(inner.__name__, inner)
        yield f"| `{field.alias or key}`{star} | {_takes(field)} | {_cell(field.description or '')} |"
    yield ""


def _takes(field: FieldInfo) -> str:
    """What a field takes, in words."""
    anatomy = anatomy_of(field)
    vocabulary = anatomy.mark(Vocabulary)
    if anatomy.by_name:
        return "words by name"
    if anatomy.many and vocabulary:
        return f"list of {vocabulary.name} from the network's list"
    return f"list: {_held(anatomy)}" if anatomy.many else _held(anatomy)


def _held(anatomy: Anatomy) -> str:
    """What a field takes, or each point of a list."""
    link, model = anatomy.mark(Link), anatomy.model
    if anatomy.choices:
        return " or ".join(f"`{word}`" for word in anatomy.choices)
    if link:
        article = "an" if link.to[:1] in {*"aeiou"} else "a"
        return f"name of {article} {link.to.replace('-', ' ')}" if link.to else "id of an entry"
    if model:
        return f"[{model.__name__}](#{model.__name__.lower()})"
    return _PLAIN.get(anatomy.held, "text")


def _first(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ").replace("    ", "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _sentences(text: str) -> Iterator[str]:
    """One sentence a line, for reviewable changes."""
    for sentence in text.replace(". ", ".\n").split("\n"):
        yield sentence.replace("[[", "\\[\\[") if "`" not in sentence else sentence
