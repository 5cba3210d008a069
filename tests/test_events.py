"""Events on pages: what is listed where, and what the script takes away once it is over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer
from reading import VOID, Page, article
from samples import REPOSITORY, SETTINGS, TODAY, Built, read, render

from commonbook.kinds.training import FieldNote, Training

Net = Callable[..., Path]
Problems = Callable[..., list[tuple[str, str]]]

SCRIPT = (REPOSITORY / "theme/assets/dates.js").read_text(encoding="utf-8")

DOM = r"""
// As much of a document as dates.js asks for.
class Element {
  constructor([tag, attributes, children], parent) {
    Object.assign(this, { tag, parent, dataset: {}, hidden: "hidden" in attributes });
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("data-")) this.dataset[name.slice(5)] = value;
    }
    this.text = children.filter((child) => typeof child === "string").join("");
    this.children = children.filter((child) => typeof child !== "string")
      .map((child) => new Element(child, this));
  }
  remove() { this.parent.children = this.parent.children.filter((child) => child !== this); }
  get nextElementSibling() {
    return this.parent.children[this.parent.children.indexOf(this) + 1] || null;
  }
  matches(selector) {
    return selector.split(", ").some((one) => {
      const [, name, seen] = /^\[data-([a-z]+)\](:not\(\[hidden\]\))?$/.exec(one);
      return name in this.dataset && !(seen && this.hidden);
    });
  }
  querySelectorAll(selector) {
    return this.children.flatMap((child) =>
      [...(child.matches(selector) ? [child] : []), ...child.querySelectorAll(selector)]);
  }
  querySelector(selector) { return this.querySelectorAll(selector)[0] || null; }
  words() {
    return this.hidden ? "" : [this.text, ...this.children.map((child) => child.words())].join(" ");
  }
}
"""


class Tree(HTMLParser):
    """A page as nested lists: name, attributes, children."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = ["root", {}, []]
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: list[Any] = [tag, {name: value or "" for name, value in attrs}, []]
        self._open[-1][2].append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in [element[0] for element in self._open]:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1][2].append(data)


def seen(path: Path, now: str) -> tuple[str, list[str]]:
    """What a reader sees of a page at a time, with its script: words, and ends of dates shown."""
    tree = Tree(article(path.read_text(encoding="utf-8"))).root
    context = MiniRacer()
    context.eval(DOM)
    context.eval(f"const document = new Element({json.dumps(tree)}, null);")
    context.eval(f"Date.now = () => Date.parse({json.dumps(now)});")
    context.eval(SCRIPT)
    shown = context.eval(
        "JSON.stringify([document.words(), document.querySelectorAll('[data-ends]')"
        ".filter((row) => !row.hidden).map((row) => row.dataset.ends)])"
    )
    words, ends = json.loads(str(shown))
    return re.sub(r"\s+", " ", words), ends


def page(commons: Built, address: str) -> Path:
    """The file of a page."""
    return commons.folder / address / "index.html"


TIMES = [
    "2026-11-24T08:00:00Z",
    "2026-12-09T19:44:00Z",
    "2026-12-09T19:46:00Z",
    "2027-02-01T12:00:00Z",
    "2031-01-01T00:00:00Z",
]


@pytest.mark.parametrize("now", TIMES)
def test_the_list_shows_what_is_not_over(now: str, commons: Built) -> None:
    """Whenever the page is opened, the rows left are those whose end is still to come."""
    programme = commons.handbook.edition.programme
    ends = [row.over for row in programme.soon(programme.events)]
    moment = datetime.fromisoformat(now)
    left = [end for end in ends if datetime.fromisoformat(end) > moment]
    words, shown = seen(page(commons, "events"), now)
    assert shown == left
    assert ("still to come" in words) == (not left)
    assert ("February 2027" in words) == bool(left)


@pytest.mark.parametrize("now", TIMES)
def test_home_shows_the_next_three_and_then_nothing(now: str, commons: Built) -> None:
    """Others follow when dates pass; when none is left the part is gone, heading and all."""
    programme = commons.handbook.edition.programme
    rows = [row for row in programme.coming(programme.events) if row.status != "cancelled"][:12]
    moment = datetime.fromisoformat(now)
    left = [row.over for row in rows if datetime.fromisoformat(row.over) > moment]
    words, shown = seen(page(commons, ""), now)
    assert shown == left[:3]
    assert ("Next dates" in words) == bool(left)


def test_past_events_are_found_when_they_are_over(commons: Built) -> None:
    """Without a new build, too: what has passed since is there, what goes on is not."""
    path = page(commons, "events/past")
    before, _ = seen(path, "2026-11-24T08:00:00Z")
    assert "Mill picnic" in before
    assert "First shifts in spring" in before
    assert "Orchard evening" not in before
    after, _ = seen(path, "2026-12-19T08:00:00Z")
    assert "Orchard evening" in after
    assert "Harvest supper" not in after
    assert "Bread Tuesdays" not in seen(path, "2099-01-01T00:00:00Z")[0], "it has no end"


