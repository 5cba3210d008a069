"""Finding a group by filters, words and the name of a town, on a phone and on a wide screen."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from samples import REPOSITORY, read, render

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 800}
TOWNS = [("Leeds", 53.8, -1.5), ("Bristol", 51.5, -2.6), ("Hull", 53.7, -0.3)]
SETTINGS = """name: Test
summary: A network for a test.
languages: [en]
practices: {bread: Bread, song: Song}
"""


def group(number: int) -> str:
    """A group's file: every third sings, every second bakes."""
    town, north, east = TOWNS[number % 3]
    practices = [name for name, every in (("bread", 2), ("song", 3)) if number % every == 0]
    return (f"name: Group {number:03}\ntype: {'campaign' if number == 1 else 'assembly'}\n"
            f"summary: People who meet.\nchecked_on: 2026-10-{number % 28 + 1:02}\n"
            f"place: {{town: {town}, country: GB, latitude: {north}, longitude: {east}}}\n"
            f"practices: [{', '.join(practices)}]\n")


def event(number: int) -> str:
    """An event's file: every second is online."""
    return (f"name: Meeting {number:03}\nstarts: 2026-12-{number % 28 + 1:02} 18:00\n"
            "timezone: UTC\nhost: g0\nrepeats: {every: week, until: 2027-01-31}\n"
            f"mode: {'online' if number % 2 else 'in-person'}\n")


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A list of one page and one of two, built."""
    made = {}
    for name, size in (("short", 24), ("long", 300)):
        root = tmp_path_factory.mktemp(name)
        (root / "network" / "groups").mkdir(parents=True)
        (root / "network" / "network.yml").write_text(SETTINGS)
        for number in range(size):
            (root / "network" / "groups" / f"g{number}.yml").write_text(group(number))
        (root / "network" / "events").mkdir()
        for number in range(size // 6):
            (root / "network" / "events" / f"e{number}.yml").write_text(event(number))
        render(read(root))
        made[f"{name} dates"] = root / "site" / "events" / "index.html"
        made[name] = root / "site" / "groups" / "index.html"
    return made


def press(page: Page, words: str) -> None:
    """Open the filters if they are closed, and press one."""
    if not page.locator(".cb-filters").evaluate("details => details.open"):
        page.locator(".cb-filters > summary").click()
    button = page.get_by_role("button", name=words, include_hidden=True).first
    closed = page.locator(".cb-filters details:not([open])").filter(has=button)
    if closed.count():
        closed.locator("summary").click()
    button.click()


@pytest.mark.parametrize("length", ["short", "long"])
def test_a_filter_shows_what_fits_and_says_how_many(
    visit: Callable[..., Page], lists: dict[str, Path], length: str
) -> None:
    """In place, announced, kept in the address, and taken away by its chip."""
    page = visit(lists[length])
    press(page, "Bread")
    size = 24 if length == "short" else 300
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(
        f"{size // 2} of {size} shown")
    press(page, "Song")
    expect(page.locator(".cb-found")).to_have_text(f"{-(-size // 3) + size // 2 - size // 6} of {size} shown")
    assert page.evaluate("location.hash") == "#practice=bread&practice=song"
    page.get_by_role("button", name="Take away: Song").click()
    page.get_by_role("button", name="Take away: Bread").click()
    assert page.evaluate("location.hash") == ""
    expect(page.locator(".cb-index")).to_be_visible()
    expect(page.locator("[data-results]")).to_be_hidden()


def test_an_address_with_a_choice_opens_with_it(
    visit: Callable[..., Page], lists: dict[str, Path]
) -> None:
    """A link that somebody was sent shows the same list; the back button works."""
    page = visit(lists["short"].as_uri() + "#practice=song&q=group+01&sort=name")
    expect(page.locator(".cb-found")).to_have_text("3 of 24 shown")
    assert page.locator("[data-results] a").all_text_contents() == [
        "Group 012", "Group 015", "Group 018"]
    page.evaluate("location.hash = 'practice=bread'")
    expect(page.locator(".cb-found")).to_have_text("12 of 24 shown")


def test_when_nothing_fits_one_filter_is_named(
    visit: Callable[..., Page], lists: dict[str, Path]
) -> None:
    """The one whose removal gives most."""
    page = visit(lists["short"].as_uri() + "#type=campaign&practice=bread")
    page.get_by_role("button", name="Without Campaign: 12").click()
    expect(page.locator(".cb-found")).to_have_text("12 of 24 shown")
    page = visit(lists["short"].as_uri() + "#q=nobody")
    expect(page.get_by_role("button", name="Without “nobody”: 24")).to_be_visible()


def test_a_typed_town_brings_the_nearest_first(
    visit: Callable[..., Page], lists: dict[str, Path]
) -> None:
    """The network's own places first, then the gazetteer; unknown names are said to be."""
    page = visit(lists["short"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.get_by_label("Near a town")
    box.fill("hull")
    box.press("Enter")
    expect(page.locator("[data-results] .cb-card__line").first).to_contain_text("Hull")
    assert not [url for url in asked if "places.js" in url]
    box.fill("Cardiff")
    box.press("Enter")
    expect(page.locator("[data-results] .cb-card__line").first).to_contain_text("Bristol")
    assert [url for url in asked if "places.js" in url]
    expect(page.locator(".cb-nearnote")).to_contain_text("GeoNames")
    assert not [url for url in asked if "places-" in url]
    box.fill("München")
    box.press("Enter")
    expect(page.locator(".cb-nearnote")).to_contain_text("Nearest to Munich, Germany.")
    assert [url for url in asked if "places-latin.js" in url]
    box.fill("Xyzzy")
    box.press("Enter")
    expect(page.locator(".cb-nearnote")).to_contain_text("no town of that name")
    expect(page.get_by_role("button", name="near Xyzzy")).to_have_count(0)
    expect(page.get_by_label("Order")).to_have_value("")
    expect(page.locator(".cb-index")).to_be_visible()
    box.fill("Lincoln")
    box.press("Enter")
    page.get_by_role("button", name="Lincoln, United Kingdom").click()
    expect(page.locator("[data-results] .cb-card__line").first).to_contain_text("Hull")
    assert all(url.startswith("file:") for url in asked)


@pytest.mark.parametrize("length", ["short dates", "long dates"])
def test_dates_are_chosen_and_what_is_over_is_not_counted(
    visit: Callable[..., Page], lists: dict[str, Path], length: str
) -> None:
    """In the order of the calendar, with day and host, whatever has passed since the build."""
    early, late = (visit(lists[length], before=f"Date.now = () => Date.parse('{day}')")
                   for day in ("2026-11-24T08:00Z", "2027-01-01T08:00Z"))
    totals = []
    for page in (early, late):
        press(page, "Online")
        found = page.locator(".cb-found")
        expect(found).to_contain_text("shown")
        shown, total = (int(word) for word in (found.text_content() or "").split() if word.isdigit())
        assert 0 < shown < total
        totals.append(total)
        first = page.locator("[data-results] li").first
        expect(first).to_contain_text("December 2026" if page is early else "January 2027")
        expect(first).to_contain_text("Group 000")
        assert page.evaluate("location.hash") == "#mode=online"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert totals[0] > totals[1]


def test_filters_are_closed_on_phones_and_open_on_wide_screens(
    visit: Callable[..., Page], lists: dict[str, Path]
) -> None:
    """And the page is no wider than the screen."""
    for view, is_open in ((None, False), (WIDE, True)):
        page = visit(lists["short"], view=view)
        assert page.locator(".cb-filters").evaluate("details => details.open") is is_open
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_everything_is_there(
    visit: Callable[..., Page], lists: dict[str, Path]
) -> None:
    """The list, and links to a page for each value; no box that does nothing."""
    page = visit(lists["short"], java_script_enabled=False)
    expect(page.locator(".cb-index .cb-card")).to_have_count(24)
    expect(page.get_by_label("Near a town")).to_be_hidden()
    page.locator(".cb-filters > summary").click()
    page.get_by_text("What it does", exact=True).click()
    address = page.get_by_role("link", name="Bread").get_attribute("href") or ""
    page.goto((lists["short"].parent / address / "index.html").resolve().as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("Bread")


def test_the_keyboard_is_enough(visit: Callable[..., Page], lists: dict[str, Path]) -> None:
    """A filter is a button: space and Enter press it, and it says whether it is pressed."""
    page = visit(lists["short"], view=WIDE)
    filter_ = page.locator("[data-key=bread]")
    for key, pressed in ((" ", "true"), ("Enter", "false")):
        filter_.press(key)
        expect(filter_).to_have_attribute("aria-pressed", pressed)


def test_rows_of_a_long_list_are_there_when_they_are_needed(
    visit: Callable[..., Page], lists: dict[str, Path]
) -> None:
    """Not before somebody goes to the filters, and then before one is pressed."""
    page = visit(lists["long"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(
        request.url.rpartition("/")[2].partition("?")[0]) if ".js" in request.url else None)
    assert page.evaluate("!commonbookDirectory.rows")
    page.locator(".cb-filters > summary").click()
    page.wait_for_function("commonbookDirectory.rows")
    assert asked == ["long-list.js", "rows.js"]
    press(page, "Bread")
    expect(page.locator(".cb-found")).to_have_text("150 of 300 shown")
    expect(page.locator("[data-results] .cb-card")).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("[data-results] .cb-card")).to_have_count(100)
    assert asked == ["long-list.js", "rows.js"]


def test_the_script_is_small() -> None:
    """What every list loads stays below 2.7 KB compressed."""
    text = (REPOSITORY / "theme/assets/directory.js").read_bytes()
    assert len(gzip.compress(text, 9)) < 2.7 * 1024
