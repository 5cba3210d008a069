"""What of a page is written in its template, and what its template was given.

A :class:`Recorder` renders our templates so that every value, every pass of a loop and every
condition that held is marked. A :class:`Schema` learns from the pages of one template what is the
same on all of them, and turns that into a layout of Hugo; what differs are a page's values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from commonbook.cards import Card
from commonbook.footnotes import footnoted
from commonbook.prose import Prose
from commonbook.render import Renderer, View
from commonbook.render import _prose as as_html

OPEN, NAMED, CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"({OPEN}[a-z][0-9]*\\|[a-z0-9_]*{NAMED}|{CLOSE})")
MARK = "drawings_mark"
FRONT = {"slot_title": "{{ $.Title }}", "slot_summary": "{{ $.Description }}"}
"""What stands in every front matter."""
BODIES = {"group": "description", "case-study": "story", "term": "definition",
          "activity": "purpose", "training": "access_notes", "guide": "body"}
"""The text of each kind that is the body of its file; the others stand in the front matter."""
_REFERENCE = re.compile(r"\[\[([a-z-]+/[a-z0-9/-]+)(?:\|([^\]]*))?\]\]")
_START = re.compile(f"{OPEN}([a-z])([0-9]*)\\|([a-z0-9_]*){NAMED}")


def leaf(kind: str, name: str, value: str) -> str:
    """A marked value: ``s`` is text, ``m`` finished HTML, ``p`` Markdown, ``c`` a file's body."""
    return f"{OPEN}{kind}|{name}{NAMED}{value}{CLOSE}"


def written(prose: Prose, links: Mapping[str, Card], path: str) -> str:
    """A text as Markdown, its references as plain links."""
    root = "../" * path.count("/")

    def link(match: re.Match[str]) -> str:
        card = links.get(match[1])
        words = match[2] or (card.name if card else match[1].rpartition("/")[2].replace("-", " "))
        return f"[{words}]({root}{card.address})" if card else words

    return _REFERENCE.sub(link, prose.text)


def bare(value: Any) -> Any:
    """A value without marks, for conditions that ask whether a macro says anything."""
    if not isinstance(value, str) or OPEN not in value:
        return value
    return type(value)(_MARK.sub("", value))


class Recorder(Renderer):
    """Our templates, rendered with marks."""

    def __init__(self, themes: Any, words: Any, constants: Mapping[str, Any]) -> None:
        super().__init__(themes, words, constants)
        plain_parse = self.environment._parse
        # There is no public way to change a template before it is compiled.

        def parse(source: str, name: str | None, filename: str | None) -> nodes.Template:
            return _Marks().visit(plain_parse(source, name, filename))

        self.environment._parse = parse  # type: ignore[method-assign]
        self.environment.filters.update(
            recorded=_recorded, bare=bare, prose=_prose, footnoted=_footnoted)

    def render(self, view: View) -> str:
        """The HTML of a page's body, with marks."""
        self.entry = view.values.get("entry")
        return super().render(view)


def _recorded(value: Any, name: str) -> Markup:
    if isinstance(value, Markup):
        if value.startswith((f"{OPEN}p|", f"{OPEN}c|")):
            return value
        return Markup(leaf("m", name, value))
    return Markup(leaf("s", name, str(value)))


@pass_context
def _prose(context: Context, prose: Prose | None, marks: str | None = None) -> Markup:
    """A text of an entry on its own page as Markdown; elsewhere, as HTML that is there already."""
    entry = context.get("entry")
    own = entry is not None and context.get("path") == getattr(entry, "address", None)
    if prose is None or not own:
        return as_html(context, prose, marks)
    body = prose is getattr(entry, BODIES.get(entry.kind, ""), None)
    text = written(prose, context["links"], context["path"])
    return Markup(leaf("c", "content", text) if body else leaf("p", "text", text))


def _footnoted(page: Markup, heading: str, level: int) -> Markup:
    """The addresses stand behind the part, ready."""
    plain = _MARK.sub("", page)
    notes = footnoted(plain, heading, level)
    start = notes.find('<section class="cb-addresses">')
    return Markup(page + leaf("m", "addresses", notes[start:] if start >= 0 else ""))


class _Marks(NodeTransformer):
    """Puts marks around what a template shows."""

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's
        node.nodes = [
            inner if isinstance(inner, nodes.TemplateData) else nodes.Filter(
                inner, "recorded", [nodes.Const(_name(inner))], [], None, None,
                lineno=node.lineno)
            for inner in node.nodes]
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:  # noqa: N802 - Jinja's
        name = _name(node.test)
        self._branch(node, name, 0)
        for number, other in enumerate(node.elif_, start=1):
            self._branch(other, name, number)
        if node.elif_:  # one chain of conditions is one choice
            for other in node.elif_:
                other.else_ = []
        node.else_ = [_text(f"{OPEN}b9|{name}{NAMED}"), *self._all(node.else_), _text(CLOSE)]
        return node

    def _branch(self, node: nodes.If, name: str, number: int) -> None:
        node.test = nodes.Filter(node.test, "bare", [], [], None, None, lineno=node.lineno)
        node.body = [_text(f"{OPEN}b{number}|{name}{NAMED}"), *self._all(node.body), _text(CLOSE)]

    def visit_For(self, node: nodes.For) -> list[nodes.Node]:  # noqa: N802 - Jinja's
        node.body = [_text(f"{OPEN}x|{NAMED}"), *self._all(node.body), _text(CLOSE)]
        return [_text(f"{OPEN}f|{_name(node.iter)}{NAMED}"), node, _text(CLOSE)]

    def _all(self, body: list[nodes.Node]) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for node in body:
            made = self.visit(node)
            found.extend(made if isinstance(made, list) else [made])
        return found


