"""The forms: a page for each kind that people are asked for, one for “something is wrong”, on paper too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from babel import Locale

from ..cards import Card
from ..forms import (
    KINDS,
    PARTS,
    Question,
    as_island,
    guards,
    model_of,
    questions,
    severities,
    values_files,
    ways,
)
from ..pages import Edition, Page, plain_page

LISTED = 300
"""Entries of a kind that a form offers by name; beyond that one gives the page's address."""

COMMON = ("ku", "ckb", "kmr", "ti", "so")
"""Languages beyond those with two letters that many groups speak."""


def pages(edition: Edition) -> Iterator[Page]:
    """Every form, to fill in and to print."""
    for name in (*KINDS, "wrong"):
        yield from form(edition, name)


def form(edition: Edition, name: str) -> Iterator[Page]:
    """A form and its paper twin."""
    words, settings = edition.words, edition.settings
    asked = questions(model_of(name, edition.kinds), name, words, settings)
    model = edition.kinds.get(name)
    path = f"contribute/{name}/"
    title, about = words(f"form.{name}"), words(f"form.{name}.about")
    by_name = {question.name: question for question in asked}
    parts = [(part, [by_name[held] for held in names]) for part, names in PARTS[name].items()]
    guides = [entry_id for entry_id in ("guide/listing-policy", "guide/privacy",
                                        "guide/contribute/change-or-remove")
              if entry_id in edition.network]
    shared = {"name": name, "parts": parts, "policy": [edition.cards[found] for found in guides],
              "countries": _countries(edition), "languages": _languages(edition)}
    on_page = {
        **shared, "more": [question for question in asked if question.part == "more"],
        "island": _island(edition, name, asked), "ways": ways(settings), "known": _known(edition, {name, *_named(asked)}),
        "folder": model.folder if model else "",
        "sample": _sample(edition, name, path) if model else None}
    yield plain_page(edition, path, "pages/form.html", title, about, on_page,
                     section="contribute/", assets=("form.css", "form.js"))
    yield plain_page(edition, f"{path}paper/", "pages/form-paper.html",
                     words("form.paper.title", form=title), about, shared, section="contribute/",
                     hidden=True, assets=("form.css",))


def _island(edition: Edition, name: str, asked: tuple[Question, ...]) -> dict[str, Any]:
    """What the script knows: the questions, what is refused, where the text can go, its words."""
    table = edition.words.table
    spoken = {key.removeprefix("form.js."): word for key, word in table.items()
              if key.startswith(("say.", "form.js."))}
    model = edition.kinds.get(name)
    return {
        "name": name, "network": edition.settings.name, "folder": model.folder if model else "",
        "files": values_files(len(edition.network.ids_of(name))),
        "questions": as_island(asked), **guards(), "severities": severities(edition.settings),
        "ways": ways(edition.settings), "words": spoken,
        "folders": {held.folder: kind for kind, held in edition.kinds.items()}}


def _named(asked: Sequence[Question]) -> Iterator[str]:
    """Every kind that a question names."""
    for question in asked:
        yield question.link
        yield from _named(question.questions)


def _known(edition: Edition, kinds: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Entries that can be named, by kind, as slug and name; none of a kind with very many."""
    known: dict[str, list[tuple[str, str]]] = {}
    for kind in sorted(kinds & edition.kinds.keys()):
        cards = [edition.cards[entry.id] for entry in edition.network.of(kind)]
        known[kind] = [] if len(cards) > LISTED else [
            (card.id.partition("/")[2], card.name) for card in sorted(cards, key=_order)]
    return known


def _order(card: Card) -> tuple[str, str]:
    return card.order


def _countries(edition: Edition) -> list[tuple[str, str]]:
    """Codes and names of countries, by name."""
    names = edition.words.locale.territories or Locale("en").territories
    return sorted(((code, name) for code, name in names.items()
                   if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}),  # noqa: PLR2004
                  key=lambda pair: pair[1].casefold())


def _languages(edition: Edition) -> list[tuple[str, str]]:
    """Codes and names of languages, by name; the network's own first."""
    own = edition.settings.languages
    names = {code: name for code, name in edition.words.locale.languages.items()
             if len(code) == 2 or code in {*COMMON, *own}}  # noqa: PLR2004
    ordered = sorted(names.items(), key=lambda pair: pair[1].casefold())
    return [(code, names.get(code, code)) for code in own] + [
        pair for pair in ordered if pair[0] not in own]


def _sample(edition: Edition, name: str, path: str) -> Card:
    """The card before anything is written."""
    words = edition.words
    return Card(f"{name}/sample", name, words("form.sample.name"), words("form.sample.summary"),
                path, edition.settings.language, words("form.sample.line"), "", stale=False,
                dormant=False, careful=False, order=("", ""), digest=f"sample of {name}")

