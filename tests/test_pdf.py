"""Printing: PDFs that can be read aloud, that are the same twice, and booklets that can be folded."""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attack.cases import MARKS
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from samples import SETTINGS, TESTS, read

from commonbook.commands import Commands
from commonbook.documents import FORMS, document
from commonbook.paper import SHEETS
from commonbook.pdf import PAPERS, Document, booklet, order, pdf

COMMONS = TESTS / "networks" / "commons"
SHIFT = "training/first-shift"
POINTS = 72 / 25.4

Cli = Callable[..., Result]


def opened(data: bytes) -> PdfReader:
    """A PDF, read by another library than the one that made it."""
    return PdfReader(io.BytesIO(data))


def size(page: Any) -> tuple[int, int]:
    """Width and height in whole millimetres."""
    return round(float(page.mediabox.width) / POINTS), round(float(page.mediabox.height) / POINTS)


def text(reader: PdfReader) -> str:
    """All words of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def bookmarks(reader: PdfReader) -> list[str]:
    """The titles of a PDF's bookmarks, at every depth."""

    def walk(items: list[Any]) -> list[str]:
        found = []
        for item in items:
            found.extend(walk(item) if isinstance(item, list) else [item.title])
        return found

    return walk(reader.outline)


@pytest.fixture
def printed(cli: Cli, tmp_path: Path) -> Callable[..., PdfReader]:
    """Run “commonbook print” and open what it wrote."""

    def run(*arguments: object, folder: Path = COMMONS) -> PdfReader:
        target = tmp_path / "printed.pdf"
        result = cli("print", "-C", folder, *arguments, "--out", target)
        assert result.exit_code == 0, result.output
        reader = opened(target.read_bytes())
        assert f"{len(reader.pages)} page" in result.output or "sheet" in result.output
        return reader

    return run


# -- the order of a booklet ---------------------------------------------------------------------


@pytest.mark.parametrize("pages", range(1, 21))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_folded_booklet_reads_from_first_to_last(pages: int, language: str) -> None:
    """Fold the sheets, put them into each other, and leaf through: every page in its place."""
    mirrored = language == "ar"
    sides = order(pages, mirrored=mirrored)
    assert len(sides) % 2 == 0
    assert len(sides) == 2 * -(-pages // 4)
    leafed: list[int | None] = [None] * (2 * len(sides))
    for number in range(0, len(sides), 2):
        front, back = sides[number], sides[number + 1]
        if mirrored:
            front, back = front[::-1], back[::-1]
        # Outer sheets lie around inner ones: two leaves of each at both ends of the book.
        leafed[number], leafed[number + 1] = front[1], back[0]
        leafed[-number - 1], leafed[-number - 2] = front[0], back[1]
    assert leafed == [*range(pages), *[None] * (len(leafed) - pages)]


@given(st.integers(1, 400))
def test_books_from_right_to_left_are_the_mirror_image(pages: int) -> None:
    """Left and right change places, and nothing else."""
    assert order(pages, mirrored=True) == [side[::-1] for side in order(pages)]


def test_eight_pages_lie_as_printers_know_it() -> None:
    """The outer side has the last and the first page beside each other."""
    assert order(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert order(1) == [(None, 0), (None, None)]


# -- what a PDF is ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("form", [*SHEETS, "page"])
def test_a_sheet_can_be_read_aloud(printed: Callable[..., PdfReader], form: str) -> None:
    """Tagged as PDF/UA-1 wants it, with language, title and bookmarks, and without a date."""
    reader = printed(SHIFT, "--as", form)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own boolean
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata.title == "First shift"
    assert not {"/CreationDate", "/ModDate", "/Author"} & set(reader.metadata)
    assert not reader.attachments
    marks = bookmarks(reader)
    assert marks
    if form == "page":
        assert len([mark for mark in marks if mark in {
            "Plan for those who lead", "Handout", "Materials", "Agenda", "How was it?",
            "How many we were"}]) == 6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("paper", "expected"), [("a4", (210, 297)), ("a5", (148, 210)), ("letter", (216, 279))])
def test_the_paper_is_as_asked(
    printed: Callable[..., PdfReader], paper: str, expected: tuple[int, int]
) -> None:
    """Every page has the size of the paper; a smaller one takes more pages."""
    reader = printed("guide/organise/open-a-pantry", "--paper", paper)
    assert {size(page) for page in reader.pages} == {expected}
    assert "open" in text(reader).casefold()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entry", "words"), [
        ("guide/organise/open-a-pantry", "Guide"), ("case-study/mill-lock-in", "Case study"),
        ("pathway/first-month", "Pathway")])
