"""Without a mouse, without motion, with the reader's own colours, and from right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from looking import one_of_each, too_wide, violations
from playwright.sync_api import Page, expect
from samples import Built, read, render

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
WIDE = {"width": 1280, "height": 800}
FOCUS = """(() => { const at = document.activeElement;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  return [at.textContent.trim() || at.name || at.tagName, style.outlineStyle, box.width * box.height]; })()"""


@pytest.fixture(scope="module")
def home(commons: Built, served: Callable[[Path], str]) -> str:
    """The good network on a server."""
    return served(commons.folder)


def tab_to(page: Page, words: str, *, most: int = 60) -> None:
    """Press Tab until something with these words has the focus, which must be seen each time."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the last stop and the first
        text, outline, area = page.evaluate(FOCUS)
        assert outline != "none", text
        assert area > 0, text
        if words in text:
            return
    pytest.fail(f"“{words}” was not reached by {most} presses of Tab")


def test_the_menu_opens_leads_on_and_closes(visit: Visit, home: str) -> None:
    """The first stop leads to the text; Escape closes the menu and gives the focus back."""
    page = visit(home + "groups/")
    tab_to(page, "Skip to the text", most=1)
    tab_to(page, "Menu", most=1)
    page.keyboard.press("Enter")
    tab_to(page, "Start here", most=1)
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS)[0] == "Menu"
    expect(page.locator(".cb-menu details > ul")).to_be_hidden()
    page.keyboard.press("Enter")
    tab_to(page, "Glossary")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Glossary")


def test_a_word_is_searched_and_its_page_opened(visit: Visit, home: str) -> None:
    """Typed, found, reached by Tab; nothing that was found has a fault."""
    page = visit(home + "search/")
    page.get_by_label("Words").focus()
    page.keyboard.type("pantry")
    expect(page.locator(".cb-search [role=status]")).to_contain_text("found")
    assert violations(page) == []
    tab_to(page, "Linden Vale Pantry")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Linden Vale Pantry")


def test_a_list_is_filtered(visit: Visit, ours: Path, served: Callable[[Path], str]) -> None:
    """Opened, pressed, heard, and taken away again."""
    page = visit(served(ours) + "groups/")
    tab_to(page, "Filters")
    page.keyboard.press("Enter")
    tab_to(page, "Type")
    page.keyboard.press("Enter")
    tab_to(page, "Federation")
    page.keyboard.press("Enter")
    expect(page.locator(".cb-found")).to_contain_text("shown")
    assert page.locator(".cb-found").get_attribute("role") == "status"
    assert violations(page) == []
    page.locator(".cb-chips button").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == ""


def test_a_session_is_planned_and_run(visit: Visit, home: str) -> None:
    """Times typed, begun, and on to the next step, from the keys alone."""
    page = visit(home + "trainings/welcome-evening/")
    page.get_by_label("Minutes you have").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("45")
    expect(page.locator("[data-result]")).not_to_be_empty()
    assert violations(page) == []
    page.get_by_role("link", name="Run this session").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    page.goto(home + "trainings/first-shift/run/")  # a session of several steps
    tab_to(page, "Begin")
    page.keyboard.press("Enter")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    assert violations(page) == []


def test_a_form_says_what_is_missing_and_leads_there(visit: Visit, home: str) -> None:
    """The list of what is wrong takes the focus, and each line leads to its question."""
    page = visit(home + "contribute/group/")
    page.get_by_role("button", name="Show the finished text").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-summary]")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('[aria-invalid=true]')")


def test_a_place_on_a_route_and_the_map(visit: Visit, home: str) -> None:
    """A stop is ticked with the space bar; a number on the map is a link like any other."""
    page = visit(home + "pathways/first-month/")
    tab_to(page, "Remember my place")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".cb-progress [role=status]")).to_contain_text("1 of")
    assert violations(page) == []
    page.goto(home + "map/")
    page.locator("a.cb-pin, .cb-map a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash || location.pathname") not in {"", "/map/"}


