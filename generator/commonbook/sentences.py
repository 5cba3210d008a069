"""A Markdown text in, its sentences out: without headings, tables, code and what it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .entry import Path
from .prose import plain

_BLOCK = re.compile(
    r"[ \t]*(?:(?P<heading>#{1,6}[ \t])|(?P<fence>```|~~~)|(?P<table>\|)|(?P<quote>>)"
    r"|(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|:[ \t]+|\[\^[^\]\s]{1,50}\]:))?")
_ABBREVIATIONS = ("[A-Zcp]", "ca|cf|pp|vs|Dr|Mr|Ms|Mx|St",
                  "hwd|usw|Fig|Mrs|Vol", "Prof", "approx")
"""With a full stop that ends no sentence; by length, as looking back needs it."""
_SMALL = "".join(letter for letter in map(chr, range(0x600)) if letter.islower())
_END = re.compile(
    "[.!?…؟۔।]"
    + "".join(rf"(?<!(?<![\w'’-])(?:{words})\.)" for words in _ABBREVIATIONS)
    + r"(?<!\.[A-Za-z]\.)"  # e.g.
    + rf"[\"'”’»)\]*_]*+\s++(?![{_SMALL}])")
LINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]|\[([^\[\]]*)\]\([^()\s]*\)")
_ADDRESS = re.compile(r"https?://\S+")
_QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]")
PUNCTUATION = ".,;:!?…؟،؛۔।()[]{}<>\"'“”‘’«»„*_`~#–-"
MARKS = str.maketrans("—/|", "   ", PUNCTUATION)
"""Marks are deleted, so that 1,200 and co-op are one word each and a lone dash is none."""


class Sentence(NamedTuple):
    """A sentence as it was written, where it stands, and what stands around it."""

    path: Path
    text: str
    """In Markdown, on one line."""
    around: str
    """Its paragraph or list item, with the heading above."""

    @property
    def own(self) -> str:
        """Its words without addresses and without what it quotes: others wrote that, and it stays."""
        text = self.text
        if "[" in text:
            text = LINK.sub(_shown, text)
        if "://" in text:
            text = _ADDRESS.sub("", text)
        return text if text.isascii() and '"' not in text else _QUOTATION.sub("", text)

    @property
    def words(self) -> list[str]:
        """Its own words without marks."""
        return self.own.translate(MARKS).split()


def _shown(match: re.Match[str]) -> str:
    target, words, of_address = match.groups()
    return of_address or words or (target or "").rpartition("/")[2]


def sentences(path: Path, text: str) -> Iterator[Sentence]:
    """The sentences of a Markdown text, without headings, tables, code and quotations."""
    for block, heading in _blocks(text):
        around = f"{heading}\n{block}" if heading else block
        starts = [0, *[end.end() for end in _END.finditer(block)]]
        for start, end in pairwise((*starts, len(block))):
            if start < end:
                yield Sentence(path, block[start:end].rstrip(), around)


def opening(text: str, limit: int) -> str:
    """As many first sentences of a text without marks as ``limit`` letters hold.

    A first sentence that is longer than that is cut at a word.
    """
    if len(text) <= limit:
        return text
    whole = [end.end() for end in _END.finditer(text) if len(text[:end.end()].rstrip()) <= limit]
    return text[:whole[-1]].rstrip() if whole else plain(text, limit)


def unquoted(text: str) -> str:
    """A text with blanks where it quotes: what stands there is not its own claim."""
    return _QUOTATION.sub(blank, text)


def blank(match: re.Match[str]) -> str:
    """Blanks as long as what they stand for, so that places stay."""
    return " " * len(match[0])


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs and list items, each with the heading above it."""
    heading, fence, quoting = "", "", ""
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        mark = _BLOCK.match(line)
        kind = mark.lastgroup if mark else None
        bare = line.strip()
        if fence:
            fence = "" if bare.startswith(fence) else fence
            continue
        if kind == "quote":  # notes are our own words, other quotations are not
            bare = bare.lstrip("> \t")
            quoting = quoting or ("note" if bare.startswith("[!") else "quotation")
            inner = _BLOCK.match(bare)
            kind = inner.lastgroup if inner else None
            bare = "" if quoting == "quotation" or bare.startswith("[!") else bare
            mark = inner
        else:
            quoting = ""
        if kind or not bare:
            if lines:
                yield " ".join(lines), heading
            lines = []
        if kind == "fence":
            fence = bare[:3]
        elif kind == "heading":
            heading = bare
        elif bare and kind != "table":
            lines.append(bare[len(mark[0].lstrip()):] if mark and kind == "item" else bare)