def _text(text: str) -> nodes.Output:
    return nodes.Output([nodes.TemplateData(text)])


def _name(node: nodes.Node) -> str:
    """What a value is called in the front matter: as the template calls it."""
    words: list[str] = []
    while True:
        if isinstance(node, nodes.Getattr):
            words.append(node.attr)
            node = node.node
        elif isinstance(node, nodes.Name):
            words.append(node.name)
            break
        elif isinstance(node, nodes.Filter) and node.node is not None:
            node = node.node
        elif isinstance(node, nodes.Call):
            first = node.args[0] if node.args else None
            if isinstance(first, nodes.Const) and isinstance(first.value, str):
                words.append(first.value)
                break
            node = node.node
        elif isinstance(node, (nodes.Getitem, nodes.Test)):
            node = node.node
        elif isinstance(node, nodes.CondExpr):
            node = node.expr1
        elif isinstance(node, (nodes.And, nodes.Or)):
            node = node.left
        else:
            break
    name = re.sub(r"[^a-z0-9]+", "_", "_".join(reversed(words[:2])).lower()).strip("_")
    return name.removeprefix("entry_") or "value"


# -- shapes ---------------------------------------------------------------------------------


@dataclass
class Node:
    """One mark: its kind, its name, what is in it."""

    kind: str
    number: str
    name: str
    inner: Piece


@dataclass
class Piece:
    """Texts with marks between them: always one text more than marks."""

    texts: list[str] = field(default_factory=lambda: [""])
    marks: list[Node] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """As HTML, without marks."""
        parts = [self.texts[0]]
        for mark, text in zip(self.marks, self.texts[1:], strict=True):
            inner = mark.inner.whole
            parts += [str(escape(inner)) if mark.kind == "s" else inner, text]
        return "".join(parts)


def shape(recorded: str) -> Piece:
    """A marked page as a tree."""
    stack = [Piece()]
    for part in _MARK.split(recorded):
        if part == CLOSE:
            stack.pop()
            stack[-1].texts.append("")
        elif part.startswith(OPEN):
            found = _START.fullmatch(part)
            node = Node(found[1], found[2], found[3], Piece())  # type: ignore[index]
            stack[-1].marks.append(node)
            stack.append(node.inner)
        else:
            stack[-1].texts[-1] += part
    (tree,) = stack
    return tree


# -- what pages have in common --------------------------------------------------------------


class Slot:
    """What all pages have in one place: a value, a loop, a choice, or more of the template."""

    def __init__(self, node: Node) -> None:
        self.kind, self.name, self.key = node.kind, node.name, ""
        self.value: str | None = None
        self.varies = False
        self.bodies: dict[str, Body] = {}

    def learn(self, node: Node) -> bool:
        if node.kind == "f":
            return all(self._body("").learn(passed.inner) for passed in node.inner.marks)
        if node.kind == "b":
            return self._body(node.number).learn(node.inner)
        nested = bool(node.inner.marks)
        if (self.bodies and not nested) or (nested and self.value is not None):
            self.kind, self.varies, self.bodies = "m", True, {}  # finished HTML, of different makes
            self.value = ""
            return True
        if nested:
            return self._body("").learn(node.inner)
        value = node.inner.texts[0]
        self.varies = self.varies or self.value not in (None, value)
        self.value = value
        return True

    def _body(self, number: str) -> Body:
        return self.bodies.setdefault(number, Body())


class Body:
    """A piece of a template."""

    def __init__(self) -> None:
        self.texts: list[str] | None = None
        self.slots: list[Slot] = []
        self.key = ""
        self.ready = False
        """Whether it is no piece of a template, but HTML that is different each time."""

    def learn(self, found: Piece) -> bool:
        if self.texts is None:
            self.texts, self.slots = found.texts, [Slot(node) for node in found.marks]
        if not self.ready and not (
                self.texts == found.texts and len(self.slots) == len(found.marks)
                and all(slot.name == node.name and slot.learn(node)
                        for slot, node in zip(self.slots, found.marks, strict=True))):
            self.ready = True
        return True


