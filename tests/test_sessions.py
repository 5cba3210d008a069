"""Sessions: what can be run, and the study circles that are made from questions."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reading import Page
from samples import REPOSITORY, Built, read, render

from commonbook import prose
from commonbook.project import Project
from commonbook.schedule import longest_stretch, schedule
from commonbook.sessions import as_markdown, session_of, study_circle
from commonbook.words import Words

WORDS = Words.load(Project(REPOSITORY).themes, "en")
TRAINING = """name: Doors
summary: Knock.
audience: All
outcomes: [knock]
blocks:
  - {title: Hello, minutes: 30, min: 25, keep: must}
  - {title: Walk, minutes: 50, min: 30}
  - {title: Songs, minutes: 25, keep: could}
"""
NETWORK = (
    "name: Test\nsummary: A network for a test.\nlanguages: [en]\n"
    "session_lengths: [60, 90, 20]\nsession_starts: ['18:30', '10:00']\n"
)


def guide(words: int, questions: list[str], more: str = "") -> str:
    """A guide of so many words."""
    asked = "".join(f'  - "{question}"\n' for question in questions)
    return f"---\ntitle: Text\nsummary: A text.\nquestions:\n{asked}{more}---\n" + "word " * words


def circle_of(root: Path, entry_id: str = "guide/learn/text"):
    """The study circle of a text in a network."""
    return study_circle(read(root).network.entries[entry_id], WORDS)


def test_a_short_text_with_three_questions_takes_three_quarters_of_an_hour(
    network: Callable[..., Path],
) -> None:
    """Minutes are fitted to reading time and questions: five a question together, three in pairs."""
    root = network({"content/learn/text.md": guide(500, ["One", "Two", "Three"])})
    plan = circle_of(root)
    assert [(block.type, block.minutes) for block in plan.blocks] == [
        ("opening", 5), ("activity", 5), ("discussion", 10), ("discussion", 15), ("closing", 10)]
    assert plan.address == "learn/text/session/"


@pytest.mark.parametrize("words", [1, 900, 3_000, 9_000])
@pytest.mark.parametrize("questions", [1, 4, 8, 30])
def test_every_circle_can_be_run(
    network: Callable[..., Path], words: int, questions: int
) -> None:
    """Reading, pairs, all together and what to do are in each; over 90 minutes there is a break."""
    asked = [f"Question {number}" for number in range(questions)]
    plan = circle_of(network({"content/learn/text.md": guide(words, asked)}))
    total = sum(block.minutes for block in plan.blocks)
    assert [block.type for block in plan.blocks if block.type != "break"] == [
        "opening", "activity", "discussion", "discussion", "closing"]
    assert longest_stretch(plan.blocks)[0] <= 90
    assert ("break" in [block.type for block in plan.blocks]) == (total > 90)
    assert total <= 120
    assert all((block.min or block.minutes) <= block.minutes for block in plan.blocks)
    assert schedule(plan.blocks, available=45).dropped in ((), (3,))
    for block in plan.blocks:
        assert not (block.facilitator and block.facilitator.flaws)
    shown = Page("".join(str(part) for part in plan.blocks[2].participants.parts)).text
    assert all(question in shown for question in asked)


def test_a_long_text_is_sent_round_beforehand(network: Callable[..., Path]) -> None:
    """Nobody listens for an hour: the notes say what to do with a text that is too long."""
    notes = [str(circle_of(network({"content/learn/text.md": guide(words, ["One"])}))
                 .blocks[1].facilitator) for words in (300, 9_000)]
    assert "Send it round" not in notes[0]
    assert "about 60 minutes" in notes[1]


@example("1. Who decides?")
@example("- [[group/a]] <b>&amp; 2) *what*")
@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60))
def test_a_question_is_shown_as_it_was_written(text: str) -> None:
    """Marks, links and tags in a question are letters."""
    made = prose.read(f"1. {as_markdown(text)}\n")
    assert not list(made.mentions)
    html = "".join(str(part) for part in made.parts)
    assert html.count("<ol>") == html.count("<li>") == 1
    assert "".join(Page(html).words).split() == text.split()


def test_texts_without_questions_and_the_front_page_have_no_circle(
    network: Callable[..., Path],
) -> None:
    """There is nothing to talk about, or no place below it."""
    handbook = read(network({
        "content/index.md": guide(50, ["One"]),
        "content/learn/text.md": "---\ntitle: Text\nsummary: A text.\n---\nWords.\n"}))
    found = [session_of(entry, handbook.settings, WORDS) for entry in handbook.network]
    assert found == [None, None]


def test_every_session_has_its_pages(network: Callable[..., Path]) -> None:
    """The full plan, and each shorter version that fits; a circle has its plan as page and text."""
    root = network({
        "network/trainings/doors.yml": TRAINING,
        "content/learn/text.md": guide(4_000, ["One", "Two", "Three", "Four", "Five"])}, NETWORK)
    handbook = read(root)
    assert sorted(path for path in handbook.pages if "run/" in path or "session" in path) == [
        "learn/text/session/", "learn/text/session/paper/", "learn/text/session/run/", "learn/text/session/run/60/",
        "trainings/doors/run/", "trainings/doors/run/60/", "trainings/doors/run/90/"]
    render(handbook)
    text = (root / "site/learn/text/session/session.md").read_text(encoding="utf-8")
    assert re.findall(r"^## .*", text, re.MULTILINE)[2:4] == [
        "## 1. Arrive (5 minutes)", "## 2. Read it together (25 minutes)"]
    assert "> 5. Five" in text
    link = Page.at(root / "site/learn/text/index.html")
    assert "session/" in link.links
    assert "Discuss this in 80 minutes" in link.text
    sitemap = (root / "site/sitemap.xml").read_text()
    assert "learn/text/session/<" in sitemap
    assert "/run/" not in sitemap


def test_a_shorter_page_says_what_is_left_out_and_when_with_each_start(
    network: Callable[..., Path],
) -> None:
    """In words, with times from the first start, and those of the others below."""
    root = network({"network/trainings/doors.yml": TRAINING}, NETWORK)
    render(read(root))
    page = Page.at(root / "site/trainings/doors/run/60/index.html")
    assert "Left out: Songs" in page.text
    assert "Shortened: Walk (30 instead of 50 minutes)" in page.text
    assert "18:30–19:00" in page.text
    assert "With a start at 10:00" in page.text
    assert "10:30" in page.text
    assert page.text.count("Started at:") == 2
    plan = Page.at(root / "site/trainings/doors/index.html")
    assert {"run/", "run/60/", "run/90/"} <= set(plan.links)


def test_a_guide_cannot_take_the_place_of_a_session(
    network: Callable[..., Path], problems: Callable[..., list[tuple[str, str]]]
) -> None:
    """Two pages cannot have one address, also where one of them is made."""
    plain = "---\ntitle: {}\nsummary: A text.\n---\nWords.\n"
    root = network({
        "network/trainings/doors.yml": TRAINING,
        "content/learn/text.md": guide(50, ["One"]),
        "content/learn/text/session.md": plain.format("Session"),
        "content/learn/text/other.md": plain.format("Other"),
        "content/trainings/doors/run/90.md": plain.format("Ninety")})
    found = [place for place, code in problems(root) if code == "path-collision"]
    assert found == ["content/learn/text/session.md:1:1", "content/trainings/doors/run/90.md:1:1"]


def test_names_in_data_cannot_leave_their_island(network: Callable[..., Path]) -> None:
    """A label in a plan that looks like markup stays a text in the page's data."""
    label = "</script><script>alert(1)</script><!--<script>\u00e9"
    root = network({"network/trainings/doors.yml": TRAINING
                    + f"  - {{title: A, minutes: 5, parallel: '{label}'}}\n"
                    + "  - {title: B, minutes: 5, parallel: b}\n"})
    render(read(root))
    for path in ("", "run/"):
        html = (root / f"site/trainings/doors/{path}index.html").read_text(encoding="utf-8")
        data = re.search(r'id="session-data">(.*?)</script>', html, re.DOTALL)
        assert data
        assert "<" not in data[1]
        assert r"\u003c/script\u003e\u003cscript\u003ealert(1)" in data[1]
        scripts = [named for tag, named in Page(html).tags if tag == "script"]
        assert all(named.get("src") or named["type"] == "application/json" for named in scripts)


