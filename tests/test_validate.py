"""Fields: what each takes, what we say when a value does not fit, and nothing in pydantic's words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from samples import read

from commonbook.diagnostics import Diagnostic

Net = Callable[..., Path]

SETTINGS = (
    "name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n"
    "practices: {cooking: Cooking}\nladders: {town: [street, quarter]}\n"
)
HEADS = {
    "group": ("groups", "name: Kitchen\nsummary: A kitchen.\ntopics: [food]\ntype: other\n"),
    "event": (
        "events",
        (
            "name: Supper\nstarts: 2026-12-01 18:00\ntimezone: Europe/London\n"
            "host: kitchen\ntopics: [food]\n"
        ),
    ),
    "training": (
        "trainings",
        "name: Cooking\nsummary: C.\ntopics: [food]\naudience: All\noutcomes: [cook]\n",
    ),
    "source": ("sources", "name: Book\ntopics: [food]\n"),
    "term": ("glossary", "name: Pot\ntopics: [food]\nrelated: [group/kitchen]\n"),
    "pathway": ("pathways", "name: Way\nsummary: W.\nfor_whom: All\n"),
    "activity": ("activities", "name: Game\nsummary: G.\ntopics: [food]\npurpose: Fun.\n"),
    "case-study": (
        "case-studies",
        (
            "name: March\nsummary: M.\ntopics: [food]\nstory: S.\n"
            "place: {precision: country, country: FR}\nperiod: {from: 1911}\n"
            "difficulties: [Rain.]\n"
        ),
    ),
}


def found(network: Net, kind: str, lines: str) -> list[Diagnostic]:
    """Problems of one entry of a kind with some lines added."""
    folder, head = HEADS[kind]
    files = {"network/groups/kitchen.yml": HEADS["group"][1]}
    files[f"network/{folder}/x.yml"] = head.replace("Kitchen", "Other") + lines + "\n"
    handbook = read(network(files, SETTINGS))
    return [
        problem
        for problem in handbook.report
        if problem.location.path == f"network/{folder}/x.yml"
        and problem.rule.code not in {"unused-term", "needs-sources"}
    ]


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("group", "founded: 2014"),
        ("group", "founded: 2014-01"),
        ("group", "founded: 2014-01-31"),
        ("group", "founded: 2024-02-29"),
        ("group", "website: https://kitchen.example/a?b=c#d"),
        ("group", "languages: [en, pt-BR, ku, zh-Hant]"),
        ("group", "sensitive: no"),
        ("group", 'place: {town: Hull, country: GB, latitude: "53.7", longitude: "-0.3"}'),
        ("group", "place: {town: Hull, latitude: 53.70, longitude: -0.30}"),
        (
            "group",
            (
                "place: {precision: venue, town: Hull, latitude: 53.745, longitude: -0.336}\n"
                "consent: {given_on: 2026-01-01, by_role: meeting}"
            ),
        ),
        ("group", "meets: On Fridays"),
        ("group", "decision_method: consent"),
        ("group", "access: {step_free: yes, food: {answer: no, note: Bring some}}"),
        ("group", 'contact: [{way: hotline, value: "+44 1632 960961"}]'),
        ("group", "contact: [{way: role-email, value: hello@kitchen.example}]"),
        ("group", "practices: [cooking]\nladder: town\nlevel: street"),
        ("group", "offers:"),
        ("group", "offers: []"),
        ("group", "description: |\n  One.\n\n  Two."),
        ("event", "ends: 2026-12-01T20:00"),
        ("event", "repeats: {every: week, days: [tuesday]}"),
        ("source", "year: about 2018"),
        ("source", "year: 2018-05"),
        ("source", "free_to_read: no"),
        (
            "training",
            (
                'blocks: [{activity: game, minutes: 30}, {title: B, minutes: 5, at: "09:30"}]\n'
                "materials: [Pens, {item: Paper, quantity: 0.5, per: person}]"
            ),
        ),
        ("term", "definition: A pot.\ntranslations: {es: olla, ckb: مەنجەڵ}"),
    ],
)
def test_good_values_are_taken(network: Net, kind: str, lines: str) -> None:
    """What the contract allows is no problem."""
    assert [
        str(problem)
        for problem in found(network, kind, lines)
        if problem.rule.code != "unknown-reference"
    ] == []


@pytest.mark.parametrize(
    ("kind", "lines", "rule", "place", "words"),
    [
        ("group", "founded: 2014-13", "invalid-value", "5:10", "is not a date"),
        ("group", "founded: 2023-02-29", "invalid-value", "5:10", "is not a date"),
        ("group", "founded: about 2014", "invalid-value", "5:10", "is not a date"),
        ("group", "founded: ٢٠١٤", "invalid-value", "5:10", "is not a date"),
        ("group", "founded: 0000", "invalid-value", "5:10", "is not a date"),
        ("group", "checked_on: 2026-1-1", "invalid-value", "5:13", "year-month-day"),
        ("group", "checked_on: 2026", "invalid-value", "5:13", "year-month-day"),
        ("group", "website: kitchen.example", "unsafe-link", "5:10", "must begin with https://"),
        ("group", "website: javascript:alert(1)", "unsafe-link", "5:10", "must begin with"),
        ("group", "website: https://me@kitchen.example", "unsafe-link", "5:10", "user name"),
        ("group", "languages: [english]", "invalid-value", "5:13", "code of a language"),
        ("group", "languages: en", "invalid-value", "5:12", "should be a list"),
        ("group", "languages: [EN]", "invalid-value", "5:13", "code of a language"),
        ("group", "sensitive: true", "invalid-value", "5:12", "yes or no"),
        ("group", "sensitive: Yes", "invalid-value", "5:12", "yes or no"),
        ("group", "status: activ", "invalid-value", "5:9", "Did you mean “active”?"),
        ("group", "status: [active]", "invalid-value", "5:9", "not one of the words"),
        ("group", "place: {country: UK}", "invalid-value", "5:18", "code of a country"),
        ("group", "place: {country: gb}", "invalid-value", "5:18", "two capital letters"),
        ("group", "place: Hull", "invalid-value", "5:8", "group of fields"),
        ("group", "place: {town: Hull, latitude: 53.7}", "invalid-value", "5:8", "belong together"),
        (
            "group",
            "place: {town: Hull, latitude: 153, longitude: 1}",
            "invalid-value",
            "5:31",
            "between -90 and 90",
        ),
        (
            "group",
            "place: {town: Hull, latitude: 1e1, longitude: 1}",
            "invalid-value",
            "5:31",
            "not a latitude",
        ),
        (
            "group",
            "place: {precision: region, region: R, latitude: 1, longitude: 1}",
            "location-too-exact",
            "5:49",
            "carries no coordinates",
        ),
        (
            "group",
            "place: {latitude: 53.74, longitude: 1, town: Hull}",
            "location-too-exact",
            "5:19",
            "one decimal",
        ),
        ("group", "contact: [{way: web, value: our page}]", "invalid-value", "5:11", "web address"),
        ("group", "contact: [{way: role-email, value: hello}]", "invalid-value", "5:11", "e-mail"),
        ("group", "contact: [{way: hotline, value: ask us}]", "invalid-value", "5:11", "telephone"),
        (
            "group",
            "contact: [{way: pigeon, value: coo}]",
            "invalid-value",
            "5:17",
            "Use one of: web",
        ),
        (
            "group",
            "seats: [{name: Pen, role: secretary, count: 0}]",
            "invalid-value",
            "5:45",
            "1 at least",
        ),
        (
            "group",
            "seats: [{name: Pen, role: secretary, count: two}]",
            "invalid-value",
            "5:45",
            "whole number",
        ),
        (
            "group",
            "seats: [{name: Pen, role: secretary, count: 1.5}]",
            "invalid-value",
            "5:45",
            "whole number",
        ),
        ("group", "seats: [{role: secretary}]", "missing-field", "5:9", "“name” is missing"),
        (
            "group",
            "seats: [{name: Pen, rolle: secretary, role: other}]",
            "unknown-field",
            "5:21",
            "Did you mean “role”?",
        ),
        ("group", "type: other\ncolour: red", "duplicate-key", "5:1", "second time"),
        ("group", "Name: x", "unknown-field", "5:1", "Did you mean “name”?"),
        ("group", "how-to-join: x", "unknown-field", "5:1", "Did you mean “how_to_join”?"),
        ("group", "offers: [x, ]\nneeds:\n  -", "invalid-value", "7:4", "empty"),
        ("group", "offers:\n  - {a: b}", "invalid-value", "6:5", "one text"),
        ("group", "quorum: |\n  one\n  two", "invalid-value", "5:9", "one line"),
        ("group", 'quorum: ""', "invalid-value", "5:9", "empty"),
        ("group", 'description: " "', "invalid-value", "5:14", "empty"),
        ("group", f"quorum: {'x' * 501}", "too-long", "5:9", "501 characters, 500 at most"),
        (
            "group",
            f"aliases: [{', '.join(f'a{n}' for n in range(21))}]",
            "too-long",
            "5:10",
            "21, 20",
        ),
        ("group", "image: {file: ../x.png, alt: X}", "invalid-value", "5:15", "does not fit"),
        ("group", "sources: [{title: X}]", "invalid-value", "5:11", "title with a url"),
        (
            "group",
            "ladder: village\nlevel: street",
            "not-in-vocabulary",
            "5:9",
            "Ladders are: town",
        ),
        ("group", "ladder: town\nlevel: village", "not-in-vocabulary", "6:8", "street, quarter"),
        ("group", "practices: [dancing]", "not-in-vocabulary", "5:13", "Use one of: cooking"),
        ("event", "ends: 2026-12-01 17:00", "invalid-value", "1:1", "ends before it starts"),
        ("event", "registration: /form", "unsafe-link", "6:15", "must begin with"),
        ("event", "mode: hybrd", "invalid-value", "6:7", "Did you mean “hybrid”?"),
        ("event", "repeats: {every: month, days: [monday]}", "invalid-value", "6:10", "which"),
        ("event", "changes: [{date: 2026-12-08}]", "invalid-value", "6:11", "new start"),
        (
            "event",
            "changes: [{date: 2026-12-08, to: tomorrow}]",
            "invalid-value",
            "6:34",
            "date with a time",
        ),
        ("training", "blocks: []", "invalid-value", "6:9", "at least one point"),
        ("training", "blocks: [{minutes: 10}]", "missing-field", "6:10", "title or an activity"),
        (
            "training",
            "blocks: [{title: A, minutes: 10, min: 20}]",
            "invalid-value",
            "6:10",
            "larger",
        ),
        (
            "training",
            "blocks: [{title: A, minutes: 10, at: 9:30}]",
            "invalid-value",
            "6:38",
            "09:30",
        ),
        (
            "training",
            'blocks: [{title: A, minutes: 10, at: "24:00"}]',
            "invalid-value",
            "6:38",
            "time of day",
        ),
        ("training", "blocks: [{title: A, minutes: 1e1}]", "invalid-value", "6:30", "whole number"),
        (
            "training",
            "blocks: [{title: A, minutes: 10}]\ngroup_size: {min: 9, max: 3}",
            "invalid-value",
            "7:13",
            "larger than max",
        ),
        ("pathway", "steps: [{why: x}]", "invalid-value", "4:9", "an entry or a page"),
        ("case-study", "sources: []", "missing-field", "1:1", "needs “worked”"),
        (
            "term",
            "definition: x\noriginal: {language: xx, text: y}",
            "invalid-value",
            "5:22",
            "language",
        ),
    ],
)
def test_what_does_not_fit_is_explained_at_its_place(
    network: Net, kind: str, lines: str, rule: str, place: str, words: str
) -> None:
    """Each problem has one message, the right rule, and stands under the value."""
    problems = found(network, kind, lines)
    assert problems, "nothing was reported"
    first = problems[0]
    assert first.rule.code == rule, first
    assert f"{first.location.line}:{first.location.column}" == place, first
    assert words in f"{first.message} {first.hint}", first


def test_pydantic_is_never_heard(network: Net) -> None:
    """However wrong a file is, nobody reads about models, types or validation."""
    lines = ["[]", "{}", "x", "[x]", "[[x]]", "{x: y}", "[{x: y}]", '""', "[{}]", "-1", "[~]"]
    for kind, (folder, head) in HEADS.items():
        for value in lines:
            text = head + "".join(
                f"{name}: {value}\n"
                for name in (
                    "image",
                    "place",
                    "contact",
                    "meets",
                    "access",
                    "seats",
                    "part_of",
                    "sources",
                    "related",
                    "checked_on",
                    "language",
                    "draft",
                    "aliases",
                    "blocks",
                    "materials",
                    "group_size",
                    "minutes",
                    "steps",
                    "repeats",
                    "changes",
                    "figures",
                    "timeline",
                    "translations",
                    "original",
                    "period",
                )
                if f"{name}:" not in head
            )
            for problem in read(network({f"network/{folder}/x.yml": text}, SETTINGS)).report:
                said = f"{problem.message} {problem.hint}"
                for word in (
                    "pydantic",
                    "dictionary",
                    "instance of",
                    "tuple",
                    "NoneType",
                    "None",
                    "validat",
                    "str type",
                    "Input should",
                    "{",
                    "assertion",
                    "URL",
                ):
                    assert word not in said, (kind, value, said)
                assert problem.message.endswith((".", "?")), said
                assert problem.rule.code != "internal-error", (kind, value, problem)


def test_all_problems_of_a_network_are_said_at_once(network: Net) -> None:
    """Broken settings, unreadable files, wrong fields and lost references in one report."""
    head = HEADS["group"][1]
    root = network(
        {
            "network/groups/a.yml": head + "colour: red\n",
            "network/groups/b.yml": "a: b: c\n",
            "network/groups/c.yml": head.replace("Kitchen", "C") + "part_of: [nowhere]\n",
            "network/groups/d.yml": head.replace("Kitchen", "D").replace("[food]", "[foo]"),
        },
        SETTINGS + "confirm_every: often\n",
    )
    codes = {problem.rule.code for problem in read(root).report}
    assert {"unknown-field", "invalid-yaml", "unknown-reference", "invalid-value"} <= codes


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rules: {stale-entry: error, orphan-entry: off}", None),
        ("rules: {stale: error}", "There is no rule “stale”"),
        ("rules: {stale-entry: fatal}", "fatal"),
        ("kinds: [../kinds/x.py]", "does not fit"),
        ("url: handbook.example", "must begin with"),
        ("session_starts: [25:00]", "time of day"),
        ("colour: red", "no field “colour”"),
        ("languages: []", "second time"),
    ],
)
def test_settings_are_checked_like_entries(network: Net, line: str, words: str | None) -> None:
    """Mistakes in network.yml have a place, a sentence and a hint."""
    report = list(read(network(settings=SETTINGS + line + "\n")).report)
    if words is None:
        assert report == []
    else:
        assert len(report) == 1
        assert words in report[0].message
        assert report[0].location.path == "network/network.yml"
        assert report[0].hint
