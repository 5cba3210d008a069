"""How our templates become Python: words already in place, and less asked of each value.

The code that Jinja writes asks at every step what might be there: a function that wants the
context, a text or a number or markup. Ours is written for what our templates are given, and makes
the same text in about two thirds of the time (decision 40).
"""

from __future__ import annotations

from collections.abc import MutableMapping
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro, markup_join
from jinja2.utils import missing as nothing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as _escape_text  # type: ignore[attr-defined]

from .disk import sum_of
from .words import Words

FEW = 3
"""Fewer texts and values in a row are handed on one by one: a list is not worth it."""


class Templates(Environment):
    """Where templates are found and compiled, ours and a network's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.code_generator_class = _Compiler
        self.template_class = _Template
        self._loaded: dict[str | Template, Template] = {}

    def get_template(
        self, name: str | Template, parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's word
    ) -> Template:
        """A template, loaded once: a page asks for four, and none changes meanwhile."""
        known = self._loaded.get(name)
        if known is None or globals:
            known = self._loaded[name] = super().get_template(name, parent, globals)
        return known

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows, as one mapping: each page copies it."""
        return {**self.globals, **d} if d else self.globals

    def lacking(self, of: Any, name: str) -> Any:
        """What goes by a name in something that has no such attribute, or what says that it lacks it."""
        try:
            return of[name]
        except (TypeError, LookupError, AttributeError):
            return self.undefined(obj=of, name=name)


def made_with(words: Words) -> str:
    """A digest of what compiled templates hold besides their source: words, and this module."""
    told = "\x1e".join(f"{key}\x1f{text}" for key, text in words.table.items())
    return sum_of(told.encode("utf-8", "surrogatepass") + Path(__file__).read_bytes())


class _Compiler(CodeGenerator):
    """Writes the Python of a template. Names of methods are Jinja's."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """A whole template. Words that are always the same become part of its text first."""
        words = self.environment.globals["t"]
        taken = any(name.name == "t" and name.ctx != "load" for name in node.find_all(nodes.Name))
        if isinstance(words, Words) and not taken:
            _InPlace(words).visit(node)
        super().visit_Template(node, frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Texts and values in a row are handed on as one through all templates that are extended."""
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) < FEW:
            super().visit_Output(node, frame)
            return
        row = frame.copy()
        self.buffer(row)
        super().visit_Output(node, row)
        self.writeline(f"yield concat({row.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """An attribute; only if there is none, the environment is asked."""
        self.write("(held if (held := getattr((of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing"
                   f" else environment.lacking(of, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002 - Jinja's
        """A plain call: none of our functions wants the context passed in.

        Filters that do are not called this way.
        """
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(named.key) for named in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


class _InPlace(NodeTransformer):
    """Puts words where only their key is named. A key without words stays: it is said when it is shown."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """``t('key')``, and nothing else in the brackets."""
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name="t"), args=[nodes.Const(value=str(key))],
                            kwargs=[], dyn_args=None, dyn_kwargs=None):
                text = self._words.table.get(key)
                return node if text is None else nodes.Const(text, lineno=node.lineno)
        return node


class _Template(Template):
    """A template that works with our quicker functions."""

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's word
    ) -> Template:
        namespace.update(escape=_escaped, markup_join=_joined, Macro=_Macro)
        return super()._from_namespace(environment, namespace, globals)


class _Macro(Macro):
    """A macro that is called with no more than it asks for, as nearly all are."""

    def __call__(self, *given: Any, **named: Any) -> str:
        """What it makes, as markup."""
        if self.caller or self.catch_kwargs or self.catch_varargs:
            return super().__call__(*given, **named)
        rest = self.arguments[len(given):]
        arguments = (*given, *[named.pop(name, nothing) for name in rest]) if rest else given
        if named or len(arguments) != self._argument_count:  # it says what is wrong
            return super().__call__(*arguments, **named)
        return str.__new__(Markup, self._func(*arguments))


def _escaped(value: Any) -> str:
    """Escape a value for HTML, as ``markupsafe.escape`` does.

    Most values are plain text; for those it saves the wrapping into Markup, which nothing needs
    in what is only joined.
    """
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return _escape_text(value)
    return str(value) if kind is int else escape(value)


def _joined(parts: tuple[Any, ...]) -> str:
    """What stands between ``~``, as one text; markup or a number among it is the exception."""
    for part in parts:
        if type(part) is not str:
            return markup_join(parts)
    return "".join(parts)
