"""Pages in, the same for a folder out: opened by a browser from a disk or a USB stick.

Nobody serves such a folder. So links name files, search has all texts in a script, and pages are
told to ask nobody for anything. Some browsers take ``'self'`` in a page from a disk to mean
nothing at all; so files are named too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .addresses import elsewhere, file_at, from_root, leads_away, relinked, to_file
from .artifacts import File
from .entry import Entry
from .frames import Frame
from .pages import Edition, Page, plain_page
from .render import View, digest
from .sections import text_pages

_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"')
_SHARED = re.compile(rb'<(?:meta property="og:|link rel="canonical")[^>]*>\n?')
_REFRESH = re.compile(r'(<meta http-equiv="refresh" content="0; url=)([^"]*)"')
_NEEDED = re.compile(r'\s(?:href|src|data-[a-z]+)="([^"?#:]+)[^"]*"')


def of_folder(edition: Edition) -> Edition:
    """The edition that pages of a folder are made from."""
    return replace(edition, cache=None, indexed=False, offline=True, downloads=())


def copied(page: Page, frame: Frame) -> File:
    """The file of a page in a folder."""
    return File(page.file, lambda: digest((page.given, frame.digest, "folder")),
                lambda: _for_folder(frame.stamp(page.slots()), to_file))


def readme(edition: Edition) -> File:
    """What somebody reads who finds the folder."""
    words = edition.words
    text = words("offline.readme", name=edition.settings.name, date=words.date(edition.today))
    return File.holding("README.txt", f"{text}\n".encode())


def _for_folder(page: bytes, change: Callable[[str], str | None]) -> bytes:
    """A stamped page as a file of a folder."""
    alone = _SHARED.sub(b"", _POLICY.sub(_policy, page)).decode()
    led = _REFRESH.sub(lambda match: f'{match[1]}{to_file(match[2])}"', alone)
    return relinked(led, change).encode()


def _policy(match: re.Match[bytes]) -> bytes:
    """Files may be read, and nothing may be asked for."""
    quiet = re.sub(rb"connect-src [^;]*", b"connect-src 'none'", match[2])
    return match[1] + quiet.replace(b"'self'", b"'self' file:") + b'"'


# -- some of it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Selection:
    """Some entries that are taken away together.

    ``of`` is the id of the pathway that they belong to, or "". ``shelves`` are headings and what
    stands under each, in the order in which it is read.
    """

    of: str
    name: str
    title: str
    summary: str
    language: str
    shelves: tuple[tuple[str, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> Iterator[Entry]:
        """All of them."""
        return (entry for _, entries in self.shelves for entry in entries)


def part(
    edition: Edition, selection: Selection, others: Mapping[str, Callable[[], bytes]]
) -> Iterator[tuple[str, bytes]]:
    """The files of a folder with some entries, and what their pages need to be shown.

    ``others`` are the files of the whole folder that are not pages. Links that lead out of this
    one lead to the site, or are words if it has no address.
    """
    start = plain_page(edition, "", "pages/part.html", selection.title, selection.summary, {
        "shelves": [(heading, [edition.cards[entry.id] for entry in entries])
                    for heading, entries in selection.shelves]})
    pages = [start, *(page for entry in selection.entries for page in text_pages(edition, entry))]
    here = {page.file for page in pages}
    frames: dict[int, Frame] = {}
    needed: set[str] = set()
    for page in pages:
        depth = page.path.count("/")
        if depth not in frames:
            frames[depth] = _frame(edition, selection, page.path)
        change = _way(page, here | others.keys(), edition.settings.url)
        content = _for_folder(frames[depth].stamp(page.slots()), change)
        needed.update(_needed(content.decode(), page.path, others))
        yield page.file, content
    for path in sorted(needed):
        yield path, others[path]()


def _frame(edition: Edition, selection: Selection, path: str) -> Frame:
    """A frame of our own: the site's menu leads to what is not here."""
    view = View("pages/part-frame.html", {
        "title": selection.title, "versions": edition.assets, "today": edition.today}, path, {})
    return Frame.cut(edition.renderer.render(view))


def _way(page: Page, here: Iterable[str], url: str | None) -> Callable[[str], str | None]:
    """How links on a page change, if only these files are here."""
    known = frozenset(here)

    def change(address: str) -> str | None:
        if leads_away(address) or file_at(from_root(address, page.path)) in known:
            return to_file(address)
        return elsewhere(address, page.path, url)

    return change


def _needed(page: str, path: str, others: Mapping[str, object]) -> Iterator[str]:
    """Styles, scripts, pictures and files that a page asks for or leads to."""
    for address in _NEEDED.findall(page):
        found = from_root(address, path)
        if found in others:
            yield found
