"""What a first visit costs (the contract's numbers), counted in Chromium with an empty cache, as a host that packs sends it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from looking import one_of_each
from playwright.sync_api import Browser, Request, expect
from samples import REPOSITORY, Built

pytestmark = pytest.mark.browser

KB = 1024
FIRST_PAGE, REQUESTS = 75 * KB, 7
"""What a phone loads for the first page, with its scripts and without the picture in the tab."""
STRETCH = 45 * KB
"""What it should load: forms and pages to run sessions from may take more."""
WITHOUT_SCRIPTS = 35 * KB
ENTRY = 6 * KB
"""The page of an entry of the directory, without what it loads."""
DIRECTORY = ("groups", "activities", "glossary", "sources", "pathways")
"""Kinds that are looked up. Guides, sessions and cases are read: they are as long as their texts."""
OWN_SCRIPT, OWN_STYLE = 6 * KB, 10 * KB
"""On every page: ``commonbook.js`` and ``commonbook.css``."""
SCRIPTS_OF_A_TOOL = 20 * KB
"""All scripts of a form, or of a page to run a session from."""
FIRST_SEARCH = 150 * KB
"""Everything from an empty cache to the first answer, at a thousand groups; here there are fewer."""


def packed(content: bytes) -> int:
    """Bytes as they are sent by a host that packs texts."""
    return len(gzip.compress(content, 9))


class Bill:
    """The files that a page has asked for, packed as a host would."""

    def __init__(self, site: Path, home: str) -> None:
        self.site, self.home = site, home
        self.sizes: dict[str, int] = {}

    def add(self, request: Request) -> None:
        """Count a file once."""
        path = request.url.removeprefix(self.home).partition("?")[0].partition("#")[0]
        file = self.site / path
        file = file / "index.html" if file.is_dir() else file
        if request.url.startswith(self.home) and file.is_file():
            self.sizes[path or "/"] = packed(file.read_bytes())

    def of(self, ending: str) -> int:
        """Bytes of the files whose names end so."""
        return sum(size for path, size in self.sizes.items() if path.endswith(ending))

    @property
    def requests(self) -> int:
        """How many files, without the picture in the browser's tab."""
        return len(self.sizes.keys() - {"assets/favicon.svg"})

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.sizes.values())


def bill(browser: Browser, site: Path, home: str, address: str) -> Bill:
    """What a page asks for by itself."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    found = Bill(site, home)
    page = context.new_page()
    page.on("request", found.add)
    page.goto(home + address, wait_until="load")
    context.close()
    return found


@pytest.mark.slow
def test_every_kind_of_page_keeps_within_its_budget(
    browser: Browser, commons: Built, served: Callable[..., str]
) -> None:
    """Bytes and requests of a first visit, on a phone."""
    home = served(commons.folder)
    over = {}
    for kind, address in one_of_each(commons.folder).items():
        found = bill(browser, commons.folder, home, address)
        tool = kind.startswith("contribute/") or "/run" in kind
        pictures = found.of(".webp")
        asked = (
            found.total - pictures <= (FIRST_PAGE if tool else STRETCH),
            found.requests <= REQUESTS,
            found.total - found.of(".js") - pictures <= WITHOUT_SCRIPTS,
            found.of(".js") <= SCRIPTS_OF_A_TOOL,
        )
        if not all(asked):
            over[kind] = (asked, found.sizes)
    assert over == {}


def test_entries_are_light(ours: Path) -> None:
    """The page of every entry of our own directory."""
    pages = {page.relative_to(ours).as_posix(): packed(page.read_bytes())
             for folder in DIRECTORY for page in (ours / folder).glob("*/index.html")}
    assert {path: size for path, size in pages.items() if size > ENTRY} == {}
    assert len(pages) > 500


def test_what_every_page_loads_is_light() -> None:
    """Our own style and our own script."""
    assets = REPOSITORY / "theme" / "assets"
    assert packed((assets / "commonbook.js").read_bytes()) <= OWN_SCRIPT
    assert packed((assets / "commonbook.css").read_bytes()) <= OWN_STYLE


def test_nothing_of_search_is_loaded_before_somebody_asks(
    browser: Browser, commons: Built, served: Callable[..., str]
) -> None:
    """And the first answer costs little."""
    home = served(commons.folder)
    found = Bill(commons.folder, home)
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.on("request", found.add)
    page.context.on("request", found.add)
    page.goto(home + "search/", wait_until="networkidle")
    before = dict(found.sizes)
    assert not [path for path in before if "pagefind" in path or "names.js" in path]
    page.get_by_label("Words").fill("pantry")
    expect(page.locator(".cb-search [role=status]")).to_contain_text("found")
    assert [path for path in found.sizes if path.endswith(".pf_index")]
    assert found.total <= FIRST_SEARCH
    context.close()
