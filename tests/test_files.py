"""Files on disk: only regular ones, of bounded size, inside the project; no entry goes missing."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from commonbook.cli import main
from commonbook.errors import ProjectError
from commonbook.files import RESERVED, SLUG, read_bytes, suggest_slug
from commonbook.project import Project

Problems = Callable[..., list[tuple[str, str]]]
Network = Callable[..., Path]

GROUP = "name: Kitchen\nsummary: A kitchen.\ntype: mutual-aid\nrelated: [group/kitchen]\n"


@pytest.mark.parametrize("kind", ["symlink", "dangling", "fifo", "hard link", "folder"])
def test_only_ordinary_files_are_read(kind: str, tmp_path: Path) -> None:
    """Links, pipes and folders are refused with a sentence, without waiting for anything."""
    path, other = tmp_path / "x.yml", tmp_path / "other"
    other.write_text("secret: yes\n")
    match kind:
        case "symlink":
            path.symlink_to(other)
        case "dangling":
            path.symlink_to(tmp_path / "nowhere")
        case "fifo":
            os.mkfifo(path)
        case "hard link":
            os.link(other, path)
        case _:
            path.mkdir()
    found = read_bytes(path, 1000)
    assert isinstance(found, str)
    assert found.startswith("This ")
    assert found.endswith(".")


def test_a_device_is_not_read() -> None:
    """An endless file would fill the memory."""
    assert isinstance(read_bytes(Path("/dev/zero"), 1000), str)


@pytest.mark.parametrize("seen", [0, 1, 3, 4, 5, 900])
@pytest.mark.parametrize(("holds", "limit"), [(4, 1000), (4, 4), (4, 3), (0, 4)])
def test_a_file_that_grows_or_shrinks_is_read_as_it_is(
    seen: int, holds: int, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is only a first word: all that is there is read, and never more than the limit."""
    path = tmp_path / "x.yml"
    path.write_bytes(b"x" * holds)
    facts = list(path.stat())
    facts[stat.ST_SIZE] = seen
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result(facts))
    found = read_bytes(path, limit)
    assert isinstance(found, str) if max(seen, holds) > limit else found == b"x" * holds


@pytest.mark.parametrize(("size", "ok"), [(256 * 1024, True), (256 * 1024 + 1, False)])
def test_a_file_may_hold_256_kilobytes(
    size: int,
    ok: bool,  # noqa: FBT001
    network: Network,
    problems: Problems,
) -> None:
    """Up to the limit it is read, beyond it the file is reported and nothing else of it."""
    text = GROUP + "topics: [food]\n"
    root = network(
        {"network/groups/kitchen.yml": text + "#" * (size - len(text))},
        "name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n",
    )
    found = problems(root)
    assert found == ([] if ok else [("network/groups/kitchen.yml:1:1", "too-long")])


@pytest.mark.parametrize(
    "name",
    [
        "canteen.yaml",
        "canteen.YML",
        "canteen.yml.bak",
        "canteen.json",
        "canteen",
        "canteen.yml~",
        "canteen.txt",
    ],
)
def test_files_that_are_not_read_are_reported(
    name: str, network: Network, problems: Problems
) -> None:
    """No entry goes missing without a word."""
    assert problems(network({f"network/groups/{name}": GROUP})) == [
        (f"network/groups/{name}:1:1", "unexpected-file")
    ]


@pytest.mark.parametrize(
    "name",
    [".hidden.yml", "README.md", ".DS_Store", "Thumbs.db", "desktop.ini", ".kitchen.yml.swp"],
)
def test_what_systems_leave_behind_is_nothing(
    name: str, network: Network, problems: Problems
) -> None:
    """Hidden files and READMEs are no entries and no problems."""
    assert problems(network({f"network/groups/{name}": "x", f"content/{name}": "x"})) == []


@pytest.mark.parametrize(
    "name",
    [
        "Kitchen",
        "kitchen_2",
        "küche",
        "kitchen--2",
        "-kitchen",
        "kitchen-",
        "index",
        "con",
        "lpt1",
        "constructor",
        "a b",
        "x" * 65,
        "مطبخ",
        "kitchen.2",
    ],
)
def test_a_file_name_must_be_a_web_address(name: str, network: Network, problems: Problems) -> None:
    """Other names are reported, with one that would do."""
    found = problems(network({f"network/groups/{name}.yml": GROUP}))
    assert [rule for _, rule in found] == ["invalid-slug"]


