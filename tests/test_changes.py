"""Changes: strict with what a contribution touches, mild with the rest; git is asked safely."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
Net = Callable[..., Path]

SETTINGS = "name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n"
OLD = {
    "network/groups/old-fault.yml": "name: Old\nsummary: Old.\ntype: nonsense\n",
    "network/groups/kitchen.yml": "name: Kitchen\nsummary: K.\ntype: other\ntopics: [food]\n",
    "network/groups/hall.yml": "name: Hall\nsummary: H.\ntype: other\ntopics: [food]\n"
    "works_with: [kitchen]\n",
}


def git(root: Path, *arguments: str) -> str:
    """Run git as a contributor would."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    run = subprocess.run(
        ["git", "-C", root, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return run.stdout


@pytest.fixture
def repository(network: Net) -> Path:
    """A network under git with a fault that was always there."""
    root = network(OLD, SETTINGS)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message=First")
    git(root, "checkout", "--quiet", "-b", "mine")
    return root


def found(cli: Cli, root: Path, revision: str = "main") -> tuple[int, list[str]]:
    """The exit code, and path and severity of every problem."""
    result = cli("check", "-C", root, "--format", "concise", "--changed-since", revision)
    lines = [line.split(": ") for line in result.stdout.splitlines() if ".yml" in line.split(":")[0]]
    return result.exit_code, sorted(f"{line[0].split(':')[0]} {line[1]}" for line in lines)


def test_faults_elsewhere_do_not_stop_a_good_contribution(cli: Cli, repository: Path) -> None:
    """What was wrong before is a warning; nothing touched, nothing wrong."""
    assert found(cli, repository) == (0, ["network/groups/old-fault.yml warning"])


def test_even_a_warning_stops_where_the_contribution_touches(cli: Cli, repository: Path) -> None:
    """A new file that git does not know yet counts, a committed one as well."""
    path = repository / "network/glossary/soup.yml"
    path.parent.mkdir()
    path.write_text("name: Soup\ndefinition: Soup.\n")
    expected = (
        1,
        ["network/glossary/soup.yml error", "network/groups/old-fault.yml warning"],
    )
    assert found(cli, repository) == expected
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message=Soup")
    assert found(cli, repository) == expected
    assert found(cli, repository, "HEAD^1") == expected


def test_a_reference_to_what_the_contribution_took_out_is_its_fault(
    cli: Cli, repository: Path
) -> None:
    """The file that breaks was not touched, but the change has broken it."""
    git(repository, "rm", "--quiet", "network/groups/kitchen.yml")
    assert found(cli, repository) == (
        1,
        ["network/groups/hall.yml error", "network/groups/old-fault.yml warning"],
    )


def test_a_change_of_the_settings_makes_everything_count(cli: Cli, repository: Path) -> None:
    """A topic that is taken out breaks entries that nobody touched."""
    (repository / "network/network.yml").write_text(SETTINGS.replace("food: Food", "land: Land"))
    code, lines = found(cli, repository)
    assert code == 1
    assert "network/groups/kitchen.yml error" in lines


def test_what_others_did_meanwhile_does_not_count(cli: Cli, repository: Path) -> None:
    """Counted from where the branch left, not from where the other branch is now."""
    (repository / "network/groups/mine.yml").write_text("name: M\nsummary: M.\ntype: no\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message=Mine")
    git(repository, "checkout", "--quiet", "main")
    git(repository, "rm", "--quiet", "network/groups/old-fault.yml")
    git(repository, "commit", "--quiet", "--message=Mended")
    git(repository, "checkout", "--quiet", "mine")
    assert found(cli, repository) == (
        1,
        ["network/groups/mine.yml error", "network/groups/old-fault.yml warning"],
    )


@pytest.mark.parametrize(
    "revision",
    [
        "--output=/tmp/x",
        "-h",
        "main; id",
        "$(id)",
        "main..mine",
        "a b",
        "main\n",
        "@{-1}",
        ":/First",
        "",
        "x" * 300,
        "nowhere",
        "origin/main",
    ],
)
def test_only_the_name_of_a_revision_is_taken(cli: Cli, repository: Path, revision: str) -> None:
    """Options, ranges, commands and what is not there are refused in words."""
    result = cli("check", "-C", repository, f"--changed-since={revision}")
    assert result.exit_code == 2
    assert "hint:" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_shallow_checkout_says_what_to_do(cli: Cli, repository: Path, tmp_path: Path) -> None:
    """A clone of the last commit does not hold what the branch came from."""
    (repository / "network/groups/kitchen.yml").write_text("name: K\nsummary: K.\ntype: no\n")
    git(repository, "commit", "--quiet", "--all", "--message=Second")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", str(clone))
    first = git(repository, "rev-parse", "main").strip()
    result = cli("check", "-C", clone, "--changed-since", first)
    assert result.exit_code == 2
    assert "shallow" in result.stderr
    assert "fetch-depth: 0" in result.stderr
    deeper = tmp_path / "deeper"
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{repository}", str(deeper))
    assert found(cli, deeper, "HEAD^1")[0] == 1  # the entry it touches is wrong


def test_without_git_it_is_said(cli: Cli, network: Net) -> None:
    """A folder that is no checkout, and a computer without git."""
    root = network()
    result = cli("check", "-C", root, "--changed-since", "main")
    assert result.exit_code == 2
    assert "git checkout" in result.stderr
    result = cli("check", "-C", root, "--changed-since", "main", env={"PATH": ""})
    assert result.exit_code == 2
    assert "not installed" in result.stderr


def test_a_network_in_a_folder_of_its_repository_is_followed(cli: Cli, network: Net) -> None:
    """Paths are those from the network's root, and names in any script are read."""
    root = network(OLD, SETTINGS)
    outer = root.parent
    git(outer, "init", "--quiet", "--initial-branch=main")
    git(outer, "add", ".")
    git(outer, "commit", "--quiet", "--message=First")
    (root / "network/groups/مطبخ.yml").write_text("name: x\n")
    (root / "network/groups/hall.yml").write_text("name: Hall\nsummary: H.\n")
    code, lines = found(cli, root, "HEAD")
    assert code == 1
    assert "network/groups/hall.yml error" in lines
    assert "network/groups/مطبخ.yml error" in lines


def test_a_report_can_be_written_into_files_as_well(cli: Cli, repository: Path) -> None:
    """One run, annotations in the log, a table and a machine-readable file."""
    result = cli(
        "check", "-C", repository, "--format=github", "--report",
        f"markdown={repository}/summary.md", "--report", f"gitlab={repository}/quality.json",
    )  # fmt: skip
    assert result.stdout.startswith("::error file=network/groups/old-fault.yml")
    assert "| network/groups/old-fault&#46;yml" in (repository / "summary.md").read_text()
    assert (repository / "quality.json").read_text().startswith("[")
    for wrong in ("markdown", "xml=a", "markdown="):
        assert cli("check", "-C", repository, "--report", wrong).exit_code == 2
