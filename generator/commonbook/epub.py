"""Entries in, a book out: EPUB 3.3 (W3C), with what EPUB Accessibility 1.1 asks to be said.

The same entries on the same day make the same bytes.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from PIL import Image as Pillow

from .addresses import elsewhere, from_root, leads_away, parts_of, relinked
from .archive import archive
from .entry import Entry
from .entry_page import entry_page
from .images import Picture
from .offline import Selection
from .pages import Edition
from .reading import reading
from .render import View
from .words import direction

TYPE = "mimetype"
STYLE = "epub/style.css"
_ID = re.compile(r'\sid="([^"]*)"')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = 16
"""Letters that fit beside each other on the cover."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One entry in a book: its file, and what is read of its page."""

    entry: Entry
    file: str
    text: str
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture in a book, in a format that every reading program shows."""

    file: str
    media_type: str
    content: bytes


def epub(edition: Edition, selection: Selection) -> bytes:
    """The book of a selection."""
    plates = {name: _plate(found) for name, found in _pictures(edition, selection).items()}
    chapters = [_chapter(edition, number, entry, plates)
                for number, entry in enumerate(selection.entries, 1)]
    return archive(_files(edition, selection, chapters, list(plates.values())), (TYPE,))


def _files(
    edition: Edition, selection: Selection, chapters: list[Chapter], plates: list[Plate]
) -> Iterator[tuple[str, bytes]]:
    by_address = {chapter.entry.address: chapter for chapter in chapters}
    by_id = {chapter.entry.id: chapter for chapter in chapters}
    language = edition.settings.language
    values: dict[str, Any] = {
        "title": selection.title, "summary": selection.summary, "language": language,
        "direction": direction(language), "today": edition.today, "chapters": chapters,
        "plates": plates, "identifier": _identifier(edition, selection),
        "languages": list(dict.fromkeys((language, *(
            edition.cards[entry.id].language for entry in selection.entries)))),
        "cover": list(_lines(selection.title)), "mirrored": direction(language) == "rtl",
        "shelves": [(heading, [by_id[entry.id] for entry in entries])
                    for heading, entries in selection.shelves]}

    def made(template: str, **more: Any) -> bytes:
        view = View(f"epub/{template}", {**values, **more}, "", {})
        return _NOT_XML.sub("", edition.renderer.render(view)).encode()

    yield TYPE, b"application/epub+zip"
    yield "META-INF/container.xml", made("container.xml")
    yield "EPUB/package.opf", made("package.opf")
    yield "EPUB/nav.xhtml", made("nav.xhtml")
    yield "EPUB/cover.svg", made("cover.svg")
    yield "EPUB/title.xhtml", made("title.xhtml")
    yield "EPUB/style.css", edition.renderer.source(STYLE).encode()
    for chapter in chapters:
        yield f"EPUB/{chapter.file}", made(
            "chapter.xhtml", title=chapter.entry.name,
            body=Markup(_led(edition, chapter, by_address)))  # noqa: S704 - made by ``reading``
    for plate in plates:
        yield f"EPUB/{plate.file}", plate.content


def _chapter(
    edition: Edition, number: int, entry: Entry, plates: dict[str, Plate]
) -> Chapter:
    def picture(address: str) -> str | None:
        plate = plates.get(address.rpartition("/")[2])
        return f"../{plate.file}" if plate else None

    text = reading(entry_page(edition, entry).slots()["body"], picture)
    name = entry.slug.rpartition("/")[2]
    return Chapter(entry, f"text/{number:04d}-{name}.xhtml", text, frozenset(_ID.findall(text)))


def _led(edition: Edition, chapter: Chapter, by_address: dict[str, Chapter]) -> str:
    """A chapter's text with links to other chapters, to the site, or none."""

    def change(address: str) -> str | None:
        if leads_away(address):
            return address
        rest = parts_of(address)[1]
        to = by_address.get(from_root(address, chapter.entry.address))
        if to is None:
            return elsewhere(address, chapter.entry.address, edition.settings.url)
        anchor = rest.removeprefix("#")
        if to is chapter:
            return f"#{anchor}" if anchor in to.anchors else None
        file = to.file.rpartition("/")[2]
        return f"{file}#{anchor}" if anchor in to.anchors else file

    return relinked(chapter.text, change)


def _identifier(edition: Edition, selection: Selection) -> str:
    """The same for every edition of the same book."""
    url = edition.settings.url or f"urn:{edition.settings.name}"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{url}#{selection.name}").urn


def _pictures(edition: Edition, selection: Selection) -> dict[str, Picture]:
    found = (edition.pictures.get(entry.id) for entry in selection.entries)
    return {picture.name: picture for picture in found if picture}


def _plate(picture: Picture) -> Plate:
    """Many reading programs know no WebP, which the site uses."""
    opened = Pillow.open(io.BytesIO(picture.data))
    target = io.BytesIO()
    name = picture.name.rpartition(".")[0]
    if opened.mode == "RGB":
        opened.save(target, "JPEG", quality=80)
        return Plate(f"images/{name}.jpg", "image/jpeg", target.getvalue())
    opened.save(target, "PNG")
    return Plate(f"images/{name}.png", "image/png", target.getvalue())


def _lines(title: str) -> Iterator[str]:
    """A title in lines for the cover, where nothing breaks lines by itself."""
    line = ""
    for word in title.split():
        if line and len(line) + 1 + len(word) > _LINE:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