def test_guides_cases_and_pathways_are_printed_too(
    printed: Callable[..., PdfReader], entry: str, words: str
) -> None:
    """The text of the page without menus, with its short address, and as a booklet."""
    page = printed(entry)
    shown = text(page)
    kind, _, slug = entry.partition("/")
    assert words in shown
    assert "Menu" not in shown
    assert "Suggest a change" not in shown
    assert "https://handbook.linden-vale.example/" in shown
    assert slug.split("/")[-1] in shown, kind
    assert "as of" in shown
    folded = printed(entry, "--as", "booklet")
    assert {size(side) for side in folded.pages} == {(297, 210)}
    assert len(folded.pages) % 2 == 0
    assert folded.trailer["/Root"]["/Lang"] == "en"
    assert "/StructTreeRoot" not in folded.trailer["/Root"]
    assert {size(side) for side in printed(entry, "--as", "booklet", "--paper", "letter").pages} == {
        (279, 216)}


@pytest.mark.slow
def test_steps_leave_out_the_text_between(network: Callable[..., Path], printed: Callable[..., PdfReader]) -> None:
    """Headings, lists, and what leads into a list; a part without any is left out."""
    root = network({"content/bread.md": (
        "---\ntitle: Bread\nsummary: Bread.\n---\n\nLong ago.\n\n## History\n\nRye came late.\n\n"
        "## Baking\n\nFlour is milled.\n\nYou need:\n\n- [ ] a bowl\n- [ ] water\n")})
    steps = text(printed("bread", "--depth", "steps", folder=root))
    for kept in ("Baking", "You need:", "a bowl", "water"):
        assert kept in steps
    for left in ("Long ago", "History", "Rye came late", "Flour is milled"):
        assert left not in steps
    assert "Rye came late" in text(printed("bread", folder=root))


@pytest.mark.slow
def test_a_training_is_cut_and_counted_as_asked(printed: Callable[..., PdfReader]) -> None:
    """Start, time and number of people change times, plan and amounts."""
    plan = text(printed(SHIFT, "--start", "14:00", "--depth", "steps"))
    assert "14:00–14:12" in plan
    assert "before they sit" not in plan
    materials = text(printed(SHIFT, "--as", "materials", "--people", "9"))
    assert re.search(r"Chalk sticks for each person; 5 spare 23", materials)
    assert "16 people" not in materials
    handout = text(printed(SHIFT, "--as", "handout"))
    assert not re.search(r"\d\d:\d\d", handout)
    assert "before they sit" not in handout


# -- the same, safe, and by itself -----------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("form", ["page", "booklet"])
def test_the_same_network_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    """Another process with another hash seed, in another second and folder, writes the same file."""
    written = []
    for seed in ("1", "77"):
        target = tmp_path / seed / "out.pdf"
        target.parent.mkdir()
        run = subprocess.run(
            [sys.executable, "-m", "commonbook", "print", "-C", str(COMMONS), SHIFT, "--as", form,
             "--out", str(target)],
            env={**os.environ, "PYTHONHASHSEED": seed, "USER": f"user-{seed}"}, check=False,
            capture_output=True, text=True, cwd=target.parent)
        assert run.returncode == 0, run.stderr
        written.append(target.read_bytes())
    assert written[0] == written[1]
    assert b"user-" not in written[0]


