"""Markdown in, safe HTML out, with the references and the problems found in it.

Two walls: comrak renders CommonMark and shows raw HTML as text; nh3 then lets only a short list
of tags and attributes through. Nothing in a text is ever evaluated: no Jinja, no inclusion.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any
from urllib.parse import unquote

import comrak
import nh3

from . import rules
from .diagnostics import Rule, quoted
from .web import problem_with_address

# A [[link]] becomes <a href="…" data-wikilink="true">; authors cannot write that attribute,
# since raw HTML is escaped, so what carries it comes from comrak.
_WIKILINK = re.compile(r'<a href="([^"]*)" data-wikilink="true">(.*?)</a>', re.DOTALL)
_IN_ROW = re.compile(r"\n[ >]*\|.*\[\[.*")
_STROKE = re.compile(r"(\[\[[^\[\]|\\]{1,200})\|")
_IS_MENTION = ' data-wikilink="true"'
_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>')
_QUOTED = re.compile(r'"[^"]*"')
_IMAGE = re.compile(r"<img[^>]*>")
_HEADING = re.compile(
    r'<h([1-6])( id="([^"]*)")?>(.*?)(?:<a href="#([^"]*)"[^>]*></a>)?</h[1-6]>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_RAW_HTML = re.compile(r"&lt;(?:!--|/?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/](?:[^&]|&(?!lt;|gt;))*?)?/?&gt;)")
_CODE = re.compile(r"<(code|pre)[^>]*>.*?</\1>", re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
# Finished HTML: quotes stand raw in texts, but an attribute's value always stands between them.
_MARKUP = re.compile(r'</?[a-z][a-z0-9]*(?:\s[a-z-]+(?:="[^"]*")?)*\s*/?>')
_OPENING = re.compile(r"<h([1-6])[ >]")
_LEVEL = re.compile(r"^(</?h)([1-6])(?=[ >])")
_ANCHOR = re.compile(r'(\s(?:id="|href="#))([^"]*)')
FLAWS_SHOWN = 3
ALWAYS_QUICK = 2_000
"""Characters below which nothing takes long."""
QUOTES_DEEP, HEADINGS, CELLS, MARKS = 20, 1_000, 100_000, 2_000
REFERENCE = re.compile(r"[a-z][a-z-]*/[a-z0-9-]+(?:/[a-z0-9-]+)*")
"""``kind/slug``."""

_TAGS = {
    "a", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5",
    "h6", "hr", "input", "li", "ol", "p", "pre", "section", "strong", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "ul",
}
_ATTRIBUTES = {
    "a": {"href", "title", "data-wikilink", "data-footnote-ref", "data-footnote-backref", "id",
          "aria-label"},
    "div": {"data-note"}, "input": {"type", "checked", "disabled"}, "ol": {"start"},
    "li": {"id"}, "section": {"data-footnotes"}, "td": {"align"}, "th": {"align"},
    "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
}
_ALERT = re.compile(
    r'<div class="markdown-alert markdown-alert-(\w+)">\n'
    r'<p class="markdown-alert-title">([^<]*)</p>')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text: level 2 to 6, its anchor, its words."""

    level: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A ``[[kind/slug|words]]`` in a text."""

    target: str
    words: str

    @property
    def written(self) -> str:
        """The start of what the author wrote, for finding its place."""
        return f"[[{self.target}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a text that a rule forbids, and the words to look for to find its place."""

    rule: Rule
    message: str
    hint: str
    needle: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as its author wrote it, with what was made of it.

    ``parts`` alternates between finished HTML and mentions whose address and name only the
    network knows. ``flaws`` are for the check; a text with flaws is safe to show all the same.
    """

    text: str
    parts: tuple[str | Mention, ...] = ()
    headings: tuple[Heading, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def mentions(self) -> Iterator[Mention]:
        """Every reference to another entry, in order."""
        return (part for part in self.parts if isinstance(part, Mention))

    @property
    def words(self) -> int:
        """Number of words, for the reading time."""
        return len(self.text.split())


def read(text: str, *, folder: str | None = None) -> Prose:
    """Markdown to prose. ``folder`` is a guide's place, so that links to ``.md`` files work.

    Entries get headings from level 3 (their sections have level 2); guides from level 2.
    """
    guide = folder is not None
    excess = _excess(text) if len(text) > ALWAYS_QUICK else None
    if excess:
        return Prose(text, flaws=(excess,))
    options = _options(guide)
    # In a row of a table the stroke between a name and its words would begin another cell.
    source = (_IN_ROW.sub(_escape_strokes, f"\n{text}")[1:]
              if "|" in text and "[[" in text else text)
    rendered = comrak.render_markdown(source, *options)
    flaws: list[Flaw] = []
    if "&lt;" in rendered:
        flaws.extend(_raw_html(rendered, text))
    headings: list[Heading] = []
    if "<h" in rendered:
        rendered = _headings(rendered, headings, top=2 if guide else 3)
    if "<img" in rendered:
        flaws.extend(
            Flaw(rules.UNSAFE_MARKUP, "Pictures cannot stand inside the text.",
                 "Use the field image: with file and alt.", "![")
            for _ in islice(_IMAGE.finditer(rendered), FLAWS_SHOWN))
        rendered = _IMAGE.sub("", rendered)
    if "markdown-alert" in rendered:
        rendered = _ALERT.sub(r'<div data-note="\1">\n<p><strong>\2</strong></p>', rendered)
    if _has_other_links(rendered):
        rendered = _links(rendered, flaws, folder, {heading.anchor for heading in headings})
    clean = _cleaner().clean(rendered)
    if "<table>" in clean:
        clean = _TABLE.sub(lambda match: f'<div class="table" tabindex="0">{match[0]}</div>',
                           clean)
    # Boxes are for paper: nothing to press, so nothing to announce. Wide code scrolls by keyboard.
    clean = clean.replace("<input ", '<input aria-hidden="true" ')
    clean = clean.replace("<pre>", '<pre tabindex="0">')
    return Prose(text, _split(clean), tuple(headings), tuple(flaws))


def _escape_strokes(row: re.Match[str]) -> str:
    return _STROKE.sub(r"\1\\|", row[0])


def nested(prose: Prose, level: int, prefix: str) -> Prose:
    """A text as a part of another page: headings from ``level`` on, anchors that are its own.

    ``prefix`` begins every anchor, so that two texts on one page never share one.
    """
    html_parts = [part for part in prose.parts if isinstance(part, str)]
    if not any(sign in part for part in html_parts for sign in ("<h", 'id="', 'href="#')):
        return prose  # as nearly all are: no heading, and nothing that is led to
    found = [int(mark) for part in html_parts for mark in _OPENING.findall(part)]
    shift = level - min(found) if found else 0

    def place(match: re.Match[str]) -> str:
        tag = _LEVEL.sub(lambda mark: f"{mark[1]}{min(6, int(mark[2]) + shift)}", match[0])
        return _ANCHOR.sub(lambda mark: f"{mark[1]}{prefix}{mark[2]}", tag)

    return replace(prose, parts=tuple(
        _MARKUP.sub(place, part) if isinstance(part, str) else part for part in prose.parts))


def plain(prose: Prose | str, limit: int = 0) -> str:
    """The words of a text without marks, for descriptions; cut at a word if ``limit`` is given."""
    if isinstance(prose, Prose):
        shown = "".join(
            part if isinstance(part, str) else (part.words or part.target.rpartition("/")[2])
            for part in prose.parts)
        text = html.unescape(_TAG.sub("", shown))
    else:
        text = prose
    text = " ".join(text.split())
    if limit and len(text) > limit:
        text = text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return text


def _excess(text: str) -> Flaw | None:
    """Whether a text has so much of something that rendering it would take long.

    Time grows with the square of the depth of quotations, of the number of headings (each gets
    an address of its own), of e-mail addresses and of notes, and with rows times columns of a table,
    however short its rows are.
    """
    headings = columns = 0
    lines = text.split("\n")
    for line in lines:
        bare = line.lstrip(" \t>+*.)0123456789-")
        marks = line[: len(line) - len(bare)]
        if marks.count(">") > QUOTES_DEEP:
            return Flaw(rules.TOO_DEEP, "Quotations are nested too deeply here.",
                        f"Use at most {QUOTES_DEEP} marks > on a line.", line[:200])
        headings += bare[:1] == "#" or ("-" in marks if not bare else not bare.strip("= \t\r"))
        if "|" in line and not line.strip(" \t\r>|:-"):
            columns = max(columns, line.count("|") + 1)
    for mark in ("@", "[^"):
        if text.count(mark) > MARKS:
            return Flaw(rules.TOO_LONG, f"“{mark}” stands more than {MARKS} times in this text.",
                        "Split the text, or leave some out.", mark)
    if headings > HEADINGS:
        return Flaw(rules.TOO_LONG, f"There are more than {HEADINGS} headings in this text.",
                    "Split it into several guides.", "")
    if columns * len(lines) > CELLS:
        return Flaw(rules.TOO_LONG, f"A table here has {columns} columns and very many rows.",
                    "Split the table, or the text.", "")
    return None


@cache
def _options(guide: bool) -> tuple[Any, Any, Any]:  # noqa: FBT001 - a cache key
    extension = comrak.ExtensionOptions()
    extension.wikilinks_title_after_pipe = True
    extension.table = extension.strikethrough = True
    extension.autolink = True
    if guide:
        extension.footnotes = extension.tasklist = extension.alerts = True
        extension.description_lists = True
        extension.header_id_prefix = ""
    render = comrak.RenderOptions()
    render.escape = True
    return extension, comrak.ParseOptions(), render


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None,
        strip_comments=True)


def _raw_html(rendered: str, text: str) -> Iterator[Flaw]:
    """Tags as the author wrote them; what was written as ``&lt;b&gt;`` is meant to be seen."""
    outside = _CODE.sub("", rendered)
    tags = (html.unescape(match[0]) for match in islice(_RAW_HTML.finditer(outside), 1_000))
    bare = text.replace("\\<", "")
    for written in islice((tag for tag in tags if tag in bare), FLAWS_SHOWN):
        yield Flaw(rules.UNSAFE_MARKUP, f"There is HTML in the text: {quoted(written, 40)}.",
                   "Write it in Markdown, or between backticks if it is meant to be seen.",
                   written)


def _headings(rendered: str, found: list[Heading], top: int) -> str:
    """Move headings to the levels that are free on the page, and note them."""
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", rendered)]
    shift = max(0, top - min(levels)) if levels else 0

    def place(match: re.Match[str]) -> str:
        level = min(6, int(match[1]) + shift)
        words = html.unescape(_TAG.sub("", match[4]))
        if match[5] is not None:
            anchor = html.unescape(match[5])
            found.append(Heading(level, anchor, words))
            return f'<h{level} id="{html.escape(anchor)}">{match[4]}</h{level}>'
        return f"<h{level}>{match[4]}</h{level}>"

    return _HEADING.sub(place, rendered)


def _has_other_links(shown: str) -> bool:
    """Whether there are links besides mentions: a quotation mark stands raw in no attribute."""
    return shown.count("<a ") > shown.count(f"{_IS_MENTION}>")


def _links(rendered: str, flaws: list[Flaw], folder: str | None, anchors: set[str]) -> str:
    def check(match: re.Match[str]) -> str:
        address, rest = html.unescape(match[1]), match[2]
        marks = _QUOTED.sub("", rest)  # a title may hold any words
        if "data-wikilink" in marks or "data-footnote" in marks:
            return match[0]
        if folder is not None and address.startswith("#"):
            address = unquote(address)
            if address[1:] not in anchors:
                flaws.append(Flaw(
                    rules.UNKNOWN_ANCHOR, f"There is no heading {quoted(address)} on this page.",
                    "Copy the address from the heading, or take the link out.", address))
            return match[0]
        if folder is not None and _is_guide_link(address):
            target = _guide_target(address, folder)
            return f'<a href="{html.escape(target)}" data-wikilink="true">'
        if address.startswith("mailto:"):  # made by autolink; whether it may stand is for privacy
            return "<a>"
        problem = problem_with_address(address)
        if problem:
            flaws.append(Flaw(
                rules.UNSAFE_LINK, problem if address else "This link leads nowhere, or to something that is not allowed.",
                "Use an address that begins with https://, or [[kind/name|words]].",
                address or "]("))
            return "<a>"
        return f'<a href="{match[1]}"{rest}>'

    return _LINK.sub(check, rendered)


def _is_guide_link(address: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_./-]+\.md(#[^\s]*)?", address) is not None


def _guide_target(address: str, folder: str) -> str:
    """``../learn/x.md`` seen from ``organise`` is ``guide/learn/x``."""
    path = address.partition("#")[0].removesuffix(".md")
    parts = [part for part in folder.split("/") if part]
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {".", ""}:
            parts.append(part)
    if parts and parts[-1] == "index" and len(parts) > 1:
        parts.pop()
    return "guide/" + "/".join(parts)


def _split(clean: str) -> tuple[str | Mention, ...]:
    """Cut finished HTML at its references. External links get ``rel``, as in every template."""
    if _has_other_links(clean):
        clean = _LINK.sub(_external, clean)
    if _IS_MENTION not in clean:
        return (clean,)
    parts: list[str | Mention] = []
    end = 0
    for match in _WIKILINK.finditer(clean):
        parts.append(clean[end : match.start()])
        target = unquote(html.unescape(match[1]))
        words = html.unescape(_TAG.sub("", match[2]))
        parts.append(Mention(target, "" if words in {target, ""} else words))
        end = match.end()
    parts.append(clean[end:])
    return tuple(parts)


def _external(match: re.Match[str]) -> str:
    if "data-wikilink" in _QUOTED.sub("", match[2]) or match[1].startswith("#"):
        return match[0]
    return f'<a href="{match[1]}"{match[2]} rel="noopener noreferrer">'


def is_reference(target: str) -> bool:
    """Whether a text has the form of an id, ``kind/slug``."""
    return REFERENCE.fullmatch(target) is not None
