"""What is searched: everything an entry says, as records for an index, names and words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .cards import Card
from .disk import replace_file, sum_of
from .entry import Entry, plain_texts, texts
from .link import TooFar
from .pagefind import Record
from .pages import Edition
from .prose import plain

NOT_SEARCHED = frozenset({
    "name", "summary", "title", "place", "contact", "consent", "sources", "image", "aliases",
    "website", "url", "archived_url", "registration"})
"""Fields that hold addresses, or that a page shows less exactly than they are written."""
RECORDS = "records"
"""The file that keeps the records, a line each after their sum."""
FACETS = ("topic", "country")
"""Facets of entries that finds are divided by, besides their kinds."""
SHORTEST = 3
"""Letters of a word that is offered as another spelling."""


def searched(edition: Edition) -> list[Entry]:
    """Every entry but the one that is the front page."""
    return [entry for entry in edition.network if entry.id != "guide/index"]


def records(edition: Edition) -> Iterator[Record]:
    """A record for each entry."""
    facets: dict[str, dict[str, list[str]]] = {facet: {} for facet in FACETS}
    for kind in edition.kinds:
        for facet, found in facets.items():
            choice = edition.directories[kind].choice(facet)
            for value in choice.values if choice else ():
                for card in value.cards:
                    found.setdefault(card.id, []).append(value.label)
    for entry in searched(edition):
        card = edition.cards[entry.id]
        yield Record(
            card.address, card.name, card.language.partition("-")[0],
            _content(entry, card),
            {"kind": entry.kind, "line": card.line},
            {"kind": [entry.kind],
             **{facet: found.get(entry.id, []) for facet, found in facets.items()}})


def _content(entry: Entry, card: Card) -> str:
    return "\n".join((card.summary, *_sentences(entry), card.line, card.name, *_others(entry)))


def keep(folder: Path, found: Sequence[Record]) -> None:
    """Keep the records for a build that begins with its memory."""
    lines = "\n".join(record.line for record in found).encode()
    replace_file(folder / RECORDS, f"{_sum(lines)}\n".encode() + lines)


def renewed(folder: Path, edition: Edition, edited: Iterable[Entry]) -> list[Record]:
    """The records that were kept, with the texts that some entries have now.

    Raises:
        TooFar: they are lost or damaged.
    """
    try:
        known, _, lines = (folder / RECORDS).read_bytes().partition(b"\n")
    except OSError as error:
        raise TooFar from error
    if known.decode("ascii", "replace") != _sum(lines):
        raise TooFar
    by_address = {record.address: record for record in map(Record.of, lines.splitlines())}
    for entry in edited:
        card = edition.cards[entry.id]
        if card.address in by_address:  # the front page is not searched
            before = by_address[card.address]
            by_address[card.address] = replace(before, content=_content(entry, card))
    return list(by_address.values())


def _sum(lines: bytes) -> str:
    return sum_of(f"{RECORDS}\n".encode() + lines)


def _others(entry: Entry) -> Iterator[str]:
    """Other names and words of other languages."""
    held = vars(entry)  # a kind of a network's own may have them too, or only some
    for other in held.get("also_called", ()):
        yield other if isinstance(other, str) else getattr(other, "name", "")
    yield from (held.get("translations") or {}).values()
    if original := held.get("original"):
        yield original.text


def _sentences(entry: Entry) -> Iterator[str]:
    """Everything an entry says in more than one word."""
    proses = dict(texts(entry))
    yield from (plain(prose) for prose in proses.values())
    for path, text in plain_texts(entry.source.tree):
        if path[0] not in NOT_SEARCHED and path not in proses and " " in text and "\n" not in text:
            yield text


def names_script(edition: Edition) -> str:
    """A script with the names, kinds and summaries of everything, in columns."""
    entries = searched(edition)
    cards = [edition.cards[entry.id] for entry in entries]
    columns = {
        "names": [card.name for card in cards], "addresses": [card.address for card in cards],
        "kinds": [card.kind for card in cards], "languages": [card.language for card in cards],
        "summaries": [card.summary for card in cards], "lines": [card.line for card in cards],
        "others": [", ".join(_others(entry)) for entry in entries]}
    joined = {name: "\n".join(column) for name, column in columns.items()}
    return f"commonbookNames({json.dumps(joined, separators=(',', ':'))});\n"


def texts_script(edition: Edition) -> str:
    """A script with the texts of everything, in the order of the names: for copies offline."""
    found = [" ".join(" ".join(_sentences(entry)).split()) for entry in searched(edition)]
    text = json.dumps("\n".join(found), ensure_ascii=False)
    return f"commonbookTexts({text.translate(_LINES)});\n"


_LINES = {0x2028: "\\u2028", 0x2029: "\\u2029"}


def words_script(entries: Iterable[Entry]) -> str:
    """A script with every word of names and of the glossary, for other spellings."""
    found = {word.casefold() for entry in entries
             for name in (entry.name, *_others(entry)) for word in re.findall(r"\w+", name)
             if len(word) >= SHORTEST and not word.isdigit()}
    return f"commonbookWords({json.dumps(' '.join(sorted(found)))});\n"
