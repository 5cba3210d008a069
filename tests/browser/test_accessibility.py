"""Every kind of page under axe, on phones and wide screens, in both schemes, with large text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from looking import OF_COLOURS, OF_SIZES, double_text, one_of_each, too_wide, violations
from playwright.sync_api import Browser, Page
from samples import Built

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}
SMALLEST = {"width": 320, "height": 568}
"""What WCAG 1.4.10 asks for."""


def faults(page: Page, address: str) -> Iterator[str]:
    """What is wrong with a page as it opens, and with text of twice the size."""
    page.goto(address)
    yield from violations(page)
    if too_wide(page) > 0:
        yield f"{too_wide(page)} px too wide"
    double_text(page)
    if too_wide(page) > 0:
        yield f"{too_wide(page)} px too wide with text of twice the size"


@pytest.mark.slow
@pytest.mark.parametrize(("view", "scheme", "scripts"), [
    (PHONE, "light", True), (WIDE, "dark", True), (SMALLEST, "dark", False),
], ids=["phone", "wide", "without scripts"])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, commons: Built, served: Callable[..., str], view: dict[str, int],
    scheme: str, scripts: bool,  # noqa: FBT001
) -> None:
    """WCAG 2.2 A and AA and best practice; and nothing has to be scrolled sideways."""
    home = served(commons.folder)
    context = browser.new_context(viewport=view, color_scheme=scheme)
    if not scripts:  # axe is a script, so those of the pages are kept from it one by one
        context.route("**/*.js?*", lambda route: route.abort())
    page = context.new_page()
    found = {kind: list(faults(page, home + address))
             for kind, address in one_of_each(commons.folder).items()}
    context.close()
    assert {kind: what for kind, what in found.items() if what} == {}
    assert len(found) > 50


@pytest.mark.slow
def test_large_text_and_the_other_schemes_keep_contrast_and_targets(
    browser: Browser, commons: Built, served: Callable[..., str]
) -> None:
    """What depends on colours and sizes: dark on a phone, light on a wide screen, twice the text."""
    home = served(commons.folder)
    found = {}
    for view, scheme in ((PHONE, "dark"), (WIDE, "light")):
        context = browser.new_context(viewport=view, color_scheme=scheme)
        page = context.new_page()
        for kind, address in one_of_each(commons.folder).items():
            page.goto(home + address)
            if faulty := violations(page, *OF_COLOURS):
                found[kind, scheme] = faulty
            double_text(page)
            if faulty := violations(page, *OF_SIZES):
                found[kind, "twice the text"] = faulty
        context.close()
    assert found == {}
