"""MkDocs and ProperDocs as hosts: three ways to build, one site to the byte."""

from __future__ import annotations

import html
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from reading import Page
from samples import REPOSITORY, SETTINGS, Built, read

from commonbook.errors import HostError
from commonbook.frames import SLOTS, TRUSTED, marker
from commonbook.hosts.mkdocs import CommonbookPlugin, frames_for
from commonbook.project import shipped_theme

Command = Callable[..., subprocess.CompletedProcess[str]]
Network = Callable[..., Path]
Sample = Callable[[str], Path]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.host
def test_mkdocs_build_gives_the_same_site_as_commonbook_build(
    sample: Sample, command: Command, commons: Built
) -> None:
    """Whoever knows only MkDocs gets every byte that our own command makes."""
    root = sample("commons")
    run = command("build", "--strict", module="mkdocs", cwd=root)
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr
    assert content(root / "site") == content(commons.folder)


@pytest.mark.host
@pytest.mark.parametrize("settings", ["properdocs.yml", "mkdocs.yml"])
def test_properdocs_builds_the_same_site(
    sample: Sample, command: Command, commons: Built, settings: str
) -> None:
    """The continuation of MkDocs runs the same plugin unchanged."""
    root = sample("commons")
    (root / "mkdocs.yml").rename(root / settings)
    run = command("build", "--strict", module="properdocs", cwd=root)
    assert run.returncode == 0, run.stderr
    assert content(root / "site") == content(commons.folder)


@pytest.mark.host
def test_mkdocs_publishes_nothing_when_the_network_has_errors(
    network: Network, command: Command
) -> None:
    """An error ends the build with its place, and there is no site."""
    root = network(
        {
            "network/groups/x.yml": "name: X\nsumary: Y\n",
            "mkdocs.yml": "site_name: T\ndocs_dir: content\nplugins: [commonbook]\n"
            "theme: material\n",
            "content/.keep": "",
        }
    )
    run = command("build", module="mkdocs", cwd=root)
    assert run.returncode == 1
    assert "network/groups/x.yml:2:1: There is no field “sumary” here." in run.stderr
    assert "Traceback" not in run.stderr
    assert not (root / "site").exists()


@pytest.mark.host
def test_mkdocs_strict_counts_our_warnings(network: Network, command: Command) -> None:
    """A warning of ours is a warning of the host's."""
    root = network(
        {
            "network/glossary/x.yml": "name: X\ndefinition: Y.\n",
            "mkdocs.yml": "site_name: T\ndocs_dir: content\nplugins: [commonbook]\n"
            "theme: material\n",
            "content/.keep": "",
        }
    )
    assert command("build", module="mkdocs", cwd=root).returncode == 0
    strict = command("build", "--strict", module="mkdocs", cwd=root)
    assert strict.returncode == 1
    assert "unused-term" in strict.stderr


@pytest.mark.parametrize(
    "address",
    [
        "groups/linden-vale-pantry/",
        "organise/open-a-pantry/",
        "tools/apple-press/",
        "groups/",
        "about/",
        "practices/night-school/",
        "",
        "case-studies/mill-lock-in/",
    ],
)
def test_a_stamped_page_is_what_the_host_would_have_rendered(
    commons: Built, tmp_path: Path, address: str
) -> None:
    """Stamping changes nothing: MkDocs renders the same for the page as an ordinary page."""
    handbook, page = commons.handbook, commons.handbook.pages[address]
    theme, docs = tmp_path / "theme", tmp_path / "content"
    shutil.copytree(shipped_theme(), theme, ignore=shutil.ignore_patterns("404.html"))
    frame = (theme / "frame.html").read_text()
    for slot in SLOTS:
        frame = frame.replace(marker(slot), f"{{{{ page.meta.slots.{slot} }}}}")
    (theme / "frame.html").write_text(frame)
    menu = re.findall(r"[\w/-]+\.md", (commons.root / "mkdocs.yml").read_text())
    own = next(
        (
            file
            for file in menu
            if file.removesuffix("index.md").removesuffix(".md").rstrip("/") == address.rstrip("/")
        ),
        f"{address}index.md",
    )
    for file in {*menu, own, "index.md"}:
        (docs / file).parent.mkdir(parents=True, exist_ok=True)
        (docs / file).write_text("# Another page\n")
    slots = {
        name: value if name in TRUSTED else html.escape(value)
        for name, value in page.slots().items()
    }
    meta = {
        "title": slots["title"],
        "description": slots["summary"],
        "template": "around.html",
        "slots": slots,
    }
    (docs / own).write_text(f"---\n{json.dumps(meta)}\n---\n")
    shutil.copy(commons.root / "mkdocs.yml", tmp_path)
    path = tmp_path / "mkdocs.yml"
    path.write_text(
        path.read_text()
        .replace("- commonbook", "[]")
        .replace("plugins:\n  []", "plugins: []")
        .replace("- about.md", "- About this book: about.md")
    )

    config = load_config(str(path), site_dir=str(tmp_path / "site"))
    config.theme.dirs[:0] = [str(theme)]
    config.site_url = f"{handbook.settings.url.rstrip('/')}/"
    plugin = CommonbookPlugin()
    plugin.lend(handbook, tmp_path / "nowhere")
    original = load_config(str(commons.root / "mkdocs.yml"))
    config.extra["commonbook"] = plugin.on_config(original).extra["commonbook"]

    def hang_into_the_menu(nav, files, **_others):
        found = {one.url: one for one in nav.pages}
        if own not in menu and page.section in found:
            files.get_file_from_path(own).page.parent = found[page.section]
        return nav

    config.plugins._register_event("nav", hang_into_the_menu)
    mkdocs_build(config)
    rendered = (tmp_path / "site" / address / "index.html").read_text()
    ours = (commons.folder / address / "index.html").read_text()
    # A frame cannot know that it lies in the folder it links to: “../” and “../../groups/” from
    # /groups/x/ are the same address. Everything else is compared byte for byte.
    assert _with_whole_addresses(rendered, address) == _with_whole_addresses(ours, address)


