"""The page of an entry in, what is read of it out: for a file that is sent, and for books.

What only works on the site is left out: controls, scripts, drawings, lists of other pages. What
is folded away stands open. The result is well-formed, so that it can stand in HTML and in XHTML.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

LEFT_OUT = frozenset({
    "cb-addresses", "cb-around", "cb-backlinks", "cb-beside--top", "cb-drawing", "cb-hidden",
    "cb-kindline", "cb-locator", "cb-mark", "cb-onward", "cb-paperlinks", "cb-ref", "cb-send",
    "cb-steps-only", "cb-take", "cb-toc", "cb-topics", "cb-ways-on", "cb-wrong"})
"""Classes of elements that are not read."""
CONTROLS = frozenset({
    "button", "fieldset", "form", "input", "label", "nav", "script", "select", "style", "svg",
    "template", "textarea"})
KEPT = frozenset({
    "abbr", "alt", "cite", "class", "colspan", "data-note", "datetime", "dir", "headers", "height", "href",
    "hreflang", "id", "lang", "rowspan", "scope", "src", "start", "title", "type", "value",
    "width"})
"""Attributes that mean something on paper."""
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr"})
OPENED = {"details": "div", "summary": "div"}

Source = Callable[[str], str | None]
"""The address of a picture instead of its own; none if it is left out."""


def _no_picture(address: str) -> None:
    del address


def reading(body: str, picture: Source = _no_picture) -> str:
    """The text of a page's body, as well-formed elements."""
    reader = _Reader(picture)
    reader.feed(body)
    reader.close()
    return "".join(reader.made)


class _Reader(HTMLParser):
    """Writes down again what it reads, but for what is left out."""

    def __init__(self, picture: Source) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._picture = picture
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._skipped or self._is_left_out(tag, given):
            self._skipped += tag not in VOID
            return
        if tag == "img":
            source = self._picture(given.get("src", ""))
            if source is None:
                return
            given["src"] = source
        kept = {name: value for name, value in given.items() if name in KEPT}
        if "lang" in kept:
            kept["xml:lang"] = kept["lang"]
        if tag == "summary":
            kept["class"] = "cb-summary"
        shown = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.made.append(f"<{OPENED.get(tag, tag)}{shown}{'/' if tag in VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._skipped:
            self._skipped -= 1
        else:
            self.made.append(f"</{OPENED.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.made.append(escape(data, quote=False))

    def _is_left_out(self, tag: str, given: dict[str, str]) -> bool:
        classes = set(given.get("class", "").split())
        if "cb-picture" in classes:
            return self._picture is _no_picture
        return tag in CONTROLS or "hidden" in given or not LEFT_OUT.isdisjoint(classes)
