"""Languages: what a language file translates exists in English, and what it lacks stays English."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from samples import REPOSITORY, TESTS, read, render

from commonbook.diagnostics import Report
from commonbook.forms import KINDS, Question, model_of, questions
from commonbook.kinds.group import Group
from commonbook.messages import Sentences, in_words, is_sentence
from commonbook.project import shipped_theme
from commonbook.rules import CATALOGUE
from commonbook.words import Words

Cli = Callable[..., Result]
Net = Callable[..., Path]

HANDBOOK = read(TESTS / "networks" / "commons")
FOLDER = shipped_theme() / "languages"
BEGUN = ("ar", "es", "ku")
FORMS = ("zero", "one", "two", "few", "many", "other")
COMMON = (
    "invalid-yaml", "tab-indentation", "duplicate-key", "unknown-field", "missing-field",
    "invalid-value", "not-in-vocabulary", "unknown-reference", "too-long", "unsafe-link",
    "unsafe-markup", "invalid-slug", "unexpected-file", "private-phone", "private-address",
    "personal-email", "person-named", "location-too-exact", "missing-consent", "stale-entry",
)  # fmt: skip
COUNTED = {"{} error", "{} errors", "{} warning", "{} warnings", "error", "warning"}
"""Sentences that the reporters put together from a number and a severity."""


@cache
def table(code: str) -> dict[str, str]:
    """A language file alone, without the English that stands in."""
    return yaml.safe_load((FOLDER / f"{code}.yml").read_text(encoding="utf-8"))


def gaps(text: str) -> str:
    """A sentence with its gaps, whatever they are called."""
    return re.sub(r"\{[^{}]*\}", "{}", text)


def asked(held: tuple[Question, ...], owner: str) -> Iterator[tuple[str, Question]]:
    """Every question of a form with its keys' ending, those inside others too."""
    for question in held:
        if question.shape != "kept":
            yield f"{owner}.{question.name}", question
            yield from asked(question.questions, question.model)


@cache
def fields() -> dict[str, Question]:
    """Every question that a form asks in English, by the ending of the keys of its words."""
    found: dict[str, Question] = {}
    for name in (*KINDS, "wrong"):
        held = questions(model_of(name, HANDBOOK.kinds), name, HANDBOOK.words, HANDBOOK.settings)
        found |= dict(asked(held, name))
    return found


@cache
def english() -> frozenset[str]:
    """The keys that English has: words, two for each rule, two for each field of a form.

    A field's label and help may come from the model; what several have is translated once.
    """
    rules = {f"rule.{code}{ending}" for code in CATALOGUE for ending in ("", ".about")}
    names = {name for key in fields() for name in (key, key.partition(".")[2])}
    return frozenset({*table("en"), *rules, *(f"{of}.{name}" for of in ("field", "help") for name in names)})


