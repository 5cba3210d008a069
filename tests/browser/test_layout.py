"""What lies where: nothing jumps, nothing is cut, and what goes on shows that it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
WIDE = {"width": 1280, "height": 800}
SHIFTS = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("view", [None, WIDE])
@pytest.mark.parametrize(
    "path",
    ["groups", "sources", "search", "organise/first-meeting", "trainings/power-mapping/run"],
)
def test_nothing_moves_when_the_scripts_arrive(
    ours: Path, served: Callable[[Path], str], visit: Visit, path: str,
    view: dict[str, int] | None,
) -> None:
    """A layout shift below 0.1 is “good” (web.dev/cls); on a slow line scripts come late."""
    page = visit("about:blank", before=SHIFTS, view=view)
    page.route("**/*.js?*", lambda route: (page.wait_for_timeout(300), route.fallback()))
    page.goto(f"{served(ours)}{path}/")
    page.wait_for_timeout(300)
    assert page.evaluate("moved") < 0.1


def test_a_long_choice_shows_that_it_goes_on(ours: Path, visit: Visit) -> None:
    """The last value to be seen is cut in half: phones show no scroll bar."""
    page = visit(ours / "groups/index.html", view=WIDE)
    values = page.locator("[data-facet=type]")
    cut = values.evaluate(
        "list => [...list.children].map(item => item.getBoundingClientRect())"
        ".some(item => item.top < list.getBoundingClientRect().bottom - 12"
        " && item.bottom > list.getBoundingClientRect().bottom + 12)")
    assert cut


def test_the_contents_of_a_guide_stand_beside_it(ours: Path, visit: Visit) -> None:
    """On a wide screen the text begins at the top, and the contents stay in sight."""
    page = visit(ours / "start-here/index.html", view=WIDE)
    contents, text = (page.locator(part).bounding_box() for part in (".cb-toc", ".cb-prose"))
    assert contents["x"] > text["x"] + text["width"]
    assert abs(contents["y"] - text["y"]) < 30
    page.evaluate("scrollTo(0, 2000)")
    expect(page.locator(".cb-toc a").first).to_be_in_viewport()


def test_names_of_languages_are_not_broken(ours: Path, visit: Visit) -> None:
    """“French” stays one word beside a long translation."""
    page = visit(ours / "glossary/index.html", view=WIDE)
    heights = page.locator(".cb-glossary ul .cb-quiet").evaluate_all(
        "names => names.map(name => name.getClientRects().length && name.offsetHeight)")
    assert max(heights) < 30


def test_a_form_without_scripts_is_not_there_to_be_filled_in(ours: Path, visit: Visit) -> None:
    """Nothing could be done with it; the ways that do work are."""
    page = visit(ours / "contribute/group/index.html", java_script_enabled=False)
    expect(page.locator("#q-name")).to_be_hidden()
    expect(page.get_by_role("link", name="The same form on paper")).to_be_visible()


def test_paper_has_no_link_that_leads_nowhere(ours: Path, visit: Visit) -> None:
    """No buttons to other pages, and none of the lists of what to turn to next."""
    page = visit(ours / "start-here/index.html")
    page.emulate_media(media="print")
    expect(page.locator(".cb-button[href='session/']")).to_be_hidden()
    expect(page.locator(".cb-onward")).to_be_hidden()
