"""What a page leads on to: ranked the same way every time, never twice, never an empty heading."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from reading import Page, article, squeezed
from samples import Built, read, render

from commonbook.entry_page import entry_page
from commonbook.neighbours import BY_TOPIC, MOST, Near

SETTINGS = "name: Test\nsummary: A network.\nlanguages: [en]\ntopics: {food: Food, land: Land}\n"


def group(name: str, extra: str = "") -> str:
    """A group's file."""
    return f"name: {name}\nsummary: A body.\ntype: assembly\n{extra}"


def guide(name: str, extra: str = "", text: str = "Words.") -> str:
    """A guide's file."""
    return f"---\ntitle: {name}\nsummary: A guide.\n{extra}---\n\n{text}\n"


def case(name: str, extra: str = "") -> str:
    """A short case study's file."""
    return (
        f"name: {name}\nsummary: A case.\ndepth: short\nplace: {{precision: country, country: GB}}\n"
        f"period: {{from: 2001}}\nstory: A story.\ndifficulties: [It rained]\n{extra}"
    )


@pytest.fixture
def near(network: Callable[..., Path]) -> Callable[..., Near]:
    """What is near one entry of a network."""

    def find(entry_id: str, files: dict[str, str]) -> Near:
        handbook = read(network(files, SETTINGS))
        return handbook.edition.neighbours.near(handbook.network.entries[entry_id])

    return find


def groups(names: Iterable[str], extra: str = "") -> dict[str, str]:
    """Files of some groups."""
    return {f"network/groups/{name}.yml": group(name.upper(), extra) for name in names}


def test_what_is_named_comes_before_what_names_before_mentions_before_topics(near) -> None:
    """The documented order of ranks decides, whatever the names."""
    found = near(
        "guide/learn/g",
        {
            **groups(["named"]),
            **groups(["names"], "related: [guide/learn/g]\n"),
            **groups(["mentioned"]),
            **groups(["alike", "a-first-by-name"], "topics: [food]\n"),
            "content/learn/g.md": guide(
                "G", "topics: [food]\ngroups: [named]\n", "See [[group/mentioned]]."
            ),
        },
    )
    assert found.groups == ("group/named", "group/names", "group/mentioned")


def test_topics_fill_up_and_more_shared_topics_count_more(near) -> None:
    """Without links, those with most topics in common come first, and no more than a few."""
    found = near(
        "guide/learn/g",
        {
            **groups(["a", "b", "c", "d"], "topics: [food]\n"),
            **groups(["z"], "topics: [food, land]\n"),
            "content/learn/g.md": guide("G", "topics: [food, land]\n"),
        },
    )
    assert found.groups == ("group/z", "group/a", "group/b")
    assert len(found.groups) == BY_TOPIC


def test_what_finds_no_place_is_still_shown(near) -> None:
    """Entries that are named beyond the few of a heading are told as others, none twice."""
    names = [f"c{number}" for number in range(MOST + 3)]
    found = near(
        "guide/learn/g",
        {
            **{f"network/case-studies/{name}.yml": case(name.upper()) for name in names},
            "content/learn/g.md": guide("G", f"cases: [{', '.join(names)}]\n"),
        },
    )
    assert found.cases == tuple(f"case-study/{name}" for name in names[:MOST])
    assert found.others == tuple(f"case-study/{name}" for name in names[MOST:])


def test_what_has_its_own_place_is_not_said_again(near) -> None:
    """Parts and partners stand under “Works with”; they are no suggestions as well."""
    found = near("group/a", {**groups(["a"], "works_with: [b]\ntopics: [food]\n"),
                             **groups(["b", "c"], "topics: [food]\n")})
    assert found.groups == ("group/c",)


def test_nobody_is_led_to_what_may_be_gone_or_needs_care(near) -> None:
    """Dormant groups, sensitive ones and editorial guides are no suggestions."""
    careful = "sensitive: yes\ntopics: [food]\nplace: {precision: region, region: H, country: SY}\n"
    found = near(
        "group/a",
        {
            **groups(["a"], "topics: [food]\n"),
            **groups(["gone"], "topics: [food]\nchecked_on: 2019-01-01\n"),
            **groups(["careful"], careful),
            "content/about.md": guide("About", "topics: [food]\neditorial: yes\n"),
        },
    )
    assert found == Near()