def test_a_link_in_the_data_is_reported(network: Network, problems: Problems) -> None:
    """A contribution cannot make the build read a file outside the project."""
    root = network({"network/groups/.keep": ""})
    (root / "network/groups/kitchen.yml").symlink_to("/etc/passwd")
    (root / "network/groups/more").symlink_to("/etc")
    (root / "network/groups/.more").symlink_to("/etc")
    rules = dict(problems(root))
    assert set(rules.values()) == {"unexpected-file"}
    assert "network/groups/kitchen.yml:1:1" in rules
    assert "network/groups/more:1:1" in rules


def test_a_folder_that_is_a_link_is_reported(
    network: Network, problems: Problems, tmp_path: Path
) -> None:
    """A whole folder cannot come from elsewhere, and is not passed over in silence."""
    root = network()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kitchen.yml").write_text(GROUP)
    (root / "network/groups").symlink_to(elsewhere)
    assert [rule for _, rule in problems(root)] == ["unexpected-file"]


def test_folders_in_the_folder_of_a_kind_are_reported(network: Network, problems: Problems) -> None:
    """Entries in a folder too deep are not lost in silence."""
    root = network({"network/groups/north/kitchen.yml": GROUP})
    assert problems(root) == [("network/groups/north:1:1", "unexpected-file")]


def test_a_file_beside_network_yml_is_reported(network: Network, problems: Problems) -> None:
    """An entry that lies in no folder has no kind."""
    assert problems(network({"network/kitchen.yml": GROUP})) == [
        ("network/kitchen.yml:1:1", "unexpected-file")
    ]


def test_guides_lie_in_folders_as_deep_as_one_likes(network: Network) -> None:
    """A guide's id is its path; an index.md stands for its folder."""
    from samples import read  # noqa: PLC0415

    guide = "---\ntitle: T\nsummary: S.\n---\nText.\n"
    root = network(
        {"content/a/b/c.md": guide, "content/a/index.md": guide, "content/index.md": guide}
    )
    assert sorted(read(root).network.entries) == ["guide/a", "guide/a/b/c", "guide/index"]


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("content/Learn/a.md", "invalid-slug"),
        ("content/learn/A.md", "invalid-slug"),
        ("content/learn/con.md", "invalid-slug"),
        ("content/learn/a.markdown", "unexpected-file"),
        ("content/learn/a.txt", "unexpected-file"),
        ("content/learn/picture.png", None),
    ],
)
def test_names_of_guides_and_their_folders_are_checked(
    network: Network, problems: Problems, path: str, rule: str | None
) -> None:
    """A folder is a part of the address too; pictures beside guides are no problem."""
    found = problems(network({path: "---\ntitle: T\nsummary: S.\n---\nText.\n"}))
    assert [code for _, code in found] == ([rule] if rule else [])


@given(st.text(max_size=80))
def test_a_suggested_name_is_always_good(name: str) -> None:
    """Whatever the name of an entry, the file name we suggest for it is accepted."""
    slug = suggest_slug(name)
    assert SLUG.match(slug)
    assert slug not in RESERVED


@pytest.mark.parametrize("place", [
    ".commonbook", ".commonbook/twin", ".commonbook/lock", ".commonbook/offline/twin", "theme",
    "theme/assets/notes.txt", "network/images"])
def test_nothing_is_written_or_published_through_a_link(
    place: str, network: Network, tmp_path: Path
) -> None:
    """A link that came with a contribution empties no folder, and hands out no file."""
    root = network()
    private = tmp_path / "private"
    private.mkdir()
    (private / "thesis.txt").write_text("years of work")
    link = root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(private)
    with pytest.raises(ProjectError, match=place):
        Project.find(root)
    assert CliRunner().invoke(main, ["build", "-C", str(root)]).exit_code == 2
    assert (private / "thesis.txt").read_text() == "years of work"


def test_a_file_whose_name_is_no_text_is_reported(network: Network) -> None:
    """Bytes that are no UTF-8 do not end the check of everything else."""
    root = network()
    (root / "network/groups").mkdir()
    (root / "network/groups" / os.fsdecode(b"caf\xe9.yml")).write_text("name: X\n")
    result = CliRunner().invoke(main, ["check", "-C", str(root)])
    assert result.exit_code == 1
    assert "invalid-slug" in result.output