@pytest.mark.slow
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not from the net, not from this machine: addresses in a document are only words."""
    (tmp_path / "secret.css").write_text("body::before { content: 'secret' }", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("something was fetched")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    secret = (tmp_path / "secret.css").as_uri()
    html = (f'<!doctype html><html lang="en"><head><title>A</title><link rel="stylesheet" '
            f'href="{secret}"><link rel="attachment" href="{secret}"></head><body>'
            f'<p>Words</p><img src="https://a.example/a.png" alt="A"><img src="{secret}" alt="B">'
            '<object data="http://a.example/"></object></body></html>')
    made = opened(pdf(Document(html, (f"@import '{secret}';",), "en", "A"), PAPERS["a5"]).data)
    assert "Words" in text(made)
    assert "secret" not in text(made)
    assert not made.attachments


@pytest.mark.slow
def test_pictures_of_the_network_are_printed(printed: Callable[..., PdfReader]) -> None:
    """They are given to the printer from memory, made safe as for the site."""
    pages = printed("case-study/mill-lock-in").pages
    with_picture = read(COMMONS).edition.pictures
    assert "case-study/mill-lock-in" in with_picture
    assert [image for page in pages for image in page.images]


@pytest.mark.slow
def test_hostile_words_are_words(network: Callable[..., Path], printed: Callable[..., PdfReader]) -> None:
    """A name that is markup is printed as it is written, also in title and bookmarks."""
    said = MARKS.replace("'", "''")
    root = network({"network/trainings/a.yml": (
        f"name: '{said}'\nsummary: '{said[:200]}'\naudience: All\noutcomes: ['{said}']\n"
        f"blocks: [{{title: '{said}', minutes: 5, lead: '{said}'}}]\n")})
    reader = printed("training/a", "--as", "page", folder=root)
    assert reader.metadata.title == " ".join(MARKS.split())
    assert "<script>alert(1)</script>" in text(reader)
    assert "{{ 7*7 }}" in text(reader)
    assert not reader.trailer["/Root"].get("/Names", {}).get("/JavaScript")


@pytest.mark.slow
def test_links_inside_the_handbook_need_an_address(network: Callable[..., Path]) -> None:
    """With an address they lead to the site; without one they are words, not paths of this machine."""
    files = {"content/bread.md": "---\ntitle: Bread\nsummary: B.\n---\n\nSee [[guide/salt]].\n",
             "content/salt.md": "---\ntitle: Salt\nsummary: S.\n---\n\n[Out](https://a.example/x).\n"}

    def targets(entry: str, settings: str) -> set[str]:
        handbook = read(network(files, settings))
        made = document(handbook.edition, handbook.network.entries[entry], "page")
        return {note.get_object()["/A"]["/URI"]
                for page in opened(pdf(made, PAPERS["a4"]).data).pages
                for note in page.get("/Annots", ()) if "/A" in note.get_object()}

    known = SETTINGS + "url: https://here.example/book\n"
    assert "https://here.example/book/salt/" in targets("guide/bread", known)
    assert targets("guide/bread", SETTINGS) == set()
    assert targets("guide/salt", SETTINGS) == {"https://a.example/x"}


@pytest.mark.slow
def test_arabic_is_printed_from_right_to_left(network: Callable[..., Path]) -> None:
    """An entry in Arabic makes a document in Arabic, and its booklet opens to the right."""
    root = network({"content/jamiya.md": (
        "---\ntitle: الجمعية\nsummary: اجتماع مفتوح.\nlanguage: ar\n---\n\nاجتماع مفتوح.\n")})
    handbook = read(root)
    made = document(handbook.edition, handbook.network.entries["guide/jamiya"], "booklet", size="fold")
    assert made.mirrored
    assert '<html lang="ar" dir="rtl">' in made.html
    reader = opened(booklet(made, "a4").data)
    assert reader.trailer["/Root"]["/Lang"] == "ar"
    places: list[float] = []

    def note(words: str, current: list[float], *_: object) -> None:
        if words.strip():
            places.append(current[4])

    reader.pages[0].extract_text(visitor_text=note)
    assert places
    assert max(places) < 297 / 2 * POINTS, "the first page is on the left half"


# -- the command ------------------------------------------------------------------------------------


def test_an_unknown_id_is_answered_with_the_nearest(cli: Cli) -> None:
    """A slip of the finger gets the id that was meant, another kind what can be printed."""
    slip = cli("print", "-C", COMMONS, "training/frist-shift")
    assert slip.exit_code == 2
    assert "training/first-shift" in slip.output
    group = cli("print", "-C", COMMONS, "group/night-kitchen")
    assert group.exit_code == 2
    assert "no sheets to print" in group.output
    wrong = cli("print", "-C", COMMONS, "pathway/first-month", "--as", "handout")
    assert wrong.exit_code == 2
    assert "page or booklet" in wrong.output
    for options in (["--people", "8"], ["--start", "18:30"], ["--minutes", "60"]):
        assert cli("print", "-C", COMMONS, "pathway/first-month", *options).exit_code == 2
    for start in ("25:00", "18", "aa:bb", "18:3x", "-1:00"):
        assert cli("print", "-C", COMMONS, SHIFT, "--start", start).exit_code == 2


def test_what_may_not_be_published_is_not_printed(network: Callable[..., Path], cli: Cli, tmp_path: Path) -> None:
    """A private number in an entry does not get onto paper; faults elsewhere do not matter."""
    plan = "summary: A.\naudience: All\noutcomes: [a]\nblocks: [{title: T, minutes: 5}]\n"
    root = network({
        "network/trainings/a.yml": "name: A\nrisk_notes: Ring 07700 900123.\n" + plan,
        "network/trainings/b.yml": "name: B\n" + plan})
    out = tmp_path / "x.pdf"
    refused = cli("print", "-C", root, "training/a", "--out", out)
    assert refused.exit_code == 1
    assert "private-phone" in refused.output
    assert not out.exists()
    assert cli("print", "-C", root, "training/b", "--as", "agenda", "--out", out).exit_code == 0


@pytest.mark.parametrize(("missing", "form"), [("weasyprint", "plan"), ("pypdf", "booklet")])
def test_what_is_missing_is_named_with_how_to_install_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, missing: str, form: str, tmp_path: Path
) -> None:
    """Without the extra, everything else works, and printing says what to do."""
    monkeypatch.setitem(sys.modules, missing, None)
    result = cli("print", "-C", COMMONS, SHIFT, "--as", form, "--out", tmp_path / "x.pdf")
    assert result.exit_code == 3
    assert missing in result.output.casefold()
    assert "pip install 'commonbook[print]'" in result.output
    assert "Traceback" not in result.output


def test_every_form_is_offered(cli: Cli) -> None:
    """The help names what the code can do."""
    shown = cli("print", "--help").output
    assert all(form in shown for form in FORMS)
    assert "print" in Commands().list_commands(None)  # type: ignore[arg-type]
