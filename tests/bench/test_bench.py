"""The benchmark runs, and measures a network that is in order. Nothing here is about time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import bench
from hugo_site import write_hugo_site
from make_network import make_network

from commonbook.handbook import Handbook
from commonbook.project import Project

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


def test_the_site_for_hugo_holds_every_entry(tmp_path: Path) -> None:
    """The other side of the comparison is given the same network, in our own frames."""
    make_network(SIZE, tmp_path / "ours")
    handbook = Handbook(Project(tmp_path / "ours"))
    write_hugo_site(handbook, tmp_path / "hugo")
    pages = [path for path in (tmp_path / "hugo/content").rglob("*.md")
             if path.name != "_index.md"]
    assert len(pages) == len(handbook.network)
    assert "SLOT-" not in (tmp_path / "hugo/layouts/groups/page.html").read_text(encoding="utf-8")
