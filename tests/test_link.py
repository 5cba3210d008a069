"""Links: every reference resolved both ways, and a word on those that lead nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import Built, read

from commonbook.entry import Entry
from commonbook.kinds.group import Group
from commonbook.link import Network, link, relink
from commonbook.load import Source, load_text
from commonbook.validate import validate

Net = Callable[..., Path]
Problems = Callable[..., list[tuple[str, str]]]

SETTINGS = "name: T\nsummary: T.\nlanguages: [en]\ntopics: {food: Food}\n"
GROUP = "name: {name}\nsummary: {name}.\ntype: other\ntopics: [food]\n"
TRAINING = (
    "name: Cooking\nsummary: C.\ntopics: [food]\naudience: All\noutcomes: [cook]\n"
    "blocks:\n  - {title: Stove, minutes: 30}\n"
)


def entry(slug: str, **fields: Any) -> Entry:
    """A group as its file would have it."""
    text = json.dumps({"name": slug, "summary": slug, "type": "other", **fields})
    source = load_text(text.encode(), f"network/groups/{slug}.yml", "group", slug)
    assert isinstance(source, Source)
    found, problems = validate(source, Group)
    assert found is not None, problems
    return found


SLUGS = ["a", "b", "c", "d"]
_NAMED = st.lists(st.sampled_from([*SLUGS, "nowhere"]), max_size=3)


@st.composite
def groups(draw: st.DrawFn, slug: str) -> Entry:
    """A group that names others in fields and in its text."""
    fields: dict[str, Any] = {}
    for name in ("part_of", "works_with", "supports"):
        named = draw(_NAMED)
        if named:
            fields[name] = named
    related = draw(_NAMED)
    if related:
        fields["related"] = [f"group/{other}" for other in related]
    mentioned = draw(_NAMED)
    if mentioned:
        fields["description"] = "Text. " + " ".join(f"[[group/{other}]]" for other in mentioned)
    if draw(st.integers(0, 5)) == 0:
        fields["draft"] = "yes"
    return entry(slug, **fields)


def without_nothing(network: Network) -> tuple[dict[str, Entry], dict[str, Any], dict[str, Any]]:
    """A network with keys only where there are edges; order within a key does not count."""
    return (
        dict(network.entries),
        {key: set(edges) for key, edges in network.outgoing.items() if edges},
        {
            key: sorted(edges, key=lambda edge: edge.start) and set(edges)
            for key, edges in network.incoming.items()
            if edges
        },
    )


@given(st.tuples(*[groups(slug) for slug in SLUGS]), groups("b"))
def test_replacing_an_entry_equals_linking_from_scratch(
    before: tuple[Entry, ...], changed: Entry
) -> None:
    """What the server does after an edit gives the same network as reading everything."""
    network, _ = link(before)
    if changed.draft or before[1].draft:
        return
    replaced = relink(network, changed)
    fresh, _ = link([before[0], changed, *before[2:]])
    assert without_nothing(replaced) == without_nothing(fresh)
    for target, edges in fresh.incoming.items():
        assert list(edges) == list(replaced.incoming[target])


@given(st.tuples(*[groups(slug) for slug in SLUGS]))
def test_every_edge_can_be_walked_both_ways(entries: tuple[Entry, ...]) -> None:
    """Outgoing and incoming are the same edges, and each end is published."""
    network, lost = link(entries)
    out = {edge for edges in network.outgoing.values() for edge in edges}
    back = {edge for edges in network.incoming.values() for edge in edges}
    assert out == back
    for edge in out:
        assert edge.start in network
        assert edge.end in network
        assert edge.start != edge.end
    for found in lost:
        assert found.reference.target not in network


def test_a_relation_carries_its_dates_back(commons: Built) -> None:
    """The other page can say since when and until when."""
    edges = commons.handbook.network.incoming["group/vale-assembly"]
    relation = next(edge for edge in edges if edge.field == "part_of")
    assert (relation.since, relation.until, relation.back) == ("2013-02", "2029", "Its parts")


@pytest.mark.parametrize(
    ("line", "column", "rule", "hint"),
    [
        ("part_of: [north]", 11, "unknown-reference", "Did you mean “north-side”?"),
        ("part_of: [xyz]", 11, "unknown-reference", "Check the name, or add the group first."),
        ("part_of:\n  - to: north", 9, "unknown-reference", "north-side"),
        ("part_of: [cooking]", 11, "wrong-kind-of-reference", "training/cooking"),
        ("related: [groop/north-side]", 11, "unknown-kind", "Did you mean “group/north-side”?"),
        (
            "related: [training/north-side]",
            11,
            "unknown-reference",
            "Did you mean “group/north-side”?",
        ),
        ("related: [north-side]", 11, "invalid-value", "Write kind/name"),
        ("description: See [[group/norht-side]].", 18, "unknown-reference", "north-side"),
        ("description: See [[North Side]].", 18, "unknown-reference", "Write [[kind/name]]"),
        ("part_of: [secret]", 11, "reference-to-draft", "when the draft is published"),
        ("part_of: [gone]", 11, "unknown-reference", "Take the link out."),
        ("part_of: [North-Side]", 11, "invalid-value", "file name"),
    ],
)
def test_a_reference_that_leads_nowhere_is_explained(
    network: Net, line: str, column: int, rule: str, hint: str
) -> None:
    """The place is that of the name, the hint is the nearest there is."""
    root = network(
        {
            "network/groups/here.yml": GROUP.format(name="Here") + line + "\n",
            "network/groups/north-side.yml": GROUP.format(name="North side"),
            "network/groups/secret.yml": GROUP.format(name="Secret") + "draft: yes\n",
            "network/trainings/cooking.yml": TRAINING,
            "network/removed.yml": "removed:\n  - {id: group/gone, on: 2026-01-01, why: asked}\n",
        },
        SETTINGS,
    )
    found = list(read(root).report)
    assert [(problem.rule.code, problem.location.path) for problem in found] == [
        (rule, "network/groups/here.yml")
    ]
    assert found[0].location.line == 5 + line.count("\n")
    assert found[0].location.column == column
    assert hint in found[0].hint


def test_a_reference_to_a_broken_entry_is_not_reported_again(
    network: Net, problems: Problems
) -> None:
    """One fault is one problem."""
    root = network(
        {
            "network/groups/here.yml": GROUP.format(name="Here")
            + "part_of: [broken, unreadable]\n",
            "network/groups/broken.yml": GROUP.format(name="Broken") + "colour: red\n",
            "network/groups/unreadable.yml": "name: a: b\n",
        },
        SETTINGS,
    )
    assert sorted({place.partition(":")[0] for place, _ in problems(root)}) == [
        "network/groups/broken.yml",
        "network/groups/unreadable.yml",
    ]


def test_hints_stop_where_looking_would_take_long(network: Net) -> None:
    """A thousand wrong names are all reported; only the first few get a near name."""
    named = ", ".join(f"north-{number:02d}" for number in range(25))
    root = network(
        {
            "network/groups/here.yml": GROUP.format(name="Here") + f"works_with: [{named}]\n",
            "network/groups/there.yml": GROUP.format(name="There") + f"works_with: [{named}]\n",
            "network/groups/north-side.yml": GROUP.format(name="North side"),
        },
        SETTINGS,
    )
    hints = [problem.hint for problem in read(root).report]
    assert len(hints) == 50
    assert sum("Did you mean" in hint for hint in hints) == 20
