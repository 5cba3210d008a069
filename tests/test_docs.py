"""Documentation: what the handbook says of rules, kinds, settings and commands is what they are."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import REPOSITORY, SETTINGS, read

from commonbook.cli import main
from commonbook.kinds import discover
from commonbook.reference import pages
from commonbook.rules import CATALOGUE
from commonbook.settings import Settings

REFERENCE = REPOSITORY / "content" / "reference"
PAGES = pages(discover(), main)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_reference_is_as_the_code_is(name: str) -> None:
    """After a change of a rule, field or option, “make docs” was run."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name]


def test_drift_is_noticed_by_a_command(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """``python -m commonbook.docs --check`` fails when a page is out of date, and mends it without."""
    run = command("--into", tmp_path, "--check", module="commonbook.docs")
    assert run.returncode == 1
    assert "content/reference/rules.md" in run.stderr
    assert "network/schemas/group.json" in run.stderr
    assert command("--into", tmp_path, module="commonbook.docs").returncode == 0
    assert command("--into", tmp_path, "--check", module="commonbook.docs").returncode == 0


def test_the_reference_is_a_good_guide(
    network: Callable[..., Path], problems: Callable[..., list[tuple[str, str]]]
) -> None:
    """Made pages have no problems of their own, and every link in them leads somewhere."""
    links = "".join(f"- [{name}](reference/{name})\n" for name in PAGES)
    root = network({
        "content/index.md": f"---\ntitle: Start\nsummary: Here.\n---\n{links}",
        **{f"content/reference/{name}": text for name, text in PAGES.items()},
    }, SETTINGS)
    assert problems(root) == []
    for entry in read(root).network.of("guide"):
        anchors = {heading.anchor for heading in entry.body.headings}
        for link in re.findall(r"\]\(#([^)]+)\)", entry.body.text):
            assert link in anchors, (entry.id, link)


def test_every_rule_kind_setting_and_command_is_documented() -> None:
    """Nothing is left out of the reference."""
    assert all(f"## {code}\n" in PAGES["rules.md"] for code in CATALOGUE)
    for name, model in discover().items():
        assert f"## {name}\n" in PAGES["kinds.md"]
        for key, field in model.model_fields.items():
            assert f"`{field.alias or key}`" in PAGES["kinds.md"], (name, key)
    assert all(f"`{name}`" in PAGES["settings.md"] for name in Settings.model_fields)
    assert all(f"## {name}\n" in PAGES["commands.md"] for name in main.commands)


def test_what_a_field_names_is_said_also_where_it_may_be_left_out() -> None:
    """A field that names an entry does not take any text."""
    assert "| `training` | name of a training |" in PAGES["kinds.md"]
    assert "| `activity` | name of an activity |" in PAGES["kinds.md"]
    assert "| `terms` | list: name of a term |" in PAGES["kinds.md"]


def test_examples_of_rules_are_yaml_that_we_read() -> None:
    """What a rule shows as right is right at least as YAML."""
    from commonbook.load import Source, load_text  # noqa: PLC0415

    for code, rule in CATALOGUE.items():
        if rule.example and ":" in rule.example and "](" not in rule.example:
            found = load_text(f"{rule.example}\n".encode(), "x.yml", "x", "x")
            known = isinstance(found, Source) or rule.example.startswith("- ")
            assert known, (code, rule.example)


def test_our_own_handbook_has_no_errors() -> None:
    """What we publish passes our own check."""
    errors = [
        f"{found.location}: {found.message}"
        for found in read(REPOSITORY).report
        if found.severity == "error"
    ]
    assert errors == []
