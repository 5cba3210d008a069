"""A page of HTML in, what tests ask of it out: words, links, anchors, attributes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

UNSEEN = frozenset({"script", "style", "template"})
LOADING = frozenset({"src", "srcset", "poster", "data", "xlink:href"})
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "path",
        "use",
    ]
)


@dataclass
class Page(HTMLParser):
    """One page, read."""

    html: str
    words: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    spoken: list[tuple[str, str]] = field(default_factory=list)
    """Every text with the language of the nearest element around it that has one."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._unseen = 0
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(self.html)
        self.close()

    def __hash__(self) -> int:
        return id(self)

    @classmethod
    def at(cls, path: Path) -> Page:
        """The page in a file."""
        return cls(path.read_text(encoding="utf-8"))

    @property
    def text(self) -> str:
        """What a reader sees, with single spaces."""
        return squeezed("".join(self.words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.append((tag, named))
        self._unseen += tag in UNSEEN
        if tag not in VOID:
            self._open.append((tag, named.get("lang", self._open[-1][1])))
        if "id" in named:
            self.ids.append(named["id"])
        for name, value in named.items():
            self.values.append(value)
            if name == "href" and tag != "use":
                (self.loads if tag == "link" else self.links).append(value)
            elif name in LOADING or (tag == "use" and name == "href"):
                self.loads.append(value)
        if tag not in {"a", "b", "bdi", "code", "del", "em", "i", "span", "strong", "sup", "time"}:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in {name for name, _ in self._open}:
            while self._open.pop()[0] != tag:
                pass
        if tag in {"p", "li", "td", "th", "div", "dd", "dt", "h1", "h2", "h3", "h4", "option"}:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)
            self.spoken.append((self._open[-1][1], data))


def squeezed(text: str) -> str:
    """Text with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def article(html: str) -> str:
    """The part of a page that is its own, between the frame's header and footer."""
    start = html.index("<article")
    return html[start : html.index("</article>", start)]
