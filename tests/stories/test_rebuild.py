"""Stories: a network is built, something changes, and it is built again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from samples import TESTS, read, render

from commonbook.errors import HostError

Sample = Callable[[str], Path]


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Paths whose content differs, is new or is gone."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


@pytest.fixture
def root(sample: Sample) -> Iterator[Path]:
    """The good network, built twice, so that the site and its twin are both warm."""
    folder = sample("commons")
    render(read(folder))
    touch = folder / "network/sources/mill-archive.yml"
    text = touch.read_text()
    touch.write_text(text + "# warm\n")
    render(read(folder))
    touch.write_text(text)
    render(read(folder))
    return folder


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Change one file."""
    file = root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def rebuild(root: Path) -> tuple[set[str], int]:
    """Build again: the paths that changed, and how many files were written."""
    before = content(root / "site")
    _, summary = render(read(root))
    return changed(before, content(root / "site")), summary.written


def test_nothing_changed_writes_nothing(root: Path) -> None:
    """The second build of the same network touches no file."""
    before = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    _, summary = render(read(root))
    assert summary.written == summary.pruned == 0
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == before


def test_a_text_changes_only_its_own_page(root: Path) -> None:
    """Prose is shown nowhere else; the form's values and the search index have it too."""
    edit(
        root,
        "network/groups/linden-vale-pantry.yml",
        "Tuesday is for lifting",
        "Wednesday is for lifting",
    )
    paths, written = rebuild(root)
    index = {path for path in paths if path.startswith("search/pagefind/")}
    assert paths - index == {
        "groups/linden-vale-pantry/index.html",
        "contribute/values/group/0.js",
        "save/files.json", "save/size.js",  # made from the digests and sizes of all
    }
    assert written <= 3 + len(index)


def test_renaming_a_group_rewrites_only_pages_that_show_it(root: Path) -> None:
    """A name is shown on its page, in lists, and wherever it is linked; all others stay."""
    edit(root, "network/groups/hidden-orchard.yml", "Hidden Orchard", "Silent Orchard")
    paths, _ = rebuild(root)
    for path in paths:
        if path.endswith(".html"):
            assert "Silent Orchard" in (root / "site" / path).read_text(), path
    for path in (root / "site").rglob("*.*"):
        if path.suffix in {".html", ".json"} and path.name not in {
            "pagefind-entry.json", "files.json"  # what stands in both are digests
        }:
            text = path.read_text()
            assert "Hidden Orchard" not in text, path
            assert ("Silent Orchard" in text) == (
                path.relative_to(root / "site").as_posix() in paths
            ), path


def test_a_new_entry_appears_where_it_belongs(root: Path) -> None:
    """Its page, its lists, its topic, the A to Z, and the page of what it names."""
    (root / "network/groups/bakers.yml").write_text(
        "name: Bakers\nsummary: They bake.\ntype: worker-co-op\ntopics: [food]\n"
        "part_of: [vale-assembly]\n"
    )
    paths, _ = rebuild(root)
    assert {
        "groups/bakers/index.html",
        "groups/index.html",
        "topics/food/index.html",
        "search/index.html",
        "groups/vale-assembly/index.html",
        "sitemap.xml",
        "directory.json",
    } <= paths
    assert "groups/night-kitchen/index.html" not in paths


def test_a_moved_file_moves_its_page(root: Path) -> None:
    """The old page is pruned, the new one is there, and links follow."""
    groups = root / "network/groups"
    for path in root.glob("**/*.*"):
        if path.suffix in {".yml", ".md"} and "hidden-orchard" in path.read_text():
            path.write_text(path.read_text().replace("hidden-orchard", "silent-orchard"))
    (groups / "hidden-orchard.yml").rename(groups / "silent-orchard.yml")
    paths, _ = rebuild(root)
    assert "groups/hidden-orchard/index.html" in paths
    assert not (root / "site/groups/hidden-orchard").exists()
    assert (root / "site/groups/silent-orchard/index.html").exists()


def test_an_error_leaves_the_site_as_it_is(root: Path, cli: Callable) -> None:
    """A network with errors is never published; mended, it is."""
    before = content(root / "site")
    edit(root, "network/groups/vale-assembly.yml", "type: assembly", "type: asembly")
    result = cli("build", "-C", root)
    assert result.exit_code == 1
    assert "Did you mean “assembly”?" in result.output
    assert content(root / "site") == before
    edit(root, "network/groups/vale-assembly.yml", "type: asembly", "type: assembly")
    assert cli("build", "-C", root).exit_code == 0


def test_a_broken_template_leaves_the_site_as_it_is(root: Path, cli: Callable) -> None:
    """The message names the template; the old site stays; without the template all is well."""
    before = content(root / "site")
    own = root / "theme/entries/group.html"
    own.parent.mkdir(parents=True)
    for text in ("{{ nothing_of_that_name }}", "{% if %}", "{% extends 'nowhere.html' %}"):
        own.write_text(text)
        result = cli("build", "-C", root)
        assert result.exit_code == 3, result.output
        assert "error: " in result.stderr
        assert "group.html" in result.stderr or "nowhere.html" in result.stderr
        assert "Traceback" not in result.stderr
        assert content(root / "site") == before
    own.unlink()
    assert cli("build", "-C", root).exit_code == 0
    assert content(root / "site") == before