class Schema:
    """The pages of one layout. ``marks`` are the kinds by their small drawings, which are data."""

    def __init__(self, marks: Mapping[str, str]) -> None:
        self.body = Body()
        self.marks = marks

    def learn(self, page: Piece) -> None:
        """Take in one page."""
        self.body.learn(page)

    def layout(self) -> str:
        """Hugo's layout for them."""
        if self.body.ready:
            msg = "Pages of one template differ where the template has no value."
            raise ValueError(msg)
        taken: dict[str, int] = {}
        layout = _Writer().body(self.body, taken)
        return f"{{{{ with index hugo.Data.shown .Params.shown }}}}{layout}{{{{ end }}}}" if taken else layout

    def values(self, page: Piece) -> dict[str, Any]:
        """What one page needs in its front matter."""
        values: dict[str, Any] = {}
        self._take(self.body, page, values)
        return values

    def _passed(self, body: Body, found: Piece) -> dict[str, Any]:
        values: dict[str, Any] = {}
        self._take(body, found, values)
        return values

    def _take(self, body: Body, found: Piece, values: dict[str, Any]) -> None:
        if body.ready:
            values[body.key] = found.whole
            return
        for slot, node in zip(body.slots, found.marks, strict=True):
            if node.kind == "f":
                if slot.key:
                    values[slot.key] = [self._passed(slot.bodies[""], passed.inner)
                                        for passed in node.inner.marks]
            elif node.kind == "b":
                if slot.key and node.number != "9":
                    values[slot.key] = int(node.number) + 1
                self._take(slot.bodies[node.number], node.inner, values)
            elif slot.bodies:
                self._take(slot.bodies[""], node.inner, values)
            elif slot.key:
                value = node.inner.whole if node.inner.marks else node.inner.texts[0]
                values[slot.key] = self.marks[value] if slot.name == MARK else value


class _Writer:
    """Writes a layout. It knows where in HTML it is, since Hugo's escaping does so too."""

    def __init__(self) -> None:
        self.before = ""

    def body(self, body: Body, taken: dict[str, int]) -> str:
        if body.ready:
            body.key = _key("html", taken)
            return f"{{{{ .{body.key} | safeHTML }}}}"
        if not body.texts:
            return ""
        parts = [self.text(body.texts[0])]
        for slot, text in zip(body.slots, body.texts[1:], strict=True):
            parts += [self.slot(slot, taken), self.text(text)]
        return "".join(parts)

    def text(self, text: str) -> str:
        self.before = (self.before + text)[-20_000:]
        return text.replace("{{", '{{ "{{" }}')

    def slot(self, slot: Slot, taken: dict[str, int]) -> str:
        if slot.kind == "f":
            if not slot.bodies:
                return ""
            slot.key = _key(slot.name, taken)
            return f"{{{{ range .{slot.key} }}}}{self.body(slot.bodies[''], {})}{{{{ end }}}}"
        if slot.kind == "b":
            return self.choice(slot, taken)
        if slot.bodies:
            return self.body(slot.bodies[""], taken)
        if slot.kind == "c":
            return "{{ $.Content }}"
        if not slot.varies and slot.kind != "p":
            return self.text(str(escape(slot.value)) if slot.kind == "s" else slot.value or "")
        if slot.name in FRONT:
            return FRONT[slot.name]
        slot.key = slot.name if slot.name == "slot_path" else _key(slot.name, taken)
        taken[slot.key] = taken.get(slot.key, 1)
        if slot.name == MARK:
            return f"{{{{ index hugo.Data.marks .{slot.key} | safeHTML }}}}"
        if slot.kind == "p":
            return f'{{{{ $.RenderString (dict "display" "block") .{slot.key} }}}}'
        return f"{{{{ .{slot.key}{self.safe(slot.kind)} }}}}"

    def choice(self, slot: Slot, taken: dict[str, int]) -> str:
        if len(slot.bodies) == 1:
            return self.body(next(iter(slot.bodies.values())), taken)
        slot.key = _key(f"if_{slot.name}", taken)
        before, parts = self.before, []
        numbers = sorted(slot.bodies)
        for place, number in enumerate(numbers):
            self.before = before
            inner = self.body(slot.bodies[number], taken)
            only = len(numbers) == 2 and "9" in slot.bodies
            test = f".{slot.key}" if only else f"eq .{slot.key} {int(number) + 1}"
            if number == "9":
                parts.append(f"{{{{ else }}}}{inner}" if inner else "")
            else:
                parts.append(f"{{{{ {'else ' if place else ''}if {test} }}}}{inner}")
        return "".join(parts) + "{{ end }}"

    def safe(self, kind: str) -> str:
        """How a value is let through where it stands."""
        tag = self.before.rpartition("<")[2]
        inside = ">" not in re.sub(r'"[^"]*"', "", tag) and self.before.rfind("<") >= 0
        if not inside:
            script = self.before.rfind("<script") > self.before.rfind("</script")
            return " | safeJS" if script else " | safeHTML" if kind == "m" else ""
        if re.search(r'(?:href|src)="$', self.before):
            return " | safeURL"
        quoted = tag.count('"') % 2
        return "" if quoted else " | safeHTMLAttr" if kind == "m" else ""


def _key(name: str, taken: dict[str, int]) -> str:
    taken[name] = number = taken.get(name, 0) + 1
    return name if number == 1 else f"{name}_{number}"
