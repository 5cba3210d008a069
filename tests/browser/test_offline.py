"""The copy for offline in Chromium: opened from a disk, with no network, as from a USB stick."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect
from samples import TESTS

from commonbook.cli import main

pytestmark = pytest.mark.browser

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A USB stick with the copy of the good network, and its pathway unpacked."""
    root = tmp_path_factory.mktemp("offline") / "commons"
    shutil.copytree(TESTS / "networks" / "commons", root)
    for number in range(300):  # more than a page has, so that the filter loads the others
        (root / f"network/groups/circle-{number}.yml").write_text(
            f"name: Circle {number:03}\ntype: assembly\nsummary: People who meet.\n"
            "checked_on: 2026-10-10\nrelated: [group/vale-assembly]\n")
    found = tmp_path_factory.mktemp("stick")
    result = CliRunner().invoke(main, ["build", "--offline", "-C", str(root)])
    assert result.exit_code == 0, result.output
    shutil.copytree(root / "offline", found / "handbook")
    with zipfile.ZipFile(root / "site/take-away/first-month.zip") as held:
        held.extractall(found)
    return found


@pytest.fixture
def plug_in(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Open a file of the stick with no network; whatever is asked for has to be a file."""
    asked: list[str] = []

    def open_file(path: Path, **options: object) -> Page:
        page = visit(path, offline=True, **options)
        page.on("request", lambda request: asked.append(request.url))
        page.reload()
        return page

    yield open_file
    assert asked
    assert [address for address in asked if not address.startswith("file://")] == []


@pytest.mark.parametrize("view", [PHONE, WIDE], ids=["phone", "wide"])
def test_one_gets_from_page_to_page_without_scripts(
    stick: Path, plug_in: Callable[..., Page], view: object
) -> None:
    """By links alone: the front page, a list, an entry, home again."""
    page = plug_in(stick / "handbook/index.html", view=view, java_script_enabled=False)
    page.locator(".cb-doors a").nth(2).click()
    page.get_by_role("link", name="First shift").first.click()
    expect(page.locator("h1")).to_contain_text("First shift")
    page.get_by_role("link", name="Run this session").click()
    assert page.url.endswith("/trainings/first-shift/run/index.html")
    page.locator(".cb-name").click()
    assert page.url.endswith("/handbook/index.html")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").count(",")  # styled


def test_words_are_found_in_names_and_in_texts(stick: Path, plug_in: Callable[..., Page]) -> None:
    """Texts are loaded when somebody types, and a find leads to a file."""
    page = plug_in(stick / "handbook/search/index.html")
    assert page.locator("script[src*='texts.js']").count() == 0
    page.get_by_label("Words").fill("tram")  # why a pathway stops at a guide; in no name
    expect(page.locator("[data-finds] .cb-card").first).to_be_visible()
    expect(page.locator("[data-finds]")).to_contain_text("tram")
    page.locator("[data-finds] a").first.click()
    assert page.url.endswith("/index.html")
    expect(page.locator("h1")).to_be_visible()


def test_names_come_before_texts(stick: Path, plug_in: Callable[..., Page]) -> None:
    """The entry of that name is the first."""
    page = plug_in(stick / "handbook/search/index.html")
    page.get_by_label("Words").fill("pantry")
    expect(page.locator("[data-finds] .cb-card__link").first).to_contain_text("antry")


def test_a_session_runs_and_a_list_filters(stick: Path, plug_in: Callable[..., Page]) -> None:
    """The scripts of the site work from a disk."""
    page = plug_in(stick / "handbook/trainings/first-shift/run/index.html")
    expect(page.locator(".cb-page button").first).to_be_visible()
    page = plug_in(stick / "handbook/groups/index.html")
    page.goto(f"{page.url}#q=circle+299")
    page.reload()
    expect(page.locator(".cb-found")).to_have_text("1 of 304 shown")
    page.locator("[data-results] a").first.click()
    assert page.url.endswith("/groups/circle-299/index.html")
    page = plug_in(stick / "handbook/map/index.html")
    expect(page.locator(".cb-page svg").first).to_be_visible()


def test_a_form_writes_its_file(stick: Path, plug_in: Callable[..., Page]) -> None:
    """Forms need no network."""
    page = plug_in(stick / "handbook/contribute/group/index.html")
    page.locator("form input, form textarea").first.fill("Bank Street Kitchen")
    expect(page.locator("body")).to_contain_text("Bank Street Kitchen")


def test_a_pathway_can_be_walked(stick: Path, plug_in: Callable[..., Page]) -> None:
    """From its first page over a stop to a page to run a session from."""
    page = plug_in(stick / "first-month/index.html")
    page.get_by_role("link", name="First shift").first.click()
    page.get_by_role("link", name="Run this session").click()
    expect(page.locator(".cb-page button").first).to_be_visible()
    for link in page.locator("a[href]").all():
        address = link.get_attribute("href") or ""
        assert address.startswith(("https://", "#")) or "index.html" in address, address


def test_a_guide_as_one_file_opens(stick: Path, plug_in: Callable[..., Page], tmp_path: Path) -> None:
    """Alone in a folder, styled by what it brings along."""
    alone = Path(shutil.copy(
        stick / "handbook/organise/open-a-pantry/open-a-pantry.html", tmp_path / "sent.html"))
    page = plug_in(alone)
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
