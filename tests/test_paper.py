"""Sheets of a training: each holds what it must and nothing that it must not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from attack.cases import MARKS
from reading import Page
from samples import SETTINGS, Built, read

from commonbook.footnotes import footnoted
from commonbook.paper import SHEETS, Wanted, sheets
from commonbook.prose import nested
from commonbook.prose import read as read_prose

ALONE = SETTINGS + "rules: {orphan-entry: off}\n"
SHIFT = "trainings/first-shift/paper/index.html"


def sheet(page: str, name: str) -> str:
    """The HTML of one sheet."""
    found = re.search(rf'<section class="cb-sheet cb-sheet--{name}".*?(?=<section class="cb-sheet |</div>\n</article>|$)',
                      page, re.DOTALL)
    assert found, name
    return found[0]


def words(html: str) -> str:
    """What a reader sees."""
    return " ".join(" ".join(Page(html).words).split())


@pytest.fixture(scope="module")
def paper(commons: Built) -> str:
    """The page of sheets of the training that fills every field."""
    return (commons.folder / SHIFT).read_text(encoding="utf-8")


def test_every_training_has_a_page_of_all_sheets(commons: Built) -> None:
    """One page a training, each sheet once, and a link for each that shows it alone."""
    for training in commons.handbook.network.of("training"):
        page = Page.at(commons.folder / training.address / "paper" / "index.html")
        of_sheets = [named["id"] for tag, named in page.tags
                     if tag == "section" and "cb-sheet" in named.get("class", "").split()]
        assert of_sheets == list(SHEETS)
        assert {f"#{name}" for name in SHEETS} < set(page.links)
        links = Page.at(commons.folder / training.address / "index.html").links
        assert [link.partition("#")[2] for link in links if "paper/#" in link] == list(SHEETS)


def test_the_plan_has_times_notes_and_an_empty_column_for_who(paper: str) -> None:
    """Facilitators get everything: times of the network's usual start, notes, what it needs."""
    plan = sheet(paper, "plan")
    shown = words(plan)
    for expected in ("18:15–18:27", "Doors and kettle", "before they sit", "the door keeper",
                     "kettle on before anybody comes", "Name ribbons", "nobody lifts alone",
                     "Day 2", "fixed time", "side by side: upstairs", "ten minutes early",
                     "dockers' school"):
        assert expected in shown, expected
    rows = re.findall(r"<tr class=\"cb-block.*?</tr>", plan, re.DOTALL)
    assert len(rows) == 9
    assert all(row.endswith("<td></td><td></td></tr>") for row in rows)


def test_the_handout_has_no_times_and_no_notes(paper: str) -> None:
    """Participants get their words, the aims, and what is printed along."""
    shown = words(sheet(paper, "handout"))
    for expected in ("open and close the shutters alone", "Doors and kettle",
                     "Find a ribbon and somebody you do not know.", "gleaning"):
        assert expected in shown, expected
    assert not re.search(r"\d\d:\d\d", shown)
    for hidden in ("before they sit", "the door keeper", "Name ribbons", "minutes early",
                   "nobody lifts alone", "kettle on before", "one verb and one noun"):
        assert hidden not in shown, hidden


def test_what_is_printed_along_is_printed_whole(paper: str, commons: Built) -> None:
    """A term with its meaning, a guide with its text and questions, a case with its critics."""
    handout = sheet(paper, "handout")
    entries = commons.handbook.network.entries
    shown = words(handout).casefold()
    guide = entries["guide/organise/open-a-pantry"]
    for heading in guide.body.headings:
        assert heading.words.casefold() in shown
    for question in guide.questions:
        assert question.casefold() in shown
    assert ("not legal advice" in shown) == (guide.law is not None)
    assert guide.law is not None, "the good network fills every field"
    case = entries["case-study/mill-lock-in"]
    assert len(case.difficulties) <= handout.count("<li>")
    assert "difficulties and criticism" in shown
    assert [named["id"] for tag, named in Page(handout).tags
            if tag in {"h3", "h4", "h5"} and "id" in named], "a guide's anchors are kept"


def test_materials_are_counted_for_three_sizes(paper: str) -> None:
    """Eight, sixteen and thirty people, things of the session and of its blocks."""
    shown = words(sheet(paper, "materials"))
    assert "8 people 16 people 30 people" in shown
    assert re.search(r"Chalk sticks for each person; 5 spare 21 37 65", shown)
    assert re.search(r"Slate boards for each pair; 1 spare 7 13 24", shown)
    assert re.search(r"A long rope for the room 1 1 1", shown)
    assert re.search(r"Paper crowns for each small group; 2 spare 10 18 34", shown)
    assert re.search(r"Name ribbons for each person; 7 spare; block 1 31 55 97", shown)