def _with_whole_addresses(page: str, address: str) -> list[str]:
    def whole(match: re.Match[str]) -> str:
        return f'href="{urljoin(f"/{address}", match[1])}"'

    return re.sub(r'href="((?!https?:|#)[^"]*)"', whole, page).split("\n")


def test_a_menu_entry_is_marked_on_its_pages(commons: Built) -> None:
    """The menu shows where one is, on the list itself and on every entry below it."""
    for path, mark in (("groups/", "page"), ("groups/vale-assembly/", "true")):
        page = Page.at(commons.folder / path / "index.html")
        marked = {
            named["href"]
            for tag, named in page.tags
            if tag == "a" and named.get("aria-current") == mark
        }
        assert {(commons.folder / path / href).resolve() for href in marked} == {
            commons.folder / "groups"
        }


def test_frames_are_remembered_until_something_they_show_changes(network: Network) -> None:
    """An edit of an entry does not wake the host; an edit of the settings or the theme does."""
    files = {"network/groups/x.yml": "name: X\nsummary: X.\ntype: other\n"}
    root = network(files)
    other = SETTINGS.replace("name: Test", "name: Other")

    def made() -> set[tuple[str, int]]:
        frames_for(read(root))
        return {
            (str(path), path.stat().st_mtime_ns)
            for path in (root / ".commonbook/host").rglob("frames.json")
        }

    first = made()
    network({"network/groups/x.yml": files["network/groups/x.yml"] + "status: active\n"})
    assert made() == first
    network(settings=other)
    second = made()
    assert second - first
    network({"theme/languages/en.yml": "menu.find: Find people\n"}, settings=other)
    assert made() - second


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {
                "mkdocs.yml": "site_name: T\ndocs_dir: content\ntheme: material\nplugins: []\n",
                "content/.keep": "",
            },
            "does not use the plugin",
        ),
        ({"mkdocs.yml": "site_name: [\n"}, "MkDocs could not render"),
        ({"theme/frame.html": "{% extends 'nowhere.html' %}\n"}, "could not render"),
        ({"theme/frame.html": "{% broken %}\n"}, "could not render"),
    ],
)
def test_a_host_that_cannot_render_is_said_in_one_sentence(
    network: Network, files: dict[str, str], words: str
) -> None:
    """Broken settings and templates of the host end in our own error with a hint."""
    with pytest.raises(HostError, match=words) as caught:
        frames_for(read(network(files)))
    assert caught.value.hint


def test_a_menu_of_ones_own_needs_no_guides(network: Network) -> None:
    """The mkdocs.yml that the README gives works in a network without content/."""
    given = re.search(r"```yaml\n(site_name:.*?)```", (REPOSITORY / "README.md").read_text(), re.DOTALL)
    root = network({"mkdocs.yml": given[1]}, SETTINGS)
    assert not (root / "content").exists()
    assert "Words" in frames_for(read(root)).frames.find("groups/", "groups/").stamp(
        dict.fromkeys(SLOTS, "")).decode()


def test_a_broken_mkdocs_yml_does_not_stop_the_check(network: Network, cli: Callable) -> None:
    """Checking content needs no host."""
    assert cli("check", "-C", network({"mkdocs.yml": "["})).exit_code == 0


@pytest.mark.host
def test_mkdocs_serve_shows_the_site_and_edits(sample: Sample) -> None:
    """The host's own server works too: pages are there, and an edit of an entry is noticed."""
    root = sample("commons")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def page(words: str) -> bool:
        try:
            address = f"http://127.0.0.1:{port}/groups/linden-vale-pantry/"
            with urlopen(address, timeout=5) as answer:
                return words in answer.read().decode()
        except OSError:
            return False

    def soon(words: str) -> bool:
        end = time.monotonic() + 20
        while not page(words) and time.monotonic() < end:
            time.sleep(0.1)
        return page(words)

    try:
        assert soon("Tuesday is for lifting")
        group = root / "network/groups/linden-vale-pantry.yml"
        group.write_text(group.read_text().replace("Tuesday is", "Sunday is"))
        assert soon("Sunday is for lifting")
    finally:
        program.terminate()
        program.wait()
