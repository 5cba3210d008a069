"""A view in, HTML out: our own templates, with strict escaping and nothing undefined.

A template is a pure function of what it is given: an entry, cards of its neighbours, and words.
It never sees the network, so a page can be remembered under the digest of what it was given.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape
from pydantic import BaseModel

from .cards import Card
from .diagnostics import quoted
from .entry import Entry, words_of
from .errors import ThemeError
from .prose import Mention, Prose, plain
from .schedule import clock
from .words import Words, direction


@dataclass(frozen=True, slots=True)
class Backlink:
    """An entry that names this one, with the time in which that was so."""

    card: Card
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Backlinks:
    """Entries that name this one in the same way, with the words for it."""

    words: str
    links: tuple[Backlink, ...]


@dataclass(frozen=True, slots=True)
class View:
    """All that a template is given besides the site's constants."""

    template: str
    values: Mapping[str, Any]
    path: str
    links: Mapping[str, Card] = field(default_factory=lambda: MappingProxyType({}))


class Renderer:
    """Templates of all theme folders, the network's own first, and the site's constants."""

    def __init__(
        self, themes: Iterable[Path], words: Words, constants: Mapping[str, Any],
        bytecode: Path | None = None,
    ) -> None:
        self.words = words
        cache = None
        if bytecode is not None:
            bytecode.mkdir(parents=True, exist_ok=True)
            cache = FileSystemBytecodeCache(str(bytecode))
        self.environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(theme) for theme in themes]),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            bytecode_cache=cache, auto_reload=False,
        )
        self.environment.filters.update(
            prose=_prose, plain=plain, date=words.date, moment=words.moment, clock=_clock,
            duration=words.duration, country=words.country, language=words.language_name,
            weekday=words.weekday, direction=direction, number=_number, words_of=words_of,
            host=_host,
        )
        self.environment.globals.update(t=words, site=constants, shown=shown_fields)

    def render(self, view: View) -> str:
        """The HTML of a page's body.

        Raises:
            ThemeError: a template is missing or broken; the message names it.
        """
        root = "../" * view.path.count("/")
        try:
            template = self.environment.get_template(view.template)
            return template.render(
                view.values, links=view.links, root=root, path=view.path)
        except TemplateNotFound as error:
            msg = f"There is no template {quoted(str(error.name))}."
            raise ThemeError(msg, hint="Look in the folder theme/.") from error
        except TemplateError as error:
            where = getattr(error, "name", None) or view.template
            line = getattr(error, "lineno", None)
            msg = f"The template {where}{f', line {line},' if line else ''} fails: {error}"
            hint = "Compare it with the template that comes along."
            raise ThemeError(msg, hint=hint) from error

    def has(self, template: str) -> bool:
        """Whether a template of this name exists."""
        try:
            self.environment.get_template(template)
        except TemplateNotFound:
            return False
        return True


def digest(parts: Iterable[str]) -> str:
    """One digest of many texts."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(part.encode("utf-8", "surrogatepass"))
        state.update(b"\x1e")
    return state.hexdigest()


def digest_of_files(files: Iterable[Path]) -> str:
    """One digest of many files and their names."""
    state = hashlib.blake2b(digest_size=16)
    for file in files:
        state.update(file.name.encode())
        state.update(file.read_bytes())
    return state.hexdigest()


def shown_fields(entry: Entry) -> list[tuple[str, Any]]:
    """Every field of an entry that has a value, with its label: for kinds without a template."""
    skip = {"name", "summary", "topics", "related", "sources", "checked_on", "image", "aliases",
            "draft", "language"}
    found = []
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name not in skip and value not in (None, (), {}, ""):
            found.append((words_of(name), _plain_value(value)))
    return found


def _plain_value(value: Any) -> Any:
    """Parts become lists of labelled values, everything else stays."""
    if isinstance(value, BaseModel):
        inner = [(words_of(name), _plain_value(getattr(value, name)))
                 for name in type(value).model_fields]
        return [(label, held) for label, held in inner if held not in (None, (), {}, "")]
    if isinstance(value, tuple):
        return tuple(_plain_value(held) for held in value)
    return value


@pass_context
def _prose(context: Context, prose: Prose | None) -> Markup:
    """Prose as HTML, its references turned into links, or into words where there is no entry."""
    if prose is None:
        return Markup("")
    links, root = context["links"], context["root"]
    pieces = [_mention(part, links, root) if isinstance(part, Mention) else part
              for part in prose.parts]
    return Markup("".join(pieces))  # noqa: S704 - cleaned by nh3 in prose.read


def _mention(mention: Mention, links: Mapping[str, Card], root: str) -> str:
    card = links.get(mention.target)
    if card is None:
        return str(escape(mention.words or mention.target.rpartition("/")[2].replace("-", " ")))
    mark = ' class="term"' if card.kind == "term" else ""
    return f'<a{mark} href="{root}{card.address}">{escape(mention.words or card.name)}</a>'


def _clock(minutes: int) -> str:
    return clock(minutes)


def _number(value: Decimal | int) -> str:
    """A number without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _host(address: str) -> str:
    """The site name of a web address, as readers know it."""
    return re.sub(r"^https?://(www\.)?", "", address).split("/")[0]
