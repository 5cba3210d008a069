"""Every rule has a tiny network with that one fault, and says so at the right place."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path

import pytest
from samples import TESTS, Snapshots, read

from commonbook.errors import HostError
from commonbook.handbook import Handbook
from commonbook.hosts.mkdocs import frames_for
from commonbook.reporters import concise, full
from commonbook.rules import CATALOGUE

BROKEN = TESTS / "broken"
FOLDERS = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())


@pytest.fixture(params=FOLDERS)
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Handbook:
    """Each broken network, checked; what git cannot hold is made by its make.py."""
    root = tmp_path / request.param
    shutil.copytree(BROKEN / request.param, root, ignore=shutil.ignore_patterns("__pycache__"))
    maker = root / "make.py"
    if maker.is_file():
        spec = importlib.util.spec_from_file_location("make", maker)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.make(root)
    handbook = read(root)
    if (root / "theme").is_dir():
        with pytest.raises(HostError):
            frames_for(handbook)
    return handbook


def test_every_rule_has_a_broken_network() -> None:
    """A rule without its folder here is a rule that nobody has seen at work."""
    assert sorted(CATALOGUE) == FOLDERS


def test_a_broken_network_is_reported_as_expected(broken: Handbook, snapshots: Snapshots) -> None:
    """The report is word for word the one that was reviewed."""
    text = concise.render(broken.report, broken.sources, False)  # noqa: FBT003
    snapshots.check(text, BROKEN / broken.project.root.name / "expected.txt")


def test_a_broken_network_breaks_that_one_rule(broken: Handbook) -> None:
    """The one fault is reported under its own name; too many problems follow from others."""
    found = {problem.rule.code for problem in broken.report}
    allowed = {"too-many-problems": {"unknown-field"}}.get(broken.project.root.name, set())
    assert found == {broken.project.root.name} | allowed


def test_a_problem_lies_where_the_file_has_it(broken: Handbook) -> None:
    """The place is in an existing file, inside its text."""
    for problem in broken.report:
        place = problem.location
        assert (broken.project.root / place.path).exists()
        source = broken.sources.get(place.path)
        lines = getattr(source, "text", "").split("\n")
        if len(lines) > 1:
            assert place.line <= len(lines)
            assert place.column <= len(lines[place.line - 1]) + 1


def test_a_problem_says_what_to_do(broken: Handbook) -> None:
    """Every message is a sentence without blame or jargon, and has a hint."""
    jargon = re.compile(r"mapping|scalar|NoneType|sequence|exception|!\B", re.IGNORECASE)
    for problem in broken.report:
        assert problem.message.endswith((".", "?")), problem.message
        assert problem.hint.endswith((".", "?")), problem.hint
        assert not jargon.search(problem.message.replace("!.", "")), problem.message
        assert "{" not in problem.message + problem.hint, problem


def test_the_full_report_points_under_the_place(broken: Handbook) -> None:
    """Where the line can be shown, a caret stands under the column that is named."""
    text = full.render(broken.report, broken.sources, False)  # noqa: FBT003
    assert text.count("hint:") == sum(bool(problem.hint) for problem in broken.report)
    for problem in broken.report:
        assert f"  {problem.location}\n" in text
