"""The copy for offline and what is taken away: whole in itself, asking nobody, the same each time."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import posixpath
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from samples import TESTS

from commonbook.addresses import file_at, from_root, relinked, to_file
from commonbook.archive import archive
from commonbook.cli import main
from commonbook.reading import reading

Cli = Callable[..., Result]
GUIDE = "organise/open-a-pantry"
LINK = re.compile(r'<(?:a|link|script|img|image|use|area)\b[^>]*?\s(?:href|src)="([^"]*)"')
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def made(root: Path) -> Path:
    """The good network, built with its copy and what is taken away."""
    shutil.copytree(TESTS / "networks" / "commons", root)
    result = CliRunner().invoke(main, ["build", "--offline", "-C", str(root)])
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once; nobody may change it."""
    return made(tmp_path_factory.mktemp("offline") / "commons")


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def unpacked(path: Path) -> dict[str, bytes]:
    """Every file of a ZIP, without the folder they are in."""
    with zipfile.ZipFile(path) as held:
        return {name.partition("/")[2]: held.read(name) for name in held.namelist()}


def dead_ends(held: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Links of pages that lead to no file in a folder, or to a folder instead of a file."""
    found = []
    for path, content in held.items():
        if not path.endswith(".html"):
            continue
        for address in map(html.unescape, LINK.findall(content.decode())):
            target = re.split(r"[?#]", address)[0]
            if re.match(r"[a-z]+:", address) or not target:
                continue
            if posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) not in held:
                found.append((path, address))
    return found


# -- the copy ---------------------------------------------------------------------------------


def test_every_link_of_the_copy_names_a_file_that_is_there(built: Path) -> None:
    """From a disk no server adds index.html, and nothing lies at the root of the disk."""
    copy = files(built / "offline")
    assert len([path for path in copy if path.endswith(".html")]) > 100
    assert dead_ends(copy) == []


def test_the_copy_has_the_pages_of_the_site(built: Path) -> None:
    """All but the page for what is not there, and those that offer what is here already."""
    copy = {path for path in files(built / "offline") if path.endswith(".html")}
    site = {path for path in files(built / "site") if path.endswith(".html")}
    assert site - copy == {"404.html", "save/index.html", "take-away/index.html"}
    assert copy - site == set()
    assert not (built / "offline/sitemap.xml").exists()
    assert not (built / "offline/search/pagefind").exists()
    assert b"index.html" in (built / "offline/README.txt").read_bytes()
    assert b"take-away/" not in b"".join(files(built / "offline").values())


def test_pages_of_the_copy_may_ask_nobody(built: Path) -> None:
    """Neither by their policy nor by an address of the site that a browser would load."""
    for path, content in files(built / "offline").items():
        if path.endswith("index.html"):
            assert b"connect-src 'none'" in content, path
            assert b"script-src 'self' file:" in content, path
            assert b'property="og:' not in content, path


def test_old_addresses_lead_on_in_the_copy(built: Path) -> None:
    """The browser goes to a file, not to a folder."""
    page = (built / "offline/pathways/four-weeks/index.html").read_text()
    assert 'content="0; url=../../pathways/first-month/index.html"' in page


def test_search_in_the_copy_has_texts(built: Path) -> None:
    """A script beside the names, in their order, named by the page; the site has none."""
    page = (built / "offline/search/index.html").read_text()
    assert re.search(r'data-texts="texts\.js\?[0-9a-f]+"', page)
    assert "data-engine" not in page
    names = (built / "offline/search/names.js").read_text()
    texts = (built / "offline/search/texts.js").read_text()
    count = names.partition('"names":"')[2].partition('"')[0].count("\\n")
    assert texts.count("\\n") == count
    assert not (built / "site/search/texts.js").exists()


def test_the_same_network_makes_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """The copy, ZIPs and books, in another folder."""
    again = made(tmp_path / "commons")
    for folder in ("offline", "site"):
        one, other = files(built / folder), files(again / folder)
        assert {path for path in one if one[path] != other.get(path)} == set()
        assert one.keys() == other.keys()


def test_an_ordinary_build_offers_nothing_to_take_away(built: Path, tmp_path: Path, cli: Cli) -> None:
    """After one that did, it makes the whole site again; what is stale is offered nowhere."""
    root = Path(shutil.copytree(built, tmp_path / "commons"))
    assert cli("build", "-C", root).exit_code == 0
    assert not (root / "site/take-away").exists()
    assert b"take-away" not in (root / "site/index.html").read_bytes()
    assert b"take-away" not in (root / "site/pathways/first-month/index.html").read_bytes()
    assert files(root / "offline") == files(built / "offline")


def test_the_copy_can_lie_elsewhere_but_not_in_the_site(cli: Cli, tmp_path: Path) -> None:
    """A folder with something else in it is left alone."""
    root = Path(shutil.copytree(TESTS / "networks" / "one-entry", tmp_path / "one"))
    inside = cli("build", "-C", root, "--offline-folder", root / "site" / "copy")
    assert inside.exit_code == 2
    assert not (root / "site").exists()
    full = tmp_path / "stick"
    full.mkdir()
    (full / "holiday.jpg").write_text("")
    refused = cli("build", "-C", root, "--offline-folder", full)
    assert refused.exit_code != 0
    assert files(full) == {"holiday.jpg": b""}
    assert cli("build", "-C", root, "--offline-folder", tmp_path / "usb").exit_code == 0
    assert (tmp_path / "usb/index.html").is_file()
    shutil.rmtree(root / ".commonbook")  # a copy is known as ours without its manifest too
    assert cli("build", "-C", root, "--offline-folder", tmp_path / "usb").exit_code == 0


# -- what is taken away ---------------------------------------------------------------------------


def test_the_zip_of_the_handbook_is_the_copy(built: Path) -> None:
    """In one folder, in order, with no day and no owner in it."""
    path = built / "site/take-away/linden-vale-commons-en.zip"
    assert unpacked(path) == files(built / "offline")
    with zipfile.ZipFile(path) as held:
        assert held.namelist() == sorted(held.namelist())
        assert {entry.date_time for entry in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {name.split("/")[0] for name in held.namelist()} == {"linden-vale-commons-en"}


@pytest.mark.parametrize("name", ["first-month", "linden-vale-commons-ar"])
def test_a_part_is_whole_in_itself(built: Path, name: str) -> None:
    """A pathway, a language: what is not in it is on the site, or is no link."""
    held = unpacked(built / f"site/take-away/{name}.zip")
    assert dead_ends(held) == []
    assert "index.html" in held
    assert not any("404" in path or path.startswith("groups/index") for path in held)
    page = b"".join(content for path, content in held.items() if path.endswith("index.html"))
    assert b"connect-src" not in page  # so nothing: default-src is none
    assert not re.search(rb'<(?:script|img|link)\b[^>]*(?:src|href)="https?:', page)


def test_a_pathway_brings_its_stops_and_their_run_pages(built: Path) -> None:
    """And handouts, activities and words of its stops, with their pictures."""
    held = unpacked(built / "site/take-away/first-month.zip")
    for path in ("pathways/first-month/", "trainings/first-shift/", "trainings/first-shift/run/",
                 "trainings/first-shift/paper/", f"{GUIDE}/", "case-studies/mill-lock-in/"):
        assert f"{path}index.html" in held, path
    assert "assets/run.js" in held
    assert any(path.startswith("assets/images/") for path in held)
    start = held["index.html"].decode()
    assert start.index("pathways/first-month/index.html") < start.index("trainings/first-shift/")


def test_sizes_are_shown_where_files_are_offered(built: Path) -> None:
    """On the page of all of them, on each pathway's page, and in the foot of every page."""
    page = (built / "site/take-away/index.html").read_text()
    for path in sorted((built / "site/take-away").iterdir()):
        if path.suffix in {".zip", ".epub"}:
            size = max(round(path.stat().st_size / 1000), 1)
            assert f'href="../take-away/{path.name}"' in page, path.name
            assert f"{size} kB" in page, path.name
    own = (built / "site/pathways/first-month/index.html").read_text()
    assert 'href="../../take-away/first-month.zip" download' in own
    assert '<a href="../../take-away/">' in own
    assert '<a href="take-away/">' in (built / "site/index.html").read_text()


def test_files_make_the_same_zip_whenever() -> None:
    """Order is kept; what is stored is stored."""
    held = archive([("b", b"x" * 100), ("a.png", b"y" * 100), ("c", b"z" * 100)], ("b",))
    assert held == archive([("b", b"x" * 100), ("a.png", b"y" * 100), ("c", b"z" * 100)], ("b",))
    with zipfile.ZipFile(io.BytesIO(held)) as made_zip:
        assert [(one.filename, one.compress_type) for one in made_zip.infolist()] == [
            ("b", zipfile.ZIP_STORED), ("a.png", zipfile.ZIP_STORED), ("c", zipfile.ZIP_DEFLATED)]


# -- one file -----------------------------------------------------------------------------------------


def test_a_guide_as_one_file_needs_nothing_else(built: Path) -> None:
    """No script, no picture, no style from elsewhere; its policy knows its own style only."""
    page = (built / f"site/{GUIDE}/open-a-pantry.html").read_text()
    assert not re.search(r"<(script|img|link|iframe|object|form|input|button)\b", page)
    assert not re.search(r'\s(src|style|on[a-z]+)="', page)
    style = page.partition("<style>")[2].partition("</style>")[0]
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{known}';" in page
    assert "@import" not in style
    assert "url(" not in style
    assert len(page) < 20_000


def test_links_of_one_file_are_whole_addresses(built: Path) -> None:
    """To the network's site; those within the page stay."""
    page = (built / f"site/{GUIDE}/open-a-pantry.html").read_text()
    found = re.findall(r'<a\b[^>]*href="([^"]*)"', page)
    assert any(address.startswith("https://handbook.linden-vale.example/") for address in found)
    assert all(address.startswith(("https://", "http://", "#", "mailto:")) for address in found)


def test_without_an_address_links_of_one_file_are_words(
    network: Callable[..., Path], build: Callable[[Path], object]
) -> None:
    """A network may have no site at all."""
    root = network({
        "content/one.md": "---\ntitle: One\nsummary: One.\n---\nSee [[guide/two]] and "
                          "[a site](https://example.org/).\n",
        "content/two.md": "---\ntitle: Two words\nsummary: Two.\n---\nSee [[guide/one]].\n"})
    build(root)
    page = (root / "site/one/one.html").read_text()
    assert "Two words</a>" in page
    assert re.findall(r'href="([^"]*)"', page) == ["https://example.org/"]


def test_a_guide_says_how_big_its_file_is(built: Path) -> None:
    """To the kilobyte, in a link that a phone keeps."""
    page = (built / f"site/{GUIDE}/index.html").read_text()
    size = round((built / f"site/{GUIDE}/open-a-pantry.html").stat().st_size / 1000)
    assert '<a href="open-a-pantry.html" download>' in page
    assert f"{size} kB" in page


# -- books ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["first-month", "linden-vale-commons-en"])
def test_a_book_is_an_epub(built: Path, name: str) -> None:
    """Type first and stored; every file named once in the manifest; every link leads somewhere."""
    with zipfile.ZipFile(built / f"site/take-away/{name}.epub") as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"
        held = {path: book.read(path) for path in book.namelist()}
    package = ET.fromstring(held["EPUB/package.opf"])
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    inside = {path.removeprefix("EPUB/") for path in held if path.startswith("EPUB/")}
    assert sorted(items.values()) == sorted(inside - {"package.opf"})
    spine = [items[one.get("idref")] for one in package.iter(f"{OPF}itemref")]
    assert spine[0] == "title.xhtml"
    assert set(spine) == {path for path in inside if path.endswith(".xhtml")}
    pages = {path: ET.fromstring(held[f"EPUB/{path}"]) for path in spine}
    ids = {path: [one.get("id") for one in page.iter() if one.get("id")]
           for path, page in pages.items()}
    for path, page in pages.items():
        assert len(ids[path]) == len(set(ids[path])), path
        assert page.get("dir") in {"ltr", "rtl"}
        for link in page.iter(f"{XHTML}a"):
            address = link.get("href", "https://words.example")
            if re.match(r"[a-z]+:", address):
                continue
            file, _, anchor = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            assert target in pages, (path, address)
            assert not anchor or anchor in ids[target], (path, address)
        for image in page.iter(f"{XHTML}img"):
            assert posixpath.normpath(f"{posixpath.dirname(path)}/{image.get('src')}") in inside
            assert image.get("alt")


def test_a_book_says_who_can_read_it(built: Path) -> None:
    """Languages, direction, day, and what EPUB Accessibility 1.1 asks for."""
    with zipfile.ZipFile(built / "site/take-away/linden-vale-commons-en.epub") as book:
        package = ET.fromstring(book.read("EPUB/package.opf"))
        nav = book.read("EPUB/nav.xhtml").decode()
    assert next(one.text for one in package.iter(f"{DC}language")) == "en"
    told = {one.get("property"): one.text for one in package.iter(f"{OPF}meta")}
    assert told["dcterms:modified"] == "2026-11-24T00:00:00Z"
    assert {"schema:accessMode", "schema:accessModeSufficient", "schema:accessibilityFeature",
            "schema:accessibilityHazard", "schema:accessibilitySummary"} <= told.keys()
    assert package.find(f"{OPF}spine").get("page-progression-direction") == "ltr"
    assert 'epub:type="toc"' in nav


def test_a_book_from_right_to_left(sample: Callable[[str], Path], cli: Cli) -> None:
    """Its pages turn the other way."""
    root = sample("commons")
    settings = root / "network/network.yml"
    settings.write_text(settings.read_text().replace("languages: [en, ar]", "languages: [ar, en]"))
    result = cli("build", "--offline", "-C", root)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(root / "site/take-away/linden-vale-commons-ar.epub") as book:
        assert b'page-progression-direction="rtl"' in book.read("EPUB/package.opf")
        assert b'dir="rtl"' in book.read("EPUB/title.xhtml")
        assert b"<dc:language>ar</dc:language>\n<dc:language>en<" in book.read("EPUB/package.opf")
        assert b'lang="en" xml:lang="en">Your first month</a>' in book.read("EPUB/nav.xhtml")


# -- the pieces -----------------------------------------------------------------------------------------


def test_what_is_read_is_well_formed_and_harmless() -> None:
    """Controls and scripts go with all that is in them; signs stay signs."""
    body = ('<p hidden>no</p><form><label>no<input></label><p>no</p></form>'
            '<svg><path d="x"/><a href="x"><text>no</text></a></svg><script>"<p>no</p>"</script>'
            '<details open><summary>Yes</summary><p data-x="1" onclick="no" style="no" lang="ar">a &lt;b&gt;'
            ' &amp; c<br>d</p></details><nav><ul><li>no</li></ul></nav><img src="x" alt="no">')
    text = reading(body)
    ET.fromstring(f"<x>{text}</x>")
    assert text == ('<div><div class="cb-summary">Yes</div><p lang="ar" xml:lang="ar">'
                    "a &lt;b&gt; &amp; c<br/>d</p></div>")


@pytest.mark.parametrize(("address", "file"), [
    ("../../", "../../index.html"), ("./", "./index.html"), ("..", "../index.html"),
    ("run/#now", "run/index.html#now"), ("a/?x=1", "a/index.html?x=1"), ("#top", "#top"),
    ("https://example.org/", "https://example.org/"), ("mailto:a@b.example", "mailto:a@b.example"),
    ("a/b.ics", "a/b.ics"), ("../assets/x.css?1", "../assets/x.css?1"), ("", "")])
def test_an_address_becomes_that_of_a_file(address: str, file: str) -> None:
    """Only where a folder is meant."""
    assert to_file(address) == file


@pytest.mark.parametrize(("address", "path"), [
    ("../../", ""), ("../../a/", "a/"), ("#x", "b/c/"), ("run/", "b/c/run/"), (".", "b/c/"),
    ("../d.ics", "b/d.ics"), ("../../../../a/", "a/")])
def test_an_address_from_the_root(address: str, path: str) -> None:
    """Of a link on the page b/c/; nothing leads above the root."""
    assert from_root(address, "b/c/") == path
    assert file_at("") == "index.html"


def test_links_get_other_addresses_and_nothing_else_does() -> None:
    """Escaped as they were; without one a link is words."""
    page = '<link href="x"><a class="t" href="a?b&amp;c" dir="auto">w</a><a data-href="n">o</a>'
    assert relinked(page, lambda address: f"{address}&d") == page.replace("&amp;c", "&amp;c&amp;d")
    assert relinked(page, lambda _: None) == page.replace(' href="a?b&amp;c"', "")
