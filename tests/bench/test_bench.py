"""The benchmark runs, and measures a network that is in order. Nothing here is about time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import bench
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
        "serve, ready", "serve, saved until served", "serve, saved again a second later"]
    assert all(seconds > 0 for row in result["rows"] for seconds in row["seconds"])
    assert result["pages"] > result["entries"] > SIZE


@pytest.mark.skipif(bench.find_hugo() is None, reason="Hugo is not installed")
def test_hugo_builds_pages_of_the_same_size(tmp_path: Path) -> None:
    """The comparison is fair in what it writes."""
    program = bench.find_hugo()
    assert program is not None
    made = bench.measure(SIZE, tmp_path, 1, program, serve=False)
    assert 0.8 < made.page_sizes() < 1.2
    assert [name for name, _ in made.ratios()] == [
        "build, cold / Hugo, cold", "build, one body edited / Hugo, one body edited"]
