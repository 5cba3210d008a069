"""Workflows: what a forge runs for strangers is valid, safe for forks, and the same everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from samples import REPOSITORY

from commonbook.errors import ProjectError
from commonbook.workflows import PLACES, workflow

Cli = Callable[..., Result]
Net = Callable[..., Path]
OURS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
SCHEMAS = {
    "github": "vendor.github-workflows",
    "forgejo": "vendor.github-workflows",
    "gitlab": "vendor.gitlab-ci",
}
TEXTS = {
    **{forge: workflow(forge) for forge in PLACES},
    **{path.name: path.read_text(encoding="utf-8") for path in OURS},
}
PINNED = re.compile(
    r"- uses: (?:https://data\.forgejo\.org/)?actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
)
BY_TAG = "- uses: https://data.forgejo.org/forgejo/upload-artifact@v4"
"""The one action whose hash is not known to us; the decision says so."""
HARMLESS = {"github.ref", "github.event.pull_request.base.sha", "!cancelled()"}
"""Expressions with nothing in them that a contributor can choose freely in a shell's place."""


def steps(text: str) -> Iterator[dict[str, Any]]:
    """Every step of a workflow of GitHub's kind."""
    for job in yaml.load(text, yaml.BaseLoader)["jobs"].values():
        yield from job["steps"]


def faults(text: str) -> list[str]:
    """What makes a workflow of GitHub's kind unsafe for contributions from strangers."""
    tree = yaml.load(text, yaml.BaseLoader)
    checkouts = [step for step in steps(text) if "checkout" in step.get("uses", "")]
    expressions = re.findall(r"\$\{\{\s*(.*?)\s*\}\}", text)
    used = [line.strip() for line in text.splitlines() if "uses:" in line]
    wrong = {
        "runs on something other than pull_request": "pull_request" not in tree["on"]
        or set(tree["on"]) - {"pull_request", "push"},
        "may do more than read": tree.get("permissions") != {"contents": "read"},
        "has rights of its own": any("permissions" in job for job in tree["jobs"].values()),
        "has no time limit": any("timeout-minutes" not in job for job in tree["jobs"].values()),
        "uses secrets": "secrets" in re.sub("#.*", "", text),
        "uses what a contributor can choose": set(expressions) - HARMLESS,
        "is not pinned": [line for line in used if not PINNED.search(line) and line != BY_TAG],
        "keeps credentials": not checkouts
        or any(step["with"].get("persist-credentials") != "false" for step in checkouts),
        "fills an expression into a shell": any("${{" in step.get("run", "") for step in steps(text)),
    }
    return [what for what, found in wrong.items() if found]


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "gitlab"])
def test_a_workflow_is_safe_for_contributions_from_strangers(name: str) -> None:
    """Reading only, no secrets, pinned, and no expression in a shell."""
    assert faults(TEXTS[name]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  pull_request:", "  pull_request_target:"),
        ("contents: read", "contents: write"),
        ("persist-credentials: false", "persist-credentials: true"),
        ("timeout-minutes: 20", "permissions: write-all"),
        ("@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", "@v5"),
        ("HEAD^1", "${{ github.event.pull_request.title }}"),
        ("HEAD^1", "${{ github.head_ref }}"),
        ('python-version: "3.13"', "token: ${{ secrets.TOKEN }}"),
    ],
)
def test_what_would_make_it_unsafe_is_found(old: str, new: str) -> None:
    """The checker of the test above has teeth."""
    text = TEXTS["github"]
    assert old in text
    assert faults(text.replace(old, new)) != []


def test_the_file_for_gitlab_hands_over_nothing_but_a_quoted_hash() -> None:
    """Names of branches, titles and authors are not in it; variables are in quotes."""
    tree = yaml.load(TEXTS["gitlab"], yaml.BaseLoader)["commonbook"]
    script = "\n".join([*tree["script"], *tree["after_script"]])
    assert re.findall(r"\$\w+", script) == ["$CI_MERGE_REQUEST_DIFF_BASE_SHA"]
    assert '"$CI_MERGE_REQUEST_DIFF_BASE_SHA"' in script
    assert tree["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert tree["artifacts"]["reports"] == {"codequality": "code-quality.json"}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_workflow_is_valid_for_its_forge(name: str, tmp_path: Path) -> None:
    """By the published JSON Schemas of GitHub's and GitLab's files."""
    path = tmp_path / "workflow.yml"
    path.write_text(TEXTS[name], encoding="utf-8")
    schema = SCHEMAS.get(name, "vendor.github-workflows")
    run = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("forge", sorted(PLACES))
def test_commands_in_a_workflow_are_commands_we_have(forge: str, cli: Cli, network: Net) -> None:
    """Every option that a workflow uses is taken by this version."""
    root = network()
    for line in re.findall(r"commonbook ((?:check|build) .*)", TEXTS[forge]):
        options = re.findall(r"--[a-z-]+", line)
        assert options
        known = cli(line.split()[0], "--help").output
        assert all(option in known for option in options)
    assert cli("workflow", forge, "-C", root).exit_code == 0
    assert (root / PLACES[forge]).read_text(encoding="utf-8") == TEXTS[forge]
    again = cli("workflow", forge, "-C", root)
    assert again.exit_code == 2
    assert "already there" in again.stderr


def test_our_own_workflow_is_the_one_a_network_gets() -> None:
    """But for what is installed: here, what the contribution holds."""
    path = REPOSITORY / PLACES["github"]
    assert path.read_text(encoding="utf-8") == workflow("github", ".")


@pytest.mark.parametrize(
    "wanted", ["x; rm -rf /", "$(id)", "a'b", "--index-url=x", "a b", "`id`", "x\ny", "x" * 300]
)
def test_what_is_installed_cannot_hold_commands(wanted: str, cli: Cli) -> None:
    """A requirement is a name, a version or an address."""
    with pytest.raises(ProjectError):
        workflow("github", wanted)
    assert cli("workflow", "github", "--stdout", f"--install={wanted}").exit_code == 2
