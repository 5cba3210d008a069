"""The benchmark runs, and measures a network that is in order. Nothing here is about time."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))

import bench
from hugo_site import write_hugo_site
from make_network import make_network
from recording import Recorder, shape

from commonbook.handbook import Handbook
from commonbook.project import Project
from commonbook.sections import all_pages

SIZE = 30


def test_the_network_is_in_order(tmp_path: Path) -> None:
    """What is measured has no problem at all, and is the same each time."""
    for name in ("one", "two"):
        make_network(SIZE, tmp_path / name)
    assert list(Handbook(Project(tmp_path / "one")).report) == []
    one, two = ({path.relative_to(tmp_path / name): path.read_bytes()
                 for path in (tmp_path / name).rglob("*") if path.is_file()}
                for name in ("one", "two"))
    assert one == two


def test_every_row_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One run at the smallest size fills the whole table."""
    bench.main(["--sizes", str(SIZE), "--runs", "1", "--json", "--folder", str(tmp_path)])
    told = json.loads(capsys.readouterr().out)
    (result,) = told["results"]
    assert [row["name"] for row in result["rows"]] == [
        "check, cold", "check, again", "build, cold", "build, first edit after a cold build",
        "build, nothing changed", "build, one body edited", "build, one name changed",
        "build with search, cold", "build with search, one body edited",
        "serve, ready", "serve, saved until served", "serve, saved again a second later"]
    assert all(seconds > 0 for row in result["rows"] for seconds in row["seconds"])
    assert result["pages"] > result["entries"] > SIZE


def test_the_site_for_hugo_has_every_page(tmp_path: Path) -> None:
    """Each page of ours in a folder of its own has a file there, with a layout it can find."""
    make_network(SIZE, tmp_path / "ours")
    handbook = Handbook(Project(tmp_path / "ours"))
    write_hugo_site(handbook, tmp_path / "hugo")
    content, layouts = tmp_path / "hugo/content", tmp_path / "hugo/layouts"
    for path in handbook.pages:
        if not path.endswith(".html"):
            file = content / path / "_index.md" if path.count("/") < 2 else (
                content / f"{path.rstrip('/')}.md")
            front = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
            assert (layouts / front.get("type", "home.html")).exists()
    for entry in handbook.network:
        assert (content / f"{entry.address.rstrip('/')}.md").exists() or (
            content / entry.address / "_index.md").exists()
    assert not any("SLOT-" in layout.read_text(encoding="utf-8")
                   for layout in layouts.rglob("*.html"))


def test_layouts_say_what_our_templates_say(tmp_path: Path) -> None:
    """What differs between pages is a value of theirs; loops and conditions stay what they are."""
    make_network(SIZE, tmp_path / "ours")
    write_hugo_site(Handbook(Project(tmp_path / "ours")), tmp_path / "hugo")
    layout = (tmp_path / "hugo/layouts/entries-group-groups-2/page.html").read_text(encoding="utf-8")
    path = next(path for path in sorted((tmp_path / "hugo/content/groups").glob("*.md"))
                if path.name != "_index.md")
    group = path.read_text(encoding="utf-8")
    front, _, body = group.removeprefix("---\n").partition("---\n")
    shown = json.loads((tmp_path / f"hugo/data/shown/groups--{path.stem}.json").read_text())
    written = yaml.safe_load((tmp_path / f"ours/network/groups/{path.stem}.yml").read_text())
    assert yaml.safe_load(front)["params"].keys() >= written.keys() - {
        "name", "summary", "description"}
    for name in ("contact", "near_shelves", "topics"):
        assert f"{{{{ range .{name} }}}}" in layout
        assert isinstance(shown[name], list)
    assert "{{ $.Content }}" in layout
    assert body.strip()
    assert "Say what is wrong" in layout
    assert "Say what is wrong" not in group


def test_hugos_pages_are_as_large_as_ours(tmp_path: Path) -> None:
    """With values put in again, a recorded page is the page: the same bytes of each kind."""
    make_network(SIZE, tmp_path / "ours")
    handbook = Handbook(Project(tmp_path / "ours"))
    recorder = Recorder(
        handbook.project.themes, handbook.words, vars(handbook.renderer.environment.globals["site"]))
    sizes: dict[str, list[int]] = {}
    for ours, theirs in zip(all_pages(handbook.edition), all_pages(
            replace(handbook.edition, renderer=recorder)), strict=True):
        recorded = shape(theirs.slots()["body"]).whole
        kind = "/".join((*ours.path.split("/")[:1], *ours.path.split("/")[2:3]))
        total = sizes.setdefault(kind, [0, 0])
        total[0] += len(ours.slots()["body"])
        total[1] += len(recorded)
    for kind in ("groups/", "trainings/", "trainings/run", "trainings/paper", "glossary/",
                 "groups/structure", "sources/", "case-studies/", "activities/", "topics/"):
        assert kind in sizes
        ours_, theirs_ = sizes[kind]
        assert 0.9 < ours_ / theirs_ < 1.1, kind