def test_groups_are_led_to_groups_of_their_country(near) -> None:
    """Where topics decide, a group is shown others in its own country."""
    here, there = ("place: {precision: country, country: %s}\ntopics: [food]\n" % code  # noqa: UP031
                   for code in ("GB", "FR"))
    found = near("group/a", {**groups(["a", "b"], here), **groups(["c", "d"], there)})
    assert found.groups == ("group/b",)


def test_a_page_has_no_empty_heading_and_a_picture_only_of_three(network) -> None:
    """A lonely guide has none of the headings; with three neighbours it has a picture in words."""
    files = {
        "content/learn/lonely.md": guide("Lonely"),
        "content/learn/g.md": guide("G", "groups: [x, y]\n", "See [[guide/learn/h]]."),
        "content/learn/h.md": guide("H <b>", ""),
        **groups(["x", "y"]),
    }
    root = network(files, SETTINGS)
    render(read(root))
    lonely = article((root / "site/learn/lonely/index.html").read_text())
    assert "cb-onward" not in lonely
    assert "cb-drawing--neighbours" not in lonely
    page = Page.at(root / "site/learn/g/index.html")
    words = squeezed(" ".join(page.words))
    assert "Groups doing this X" in words
    assert re.search(r"It leads to (\S+ )*X Y H <b>", words)
    assert "Try this as a session" not in words
    assert "<b>" not in page.html


def test_a_page_is_made_again_when_a_neighbour_changes(network) -> None:
    """The digest covers the cards of what is near, also of those found by topic."""
    def given(summary: str, other: str = "[food]") -> str:
        handbook = read(network({
            "content/learn/g.md": guide("G", "topics: [food]\n"),
            "network/groups/x.yml": f"name: X\nsummary: {summary}\ntype: other\ntopics: {other}\n",
        }, SETTINGS))
        return entry_page(handbook.edition, handbook.network.entries["guide/learn/g"]).given

    before = given("A body.")
    assert given("A body.") == before
    assert given("Another body.") != before
    assert given("A body.", "[land]") != before


def test_a_topic_begins_like_a_chapter(network) -> None:
    """First its description, then a guide, a case and groups; a short topic is only its list."""
    files = {
        "content/learn/g.md": guide("Begin here", "topics: [food]\n"),
        "network/case-studies/c.yml": case("What they did", "topics: [food]\n"),
        **groups("abcdefg", "topics: [food]\n"),
        **groups(["l"], "topics: [land]\n"),
    }
    root = network(files, SETTINGS)
    render(read(root))
    food = squeezed(" ".join(Page.at(root / "site/topics/food/index.html").words))
    order = [food.index(words) for words in (
        "To begin with", "Begin here", "What happened", "What they did", "Who does it",
        "Everything on this topic")]
    assert order == sorted(order)
    assert "Try it as a session" not in food
    land = Page.at(root / "site/topics/land/index.html").html
    assert "cb-chapter" not in land


def test_every_related_entry_of_the_good_network_is_on_its_page(commons: Built) -> None:
    """Nothing that an entry names under “related” gets lost."""
    for entry in commons.handbook.network:
        html = (commons.folder / entry.address / "index.html").read_text() if (
            entry.id != "guide/index") else ""
        for found in entry.related:
            if html and found in commons.handbook.network:
                assert commons.handbook.network.entries[found].address in html


@pytest.mark.slow
def test_finding_neighbours_is_quick_in_a_large_network(tmp_path: Path) -> None:
    """Looking around takes well under a tenth of a millisecond for an entry, on average."""
    folder = tmp_path / "network/groups"
    folder.mkdir(parents=True)
    (tmp_path / "network/network.yml").write_text(SETTINGS)
    for number in range(2000):
        (folder / f"g{number}.yml").write_text(group(
            f"G{number}", f"topics: [food, land]\nrelated: [group/g{(number * 7 + 1) % 2000}]\n"))
    handbook = read(tmp_path)
    edition = handbook.edition
    entries = list(handbook.network)
    for entry in entries:
        edition.cards[entry.id]
    begin = time.process_time()
    for entry in entries:
        edition.neighbours.near(entry)
    assert (time.process_time() - begin) / len(entries) < 0.0002
