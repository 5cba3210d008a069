"""Starter files: what “commonbook new” writes can be filled in and is then right."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from samples import read

from commonbook.anatomy import anatomy_of
from commonbook.kinds import discover

Cli = Callable[..., Result]
Net = Callable[..., Path]
KINDS = sorted(discover())


@pytest.mark.parametrize("kind", KINDS)
def test_a_starter_file_is_read_and_only_asks_for_what_is_missing(
    cli: Cli, network: Net, kind: str
) -> None:
    """Everything it writes is right; the check points at the fields that are still empty."""
    root = network()
    result = cli("new", kind, "first", "-C", root)
    assert result.exit_code == 0, result.output
    report = list(read(root).report)
    assert report, "required fields are empty"
    assert {problem.rule.code for problem in report} <= {"missing-field"}, [
        f"{problem.location} {problem.message}" for problem in report
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_in_the_starter_file_with_a_word_on_it(
    cli: Cli, network: Net, kind: str
) -> None:
    """Whoever fills it in need not look anything up."""
    text = cli("new", kind, "first", "--stdout", "-C", network()).output
    for name, field in discover()[kind].model_fields.items():
        assert f"{field.alias or name}:" in text
        assert (field.description or "").split()[0] in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_with_choices_names_its_words(cli: Cli, network: Net, kind: str) -> None:
    """In the comment above it, whether it is required or not, also in a group of fields."""
    model = discover()[kind]
    text = cli("new", kind, "first", "--stdout", "-C", network()).output
    unwrapped = re.sub(r"\n[#\s-]*", " ", text)
    parts = filter(None, (anatomy_of(field).model for field in model.model_fields.values()))
    inside = [
        (name, field)
        for part in parts
        for name, field in part.model_fields.items()
        if field.is_required() or name in part.first
    ]
    for name, field in [*model.model_fields.items(), *inside]:
        words = ", ".join(anatomy_of(field).choices)
        if words:
            assert f"One of: {words}. {field.alias or name}:" in unwrapped


def test_the_words_of_a_field_that_may_be_left_out_are_named(cli: Cli, network: Net) -> None:
    """As people read it."""
    text = cli("new", "group", "x", "--stdout", "-C", network()).output
    assert (
        "# Whether it is going. One of: forming, active, paused, dormant, ended.\n# status:\n"
    ) in text
    assert (
        "# contact:\n"
        "#     # One of: web, form, role-email, social, hotline, post-box, in-person.\n"
        "#   - way:\n"
    ) in text


@pytest.mark.parametrize("kind", KINDS)
def test_taking_the_mark_away_leaves_readable_yaml(cli: Cli, network: Net, kind: str) -> None:
    """With every # of an example taken away the file is still YAML, without unknown fields."""
    root = network()
    cli("new", kind, "first", "-C", root)
    path = next(root.rglob("first.*"))
    names = "|".join(field.alias or name for name, field in discover()[kind].model_fields.items())
    text = re.sub(rf"^# (?=(?:{names}):|  )", "", path.read_text(), flags=re.MULTILINE)
    assert len(re.findall(rf"^(?:{names}):", text, re.MULTILINE)) == len(names.split("|"))
    path.write_text(text)
    codes = {problem.rule.code for problem in read(root).report}
    assert not codes & {
        "invalid-yaml",
        "unknown-field",
        "tab-indentation",
        "duplicate-key",
        "internal-error",
    }


def test_answers_are_written_so_that_they_can_hold_anything(cli: Cli, network: Net) -> None:
    """Colons, hashes, quotes and other scripts come out as they went in."""
    root = network(settings="name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n")
    name = 'Küche: "مطبخ" #1 \\ {x}'
    result = cli(
        "new",
        "group",
        "-C",
        root,
        "--set",
        f"name={name}",
        "--set",
        "summary=- a: b",
        "--set",
        "type=mutual-aid",
        "--set",
        "topics=food",
    )
    assert result.exit_code == 0, result.output
    entry = read(root).network.entries["group/kuche-1-x"]
    assert (entry.name, entry.summary, entry.topics) == (name, "- a: b", ("food",))
    assert list(read(root).report) == []


@pytest.mark.parametrize(
    ("answers", "file"),
    [
        (("name=Küche am Fluss",), "kuche-am-fluss"),
        (("name=مطبخ الليل", "type=mutual-aid", "place.town=Linden Vale"), "linden-vale-mutual-aid"),
        (("name=مطبخ الليل", "place.town=القامشلي", "place.country=SY"), "sy-group"),
        (("name=مطبخ الليل", "type=food-co-op"), "food-co-op-1"),
        ((), "new-group"),
    ],
)
def test_a_file_is_named_after_the_entry_or_its_place(
    cli: Cli, network: Net, answers: tuple[str, ...], file: str
) -> None:
    """As in the form: a name without Latin letters is no address, its town and sort are."""
    root = network()
    given = [part for answer in answers for part in ("--set", answer)]
    assert cli("new", "group", "-C", root, *given).exit_code == 0
    assert [path.stem for path in (root / "network/groups").iterdir()] == [file]