def test_nothing_moves_for_those_who_asked_for_stillness(visit: Visit, home: str) -> None:
    """No animation, no transition, no smooth scrolling, on any kind of page."""
    page = visit(home, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    for address in ("trainings/first-shift/run/", "contribute/group/", "map/", "groups/", "search/"):
        page.goto(home + address)
        assert page.evaluate("""[...document.querySelectorAll("*")].filter((one) => {
          const style = getComputedStyle(one);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
        }).length""") == 0, address


def test_forced_colours_leave_edges_where_colour_was_all(visit: Visit, home: str) -> None:
    """Doors, panels and the open menu have borders; the place in the menu is underlined."""
    page = visit(home, forced_colors="active", view=WIDE)
    border = "one => parseFloat(getComputedStyle(one).borderBottomWidth)"
    assert page.locator(".cb-doors a").first.evaluate(border) > 0
    page.goto(home + "groups/")
    assert page.locator(".cb-bar a[aria-current]").evaluate(border) > 0
    page.goto(home + "save/")
    assert page.locator(".cb-panel").evaluate(border) > 0
    assert page.get_by_role("button", name="Save for offline").evaluate(border) > 0


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Arabic network with a Kurmanji word and an English group, built."""
    root = tmp_path_factory.mktemp("arabic")
    files = {
        "network.yml": "name: دليل الحي\nsummary: دليل لجيران ينظمون أنفسهم.\nlanguages: [ar, ku, en]\n",
        "groups/matbakh.yml": "name: مطبخ الحي\ntype: mutual-aid\nsummary: جيران يطبخون معا.\n"
                              "also_called: [{name: Komîna Xwarinê, language: ku}]\n"
                              "related: [group/bakers, term/komin]\n",
        "groups/bakers.yml": "name: Bakers\ntype: assembly\nsummary: People who bake.\nlanguage: en\n",
        "glossary/komin.yml": "name: komîn\nlanguage: ku\ndefinition: Civata taxê.\n"
                              "translations: {ar: كومين, en: commune}\n",
    }
    for path, text in files.items():
        target = root / "network" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    render(read(root))
    return root / "site"


DIRECTIONS = """(words) => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() === words))
  .filter((one) => one.checkVisibility())
  .map((one) => [one.closest("[lang]").lang, getComputedStyle(one).direction])"""


def test_every_fragment_has_its_own_language_and_direction(
    visit: Visit, arabic: Path, served: Callable[[Path], str]
) -> None:
    """Arabic runs from the right, Kurmanji in Latin letters and English from the left."""
    home = served(arabic)
    page = visit(home + "groups/matbakh/")
    assert page.evaluate("[document.documentElement.lang, document.body.dir]") == ["ar", "rtl"]
    for address, words, language, direction in (
        ("groups/matbakh/", "مطبخ الحي", "ar", "rtl"),
        ("groups/matbakh/", "Bakers", "en", "ltr"),
        ("groups/matbakh/", "Komîna Xwarinê", "ku", "ltr"),
        ("groups/bakers/", "Bakers", "en", "ltr"),
        ("groups/", "Bakers", "en", "ltr"),
        ("glossary/komin/", "komîn", "ku", "ltr"),
        ("glossary/komin/", "Civata taxê.", "ku", "ltr"),
        ("glossary/", "komîn", "ku", "ltr"),
    ):
        page.goto(home + address)
        found = page.evaluate(DIRECTIONS, words)
        assert found, (address, words)
        assert all(pair == [language, direction] for pair in found), (address, words, found)


@pytest.mark.slow
def test_axe_finds_nothing_from_right_to_left(
    visit: Visit, arabic: Path, served: Callable[[Path], str]
) -> None:
    """Nor does anything hang over the edge."""
    home = served(arabic)
    page = visit(home)
    found = {}
    for kind, address in one_of_each(arabic).items():
        if address != "404.html":  # a browser calls its status an error
            page.goto(home + address)
            faulty = violations(page)
            if too_wide(page) > 0:
                faulty.append(f"{too_wide(page)} px too wide")
            if faulty:
                found[kind] = faulty
    assert found == {}