def test_an_event_lists_its_coming_dates_with_what_changed(commons: Built) -> None:
    """Moved dates say from when, cancelled ones are marked, both with the reason."""
    text = Page.at(page(commons, "events/bread-tuesdays")).text
    for words in (
        "Every Tuesday, 18:00–20:15",
        "Wednesday 9 December 2026, 17:30–19:45",
        "Moved from Tuesday 8 December 2026, 18:00: The oven is swept on Tuesday",
        "Tuesday 29 December 2026, 18:00–20:15 Cancelled: Flour is on its way",
        "How to add this to your phone",
        "https://handbook.linden-vale.example/calendar/events/bread-tuesdays.ics",
    ):
        assert words in text, words
    assert "6 October 2026, 18:00" in text
    assert "Tuesday 17 November 2026" not in text, "that date is over"
    words, _ = seen(page(commons, "events/bread-tuesdays"), "2026-11-24T08:00:00Z")
    assert "More dates follow" in words
    words, shown = seen(page(commons, "events/bread-tuesdays"), "2027-11-20T08:00:00Z")
    assert len(shown) == 1
    assert "More dates follow" not in words
    words, _ = seen(page(commons, "events/bread-tuesdays"), "2028-01-01T08:00:00Z")
    assert "All dates that were known when this page was made are over." in words


def test_an_event_that_is_over_says_so_without_a_script(commons: Built) -> None:
    """At the build, too."""
    text = Page.at(page(commons, "events/mill-picnic")).text
    assert "This is over." in text
    assert "Saturday 20 June 2026, 12:30–17:00" in text


def test_dates_stand_under_their_place_host_and_training(commons: Built) -> None:
    """Events without a place of their own stand where their host is; online ones by themselves."""
    places = Page.at(page(commons, "events/by-place")).text
    assert places.index("Wold Edge, Ireland") < places.index("Upper Wold, United Kingdom")
    assert places.index("Online Tuesday 8 December 2026") > places.index("Wold Edge, United Kingdom")
    hosts = Page.at(page(commons, "events/by-host"))
    assert "Assembly of Linden Vale Monday 7 December 2026" in hosts.text.replace(",", "")
    assert "../../groups/vale-assembly/" in hosts.links
    trainings = Page.at(page(commons, "events/by-training"))
    assert "../../calendar/trainings/first-shift.ics" in trainings.links
    assert "Other meetings" in trainings.text


def test_a_group_shows_its_dates_and_those_of_its_parts(commons: Built) -> None:
    """Each with its calendar; what has no dates has no heading for them."""
    text = Page.at(page(commons, "groups/vale-assembly")).text
    assert text.index("Dates Monday 7 December 2026") < text.index("Dates of its parts")
    links = Page.at(page(commons, "groups/vale-assembly")).links
    assert "../../calendar/hosts/vale-assembly.ics" in links
    assert "../../calendar/bodies/vale-assembly.ics" in links
    gone, _ = seen(page(commons, "groups/vale-assembly"), "2031-01-01T00:00:00Z")
    assert "Dates of its parts" not in gone


def test_a_training_shows_its_dates_or_what_to_do(commons: Built, network: Net) -> None:
    """Without a date it says so, and whom to ask."""
    text = Page.at(page(commons, "trainings/first-shift")).text
    assert "Harvest supper" in text
    later, _ = seen(page(commons, "trainings/first-shift"), "2031-01-01T00:00:00Z")
    assert "Nobody has scheduled this yet. Run it yourself, or ask a group near you." in later
    root = network(
        {
            "network/trainings/t.yml": "name: T\nsummary: S.\naudience: A\noutcomes: [a]\n"
            "blocks: [{title: B, minutes: 20}]\n"
        }
    )
    render(read(root))
    alone = Page.at(root / "site/trainings/t/index.html")
    assert "Run it yourself, or ask a group near you." in alone.text
    assert not any("dates.js" in address for address in alone.loads)
    empty = Page.at(root / "site/events/index.html")
    assert "Nobody has scheduled anything yet." in empty.text
    assert not any(".ics" in link for link in empty.links)
    assert not (root / "site/events/by-place").exists()
    assert not (root / "site/calendar").exists()
    assert "Next dates" not in Page.at(root / "site/index.html").text


