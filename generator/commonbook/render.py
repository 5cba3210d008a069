"""A view in, HTML out: our own templates, with strict escaping and nothing undefined.

A template is a pure function of what it is given: an entry, cards of its neighbours, and words.
It never sees the network, so a page can be remembered under the digest of what it was given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape
from pydantic import BaseModel

from . import drawings
from .bytecode import Bytecode
from .cards import Card
from .diagnostics import quoted
from .entry import Entry, plan, words_of
from .errors import ThemeError
from .fields import Link
from .footnotes import footnoted
from .prose import Mention, Prose, nested, plain
from .schedule import clock
from .templates import Templates, made_with
from .web import site_name
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
    """Templates of all theme folders, the network's own first, and the site's constants.

    A network's template reaches the shipped one of the same name as ``shipped/…``.
    """

    def __init__(
        self, themes: Sequence[Path], words: Words, constants: Mapping[str, Any],
        bytecode: Bytecode | None = None,
    ) -> None:
        self.words = words
        told_here = any((theme / "languages").is_dir() for theme in themes[:-1])
        self.environment = Templates(
            loader=ChoiceLoader([
                *(FileSystemLoader(theme) for theme in themes),
                PrefixLoader({"shipped": FileSystemLoader(themes[-1])}),
            ]),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            bytecode_cache=bytecode and bytecode.holding(words.language, made_with(words), own=told_here),
            auto_reload=False,
        )
        self.environment.filters.update(
            prose=_prose, plain=plain, nested=nested, date=words.date, moment=words.moment, clock=_clock,
            duration=words.duration, country=words.country, language=words.language_name,
            weekday=words.weekday, day=words.day, month=words.month, repeat=words.repeat,
            direction=direction, number=_number, words_of=words_of,
            host=site_name, footnoted=_footnoted, for_script=for_script,
        )
        self.environment.globals.update(
            t=words, site=SimpleNamespace(**constants), shown=shown_fields, drawings=drawings,
            singular=cache(partial(_singular, words, constants)),
            lang=cache(partial(_lang, of_page=words.language)))

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
        except RecursionError as error:
            msg = f"The template {view.template} extends itself."
            hint = f"To build on the one that comes along, extend “shipped/{view.template}”."
            raise ThemeError(msg, hint=hint) from error
        except TemplateError as error:
            where = getattr(error, "name", None) or view.template
            line = getattr(error, "lineno", None)
            msg = f"The template {where}{f', line {line},' if line else ''} fails: {error}"
            hint = "Compare it with the template that comes along."
            raise ThemeError(msg, hint=hint) from error

    def source(self, name: str) -> str:
        """A file of the theme as it is written: a style for paper.

        Raises:
            ThemeError: it is not there.
        """
        try:
            return self.environment.loader.get_source(  # type: ignore[union-attr]
                self.environment, name)[0]
        except TemplateNotFound as error:
            msg = f"There is no file {quoted(name)} in the theme."
            raise ThemeError(msg, hint="Look in the folder theme/.") from error

    def has(self, template: str) -> bool:
        """Whether a template of this name exists."""
        try:
            self.environment.get_template(template)
        except TemplateNotFound:
            return False
        except TemplateError:  # it is there; what is wrong with it is said when it is rendered
            return True
        return True


def _singular(words: Words, constants: Mapping[str, Any], kind: str) -> str:
    """What one entry of a kind is called."""
    return words.get(f"kind.{kind}.singular", constants["kinds"][kind].singular or kind)


@cache
def language_marks(language: str, of_page: str) -> Markup:
    """Attributes for a text of an entry, so that it is read aloud and laid out in its language.

    WCAG 2.2, 3.1.2: the language of parts can be determined by programs.
    """
    if language == of_page:
        return Markup(' dir="auto"')
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def _lang(code: str, of_page: str) -> Markup:
    """The language of a name in a list, if it is not that of the page. It brings ``dir`` itself."""
    return Markup("") if code == of_page else Markup(' lang="{}"').format(code)


def for_script(value: Any) -> Markup:
    """A value as JSON that may stand in a script element: a page's island of data.

    Nothing in it can end the element or begin a comment, and no line separator of Unicode is left
    for old engines to stumble over (OWASP, Cross Site Scripting Prevention, rule 3.1).
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_UNSAFE_IN_SCRIPTS))  # noqa: S704 - nothing of HTML is left


_UNSAFE_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def digest(parts: Iterable[str]) -> str:
    """One digest of many texts."""
    text = "\x1e".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def digest_of_files(files: Iterable[Path]) -> str:
    """One digest of many files and their names."""
    state = hashlib.blake2b(digest_size=16)
    for file in files:
        state.update(file.name.encode())
        state.update(file.read_bytes())
    return state.hexdigest()


@dataclass(frozen=True, slots=True)
class Named:
    """Another entry as a field names it, for a template to link."""

    target: str


ELSEWHERE = frozenset({
    "name", "summary", "topics", "related", "sources", "checked_on", "image", "aliases", "draft",
    "language"})
"""Fields that every entry's page shows in its own places."""


def shown_fields(entry: Entry) -> list[tuple[str, Any]]:
    """Every field of an entry that has a value, with its label: for kinds without a template."""
    return [pair for pair in _labelled(entry) if pair[0] not in map(words_of, ELSEWHERE)]


def _labelled(part: BaseModel) -> list[tuple[str, Any]]:
    """The values of a part with their labels; references as what they lead to."""
    links = {step.name: step.link for step in plan(type(part)) if step.link}
    found = []
    for name in type(part).model_fields:
        value = getattr(part, name)
        if value not in (None, (), {}, ""):
            found.append((words_of(name), _presentable(value, links.get(name))))
    return found


def _presentable(value: Any, link: Link | None) -> Any:
    if isinstance(value, tuple):
        return tuple(_presentable(inner, link) for inner in value)
    if isinstance(value, BaseModel):
        labelled = _labelled(value)
        if link:  # a relation: the entry it leads to comes first, then what is known of it
            to = words_of("to")
            labelled = [(label, Named(f"{link.to}/{held}") if label == to else held)
                        for label, held in labelled]
        return labelled
    if link and isinstance(value, str):
        return Named(f"{link.to}/{value}" if link.to else value)
    return value


@pass_context
def _prose(context: Context, prose: Prose | None, marks: str | None = None) -> Markup:
    """Prose as HTML, its references turned into links, or into words where there is no entry.

    ``marks`` say its language; those of the page's entry if left out.
    """
    if prose is None:
        return Markup("")
    links, root = context["links"], context["root"]
    pieces = [_mention(part, links, root) if isinstance(part, Mention) else part
              for part in prose.parts]
    text = Markup("".join(pieces))  # noqa: S704 - cleaned by nh3 in prose.read
    marks = context.get("own", "") if marks is None else marks
    return Markup("<div{}>{}</div>").format(marks, text) if "lang=" in marks else text


def _mention(mention: Mention, links: Mapping[str, Card], root: str) -> str:
    card = links.get(mention.target)
    if card is None:
        return str(escape(mention.words or mention.target.rpartition("/")[2].replace("-", " ")))
    mark = ' class="term"' if card.kind == "term" else ""
    return f'<a{mark} href="{root}{card.address}">{escape(mention.words or card.name)}</a>'


def _footnoted(page: Markup, heading: str, level: int) -> Markup:
    """A part of a page with the addresses of its outside links at its end, for paper."""
    return Markup(footnoted(page, heading, level))  # noqa: S704 - escaped by the template


def _clock(minutes: int) -> str:
    return clock(minutes)


def _number(value: Decimal | int) -> str:
    """A number without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


