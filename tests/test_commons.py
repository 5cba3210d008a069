"""The good network: it fills every field there is, and its pages show each of them."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from reading import Page, article, squeezed
from samples import TESTS, Built, read

from commonbook import prose
from commonbook.anatomy import anatomy_of
from commonbook.entry import Entry, plain_texts
from commonbook.kinds.guide import Guide
from commonbook.project import Project
from commonbook.settings import Removed, Settings
from commonbook.words import Words

HANDBOOK = read(Path(TESTS / "networks" / "commons"))
ENTRIES = sorted(HANDBOOK.network.entries)

NOT_SHOWN = {
    "draft": "a published entry is no draft; drafts are shown by “commonbook serve”",
    "aliases": "an old address is a page of its own that leads here",
    "image.file": "the picture is published under a name made from its pixels",
    "place.precision": "shown as words on how exact the place is",
    "sensitive": "shown as a label where it is yes",
    "editorial": "decides in which lists a guide stands",
    "depth": "shown as words",
    "repeats.every": "said with the days: every Tuesday",
    "structure.beside": "shown as words where it is yes",
    "changes.cancelled": "shown as words where it is yes",
    "ladder": "its levels are shown",
}


def _paths(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every field of a model, with the fields of its parts."""
    for name, field in model.model_fields.items():
        path = f"{before}{field.alias or name}"
        yield path
        inner = anatomy_of(field).model
        if inner is not None:
            yield from _paths(inner, f"{path}.")


def _filled(value: Any, model: type[BaseModel] | None, before: str = "") -> Iterator[str]:
    """Every field that has a value; a single text fills the field it is short for."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{before}{name}"
            field = next(
                (
                    known
                    for key, known in (model.model_fields if model else {}).items()
                    if name in {key, known.alias}
                ),
                None,
            )
            part = anatomy_of(field).model if field else None
            yield from _filled(inner, part, f"{before}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from _filled(inner, model, before)
    elif model is not None and getattr(model, "short", ""):
        yield f"{before}{model.short}"


@pytest.mark.parametrize("kind", sorted(HANDBOOK.kinds))
def test_commons_fills_every_field_of_every_kind(kind: str) -> None:
    """Whoever adds a field adds it to the good network as well."""
    filled = {
        path
        for entry in HANDBOOK.network.of(kind)
        for path in _filled(entry.source.tree, type(entry))
    }
    inline = {"sources.source", "sources.title", "sources.url", "sources.accessed"}
    assert set(_paths(HANDBOOK.kinds[kind])) - filled - inline == set()


@pytest.mark.parametrize(
    ("file", "model"), [("network/network.yml", Settings), ("network/removed.yml", Removed)]
)
def test_commons_fills_every_setting(file: str, model: type[BaseModel]) -> None:
    """The settings of the good network leave nothing out."""
    filled = set(_filled(HANDBOOK.sources[file].tree, model))
    missing = {
        path
        for path in _paths(model)
        if path not in filled
        and path.partition(".")[0] not in {"topics", "practices", "readability"}
    }
    assert missing == set()


def test_commons_is_in_order(problems: Any, sample: Any) -> None:
    """The good network has no problem, not even a warning."""
    assert problems(sample("commons")) == []


def test_no_text_stands_twice_in_an_entry() -> None:
    """Each text of an entry is its own, so that finding it on the page proves something."""
    for entry_id in ENTRIES:
        entry = HANDBOOK.network.entries[entry_id]
        texts = Counter(text for _, text in plain_texts(entry.source.tree) if " " in text)
        assert [text for text, count in texts.items() if count > 1] == [], entry_id


@cache
def _shown(folder: Path, address: str) -> tuple[str, frozenset[str]]:
    page = Page(article((folder / address / "index.html").read_text(encoding="utf-8")))
    return page.text, frozenset(page.values)


def _forms(text: str, words: Words, built: Built) -> Iterator[str]:
    """How a value may look on a page."""
    yield squeezed(text)
    for write in (words.date, words.moment, words.duration, words.weekday):
        try:
            yield write(int(text) if write == words.duration else text)
        except (ValueError, TypeError, IndexError):
            continue
    yield from (str(words.country(text)), str(words.language_name(text)))
    yield from (word for key, word in words.table.items() if key.endswith(f".{text}"))
    yield from (
        word.replace("{count} ", "").split(" {")[0]
        for key, word in words.table.items()
        if f".{text}." in key
    )
    yield from (found.name for found in built.handbook.network if text in {found.slug, found.id})
    vocabularies = (built.handbook.settings.topics, built.handbook.settings.practices)
    yield from (table[text].name for table in vocabularies if text in table)
    yield text.replace("-", " ")
    yield text.partition("://")[2].split("/")[0]


def _pieces(text: str) -> Iterator[str]:
    """The words of a text between its marks and links."""
    for part in prose.read(text).parts:
        if isinstance(part, prose.Mention):
            yield part.words
        else:
            yield from (html.unescape(piece) for piece in Page(part).words)


@pytest.mark.parametrize("entry_id", [found for found in ENTRIES if found != "guide/index"])
def test_every_field_is_shown(entry_id: str, commons: Built) -> None:
    """Each value in an entry's file can be found on its page."""
    entry = commons.handbook.network.entries[entry_id]
    text, values = _shown(commons.folder, entry.address)
    missing = []
    for path, value in plain_texts(entry.source.tree):
        name = ".".join(str(part) for part in path if isinstance(part, str))
        if name in NOT_SHOWN or name in {"place.latitude", "place.longitude"}:
            continue
        forms = {form for form in _forms(value, commons.handbook.words, commons) if form.strip()}
        if any(form in text for form in forms) or value in values:
            continue
        if all(squeezed(piece) in text for piece in _pieces(value)):
            continue
        missing.append((name, value))
    assert missing == []


