"""Getting out: an entry that was taken out is nowhere any more, and its address says so."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from PIL import Image
from reading import Page
from samples import read, render

Cli = Callable[..., Result]
Net = Callable[..., Path]

SETTINGS = """name: T
summary: T.
languages: [en]
url: https://x.example
topics: {food: Food}
practices: {cooking: Cooking}
stewards: [{for: food, contact: editors}]
"""
LEAVING = """name: Quillmeri Kitchen
summary: Quinceberry soup on Thursdays.
type: food-co-op
topics: [food]
practices: [cooking]
place: {town: Wrexborough, region: Nethershire, country: GB}
description: "Ask for the **persimmon** ladle. [[term/pot]]"
offers: [Huckleberry jam]
also_called: [{name: مطبخ الزنجبيل, language: ar}]
website: https://quillmer-kitchen.example/
works_with: [hall]
aliases: [old-kitchen]
image: {file: ladle.png, alt: A loquat tree by the door}
checked_on: 2024-01-01
"""
SECRETS = (
    "Quillmeri", "Quinceberry", "Wrexborough", "Nethershire", "persimmon", "Huckleberry", "loquat",
    "quillmer-kitchen.example", "مطبخ الزنجبيل",
)  # fmt: skip
OTHERS = {
    "network/groups/hall.yml": "name: Hall\nsummary: H.\ntype: other\ntopics: [food]\n"
    "checked_on: 2026-11-01\n",
    "network/glossary/pot.yml": "name: Pot\ndefinition: A pot.\ntopics: [food]\n",
}


def picture() -> bytes:
    """A picture that is not like any other."""
    held = io.BytesIO()
    Image.new("RGB", (7, 5), (12, 200, 77)).save(held, "PNG")
    return held.getvalue()


def whole(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the site, of a copy and of what is remembered, as it is and unpacked."""
    for folder in ("site", "offline", ".commonbook"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            yield name, name.encode()
            if path.is_file():
                for data in unpacked(path.read_bytes()):
                    yield name, data


def unpacked(data: bytes) -> Iterator[bytes]:
    """Bytes, and what they are when unpacked: an index is kept as packed files in one file."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield packed.read(name)
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            yield unpack(data)
        except (OSError, zlib.error, EOFError):
            continue
    _, _, rest = data.partition(b"\n")
    if b'"pagefind-entry.json": ' in data and rest.startswith(b"{"):
        for path, content in json.loads(rest).items():
            yield path.encode()
            yield from unpacked(base64.b64decode(content))


def places(root: Path) -> list[str]:
    """Where anything of the entry is still to be found; an index has the stems of words."""
    stems = {secret.lower().removesuffix("y").removesuffix("i") for secret in SECRETS}
    return sorted({
        name for name, data in whole(root) for secret in stems
        if secret.encode() in data.lower() or ascii(secret)[1:-1].encode() in data.lower()})  # fmt: skip


@pytest.fixture
def listed(network: Net) -> Path:
    """A network with an entry in it, built twice so that everything is remembered."""
    root = network(
        {**OTHERS, "network/groups/leaving.yml": LEAVING, "network/images/ladle.png": picture()},
        SETTINGS,
    )
    render(read(root))
    render(read(root))
    found = places(root)
    assert len(found) > 5
    for place in ("site/search/pagefind/index/", "site/search/pagefind/fragment/", ".commonbook/search/"):
        assert any(name.startswith(place) for name in found), place
    return root


def tombstone(root: Path, why: str = "asked", more: str = "") -> None:
    """Take the entry out and say why."""
    (root / "network/groups/leaving.yml").unlink()
    (root / "network/images/ladle.png").unlink()
    (root / "network/removed.yml").write_text(
        f"removed:\n  - id: group/leaving\n    on: 2026-11-20\n    why: {why}\n{more}"
    )


def test_a_removed_entry_leaves_no_trace_anywhere(listed: Path) -> None:
    """Pages, lists, search, exports, pictures and what is remembered, at the next build."""
    images = {path.name for path in (listed / "site/assets/images").glob("*.webp")}
    assert len(images) == 1
    tombstone(listed)
    render(read(listed))
    assert places(listed) == []
    assert not [name for name, _ in whole(listed) if images & {Path(name).name}]
    assert not (listed / "site/groups/old-kitchen").exists()


@pytest.mark.parametrize("then", [(), ("--offline",)], ids=["site", "site and copy"])
def test_a_removed_entry_leaves_no_trace_of_a_copy_for_offline(
    listed: Path, cli: Cli, then: tuple[str, ...]
) -> None:
    """Neither in what was kept for it, nor in what a build remembered before."""
    for options in ((), ("--offline",)):
        assert cli("build", "-C", listed, *options).exit_code == 0
    found = places(listed)
    for place in ("offline/groups/", "offline/search/", "site/take-away/"):
        assert any(name.startswith(place) for name in found), place
    tombstone(listed)
    said = cli("build", "-C", listed, *then).output
    left = places(listed)
    if then:
        assert left == []
    else:
        assert left == [name for name in left if name.startswith("offline/")]
        assert "is of an earlier build" in said


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("asked", "as the group asked"),
        ("ended", "has ended"),
        ("merged", "joined with another entry"),
        ("duplicate", "was here twice"),
    ],
)
def test_the_old_address_says_why_in_one_line(listed: Path, why: str, words: str) -> None:
    """Neutral, dated, out of search engines and of the sitemap."""
    tombstone(listed, why)
    render(read(listed))
    html = (listed / "site/groups/leaving/index.html").read_text()
    assert words in html
    assert "20 November 2026" in html
    page = Page.at(listed / "site/groups/leaving/index.html")
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags
    for name in ("sitemap.xml", "directory.json", "due.ics"):
        assert "leaving" not in (listed / "site" / name).read_text()
    assert "leaving" not in (listed / "site/search/index.html").read_text()


def test_without_a_tombstone_even_the_address_is_gone(listed: Path) -> None:
    """Who wants nothing said is not mentioned at all."""
    (listed / "network/groups/leaving.yml").unlink()
    render(read(listed))
    assert places(listed) == []
    assert not (listed / "site/groups/leaving").exists()


def test_what_still_names_it_is_found_before_anything_is_published(
    listed: Path, problems: Callable[..., list[tuple[str, str]]]
) -> None:
    """The check names every link to it, so that an editor can take them out."""
    hall = listed / "network/groups/hall.yml"
    hall.write_text(hall.read_text() + "works_with: [leaving]\n")
    tombstone(listed)
    found = problems(listed)
    assert ("network/groups/hall.yml:6:14", "unknown-reference") in found


@pytest.mark.parametrize("asked", ["group/leaving", "quillmer-kitchen.example"])
def test_who_has_asked_to_stay_out_is_not_published_again(
    cli: Cli, listed: Path, asked: str
) -> None:
    """By id or by web address; the list itself is not published."""
    (listed / "network/network.yml").write_text(SETTINGS + f"opt_out: [{asked}]\n")
    result = cli("check", "-C", listed, "--format", "concise")
    assert result.exit_code == 1
    assert "opted-out" in result.stdout
    tombstone(listed)
    assert cli("build", "-C", listed).exit_code == 0
    assert places(listed) == []
    assert "1 group has asked not to be listed" in (
        listed / "site/network/index.html"
    ).read_text()


def test_an_old_address_that_is_claimed_twice_leads_to_who_lives(network: Net) -> None:
    """A group that was merged has a tombstone and an alias; another stone was set twice."""
    stone = "- {id: group/old, on: 2026-01-01, why: merged, to: group/a}\n"
    root = network({
        "network/groups/a.yml": "name: A\nsummary: A.\ntype: other\naliases: [old]\n",
        "network/removed.yml": f"removed:\n{stone}{stone}"
        "- {id: group/gone, on: 2026-01-01, why: ended}\n"
        "- {id: group/gone, on: 2026-02-01, why: asked}\n"}, SETTINGS)
    render(read(root))
    assert "url=../../groups/a/" in (root / "site/groups/old/index.html").read_text()
    assert (root / "site/groups/gone/index.html").is_file()