def test_a_circle_speaks_the_language_of_its_questions(commons: Built) -> None:
    """The page's own words and those of the text are each marked as what they are."""
    edition = commons.handbook.edition
    for session in filter(None, map(edition.session, edition.network)):
        if session.circle:
            page = Page.at(commons.folder / session.address / "index.html")
            language = commons.handbook.edition.cards[session.entry.id].language
            for question in session.entry.questions:
                spoken = {lang for lang, text in page.spoken if question in text}
                assert spoken == {language}, session.address


def test_rooms_side_by_side_count_as_long_as_the_longest(network: Callable[..., Path]) -> None:
    """Whatever the order of their blocks, and the same as in the schedule."""
    rooms = [("a", 10), ("b", 15), ("a", 10)]
    blocks = "".join(
        f"  - {{title: Room, minutes: {minutes}, parallel: {name}}}\n" for name, minutes in rooms)
    root = network({"network/trainings/doors.yml": TRAINING + blocks})
    training = read(root).network.entries["training/doors"]
    assert training.minutes == schedule(training.blocks).minutes == 30 + 50 + 25 + 20


def test_the_scripts_of_a_session_stay_small() -> None:
    """A page to run a session from loads at most 12 KB of its own script, compressed."""
    scripts = ("schedule.js", "session.js", "run.js")
    assert sum(len(gzip.compress((REPOSITORY / "theme/assets" / name).read_bytes()))
               for name in scripts) < 12_000
