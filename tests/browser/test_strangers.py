"""No page asks anybody else for anything, and the strict policy has nothing to refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from looking import Watch, one_of_each
from playwright.sync_api import Browser, Page, expect
from samples import Built

pytestmark = pytest.mark.browser


Open = Callable[[Path], tuple[Page, Watch]]


@pytest.fixture
def watched(browser: Browser, served: Callable[[Path], str]) -> Iterator[Open]:
    """Pages of a site that fail whatever is asked of others; none may be, and nothing refused."""
    opened = []

    def watch(site: Path) -> tuple[Page, Watch]:
        context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
        page = context.new_page()
        opened.append((context, Watch(page, served(site))))
        return page, opened[-1][1]

    yield watch
    for context, found in opened:
        context.close()
        assert found.strangers == []
        assert found.refused == []


def test_the_watch_sees_strangers_and_refusals(browser: Browser, commons: Built,
                                               served: Callable[..., str]) -> None:
    """A test that finds nothing must be able to find something."""
    context = browser.new_context()
    page = context.new_page()
    watch = Watch(page, served(commons.folder))
    page.goto(watch.home)
    page.evaluate("const image = new Image(); image.src = 'https://stranger.example/pixel.gif'; "
                  "document.body.append(image);")
    page.wait_for_timeout(100)
    assert [refusal.split()[0] for refusal in watch.refused] == ["img-src"]
    page.goto("about:blank")
    page.evaluate("fetch('https://stranger.example/').catch(() => {})")
    page.wait_for_timeout(100)
    assert watch.strangers == ["https://stranger.example/"]
    context.close()


@pytest.mark.slow
def test_every_kind_of_page_is_content_with_its_own_site(
    watched: Open, commons: Built
) -> None:
    """Opened, unfolded, every button pressed that does not lead away."""
    page, watch = watched(commons.folder)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.add_init_script("window.print = () => {}; "
                         "HTMLAnchorElement.prototype.click = () => {};")
    for address in one_of_each(commons.folder).values():
        page.goto(watch.home + address)
        assert page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute(
            "content").startswith("default-src 'none'")
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        if address != "save/":
            for button in page.locator(".cb-page button:visible").all()[:12]:
                button.dispatch_event("click")


def test_search_filters_and_words_stay_at_home(watched: Open, ours: Path) -> None:
    """What is typed is looked up in files of the site."""
    page, watch = watched(ours)
    page.goto(watch.home + "search/")
    page.get_by_label("Words").fill("assembly")
    expect(page.locator(".cb-search [role=status]")).to_contain_text("found")
    page.get_by_text("Filters").click()
    page.goto(watch.home + "groups/")
    page.locator(".cb-filters > summary").click()
    page.get_by_label("Near a town").fill("Leeds")
    page.keyboard.press("Enter")
    page.goto(watch.home + "learn/mutual-aid/")
    page.locator("a.term").first.click()
    expect(page.locator(".cb-aside")).to_be_visible()


def test_sessions_forms_routes_and_saving_stay_at_home(watched: Open, commons: Built) -> None:
    """A session is run, a form is filled in, a place is kept, the site is saved."""
    page, watch = watched(commons.folder)
    page.goto(watch.home + "trainings/first-shift/")
    page.get_by_label("People").fill("9")
    page.goto(watch.home + "trainings/first-shift/run/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Next").click()
    page.goto(watch.home + "contribute/group/")
    page.get_by_label("Name of the group").fill("Bakers")
    page.get_by_role("button", name="Show the finished text").click()
    page.goto(watch.home + "pathways/first-month/")
    page.get_by_role("button", name="Remember my place").click()
    page.get_by_role("checkbox").first.check()
    page.goto(watch.home + "save/")
    page.get_by_role("button", name="Save for offline").click()
    expect(page.get_by_role("status")).to_contain_text("All pages open", timeout=30_000)