def test_the_agenda_for_the_wall_is_titles_with_times(paper: str) -> None:
    """Titles in order; the times can be left out without a script."""
    agenda = sheet(paper, "agenda")
    assert "18:15 Doors and kettle" in words(agenda)
    assert 'id="untimed"' in agenda
    assert "before they sit" not in agenda


def test_evaluation_and_attendance_ask_for_no_name(paper: str) -> None:
    """Aims to tick, questions to answer, ticks to count, and nowhere a line for a name."""
    evaluation, attendance = sheet(paper, "evaluation"), sheet(paper, "attendance")
    assert "count a sack without losing heart" in words(evaluation)
    assert "Ask everyone for one verb and one noun." in words(evaluation)
    for html in (evaluation, attendance):
        shown = words(html).casefold()
        assert not re.search(r"\b(your|first|last|sur|full) ?name\b|\bname:|signature|e-mail|phone",
                             shown)
        assert "input" not in html
    assert attendance.count('class="cb-box-to-tick"') == 4 * 20 + 2 * 10, "17 people, two days"


def test_every_sheet_says_where_it_comes_from_and_from_when(paper: str) -> None:
    """The address in letters and as a code with words for it, and the day it was right."""
    for name in SHEETS:
        html = sheet(paper, name)
        assert "https://handbook.linden-vale.example/trainings/first-shift/" in words(html)
        assert "as of 1 November 2026" in words(html)
        assert f'<title id="code-{name}-title">QR code of https://' in html


def test_without_an_address_there_is_a_path_and_no_code(
    network: Callable[..., Path], build: Callable[[Path], object]
) -> None:
    """A code that leads nowhere helps nobody; an undated entry has the day of the edition."""
    root = network({"network/trainings/cooking.yml": COOKING}, ALONE)
    build(root)
    page = (root / "site/trainings/cooking/paper/index.html").read_text(encoding="utf-8")
    assert "/trainings/cooking/" in words(sheet(page, "plan"))
    assert "cb-code" not in page
    assert "as of 24 November 2026" in words(sheet(page, "handout"))
    assert "From the start" in words(sheet(page, "plan"))
    assert not re.search(r"\d\d:\d\d", words(sheet(page, "agenda")))
    assert "Agenda without times" not in page


COOKING = """\
name: Cooking
summary: Cooking.
audience: All
outcomes: [cook]
blocks:
  - {title: Peel, minutes: 10, keep: must}
  - {title: Cook, minutes: 30, min: 20, keep: must}
  - {title: Sing, minutes: 10, keep: could, materials: [{item: Songs, per: person}]}
"""


def test_a_shorter_session_says_what_it_lost(network: Callable[..., Path]) -> None:
    """Dropped blocks are on no sheet, nor their materials; what does not fit is said."""
    handbook = read(network({"network/trainings/cooking.yml": COOKING}))
    training = handbook.network.entries["training/cooking"]
    given = sheets(handbook.edition, training, Wanted(people=9, start=time(19), minutes=40))
    assert given["plan"].dropped == ("Sing",)
    assert given["materials"].lines == ()
    assert [slot.title for day in given["agenda"].days for slot in day.slots] == ["Peel", "Cook"]
    short = sheets(handbook.edition, training, Wanted(minutes=35))
    assert short["plan"].shortened == (("Cook", 25, 30),)
    assert sheets(handbook.edition, training, Wanted(minutes=20))["plan"].missing == 10


def test_only_what_is_chosen_is_shown(commons: Built) -> None:
    """The style shows one sheet where the address names one, and hides the rest in print too."""
    style = (commons.folder / "assets/paper.css").read_text(encoding="utf-8")
    assert ".cb-sheets:has(:target) > .cb-sheet:not(:target, :has(:target)) { display: none; }" in style
    assert "break-after: page" in style


def test_texts_of_strangers_stay_texts(network: Callable[..., Path], build: Callable[[Path], object]) -> None:
    """Markup, slots and template signs in every field of a plan are shown as they are written."""
    said = MARKS.replace("'", "''")
    root = network({
        "network/trainings/cooking.yml": f"""\
name: '{said}'
summary: Cooking.
audience: All
outcomes: ['{said}']
materials: [{{item: '{said}'}}]
blocks:
  - {{title: '{said}', minutes: 10, lead: '{said}', parallel: '{said}'}}
"""}, ALONE)
    build(root)
    page = (root / "site/trainings/cooking/paper/index.html").read_text(encoding="utf-8")
    article = page.partition("<article")[2]
    assert "<script>" not in article
    assert "<img" not in article
    seen = words(article)
    for name in SHEETS:
        assert " ".join(MARKS.split()) in words(sheet(page, name)), name
    assert "49" not in seen


