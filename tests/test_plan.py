"""The command plan: a run-of-show for the time and the people there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from samples import read

from commonbook.paper import sheets

Cli = Callable[..., Result]
Net = Callable[..., Path]

TRAINING = {
    "network/trainings/t.yml": """name: "Cooking | *together*"
summary: S.
audience: All
outcomes: [cook]
group_size: {max: 9}
materials: [{item: Pen, per: person, spare: 2}, {item: Pot, quantity: "1.5", per: small-group}]
blocks:
  - {title: Hello, minutes: 10, keep: must}
  - {title: Chopping, minutes: 40, min: 20, materials: [{item: pen, per: person}]}
  - {activity: song, minutes: 10, keep: could}
  - {title: Eating, minutes: 30, keep: must, at: "19:30", materials: [{item: Spoon, per: pair}]}
""",
    "network/activities/song.yml": "name: A song\nsummary: S.\npurpose: P.\nsteps: [s]\n"
    "materials: [Song sheet]\n",
}
SETTINGS = 'name: T\nsummary: T.\nlanguages: [en]\nsession_starts: ["18:30"]\n'


def test_the_plan_as_it_is_written(cli: Cli, network: Net) -> None:
    """Clock times from the network's start, free time, and materials for the largest group."""
    result = cli("plan", "-C", network(TRAINING, SETTINGS), "t")
    assert result.exit_code == 0
    assert result.output == (
        "Cooking | *together*\n\n"
        "With a start at 18:30.\nIt takes 1 hour 30 minutes.\nFor 9 people.\n\n"
        "18:30–18:40    10   1. Hello\n"
        "18:40–19:20    40   2. Chopping\n"
        "19:20–19:30    10   3. A song\n"
        "19:30–20:00    30   4. Eating (fixed time)\n\n"
        "Materials for 9 people\n"
        "    20 × Pen\n     5 × Pot\n     1 × Song sheet\n     5 × Spoon\n"
    )


def test_the_sheets_list_what_the_plan_lists(network: Net) -> None:
    """A block that lists nothing needs what its activity needs, on paper too (decision 20)."""
    handbook = read(network(TRAINING, SETTINGS))
    found = sheets(handbook.edition, handbook.network.entries["training/t"])
    assert [line.need.item for line in found["materials"].lines] == [
        "Pen", "Pot", "Song sheet", "Spoon"]
    song = found["plan"].days[0].slots[2]
    assert [material.item for material in song.materials] == ["Song sheet"]
    for path in ("trainings/t/", "trainings/t/run/"):
        page = handbook.page(path)
        assert page is not None
        assert "Song sheet" in page.slots()["body"]


def test_a_shorter_plan_says_what_had_to_go(cli: Cli, network: Net) -> None:
    """In words; materials of what was dropped are not needed."""
    root = network(TRAINING, SETTINGS)
    result = cli("plan", "-C", root, "training/t", "--start", "18:50", "--minutes", "70")
    assert "18:50–19:00    10   1. Hello" in result.output
    assert "19:00–19:20    20   2. Chopping" in result.output
    assert "Shortened: Chopping (20 instead of 40 minutes)." in result.output
    result = cli("plan", "-C", root, "t", "--start", "18:55", "--minutes", "70", "--people", "1")
    assert "Left out: A song." in result.output
    assert "Song sheet" not in result.output
    assert "Materials for 1 person\n     4 × Pen\n     2 × Pot\n     1 × Spoon\n" in result.output


def test_what_does_not_fit_is_printed_with_what_is_missing(cli: Cli, network: Net) -> None:
    """The exit code stays 0: the command did its work."""
    result = cli("plan", "-C", network(TRAINING, SETTINGS), "t", "--start", "19:25")
    assert result.exit_code == 0
    assert "“Eating” has to start at 19:30" in result.output
    assert "This does not fit: 35 minutes are missing" in result.output


def test_markdown_is_a_table_that_no_text_can_break(cli: Cli, network: Net) -> None:
    """What a title holds stays text."""
    result = cli("plan", "-C", network(TRAINING, SETTINGS), "t", "--format", "markdown")
    assert "# Cooking \\| \\*together\\*\n" in result.output
    assert "| 18:30–18:40 | 10 | 1. Hello |\n" in result.output
    assert "- 20 × Pen\n" in result.output


def test_without_a_number_of_people_materials_are_as_written(cli: Cli, network: Net) -> None:
    """Nothing is made up."""
    files = {path: text.replace("group_size: {max: 9}\n", "") for path, text in TRAINING.items()}
    output = cli("plan", "-C", network(files, SETTINGS), "t").output
    assert "1.5 × Pot, for each small group" in output
    assert "people" not in output


def test_a_plan_of_the_day_does_not_begin_in_the_evening(cli: Cli, network: Net) -> None:
    """A start that its fixed times do not allow is not taken; they say when it begins."""
    files = {path: text.replace("19:30", "12:30") for path, text in TRAINING.items()}
    output = cli("plan", "-C", network(files, SETTINGS), "t").output
    assert "11:30–11:40    10   1. Hello" in output
    assert "does not fit" not in output


def test_days_stand_under_their_own_headings(cli: Cli, sample: Callable[[str], Path]) -> None:
    """Each begins at the start."""
    output = cli("plan", "-C", sample("commons"), "first-shift").output
    assert "Day 1\n18:15–18:27" in output
    assert "Day 2\n18:15–19:07    52   9. Morning market" in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tt",), "Did you mean “t”?"),
        (("broken",), "has errors"),
        (("t", "--start", "25:00"), "25:00"),
        (("t", "--minutes", "0"), "0"),
        (("t", "--people", "0"), "0"),
    ],
)
def test_plan_called_wrongly_says_why(
    cli: Cli, network: Net, arguments: tuple[str, ...], words: str
) -> None:
    """A name that is not there, a file with errors, times and numbers that cannot be."""
    root = network({**TRAINING, "network/trainings/broken.yml": "name: B\n"}, SETTINGS)
    result = cli("plan", "-C", root, *arguments)
    assert result.exit_code == 2
    assert words in result.output