@cache
def sentences() -> frozenset[str]:
    """Every text in the code, with its gaps: what a message can be made from."""
    found = set(COUNTED)
    for path in (REPOSITORY / "generator/commonbook").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
                ]
                found.add("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(gaps(node.value))
    return frozenset(found)


def strange(code: str) -> list[str]:
    """Keys of a language that English lacks."""
    known = english()
    return [
        key
        for key in table(code)
        if (gaps(key) not in sentences() if is_sentence(key) else key not in known)
        and not (key.rpartition(".")[2] in FORMS and f"{key.rpartition('.')[0]}.other" in known)
    ]


@pytest.mark.parametrize("code", BEGUN)
def test_a_language_has_nothing_that_english_lacks(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A translation of what is gone is noticed; what is missing is only listed."""
    own = table(code)
    missing = sorted(
        {key for key in english() if not key.startswith(("field.", "help."))} - set(own)
        | {f"field.{key}" for key in fields() if not spoken(own, "field", key)}
        | {f"help.{key}" for key, question in fields().items()
           if question.help and not spoken(own, "help", key)})
    with capsys.disabled():
        sys.stdout.write(f"\n{code}: {len(missing)} of {len(english())} words stay English")
        if os.environ.get("LIST_MISSING"):
            sys.stdout.write(f": {', '.join(missing)}\n")
    assert strange(code) == []


def spoken(words: dict[str, str], of: str, key: str) -> str:
    """The key of a field's label or help in a language, as the form looks for it."""
    return next((name for name in (f"{of}.{key}", f"{of}.{key.partition('.')[2]}") if name in words), "")


@pytest.mark.parametrize("code", BEGUN)
@pytest.mark.parametrize("of", ["field", "help"])
def test_fields_that_share_a_translation_say_the_same_in_english(code: str, of: str) -> None:
    """A “size” of people and a “size” of a level must not end up with the same words by chance."""
    said: dict[str, dict[str, str]] = {}
    for key, question in fields().items():
        text = question.label if of == "field" else question.help
        if name := spoken(table(code), of, key):
            said.setdefault(name, {})[key] = text
    assert {name: found for name, found in said.items() if len(set(found.values())) > 1} == {}


@pytest.mark.parametrize("code", BEGUN)
def test_the_form_for_a_group_is_whole_in_every_language(code: str) -> None:
    """Every word of the form, every message, and label and help of every field for a group."""
    own = table(code)
    of_forms = {key for key in table("en") if key.startswith(("form.", "say.", "type."))}
    of_forms |= {f"way.{way}" for way, _ in fields()["contact.way"].choices}
    assert of_forms - set(own) == set()
    group = dict(asked(questions(Group, "group", HANDBOOK.words, HANDBOOK.settings), "group"))
    assert [key for key in group if not spoken(own, "field", key) and not key.startswith("access.")] == []
    assert [key for key, question in group.items()
            if question.help and not spoken(own, "help", key)] == []


def test_every_language_file_is_known_here() -> None:
    """A new language is listed with the others."""
    assert {path.stem for path in FOLDER.glob("*.yml")} == {"en", *BEGUN}


@pytest.mark.parametrize("code", BEGUN)
def test_the_commonest_rules_are_begun_in_every_language(code: str) -> None:
    """Twenty rules, with what they say and why; each is one of ours."""
    assert set(COMMON) <= set(CATALOGUE)
    words = table(code)
    for rule in COMMON:
        assert words[f"rule.{rule}"]
        assert words[f"rule.{rule}.about"] != CATALOGUE[rule].explanation


@pytest.mark.parametrize("code", BEGUN)
def test_gaps_are_the_same_in_a_translation(code: str) -> None:
    """Nothing that is filled in gets lost, and nothing is asked for that nobody fills in."""
    words = table("en")
    for key, text in table(code).items():
        source = key if is_sentence(key) else words.get(key, "")
        assert set(re.findall(r"\{\w+\}", text)) <= set(re.findall(r"\{\w+\}", source)) | (
            {"{count}"} if key.rpartition(".")[2] in FORMS else set()
        ), key
        if is_sentence(key):
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", key)), key


def test_messages_come_in_the_networks_language_or_the_one_asked_for(
    cli: Cli, network: Net
) -> None:
    """The totals, what is wrong and the hint; what is missing stays English."""
    files = {"network/groups/a.yml": "name: A\nsumary: x\ntype: other\n"}
    spanish = network(files, "name: T\nsummary: T.\nlanguages: [es, en]\n")
    result = cli("check", "-C", spanish, "--format", "concise")
    assert "Aquí no hay ningún campo «sumary»" in result.stdout
    assert "¿Querías decir «summary»?" in result.stdout
    assert "2 errores y 0 avisos" in result.stdout
    asked = cli("check", "-C", spanish, "--format", "full", "--language", "ar").stdout
    assert "لا يوجد هنا حقل “sumary”" in asked
    assert "تلميح" in asked
    unknown = cli("check", "-C", spanish, "--format", "concise", "--language", "xx").stdout
    assert "There is no field “sumary” here." in unknown
    table = cli("check", "-C", spanish, "--format", "markdown", "--language", "ku").stdout
    assert "Çi were kirin" in table
    assert cli("explain", "unknown-field", "-C", spanish).stdout.splitlines()[1].startswith("Un campo")
    assert "Qadek" in cli("explain", "duplicate-key", "--language", "ku", "-C", spanish).stdout


@pytest.mark.parametrize("language", ["../en", "en/../../x", "a" * 300, "", "E N"])
def test_only_the_code_of_a_language_is_taken(cli: Cli, network: Net, language: str) -> None:
    """Nothing outside the folder of languages is read."""
    result = cli("check", "-C", network(), f"--language={language}")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_what_is_filled_in_cannot_play_with_the_sentence() -> None:
    """A value with braces, or with words of the sentence, arrives as it is."""
    say = Sentences(Words.load([shipped_theme()], "es"))
    assert say("There is no field “{field}” here.") == "Aquí no hay ningún campo «{field}»."
    assert say("There is no field “x” here.” here.") == "Aquí no hay ningún campo «x” here.»."
    assert say("“{max_length}” is too long: 9 characters, 5 at most.") == (
        "«{max_length}» es demasiado largo: 9 caracteres; como mucho 5."
    )
    assert say("Something else.") == "Something else."


def test_a_report_keeps_its_places_and_rules() -> None:
    """Only words change: codes, places, severities and order stay."""
    report = Report()
    for folder in sorted((TESTS / "broken").iterdir()):
        if (folder / "network").is_dir():
            report.add(read(folder).report.diagnostics)
    told = in_words(report, Words.load([shipped_theme()], "es"))
    assert len(told) == len(report) > 40
    for before, after in zip(report.diagnostics, told.diagnostics, strict=True):
        assert (before.location, before.rule.code, before.severity) == (
            after.location, after.rule.code, after.severity,
        )  # fmt: skip


@pytest.mark.parametrize("code", BEGUN)
def test_a_network_in_a_language_that_is_begun_can_be_built(network: Net, code: str) -> None:
    """Words of both languages on one page, and the direction of the first."""
    root = network(
        {"network/groups/a.yml": "name: A\nsummary: A.\ntype: other\n"},
        f"name: T\nsummary: T.\nlanguages: [{code}]\n",
    )
    render(read(root))
    html = (root / "site/groups/a/index.html").read_text(encoding="utf-8")
    assert f'dir="{"rtl" if code == "ar" else "ltr"}"' in html
    assert table(code)["ways.over.group"] in html