@pytest.mark.parametrize("entry_id", [found for found in ENTRIES if found.startswith("guide/")])
def test_a_guide_shows_all_its_words(entry_id: str, commons: Built) -> None:
    """Every piece of a guide's Markdown can be read on its page."""
    entry = commons.handbook.network.entries[entry_id]
    assert isinstance(entry, Guide)
    text, _ = _shown(commons.folder, entry.address)
    for part in entry.body.parts:
        words = part.words if isinstance(part, prose.Mention) else Page(part).text
        for piece in words.split(" "):
            assert html.unescape(piece) in text


def test_positions_are_shown_no_finer_than_allowed(commons: Built) -> None:
    """A venue shows three decimals at most, a town one."""
    text, _ = _shown(commons.folder, "groups/linden-vale-pantry/")
    assert "53.412" in text
    text, _ = _shown(commons.folder, "groups/vale-assembly/")
    assert "53.4, -0.4" in text


def test_settings_are_shown_on_the_page_about_the_network(commons: Built) -> None:
    """What network.yml says of the network can be read by everybody."""
    text, values = _shown(commons.folder, "network/")
    for words in (
        "Linden Vale Commons",
        "The handbook of a small town",
        "English",
        "Arabic",
        "quarter meeting",
        "the welcome circle, at any quarter meeting",
        "CC BY 4.0",
        "9 months",
        "45 minutes",
        "18:15",
        "19 words",
        "36 words in the longest",
        "28 words in the longest",
        "a LIX of 50 at most",
        "street",
        "orchard",
    ):
        assert words in text, words
    assert "https://forge.linden-vale.example/commons/handbook" in values
    assert "quiet-house" not in text, "whoever opted out is not named"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{entry.address.removesuffix(f'{entry.slug}/')}{alias}/", entry.address)
        for entry in HANDBOOK.network
        for alias in entry.aliases
    ],
)
def test_an_old_address_leads_to_the_new_one(old: str, new: str, commons: Built) -> None:
    """Every alias is a page that leads on, without a script, and is hidden from search engines."""
    page = Page.at(commons.folder / old / "index.html")
    refresh = next(
        named["content"]
        for tag, named in page.tags
        if tag == "meta" and named.get("http-equiv") == "refresh"
    )
    target = (commons.folder / old / refresh.partition("url=")[2]).resolve()
    assert target == (commons.folder / new).resolve()
    assert any(
        named.get("name") == "robots" and "noindex" in named["content"]
        for tag, named in page.tags
        if tag == "meta"
    )


