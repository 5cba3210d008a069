"""Every page of a built site: links lead somewhere, anchors are unique, nothing is fetched."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from reading import Page
from samples import Built


@pytest.fixture(params=["commons", "ours"])
def site(request: pytest.FixtureRequest) -> Path:
    """Each site in turn."""
    found = request.getfixturevalue(request.param)
    return found.folder if isinstance(found, Built) else found


@cache
def pages(site: Path) -> dict[str, Page]:
    """Every page by its path in the site."""
    return {path.relative_to(site).as_posix(): Page.at(path) for path in site.rglob("*.html")}


def test_every_internal_link_and_anchor_leads_somewhere(site: Path) -> None:
    """A link inside the site resolves to a file, and its anchor to an id on that page."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken = []
    for path, page in pages(site).items():
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = path
            if parts.path:
                base = "" if path == "404.html" else posixpath.dirname(path)
                target = posixpath.normpath(posixpath.join(base, unquote(parts.path)))
                target = target.lstrip("/") if parts.path.startswith("/") else target
                if parts.path.endswith("/") or target in {".", ""}:
                    target = posixpath.normpath(posixpath.join(target or ".", "index.html"))
            if target not in files or (
                parts.fragment
                and "=" not in parts.fragment  # what a list's script is asked for
                and target.endswith(".html")
                and "data-form" not in pages(site)[target].html  # there it says what to fill in
                and (unquote(parts.fragment) not in pages(site)[target].ids)
            ):
                broken.append((path, link))
    assert broken == []


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    """Each id is unique on its page."""
    twice = [
        (path, name)
        for path, page in pages(site).items()
        for name, count in Counter(page.ids).items()
        if count > 1
    ]
    assert twice == []


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    """Pages and styles load files of this site only, by relative addresses."""
    strange = [
        (path, address)
        for path, page in pages(site).items()
        for address in page.loads
        if ("//" in address or address.startswith("/"))
        and not (path == "404.html" and not address.startswith("//"))
        and 'rel="canonical"' not in page.html.partition(f'href="{address}"')[0][-40:]
    ]
    assert strange == []
    for style in site.rglob("*.css"):
        fetched = re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)\"']+)", style.read_text())
        assert fetched == [], style


def test_no_slot_is_left_on_a_page(site: Path) -> None:
    """Every place of the frame is filled on every page."""
    left = [
        path.name
        for path in site.rglob("*.*")
        if path.suffix in {".html", ".xml", ".json"} and "SLOT-" in path.read_text()
    ]
    assert left == []


def test_every_page_says_its_language_and_has_one_heading(site: Path) -> None:
    """A page has a title, exactly one h1, and its text a language and direction."""
    for path, page in pages(site).items():
        tags = Counter(tag for tag, _ in page.tags)
        assert tags["h1"] == 1, path
        assert tags["title"] >= 1, path
        article = next(named for tag, named in page.tags if tag == "article")
        assert article["lang"], path
        assert article["dir"] in {"ltr", "rtl"}, path


def test_headings_leave_out_no_level(site: Path) -> None:
    """After a heading comes one at most a level lower."""
    for path, page in pages(site).items():
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        jumps = [(one, two) for one, two in pairwise(levels) if two > one + 1]
        assert jumps == [], path


def test_pictures_have_words_and_a_size(site: Path) -> None:
    """Every picture has a description and its size, so that nothing jumps."""
    for path, page in pages(site).items():
        for tag, named in page.tags:
            if tag == "img":
                assert named.get("alt"), path
                assert named.get("width"), path
                assert named.get("height"), path


def test_no_page_carries_a_script_of_its_own(site: Path) -> None:
    """The Content-Security-Policy forbids inline scripts, styles and handlers: there are none."""
    for path, page in pages(site).items():
        assert "Content-Security-Policy" in page.html, path
        for tag, named in page.tags:
            assert not [name for name in named if name.startswith("on")], (path, tag)
            assert "style" not in named, (path, tag)
            if tag == "script" and named.get("type") != "application/json":  # that is only data
                assert named.get("src"), path


def test_links_to_other_sites_give_nothing_away(site: Path) -> None:
    """An external link has rel="noopener noreferrer"."""
    bare = [
        (path, named["href"])
        for path, page in pages(site).items()
        for tag, named in page.tags
        if tag == "a"
        and named.get("href", "").startswith(("http:", "https:"))
        and "noreferrer" not in named.get("rel", "")
    ]
    assert bare == []
