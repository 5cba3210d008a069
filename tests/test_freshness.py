"""Freshness: what is due, who looks after it, how it is confirmed, and what a reader can do."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from icalendar import Calendar
from reading import Page
from samples import TODAY, read, render

from commonbook import remembered as beginning
from commonbook.due import due, months_after
from commonbook.exports import forms
from commonbook.load import Source, Unreadable, load_file

Cli = Callable[..., Result]
Net = Callable[..., Path]

SETTINGS = """name: T
summary: T.
languages: [en]
confirm_every: 12
topics: {food: Food, land: Land and homes}
practices: {cooking: Cooking}
stewards:
  - {for: the directory of groups, contact: editors' circle}
  - {for: food, contact: kitchen table}
  - {for: Yorkshire, contact: northern editors}
  - {for: land and homes, contact: land editors}
"""


def group(name: str, *lines: str) -> dict[str, str]:
    """One group in a file of its own."""
    text = f"name: {name}\nsummary: {name} here.\ntype: other\n"
    return {f"network/groups/{name.lower()}.yml": text + "".join(f"{line}\n" for line in lines)}


FILES = {
    **group("Fresh", "topics: [food]", "checked_on: 2026-11-01"),
    **group("Soon", "topics: [food]", "checked_on: 2025-12-20"),
    **group("Stale", "topics: [land]", "checked_on: 2025-11-24"),
    **group("Dormant", "topics: [food]", "practices: [cooking]", "checked_on: 2024-11-24",
            "place: {town: Leeds, region: Yorkshire, country: GB}",
            "works_with: [{to: fresh, source: book}, gone, shy]", "offers: [A big pot]"),
    **group("Gone", "topics: [food]", "checked_on: 2020-01-01"),
    **group("Never", "topics: [food]"),
    "network/trainings/soup.yml": "name: Soup\nsummary: Soup.\ntopics: [food]\n"
    "checked_on: 2026-11-01\nprerequisites: [knives]\nrelated: [group/fresh]\n"
    "audience: All.\noutcomes: [Cook]\nblocks: [{title: Cook, minutes: 30}]\n",
    "network/trainings/knives.yml": "name: Knives\nsummary: Knives.\n"
    "checked_on: 2026-11-01\naudience: All.\noutcomes: [Cut]\nblocks: [{title: Cut, minutes: 30}]\n",
    **group("Shy", "sensitive: yes", "checked_on: 2026-11-01"),
    "network/sources/book.yml": "name: Book\nurl: https://book.example/\n",
    "network/glossary/pot.yml": "name: Pot\ndefinition: A pot.\ntopics: [food]\n",
}  # fmt: skip


@pytest.fixture
def old(network: Net) -> Path:
    """Groups of every age."""
    return network(FILES, SETTINGS)


def test_what_is_due_comes_with_its_day_and_who_looks_after_it(old: Path) -> None:
    """The oldest first; region and topic before the kind; a group that nobody ever checked."""
    handbook = read(old)
    found = [
        (one.entry.slug, one.on.isoformat(), one.steward.contact if one.steward else None)
        for one in due(list(handbook.network), handbook.settings, TODAY)
    ]
    assert found == [
        ("gone", "2021-01-01", "kitchen table"),
        ("dormant", "2025-11-24", "kitchen table"),
        ("never", "2026-11-24", "kitchen table"),
        ("stale", "2026-11-24", "land editors"),
        ("soon", "2026-12-20", "kitchen table"),
    ]
    assert [one.entry.slug for one in due(list(handbook.network), handbook.settings, TODAY, 0)] == [
        "gone", "dormant", "never", "stale",
    ]  # fmt: skip


def test_a_steward_of_a_region_is_found_and_one_of_the_kind_is_the_last(network: Net) -> None:
    """In the order of the settings among those that are as close."""
    root = network(
        {
            **group("A", "checked_on: 2020-01-01", "place: {region: Yorkshire, country: GB, precision: region}"),
            **group("B", "checked_on: 2020-01-01"),
        },
        SETTINGS,
    )
    handbook = read(root)
    stewards = [one.steward.contact for one in due(list(handbook.network), handbook.settings, TODAY)]
    assert stewards == ["northern editors", "editors' circle"]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(9999, 6, 1), 12, date(9999, 6, 1)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, later: date) -> None:
    """No day is made up, and the last year is the last."""
    assert months_after(day, months) == later


def test_the_command_lists_what_is_due_in_three_forms(cli: Cli, old: Path) -> None:
    """For people, for an issue, and for programs."""
    text = cli("due", "-C", old).stdout
    assert "land and homes:\n  2026-11-24  group/stale  (checked 2025-11-24)\n" in text
    assert "group/never  (never checked)" in text
    assert "fresh" not in text
    markdown = cli("due", "-C", old, "--format", "markdown").stdout
    assert "## food\n" in markdown
    assert "- [ ] 2026-12-20  group/soon" in markdown
    rows = [json.loads(line) for line in cli("due", "-C", old, "--format=json").stdout.splitlines()]
    assert rows[0]["id"] == "group/gone"
    assert rows[0]["file"] == "network/groups/gone.yml"
    assert "group/soon" not in cli("due", "-C", old, "--within", "0").stdout
    assert cli("due", "-C", old, "--within", "-1").exit_code == 2


def test_the_due_page_and_the_calendar_are_for_editors(old: Path) -> None:
    """Not for search engines; one all-day event an entry, the same bytes every time."""
    handbook = read(old)
    render(handbook)
    page = Page.at(old / "site/due/index.html")
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.tags
    text = " ".join(page.words)
    assert "never checked" in text
    assert "../due.ics" in page.links
    assert "due/" not in (old / "site/sitemap.xml").read_text()
    data = (old / "site/due.ics").read_bytes()
    assert b"\r\n" in data
    events = {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}
    event = events["check-group-stale@commonbook.invalid"]
    assert event.decoded("dtstart") == date(2026, 11, 24)
    assert event.decoded("dtend") == date(2026, 11, 25)
    assert "land editors" in event["description"]
    assert len(events) == 8, "the one that needs care is not among them"
    render(read(old))
    assert (old / "site/due.ics").read_bytes() == data


def test_an_old_entry_is_marked_then_set_apart_and_never_deleted(old: Path) -> None:
    """A label after the time, a section of its own after twice that; the page stays."""
    render(read(old))
    groups = (old / "site/groups/index.html").read_text()
    first, _, apart = groups.partition("May no longer exist")
    assert "../groups/stale/" in first
    assert "not checked lately" in first
    assert "../groups/dormant/" in apart
    assert "../groups/dormant/" not in first
    assert (old / "site/groups/gone/index.html").is_file()
    assert "../../groups/dormant/" not in (old / "site/topics/food/index.html").read_text()


def test_a_resting_group_has_a_restart_kit(old: Path) -> None:
    """What it did, whom to ask (nobody who is gone), and what to learn first, in order."""
    render(read(old))
    page = (old / "site/groups/dormant/index.html").read_text()
    kit = page.partition('id="part-restart"')[2].partition("</section>")[0]
    assert "Cooking" in kit
    assert "A big pot" in kit
    assert "../../groups/fresh/" in kit
    assert "kitchen table" in kit
    for left_out in ("groups/gone", "groups/shy", "sources/book"):
        assert f"../../{left_out}/" not in kit
    assert kit.index("../../trainings/knives/") < kit.index("../../trainings/soup/")
    assert "part-restart" not in (old / "site/groups/fresh/index.html").read_text()
    (old / "network/groups/fresh.yml").write_text(
        FILES["network/groups/fresh.yml"] + "status: paused\nhosts: [knives]\n"
    )
    render(read(old))
    page = (old / "site/groups/fresh/index.html").read_text()
    kit = page.partition('id="part-restart"')[2].partition("</section>")[0]
    assert "trainings/knives/" in kit
    assert "trainings/soup/" not in kit


def test_a_resting_group_that_knows_no_training_is_led_to_its_topics(old: Path) -> None:
    """Whoever starts alone begins with what the handbook has on the subject."""
    (old / "network/groups/never.yml").write_text(
        FILES["network/groups/never.yml"] + "status: dormant\n")
    render(read(old))
    page = (old / "site/groups/never/index.html").read_text()
    kit = page.partition('id="part-restart"')[2].partition("</section>")[0]
    assert "../../topics/food/" in kit
    assert "trainings/" not in kit


def test_the_page_of_a_resting_group_looks_at_its_neighbours_only(
    old: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decision 31: after an edited sentence its kit comes from memory and from a few files."""
    monkeypatch.setattr(forms, "values_files", lambda _: 1 << 20)  # then none shares a file
    path = old / "network/groups/dormant.yml"
    before = path.read_text().replace("2024-11-24", "2026-11-01") + (
        "status: dormant\ndescription: |\n  One sentence.\n")
    path.write_text(before)
    assert cli("build", "-C", old).exit_code == 0
    path.write_text(before.replace("One sentence.", "Another sentence."))
    opened: list[str] = []

    def loading(root: Path, file: str, kind: str, slug: str) -> Source | Unreadable:
        opened.append(file)
        return load_file(root, file, kind, slug)

    monkeypatch.setattr(beginning, "load_file", loading)
    result = cli("build", "-C", old)
    assert result.exit_code == 0, result.output
    page = (old / "site/groups/dormant/index.html").read_text()
    assert "Another sentence." in page
    assert "../../trainings/soup/" in page
    assert "network/groups/dormant.yml" in opened
    assert "network/groups/never.yml" not in opened


def test_a_restart_kit_changes_with_what_it_shows(old: Path) -> None:
    """Nothing on a page is remembered longer than it is true."""
    render(read(old))
    (old / "network/trainings/knives.yml").write_text(
        FILES["network/trainings/knives.yml"].replace("name: Knives", "name: Sharp knives")
    )
    render(read(old))
    assert "Sharp knives" in (old / "site/groups/dormant/index.html").read_text()


# -- confirming -----------------------------------------------------------------------------

WRITTEN = {
    "a plain date": ("checked_on: 2020-01-01\n", "checked_on: 2026-11-24\n"),
    "quotes and a comment": (
        "checked_on:   '2020-01-01'   # by hand\nquorum: x # y\n",
        "checked_on:   2026-11-24   # by hand\nquorum: x # y\n",
    ),
    "none, and no line break": ("quorum: x", "quorum: x\nchecked_on: 2026-11-24\n"),
    "none, after a text": (
        "description: |\n  One.\n\n  checked_on: 1999-01-01\n\n\n",
        "description: |\n  One.\n\n  checked_on: 1999-01-01\nchecked_on: 2026-11-24\n",
    ),
    "none, after a comment": ("# end\n", "# end\nchecked_on: 2026-11-24\n"),
    "Windows": ("quorum: x\r\n", "quorum: x\r\nchecked_on: 2026-11-24\r\n"),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_confirming_changes_one_date_and_nothing_else(cli: Cli, network: Net, what: str) -> None:
    """Comments, order, quotes and line breaks stay as they were, to the byte."""
    before, after = WRITTEN[what]
    ending = "\r\n" if "\r" in before else "\n"
    top = "# ours\nname: Küche\nsummary: K.\ntype: other\n".replace("\n", ending)
    root = network()
    path = root / "network/groups/kitchen.yml"
    path.parent.mkdir()
    path.write_bytes((top + before).encode())
    path.chmod(0o640)
    result = cli("confirm", "group/kitchen", "-C", root)
    assert result.exit_code == 0, result.stderr
    assert path.read_bytes().decode() == top + after
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(path.parent.iterdir()) == [path]
    assert read(root).network.entries["group/kitchen"].checked_on == TODAY
    again = path.read_bytes()
    assert cli("confirm", "group/kitchen", "-C", root).exit_code == 0
    assert path.read_bytes() == again


def test_the_front_matter_of_a_guide_is_confirmed_too(cli: Cli, network: Net) -> None:
    """With and without a date; the text below is left alone."""
    body = "---\n\nchecked_on: 1999-01-01\n\n---\n"
    root = network(
        {
            "content/a.md": f"---\ntitle: A\nsummary: A.\n{body}",
            "content/learn/b.md": f"---\nchecked_on: 2020-01-01\ntitle: B\nsummary: B.\n{body}",
        }
    )
    assert cli("confirm", "guide/a", "guide/learn/b", "-C", root, "--on", "2026-11-01").exit_code == 0
    assert (root / "content/a.md").read_text() == (
        f"---\ntitle: A\nsummary: A.\nchecked_on: 2026-11-01\n{body}"
    )
    assert (root / "content/learn/b.md").read_text() == (
        f"---\nchecked_on: 2026-11-01\ntitle: B\nsummary: B.\n{body}"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("group/nowhere",), "no entry"),
        (("kitchen",), "no entry"),
        (("../../etc/passwd",), "no entry"),
        (("group/broken",), "has errors"),
        (("group/odd",), "cannot be changed here"),
        (("group/good", "group/odd"), "cannot be changed here"),
        (("group/good", "--on", "2999-01-01"), "still to come"),
        (("group/good", "--on", "yesterday"), "yesterday"),
        ((), "Missing"),
    ],
)
def test_what_cannot_be_confirmed_is_said_and_nothing_is_written(
    cli: Cli, network: Net, arguments: tuple[str, ...], words: str
) -> None:
    """One that fails keeps the others from being written."""
    root = network(
        {
            **group("Good"),
            "network/groups/broken.yml": "name: X\n",
            "network/groups/odd.yml": "{name: O, summary: O., type: other}\n",
        }
    )
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    result = cli("confirm", *arguments, "-C", root)
    assert result.exit_code == 2
    assert words in result.stderr
    assert {path: path.read_bytes() for path in root.rglob("*.yml")} == before


