"""The list of every kind; in numbered pages if it is long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..cards import sort_key
from ..forms import KINDS
from ..kinds.group import Group
from ..kinds.guide import Guide
from ..kinds.term import Term
from ..pages import SECTION_OF, Edition, Page, numbered, numbered_title, plain_page
from ..prose import plain

MEANING = 400
"""Letters of a definition in the glossary: two or three sentences."""


def pages(edition: Edition) -> Iterator[Page]:
    """The lists of all kinds; that of events goes by dates (``events.py``)."""
    for kind in edition.kinds:
        if kind != "event":
            yield from index(edition, kind)


def index(edition: Edition, kind: str) -> Iterator[Page]:
    """The list of a kind; in numbered pages if it is long."""
    model, words = edition.kinds[kind], edition.words
    entries = edition.network.of(kind)
    everything = [edition.cards[entry.id] for entry in entries
                  if not (isinstance(entry, Guide) and entry.editorial)]
    listed = sorted((card for card in everything if not card.dormant),
                    key=lambda card: (sort_key(card.group), card.order))
    template = f"indexes/{kind}.html"
    if not edition.renderer.has(template):
        template = "indexes/index.html"
    types = Counter(entry.type for entry in entries if isinstance(entry, Group))
    values = {"model": model, "plural": edition.plural(kind),
              "about": words.get(f"kind.{kind}.about", model.about),
              "types": sorted(types.items()),
              "dormant": [card for card in everything if card.dormant],
              "form": f"contribute/{kind}/" if kind in KINDS else "",
              "terms": _terms(edition) if kind == "term" else {}}
    for number, shown, paged in numbered(listed, f"{model.folder}/"):
        groups = [(name, list(members))
                  for name, members in groupby(shown, key=lambda card: card.group)]
        yield plain_page(
            edition, paged["path"], template, numbered_title(edition.plural(kind), number),
            str(values["about"]), {**values, **paged, "groups": groups},
            section=f"{SECTION_OF.get(kind, model.folder)}/")


def _terms(edition: Edition) -> dict[str, dict[str, Any]]:
    """What the glossary shows beside a term: the word in other languages, and how often it is used."""
    found: dict[str, dict[str, Any]] = {}
    for term in edition.network.of("term"):
        if isinstance(term, Term):
            original = [(term.original.language, term.original.text)] if term.original else []
            users = {edge.start for edge in edition.network.incoming.get(term.id, ())}
            found[term.id] = {"uses": len(users), "meaning": plain(term.definition, MEANING), "words": [
                *original, *(pair for pair in term.translations.items() if pair not in original)]}
    return found