def test_removed_entries_leave_one_neutral_line(commons: Built) -> None:
    """The address of a removed entry says so, and where to look instead."""
    text = Page.at(commons.folder / "groups/old-mill-kitchen/index.html").text
    assert "joined with another entry on 2 March 2026" in text
    assert "Linden Vale Pantry" in text
    assert "ended" in Page.at(commons.folder / "trainings/knots/index.html").text
    asked, _ = _shown(commons.folder, "events/quiet-evening/")
    assert "as the group asked" in asked
    assert "quiet" not in asked.casefold()


def test_a_sensitive_group_is_hidden_and_reached_through_the_network(commons: Built) -> None:
    """It is kept from search engines, from the sitemap, and no contact leads to it."""
    raw = (commons.folder / "groups/hidden-orchard/index.html").read_text()
    page = Page(raw)
    assert '<meta name="robots" content="noindex">' in raw
    assert "https://orchard.linden-vale.example/" not in page.links
    assert "Ask its stewards" in page.text
    assert "hidden-orchard" not in (commons.folder / "sitemap.xml").read_text()


def test_drafts_are_nowhere_on_the_site(commons: Built) -> None:
    """A draft has no page, and no other page names it."""
    for path in commons.folder.rglob("*.*"):
        if path.suffix in {".html", ".json", ".xml"}:
            assert "brewery" not in path.read_text().casefold(), path


def test_an_entry_in_arabic_is_marked_as_such(commons: Built) -> None:
    """Its own texts say lang and dir, the words around them do not; cards elsewhere say lang."""
    page = Page.at(commons.folder / "groups/night-kitchen/index.html")
    heading = next(named for tag, named in page.tags if tag == "h1")
    assert (heading["lang"], heading["dir"]) == ("ar", "rtl")
    assert "نطبخ قدرا كبيرا من العدس ونتقاسمه" in page.text
    assert next(named["lang"] for tag, named in page.tags if tag == "html") == "en"
    for path in commons.folder.rglob("*.html"):
        for language, text in Page(article(path.read_text())).spoken:
            if "الليل" in text or "جيران" in text or "العدس" in text:
                assert language == "ar", (path, text)


def test_backlinks_say_how_an_entry_is_named(commons: Built) -> None:
    """A page shows what points to it, in words for the way it does."""
    text, values = _shown(commons.folder, "groups/vale-assembly/")
    for words in ("Its parts", "Receives delegates from", "since February 2013"):
        assert words in text or words.replace("since ", "") in text, words
    assert "../../groups/linden-vale-pantry/" in values


def test_a_kind_without_a_template_shows_its_fields(commons: Built) -> None:
    """The fallback lists every field of a network's own kind."""
    text, _ = _shown(commons.folder, "tools/apple-press/")
    for words in ("Kept by", "Turn the wheel slowly", "Beech boards", "83", "Weight"):
        assert words in text, words


def test_headings_in_prose_stand_below_the_sections_of_the_page(commons: Built) -> None:
    """A heading in a description is at least of level three."""
    raw = (commons.folder / "groups/linden-vale-pantry/index.html").read_text()
    assert "<h3>Our week</h3>" in raw


def test_project_of_the_sample_is_found(commons: Built) -> None:
    """The nearest folder with network/network.yml is the project."""
    assert Project.find(commons.root / "network" / "groups").root == commons.root


@pytest.mark.parametrize("model", [Entry, *HANDBOOK.kinds.values()])
def test_every_field_has_a_description(model: type[Entry]) -> None:
    """What a field is for can be read in completion, starter files and the reference."""
    bare = [name for name, field in model.model_fields.items() if not field.description]
    assert bare == []