def test_every_page_with_dates_leads_to_a_calendar(commons: Built) -> None:
    """But those of what needs care. It says how to put it on a phone; no calendar is led to by none."""
    led: set[str] = set()
    for path in commons.folder.rglob("*.html"):
        found = Page.at(path)
        calendars = {link.rpartition("calendar/")[2] for link in found.links
                     if ".ics" in link and not link.endswith("due.ics")}
        led |= {f"calendar/{one}" for one in calendars}
        rows = "run" not in path.parts and any("data-ends" in named for _, named in found.tags)
        careful = path.parent.name in {"orchard-evening", "hidden-orchard"}
        if careful:
            assert rows
            assert not [link for link in found.links if ".ics" in link and "orchard" in link]
        elif rows and path.parent != commons.folder:
            assert calendars, path
            assert "How to add this to your phone" in found.text, path
    there = {
        path.relative_to(commons.folder).as_posix()
        for path in (commons.folder / "calendar").rglob("*.ics")
    }
    assert led == there


def test_events_of_a_group_that_needs_care_are_hidden_and_inexact(
    commons: Built, network: Net, problems: Problems
) -> None:
    """Their pages are kept from search engines, and the check refuses a town."""
    assert 'content="noindex"' in page(commons, "events/orchard-evening").read_text()
    assert "orchard-evening" not in (commons.folder / "sitemap.xml").read_text()
    event = "name: E\nstarts: 2026-12-01 18:00\ntimezone: Europe/London\nhost: a\nplace: {%s}\n"
    group = "name: A\nsummary: S.\ntype: other\nsensitive: yes\ntopics: [x]\n"
    for place, fault in (
        ("precision: town, town: Hull", {"sensitive-too-open"}),
        ("precision: region, town: Hull", {"sensitive-too-open"}),
        ("precision: region, region: Yorkshire", set()),
    ):
        root = network(
            {"network/groups/a.yml": group, "network/events/e.yml": event % place},
            SETTINGS + "topics: {x: X}\n",
        )
        assert {rule for _, rule in problems(root)} == fault, place


def test_a_page_is_made_again_only_when_its_dates_change(network: Net) -> None:
    """The next day nothing is written but what shows a date that is over."""
    root = network(
        {
            "network/groups/a.yml": "name: A\nsummary: S.\ntype: other\n",
            "network/groups/b.yml": "name: B\nsummary: S.\ntype: other\n",
            "network/events/e.yml": "name: E\nstarts: 2026-12-01 18:00\ntimezone: Europe/London\n"
            "host: a\n",
        }
    )

    def digests(today: date) -> dict[str, str]:
        handbook = read(root)
        handbook.today = today
        return {path: found.given for path, found in handbook.pages.items() if path != "due/"}

    first, next_day, later = (digests(day) for day in (TODAY, date(2026, 11, 25), date(2026, 12, 2)))
    assert first == next_day
    changed = {path for path, given in later.items() if given != first[path]}
    assert changed == {
        "",
        "events/",
        "events/by-host/",
        "events/by-place/",
        "events/by-training/",
        "events/past/",
        "events/e/",
        "groups/a/",
    }


NOTES = st.lists(
    st.sampled_from([None, "a", "b", "c"]).map(
        lambda by: FieldNote.model_validate({"note": "N", **({"by": by} if by else {})})
    ),
    max_size=6,
)


@given(NOTES)
def test_experience_follows_from_field_notes(notes: list[FieldNote]) -> None:
    """No note, a draft; two named groups, in use; a note without a group is a try and no more."""
    training = Training.model_construct(field_notes=tuple(notes))
    groups = {note.by for note in notes if note.by}
    expected = (
        "draft"
        if not notes
        else "used"
        if len(groups) >= 2
        else "tried"
        if len(notes) == 1
        else "again"
    )
    assert training.experience == expected


def test_lists_say_how_much_a_training_has_been_used(commons: Built) -> None:
    """On cards as on its own page; field notes are linked to their groups."""
    text = Page.at(page(commons, "trainings")).text
    assert "6–17 people · used by several groups" in text
    assert "31 minutes · a draft, not yet run" in text
    own = Page.at(page(commons, "trainings/first-shift"))
    assert "Several groups have used it." in own.text
    assert "Assembly of Linden Vale · 18 July 2026 · 13 people Twelve stayed" in own.text
    assert own.text.index("Twelve stayed") < own.text.index("The rope was too short")


def test_hidden_rows_are_hidden_without_the_script_too(commons: Built) -> None:
    """What waits for its turn is in the page, but not shown."""
    tags = [named for _, named in Page.at(commons.folder / "index.html").tags]
    rows = [named for named in tags if "data-ends" in named]
    assert [("hidden" in named) for named in rows] == [False] * 3 + [True] * (len(rows) - 3)
    assert len(rows) > 3
    assert all(datetime.fromisoformat(named["data-ends"]).tzinfo == UTC for named in rows)