# -- what readers can do ---------------------------------------------------------------------


def ways(root: Path, page: str = "groups/fresh") -> dict[str, str]:
    """The three links at the end of an entry's page, by their words."""
    html = (root / "site" / page / "index.html").read_text()
    foot = html.partition('class="cb-wrong"')[2].partition("</footer>")[0]
    return {words: link.replace("&amp;", "&").replace("&#39;", "'")
            for link, words in re.findall(r'href="([^"]+)"[^>]*>([^<]+)</a>', foot)}  # fmt: skip


def test_every_entry_can_be_confirmed_changed_and_ended_from_its_page(network: Net) -> None:
    """Filled in on the forge; without one, on the page that says how."""
    root = network(FILES, SETTINGS + "repository: https://github.com/o/r\nurl: https://x.example\n")
    render(read(root))
    found = ways(root)
    assert found["It is still right"].startswith(
        "https://github.com/o/r/issues/new?title=It%20is%20still%20right%3A%20Fresh&body="
    )
    assert "https%3A%2F%2Fx.example%2Fgroups%2Ffresh%2F" in found["It is still right"]
    assert found["Change this entry"] == "../../contribute/group/#fresh"
    assert ways(root, "glossary/pot")["Change it"] == (
        "https://github.com/o/r/edit/main/network/glossary/pot.yml")
    assert "We%20have%20stopped" in found["We have stopped"]
    assert "Take it out" in ways(root, "glossary/pot")
    (root / "network/network.yml").write_text(SETTINGS)
    render(read(root))
    forms = {"../../contribute/group/#fresh", "../../contribute/wrong/#group/fresh"}
    assert set(ways(root).values()) == {"../../network/", *forms}
    guide = root / "content/contribute/change-or-remove.md"
    guide.parent.mkdir(parents=True)
    guide.write_text("---\ntitle: Change\nsummary: How.\n---\n\nAsk.\n")
    render(read(root))
    assert set(ways(root).values()) == {"../../contribute/change-or-remove/", *forms}


def test_a_group_that_needs_care_is_not_spoken_of_in_public(network: Net) -> None:
    """No link leads to a public issue that names it."""
    root = network(
        {**FILES, **group("Careful", "topics: [food]", "sensitive: yes")},
        SETTINGS + "repository: https://github.com/o/r\n",
    )
    render(read(root))
    found = ways(root, "groups/careful")
    assert not any("github" in link or "contribute/wrong" in link for link in found.values())
    assert found["Change this entry"] == "../../contribute/group/#careful"
    (root / "network/events/supper.yml").parent.mkdir()
    (root / "network/events/supper.yml").write_text(
        "name: Supper\nsummary: Supper.\nhost: careful\nstarts: 2026-12-01T18:00\n"
        "timezone: Europe/London\n")
    render(read(root))
    page = root / "site/events/supper/index.html"
    assert "github" not in page.read_text().partition('class="cb-wrong"')[2]
    assert 'content="noindex"' in page.read_text()
    (root / "network/groups/careful.yml").write_text(group("Careful")["network/groups/careful.yml"])
    render(read(root))
    assert "github" in page.read_text().partition('class="cb-wrong"')[2]
    assert 'content="noindex"' not in page.read_text()
