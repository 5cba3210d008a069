"""Reporters: one report in every format, safe to print wherever it goes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import TESTS, Snapshots, read

from commonbook.diagnostics import Location, Report, Severity
from commonbook.handbook import Handbook
from commonbook.reporters import names, reporter
from commonbook.rules import INVALID_VALUE

Net = Callable[..., Path]

SETTINGS = "name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n"
FILES = {
    "network/groups/kitchen.yml": "name: Küche 中文\nsummary: A kitchen.\ntype: mutal-aid\n"
    "topics: [food]\n",
    "network/groups/market.yml": "name: Market\nsummary: M.\ntype: other\ntopics: [food]\n"
    "quorum: 100% of those, who: come\n",
    "network/groups/hall.yml": "name: 中文 hall\nsummary: 大家 together.\ntype: other\n"
    "topics: [food]\npart_of: [kitchn]\n"
    "offers: [中文 und ring 01632 960961]\n",
    "network/groups/room.yml": "name: 中文 Hall\nsummary: R.\ntype: other\ntopics: [food]\n",
    "network/glossary/soup.yml": "name: Soup\ndefinition: Soup.\n",
}
NAMES = names()


@pytest.fixture
def handbook(network: Net) -> Handbook:
    """A network with a problem of every sort."""
    return read(network(FILES, SETTINGS))


def rendered(handbook: Handbook, form: str, *, colour: bool = False) -> str:
    """The report of a network in a format."""
    return reporter(form, terminal=True)(handbook.report, handbook.sources, colour)


@pytest.mark.parametrize("form", NAMES)
def test_a_report_looks_as_reviewed(handbook: Handbook, form: str, snapshots: Snapshots) -> None:
    """One snapshot a format, beside this test."""
    snapshots.check(rendered(handbook, form), TESTS / "reporters" / f"{form}.txt")


@pytest.mark.parametrize("form", NAMES)
def test_an_empty_report_is_whole(form: str) -> None:
    """Without problems each format is still itself."""
    text = reporter(form, terminal=True)(Report(), {}, False)  # noqa: FBT003
    if form in {"sarif", "gitlab"}:
        json.loads(text)
    elif form == "json":
        assert text == ""
    else:
        assert text == "Everything is in order.\n"


@pytest.mark.parametrize("form", NAMES)
def test_nothing_from_a_file_can_disturb_a_terminal_or_a_log(network: Net, form: str) -> None:
    """Escape sequences, workflow commands and marks of direction are shown, not obeyed."""
    evil = "\\e[31m::error::x\\u202e"
    root = network(
        {
            "network/groups/a.yml": f'name: A\nsummary: A.\ntype: "::stop-commands::x"\n"{evil}": x\n',
            "network/groups/b.yml": b"name: \x1b]0;title\x07\nsummary: \x9b31m\n",
            "network/groups/\x1b[31mred\u202e.yml": "name: x\n",
            "network/groups/a%0Ab.yml": "name: x\n",
            "network/groups/::error file=x::y.yml": "name: x\n",
            "network/groups/##[add-mask]x.yml": "name: x\n",
            "network/groups/c.yml": "name: C\nsummary: C.\ntype: '##[error]gone'\n",
            "network/groups/d.yml": "name: D\nsummary: D.\ntype: '%0A::error::x'\n",
            "network/groups/e.yml": "name: E\nsummary: E.\n"
            "type: '<img src=x>|[a](b) `c` @all www.x.example ![d](https://e.example)'\n",
        },
        SETTINGS,
    )
    text = rendered(read(root), form)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "##[" not in text
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    if form == "github":
        assert all(line.startswith(("::error file=", "::warning file=")) for line in commands)
        assert "%0A::error" not in text
    else:
        assert commands == []
    if form == "markdown":
        assert not re.search(r"<|\]\(|`|@all|www\.|://|!\[", text)
        assert all(line.count("|") == 4 for line in text.splitlines() if "|" in line)


def test_a_summary_is_never_too_large_to_be_shown() -> None:
    """GitHub shows none above 1 MiB; a stranger can write what takes six times its place there."""
    report = Report()
    report.add(INVALID_VALUE.at(Location(f"network/groups/{'&' * 100}{n:03}.yml"), "<" * 900, "|" * 900)
               for n in range(600))
    text = reporter("markdown", terminal=False)(report, {}, False)  # noqa: FBT003
    assert len(text.encode()) < 2**20
    rows = text.count("\n| network/")
    assert 100 < rows < 500
    assert f"{600 - rows} more are not shown here." in text


def test_only_as_many_annotations_as_github_shows(network: Net) -> None:
    """Ten errors and ten warnings become commands; the rest are lines of the log."""
    files = {f"network/groups/a{n:02}.yml": f"name: A{n}\nsummary: A.\ntype: x\n" for n in range(14)}
    files |= {f"network/glossary/t{n:02}.yml": f"name: T{n}\ndefinition: T.\n" for n in range(12)}
    lines = rendered(read(network(files, SETTINGS)), "github").splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert sum(line.startswith("network/groups/") for line in lines) == 4
    assert sum(line.startswith("network/glossary/") for line in lines) == 2
    assert lines[-1] == "Found 14 errors and 12 warnings."


def test_colour_never_carries_meaning_alone(handbook: Handbook) -> None:
    """Without colours the same words are there."""
    coloured = rendered(handbook, "full", colour=True)
    plain = rendered(handbook, "full")
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_carets_stand_under_wide_letters(handbook: Handbook) -> None:
    """A Chinese letter takes two columns on a terminal."""
    lines = rendered(handbook, "full").splitlines()
    at = next(number for number, line in enumerate(lines) if "part_of: [kitchn]" in line)
    assert lines[at].index("kitchn") == lines[at + 1].index("^")
    at = next(number for number, line in enumerate(lines) if "und ring" in line)
    assert lines[at].index("01632") + 2 == lines[at + 1].index("^")


def test_json_is_one_object_a_line(handbook: Handbook) -> None:
    """The keys are those of the contract, in plain ASCII."""
    rows = [json.loads(line) for line in rendered(handbook, "json").splitlines()]
    assert len(rows) == len(handbook.report)
    for row in rows:
        assert list(row) == [
            "path",
            "line",
            "column",
            "end_line",
            "end_column",
            "rule",
            "severity",
            "message",
            "hint",
        ]
    assert rendered(handbook, "json").isascii()


def test_sarif_has_the_shape_of_the_standard(handbook: Handbook) -> None:
    """SARIF 2.1.0: what code-scanning pages need is there and of the right type."""
    log = json.loads(rendered(handbook, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver: dict[str, Any] = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
    assert len(run["results"]) == len(handbook.report)
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"warning", "error"}
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert not place["artifactLocation"]["uri"].startswith("/")
        region = place["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        if "endLine" in region:
            assert (region["endLine"], region["endColumn"]) >= (
                region["startLine"],
                region["startColumn"],
            )
        assert result["partialFingerprints"]


def test_gitlab_fingerprints_are_unique_and_survive_moves(network: Net, handbook: Handbook) -> None:
    """Lines added above a problem do not make it a new one."""
    rows = json.loads(rendered(handbook, "gitlab"))
    prints = {row["fingerprint"] for row in rows}
    assert len(prints) == len(rows)
    moved = {path: f"# one more line\n{text}" for path, text in FILES.items()}
    again = json.loads(rendered(read(network(moved, SETTINGS)), "gitlab"))
    same = {row["fingerprint"] for row in again}
    assert len(prints & same) >= len(prints) - 1, "only messages that name a line may change"


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [({"GITHUB_ACTIONS": "true"}, True, "github"), ({}, True, "full"), ({}, False, "concise")],
)
def test_auto_chooses_for_the_reader(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    terminal: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """A terminal gets the full report, a pipe the concise one, Actions their commands."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    chosen = reporter("auto", terminal=terminal)
    assert chosen.__module__ == f"commonbook.reporters.{expected}"


def test_totals_count_in_words(handbook: Handbook) -> None:
    """The last line says how many of each."""
    errors = handbook.report.count(Severity.ERROR)
    warnings = handbook.report.count(Severity.WARNING)
    assert rendered(handbook, "concise").endswith(
        f"Found {errors} errors and {warnings} warning{'' if warnings == 1 else 's'}.\n"
    )