def test_a_text_inside_another_page_keeps_its_anchors_apart() -> None:
    """Headings move, anchors and links to them get a prefix, and words are left alone."""
    text = read_prose('## One\n\nSee [two](#two), or write id="x" href="#y".[^1]\n\n### Two\n\n[^1]: Note.\n',
                      folder="")
    html = "".join(part for part in nested(text, 4, "along-1-").parts if isinstance(part, str))
    assert '<h4 id="along-1-one">One</h4>' in html
    assert '<h5 id="along-1-two">Two</h5>' in html
    assert 'href="#along-1-two"' in html
    assert 'or write id="x" href="#y".' in html
    ids = Counter(re.findall(r'<[^>]* id="([^"]*)"', html))
    targets = re.findall(r'<a[^>]* href="#([^"]*)"', html)
    assert set(targets) <= set(ids)
    assert set(ids.values()) == {1}


def test_outside_links_are_numbered_and_listed() -> None:
    """The same address has one number; an address that is read anyway has none."""
    page = ('<p><a href="https://a.example/x" rel="noopener">A</a>, <a href="../b/">B</a>, '
            '<a title="1 > 0" href="https://b.example/?q=1&amp;r=2">C</a>, '
            '<a href="https://a.example/x">again</a>, '
            '<a href="https://c.example/">c.example</a></p><footer class="cb-wrong">'
            '<a href="https://d.example/">edit</a></footer>')
    made = footnoted(page, "Addresses & more")
    assert re.findall(r'<sup class="cb-ref">(\d)</sup>', made) == ["1", "2", "1"]
    assert re.findall(r"<li>(.*?)</li>", made) == [
        "https://a.example/x", "https://b.example/?q=1&amp;r=2"]
    assert "<h2>Addresses &amp; more</h2>" in made
    assert made.index("cb-addresses") < made.index("cb-wrong")
    assert footnoted('<a href="../x/">x</a>', "A") == '<a href="../x/">x</a>'


def test_a_sheet_lists_the_addresses_of_its_own_links(
    network: Callable[..., Path], build: Callable[[Path], object]
) -> None:
    """What a note for those who lead names is not on the handout, and the other way round."""
    root = network({"network/trainings/cooking.yml": COOKING.replace(
        "- {title: Peel, minutes: 10, keep: must}",
        "- title: Peel\n    minutes: 10\n    facilitator: See [this](https://a.example/notes).\n"
        "    participants: See [that](https://b.example/words).")}, ALONE)
    build(root)
    page = (root / "site/trainings/cooking/paper/index.html").read_text(encoding="utf-8")
    assert re.findall(r"<li>(http[^<]*)", sheet(page, "plan")) == ["https://a.example/notes"]
    assert re.findall(r"<li>(http[^<]*)", sheet(page, "handout")) == ["https://b.example/words"]


def test_pages_to_read_list_their_addresses(
    network: Callable[..., Path], build: Callable[[Path], object]
) -> None:
    """The address of an outside link in a guide is on its paper, as a number and in the list."""
    root = network({
        "content/bread.md": "---\ntitle: Bread\nsummary: Bread.\n---\n\nAsk [them](https://bread.example/a).\n"},
        ALONE)
    build(root)
    page = (root / "site/bread/index.html").read_text(encoding="utf-8")
    assert '>them</a><sup class="cb-ref">1</sup>' in page
    assert "<li>https://bread.example/a</li>" in page
    style = (root / "site/assets/commonbook.css").read_text(encoding="utf-8")
    screen, _, paper = style.partition("@media print {")
    assert ".cb-ref, .cb-addresses" in screen
    assert ".cb-addresses { display: block" in paper


def test_a_guide_can_be_printed_as_steps_without_a_script(commons: Built) -> None:
    """A link names what the style hides everything else for."""
    page = (commons.folder / "organise/open-a-pantry/index.html").read_text(encoding="utf-8")
    assert 'id="steps-only"' in page
    assert 'href="#steps-only"' in page
    assert "#steps-only:target" in (commons.folder / "assets/commonbook.css").read_text(encoding="utf-8")


def test_no_guide_can_take_the_place_of_the_sheets(
    network: Callable[..., Path], problems: Callable[..., list[tuple[str, str]]]
) -> None:
    """A guide where a training's sheets lie is reported."""
    root = network({
        "network/trainings/cooking.yml": COOKING,
        "content/trainings/cooking/paper.md": "---\ntitle: A\nsummary: A.\n---\n\nA.\n"})
    assert ("content/trainings/cooking/paper.md:1:1", "path-collision") in problems(root)