def test_a_broken_frame_leaves_the_site_as_it_is(root: Path) -> None:
    """Frames are checked before anything is stamped."""
    before = content(root / "site")
    (root / "theme").mkdir()
    (root / "theme/frame.html").write_text("<title>SLOT-title-SLOT</title>")
    with pytest.raises(HostError):
        render(read(root))
    assert content(root / "site") == before


def test_a_word_of_the_theme_changes_pages_that_say_it(root: Path) -> None:
    """An override is noticed without a flag."""
    (root / "theme/languages").mkdir(parents=True)
    (root / "theme/languages/en.yml").write_text("how-to-join: Come and join\n")
    paths, _ = rebuild(root)
    assert "groups/linden-vale-pantry/index.html" in paths
    assert "Come and join" in (root / "site/groups/linden-vale-pantry/index.html").read_text()


def test_a_picture_that_changes_is_published_under_a_new_name(root: Path) -> None:
    """Pages show the new picture; the old file is pruned."""
    from PIL import Image  # noqa: PLC0415

    old = {path for path in content(root / "site") if path.startswith("assets/images/")}
    Image.new("RGB", (30, 20), (10, 20, 30)).save(root / "network/images/pantry.png")
    paths, _ = rebuild(root)
    new = {path for path in content(root / "site") if path.startswith("assets/images/")}
    assert len(new - old) == 1
    assert "groups/linden-vale-pantry/index.html" in paths
    assert any(path.endswith(".webp") and path not in new for path in old)


def test_a_stale_day_changes_only_what_says_so(root: Path) -> None:
    """Time alone makes entries stale: their pages, and cards that show them, change."""
    from datetime import date  # noqa: PLC0415

    from commonbook.handbook import Handbook  # noqa: PLC0415
    from commonbook.project import Project  # noqa: PLC0415

    before = content(root / "site")
    render(Handbook(Project(root), today=date(2027, 1, 10)))
    paths = changed(before, content(root / "site"))
    assert "tools/apple-press/index.html" in paths
    assert "Not checked since" in (root / "site/tools/apple-press/index.html").read_text()
    assert "case-studies/mill-lock-in/index.html" not in paths
    assert "events/orchard-evening/index.html" in paths, "it is over"


@pytest.mark.slow
def test_the_same_network_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Neither hash seed, time zone, locale, umask, path nor number of processes show in a site."""
    worlds = [
        ("a", {}, 0o022, ""),
        ("deep/er path ü", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"}, 0o077, ""),
        (
            "b",
            {
                "PYTHONHASHSEED": "4242",
                "TZ": "America/Los_Angeles",
                "LC_ALL": "C",
                "LANG": "C",
                "PYTHONUTF8": "0",
            },
            0o027,
            "import commonbook.parallel as p; p.WORTH_IT = 1;",
        ),
        (
            "c",
            {"PYTHONHASHSEED": "7", "LC_ALL": "tr_TR.UTF-8"},
            0o022,
            "import os; os.cpu_count = lambda: 1;",
        ),
    ]
    found = []
    for name, env, mask, first in worlds:
        root = tmp_path / name
        shutil.copytree(TESTS / "networks" / "commons", root)
        code = (
            f"{first}\nimport os, sys; os.umask({mask})\n"
            "from commonbook.cli import main; main(['build'])"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        found.append(content(root / "site"))
    assert all(changed(found[0], other) == set() for other in found[1:])
    assert len(found[0]) > 50


@pytest.mark.slow
def test_a_killed_build_leaves_a_whole_site(root: Path) -> None:
    """SIGKILL at eight moments of a real build: readers have the old site or the new one."""
    import random  # noqa: PLC0415
    import time  # noqa: PLC0415

    one = content(root / "site")
    swap = ["Tuesday is for lifting", "Wednesday is for lifting"]
    names = ["Hidden Orchard", "Silent Orchard"]
    group, orchard = "network/groups/linden-vale-pantry.yml", "network/groups/hidden-orchard.yml"

    def turn() -> None:
        edit(root, group, *swap)
        edit(root, orchard, *names)
        swap.reverse()
        names.reverse()

    turn()
    render(read(root))
    two = content(root / "site")
    assert changed(one, two)
    chance = random.Random(7)
    for _ in range(8):
        turn()
        program = subprocess.Popen(
            [sys.executable, "-m", "commonbook", "build"],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 0.55))
        program.kill()
        program.wait()
        assert content(root / "site") in (one, two)
    render(read(root))
    assert content(root / "site") == (one if names[0] == "Hidden Orchard" else two)
