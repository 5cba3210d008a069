"""YAML text in, a tree of text out: no types, no copies, no surprises, every place known.

Reads by the events of libyaml. (The C loader that builds trees crashes on deep nesting, and
every loader turns ``NO`` into false and ``12:30`` into 750.) What a value means is for the
models to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from . import rules
from .diagnostics import Rule, quoted

DEPTH_LIMIT = 12
NODE_LIMIT = 20_000
PROBLEM_LIMIT = 50

Tree = dict[str, Any]
"""A YAML mapping whose leaves are text: ``dict``, ``list``, ``str`` and, for an empty point of a
list, ``None``. A field without a value is left out."""

Span = tuple[int, int, int, int]
"""First line, column, last line, column, all from 1."""

Problem = tuple[Rule, Span, str, str]
"""A rule, where, what is wrong, what to do."""

Place = tuple[str | int, ...]

_STARTS: Mapping[type, type] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})
_Parser: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]|\r(?!\n)"
)
"""U+0085, U+2028 and U+2029 end a line for YAML but not for a reader. Overrides make text read
differently from what it is (CVE-2021-42574). ZWNJ and ZWJ stay: Persian, Kurdish, emoji."""

FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")
"""Emoji flags of England, Scotland and Wales are spelt with tag characters (UTS #51, 2.4)."""


def plain_tree(text: str) -> Tree | None:
    """The tree of a short text that nothing is wrong with; None for any other.

    What is wrong is for :class:`Reading` to say, which takes twice as long.
    """
    if len(text) > NODE_LIMIT or "\\" in text:  # so many letters cannot hold more values
        return None
    try:
        documents = _documents(text)
    except (yaml.YAMLError, _Stop):
        return None
    tree = documents[0] if len(documents) == 1 else None
    return tree if type(tree) is dict and tree else None


def _documents(text: str) -> list[Any]:  # noqa: C901, PLR0912 - a call costs more than a branch
    """What each document of a text without escapes holds.

    Raises:
        _Stop: there is something in it that may be wrong.
    """
    documents: list[Any] = []
    container: Any = documents
    key: str | None = None
    stack: list[Any] = []
    without_value: list[tuple[Tree, str]] = []
    for event in iter(_Parser(text).get_event, None):
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value or (event.value if event.style else None)
        elif kind in _STARTS:
            value = _STARTS[kind]()
        elif kind in _ENDS:
            container = stack.pop()
            continue
        elif kind is AliasEvent or (kind is DocumentStartEvent and (event.version or event.tags)):
            raise _Stop
        else:
            continue
        if event.anchor or event.tag:
            raise _Stop
        if type(container) is list:
            container.append(value)
        elif key is not None:
            container[key] = value
            if value is None:
                without_value.append((container, key))
            key = None
        elif type(value) is str and value not in container and value != "<<":
            key = value
        else:
            raise _Stop
        if kind is not ScalarEvent:
            if len(stack) == DEPTH_LIMIT:
                raise _Stop
            stack.append(container)
            container = value
    for tree, name in without_value:
        del tree[name]
    return documents


class Reading:
    """One pass over a YAML text: its tree, its problems, and where everything stands.

    ``first_line`` is the number of the text's first line in its file. ``spans`` maps the path of
    each value to the places of its name and of the value.
    """

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.tree: Tree = {}
        self.problems: list[Problem] = []
        self.spans: dict[Place, tuple[Span, Span]] = {}
        self._text = text
        self._first_line = first_line
        # Where we are: the list or group being filled, the name waiting for its value, and
        # the same for all that enclose it.
        self._container: Any = None
        self._key: str | None = None
        self._key_event: Any = None
        self._names: dict[str, Any] = {}
        self._stack: list[tuple[Any, Any, dict[str, Any]]] = []
        self._path: list[str | int] = []
        self._documents = 0
        self._nodes = 0
        try:
            self._read()
        except yaml.YAMLError as error:
            self._explain(error)
        except _Stop:
            pass

    def _read(self) -> None:
        handlers: Mapping[type, Callable[[Any], None]] = {
            ScalarEvent: self._scalar, MappingStartEvent: self._open,
            SequenceStartEvent: self._open, MappingEndEvent: self._close,
            SequenceEndEvent: self._close, AliasEvent: self._alias,
            DocumentStartEvent: self._document,
        }
        next_event = _Parser(self._text).get_event
        while True:
            event = next_event()
            handler = handlers.get(type(event))
            if handler:
                handler(event)
            elif type(event) is StreamEndEvent:
                break
        if not self.tree and not self.problems:
            here = (self._first_line, 1, self._first_line, 1)
            self.problems.append((rules.INVALID_YAML, here, "There are no fields here yet.",
                                  "Start with the line “name:” and the name."))

    # -- events -----------------------------------------------------------------------------

    def _scalar(self, event: Any) -> None:
        value = event.value
        if event.anchor or event.tag:
            self._mark(event)
        if event.style == '"' and FORBIDDEN.search(FLAG.sub("", value)):
            self._problem(rules.FORBIDDEN_CHARACTER, event,
                          "This text spells out an invisible or control character.",
                          "Take out the part that starts with a backslash.")
        container = self._container
        if type(container) is dict:
            if self._key is None:
                self._name(value, event)
            elif value == "" and not event.style:  # nothing after the colon
                self._note(event)
                self._key = None
            else:
                self._put(value, event)
        elif container is None:
            self._stop(rules.INVALID_YAML, event,
                       "This file should be a list of fields, such as “name: …”.",
                       "Start with the line “name:” and the name.")
        else:
            self._put(None if value == "" and not event.style else value, event)

    def _open(self, event: Any) -> None:
        """A list or a group begins."""
        if event.anchor or event.tag:
            self._mark(event)
        value: Any = {} if type(event) is MappingStartEvent else []
        container = self._container
        if container is None:
            if type(value) is not dict:
                self._stop(rules.INVALID_YAML, event,
                           "This file should be a list of fields, such as “name: …”.",
                           "Start with the line “name:” and the name.")
            self.tree = value
        elif type(container) is dict and self._key is None:
            self._stop(rules.INVALID_YAML, event,
                       "A field name is expected here, not a list or group.",
                       "Write the name of a field, a colon, then its value.")
        else:
            name = self._key if type(container) is dict else len(container)
            self._put(value, event)
            self._path.append(name or 0)
        self._stack.append((container, self._key_event, self._names))
        if len(self._stack) > DEPTH_LIMIT:
            self._stop(rules.TOO_DEEP, event,
                       f"Values are nested more than {DEPTH_LIMIT} deep here.",
                       "Entries need few levels: check the brackets and the indentation.")
        self._container, self._key, self._key_event, self._names = value, None, None, {}

    def _close(self, _event: Any) -> None:
        self._container, self._key_event, self._names = self._stack.pop()
        self._key = None
        if self._path:
            self._path.pop()

    def _alias(self, event: Any) -> None:
        self._problem(rules.YAML_ALIAS, event,
                      "Values cannot be copied from elsewhere in the file with *.",
                      "Write the value out, or put it in double quotes if it starts with a star.")
        if type(self._container) is dict:
            self._key = None if self._key is not None else _LOST

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(rules.SEVERAL_DOCUMENTS, event,
                       "A second document starts here: one file holds one entry.",
                       "Take out the line ---, or move what follows to its own file.")
        if event.version or event.tags:
            self._problem(rules.YAML_TAG, event, "Lines that start with % are not used.",
                          "Delete the line.")

    # -- what events do -----------------------------------------------------------------------

    def _name(self, value: str, event: Any) -> None:
        """The name of a field; its value comes next."""
        self._key, self._key_event = value, event
        first = self._names.setdefault(value, event)
        if first is not event:
            self._problem(rules.DUPLICATE_KEY, event,
                          f"The field {quoted(value)} is here a second time.",
                          f"It first stands on line {self._span(first)[0]}. Keep one of the two.")
            self._key = _LOST
        elif value == "<<":
            self._problem(rules.YAML_ALIAS, event,
                          "Fields cannot be copied in from elsewhere with <<.",
                          "Write each field out.")
            self._key = _LOST

    def _put(self, value: Any, event: Any) -> None:
        """A value goes into the list or group that is open."""
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._stop(rules.TOO_LONG, event, "This file holds too many values.",
                       "Split it, or shorten its lists.")
        self._note(event)
        container = self._container
        if type(container) is list:
            container.append(value)
        else:
            if self._key is not _LOST:
                container[self._key] = value
            self._key = None

    def _note(self, event: Any) -> None:
        """Remember where a value stands."""
        if type(self._container) is list:
            place, named = (*self._path, len(self._container)), event
        else:
            place, named = (*self._path, self._key or ""), self._key_event or event
        self.spans.setdefault(place, (self._span(named), self._span(event)))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if type(event) in {MappingStartEvent, SequenceStartEvent}:
            end = start
        add = self._first_line
        return (start.line + add, start.column + 1, end.line + add, end.column + 1)

    def _mark(self, event: Any) -> None:
        if event.anchor:
            self._problem(rules.YAML_ALIAS, event, "Values cannot be given a label with &.",
                          "Take the label out, or put the text in double quotes.")
        if event.tag:
            self._problem(rules.YAML_TAG, event, "Values cannot be given a type with !.",
                          "Take the mark out, or put the text in double quotes.")

    def _problem(self, rule: Rule, event: Any, message: str, hint: str) -> None:
        if len(self.problems) < PROBLEM_LIMIT:
            self.problems.append((rule, self._span(event), message, hint))

    def _stop(self, rule: Rule, event: Any, message: str, hint: str) -> None:
        self._problem(rule, event, message, hint)
        raise _Stop

    def _explain(self, error: yaml.YAMLError) -> None:
        """Where and why libyaml gave up, in plain words."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = self._text.split("\n")
        here = lines[line] if line < len(lines) else ""
        rule, message, hint = _plain_words(str(getattr(error, "problem", "") or error), here,
                                           column)
        opened = getattr(error, "context_mark", None)
        context = str(getattr(error, "context", ""))
        if opened and ("quoted scalar" in context or "while parsing a flow" in context):
            line, column = opened.line, opened.column
        line += self._first_line
        self.problems.append((rule, (line, column + 1, line, column + 1), message, hint))


_LOST = "\0"
"""Stands for the name of a field whose value is not kept."""


class _Stop(Exception):  # noqa: N818 - a signal inside this module, never an error
    """Reading cannot go on; the reason has been noted."""


_QUOTE_IT = 'Put the whole text in double quotes: "…".'
_WORDS: Mapping[str, tuple[str, str]] = {
    "mapping values are not allowed": (
        "There is a second colon on this line, or this line is indented too far.", _QUOTE_IT),
    "could not find expected ':'": (
        "A line here has no colon after its field name, or the text above needs more indent.",
        "Write “field: value”, and indent longer text by two spaces."),
    "did not find expected key": (
        "This line does not fit what stands above it.",
        "Check that it is indented like its neighbours and that quotation marks are closed."),
    "did not find expected '-' indicator": (
        "This line stands between the points of a list but is not one.",
        "Begin it with “- ”, or change its indentation."),
    "block sequence entries are not allowed": (
        "A list cannot start here, on the same line as its name.",
        "Put each point on a line of its own, indented by two spaces: “  - point”."),
    "found unexpected end of stream": (
        "A quotation mark or bracket opened here is never closed.", "Close it."),
    "found unexpected document indicator": (
        "A quotation mark opened above is never closed.", "Close it."),
    "found character that cannot start any token": (
        "A value cannot start with {at}.", _QUOTE_IT),
    "found unknown escape character": (
        "A backslash inside double quotes means something special here.",
        "Use single quotes, or write the backslash twice."),
    "did not find expected node content": (
        "A value is missing here, or a bracket above is never closed.",
        "Add the value, or close the bracket."),
    "did not find expected ',' or": (
        "The list or group in brackets that begins here is not finished.",
        "Close the bracket, or put a comma between the values."),
    "did not find expected comment or line break": (
        "After | or > nothing else may stand on the line.",
        "Start the text on the next line, indented by two spaces."),
    "found undefined tag handle": (
        "Values cannot be given a type with !.",
        "Take the mark out, or put the text in double quotes."),
}


def _plain_words(said: str, here: str, column: int) -> tuple[Rule, str, str]:
    """What libyaml says about broken YAML, for somebody who has never heard of it."""
    indent = here[: len(here) - len(here.lstrip())]
    at = here[column : column + 1]
    if "\t" in indent or at == "\t":
        return (rules.TAB_INDENTATION, "This line is indented with a tab.",
                "Use spaces, two for each level.")
    for start, (message, hint) in _WORDS.items():
        if start in said:
            return rules.INVALID_YAML, message.replace("{at}", quoted(at or "?")), hint
    return (rules.INVALID_YAML, "This file cannot be understood from here on.",
            "Check the indentation, the colons and the quotation marks of this and the line above.")