def test_an_existing_file_is_never_written_over(cli: Cli, network: Net) -> None:
    """The answer is to take another name."""
    root = network({"network/groups/kitchen.yml": "name: Old\n"})
    result = cli("new", "group", "kitchen", "-C", root)
    assert result.exit_code == 2
    assert "already there" in result.stderr
    assert (root / "network/groups/kitchen.yml").read_text() == "name: Old\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("group", "../escape"),
        ("group", "a/b"),
        ("group", "Kitchen"),
        ("group", "index"),
        ("guide", "../x"),
        ("guide", "a//b"),
        ("group", "x.yml"),
        ("grup", "x"),
        ("group", ""),
        ("group", "x", "--set", "colour=red"),
        ("group", "x", "--set", "name"),
        ("group", "x", "--set", "place.street=Lock Street"),
        ("group", "x", "--set", "name.first=Anna"),
        ("group", "x", "--set", ".=x"),
    ],
)
def test_what_cannot_be_written_is_said(cli: Cli, network: Net, arguments: tuple[str, ...]) -> None:
    """Nothing is written outside the folder of the kind, nor under a bad name."""
    root = network()
    before = sorted(root.rglob("*"))
    result = cli("new", *arguments, "-C", root)
    if arguments == ("group", ""):  # no name is given: one is made up
        assert result.exit_code == 0
        return
    assert result.exit_code == 2, result.output
    assert sorted(root.rglob("*")) == before


def test_a_guide_is_started_with_front_matter_in_its_folder(cli: Cli, network: Net) -> None:
    """Guides may lie in folders."""
    root = network()
    assert (
        cli(
            "new", "guide", "learn/soup", "-C", root, "--set", "title=Soup", "--set", "summary=How."
        ).exit_code
        == 0
    )
    assert read(root).network.entries["guide/learn/soup"].name == "Soup"


def test_answers_lead_into_groups_of_fields(cli: Cli, network: Net) -> None:
    """A dot for a part, at any depth, also for a list of parts; the rest stays commented."""
    root = network(settings="name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n")
    pairs = (
        "name=Kitchen", "summary=K.", "type=food-co-op", "topics=food", "place.town=مدينة: #1",
        "place.country=GB", "meets.words=On Tuesdays", "meets.repeats.every=week",
        "meets.repeats.days=tuesday,friday", "contact.way=web", "contact.value=https://example.org/",
    )  # fmt: skip
    result = cli("new", "group", "-C", root, *[part for pair in pairs for part in ("--set", pair)])
    assert result.exit_code == 0, result.output
    handbook = read(root)
    assert list(handbook.report) == []
    entry = handbook.network.entries["group/kitchen"]
    assert (entry.place.town, entry.place.country) == ("مدينة: #1", "GB")
    assert entry.meets.repeats.days == ("tuesday", "friday")
    assert entry.contact[0].href == "https://example.org/"
    text = (root / "network/groups/kitchen.yml").read_text()
    assert "# How exact" not in text
    assert "# Where it is, no more exactly than is safe.\nplace:" in text


def test_on_a_terminal_it_asks_in_plain_words_and_checks_at_once(network: Net) -> None:
    """Through a pseudo-terminal, as a person would: a question, an answer, a file, what is left."""
    root = network(settings="name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n")
    answers = {
        "name: ": "مطبخ الحي",
        "summary: ": "We cook: together",
        "type: ": "food-coop",
        "place.town: ": "Hull",
        "place.region: ": "",
        "place.country: ": "GB",
    }
    leader, follower = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "commonbook", "new", "group", "quarter-kitchen", "-C", root],
        stdin=follower, stdout=follower, stderr=follower, close_fds=True,
    )  # fmt: skip
    os.close(follower)
    seen = ""
    for question, answer in answers.items():
        while question not in seen:
            seen += os.read(leader, 4096).decode("utf-8", "replace")
        told = seen
        os.write(leader, f"{answer}\n".encode())
        seen = ""
        if question == "type: ":
            assert "What sort of group it is. One of: mutual-aid, food-co-op" in told.replace(
                "\r\n", " "
            )
    rest = seen
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while chunk := os.read(leader, 4096):
            rest += chunk.decode("utf-8", "replace")
    os.close(leader)
    assert run.wait(30) == 0
    assert "Wrote network/groups/quarter-kitchen.yml" in rest
    assert "Did you mean “food-co-op”?" in rest
    path = root / "network/groups/quarter-kitchen.yml"
    path.write_text(path.read_text().replace("food-coop", "food-co-op"))
    entry = read(root).network.entries["group/quarter-kitchen"]
    assert (entry.name, entry.summary) == ("مطبخ الحي", "We cook: together")
    assert (entry.place.town, entry.place.region, entry.place.country) == ("Hull", None, "GB")
