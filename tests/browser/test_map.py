"""The map on a phone and on a wide screen, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from samples import SETTINGS, read, render

pytestmark = pytest.mark.browser

TOWNS = {"leeds": (53.8, -1.5, "GB"), "paris": (48.9, 2.4, "FR"), "sydney": (-33.9, 151.2, "AU"),
         "lima": (-12.0, -77.0, "PE"), "hull": (53.7, -0.3, "GB")}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of five groups in four continents."""
    root = tmp_path_factory.mktemp("world")
    (root / "network" / "groups").mkdir(parents=True)
    (root / "network" / "network.yml").write_text(SETTINGS)
    for name, (north, east, country) in TOWNS.items():
        (root / "network" / "groups" / f"{name}.yml").write_text(
            f"name: {name.title()} group\ntype: assembly\nsummary: People.\nplace: {{town: "
            f"{name.title()}, country: {country}, latitude: {north}, longitude: {east}}}\n")
    render(read(root))
    return root / "site" / "map" / "index.html"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_leads_to_its_list(
    visit: Callable[..., Page], world: Path, scripts: bool  # noqa: FBT001
) -> None:
    """With scripts and without."""
    page = visit(world, java_script_enabled=scripts)
    pin = page.get_by_role("link", name="Peru: 1 group")
    pin.click()
    target = page.locator(":target")
    expect(target).to_contain_text("Peru")
    expect(target.locator("xpath=..")).to_contain_text("Lima group")


def test_pins_are_as_large_as_a_finger_needs(visit: Callable[..., Page], world: Path) -> None:
    """At least 24 pixels, on a phone and on a wide screen (WCAG 2.2, 2.5.8)."""
    for view in (None, {"width": 1280, "height": 800}):
        page = visit(world, view=view)
        for box in [pin.bounding_box() for pin in page.locator(".cb-pin circle").all()]:
            assert box
            assert box["width"] >= 24
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_land_comes_nearer_by_two_buttons(visit: Callable[..., Page], world: Path) -> None:
    """Twice as near, four times, and back; where most groups are comes first."""
    page = visit(world)
    view = page.locator(".cb-map")
    whole = view.get_attribute("viewBox")
    nearer, farther = (page.get_by_role("button", name=name) for name in ("Nearer", "Farther"))
    expect(farther).to_be_disabled()
    nearer.click()
    nearer.click()
    expect(nearer).to_be_disabled()
    x, _, width, _ = map(float, (view.get_attribute("viewBox") or "").split())
    assert width == 90
    assert x < 180 < x + width  # Europe, with three of five groups
    before = view.get_attribute("viewBox")
    box = view.bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 50, steps=3)
    page.mouse.up()
    assert view.get_attribute("viewBox") != before
    farther.click()
    farther.click()
    assert view.get_attribute("viewBox") == whole


def test_nothing_is_asked_of_anybody(visit: Callable[..., Page], world: Path) -> None:
    """The map is in the page; the small one is a file of the site."""
    page = visit(world)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((world.parents[1] / "groups" / "hull" / "index.html").as_uri())
    assert [url for url in asked if url.endswith("n50w010.svg")]
    assert all(url.startswith("file:") for url in asked)
    expect(page.get_by_role("img", name="Small map: about where Hull group is")).to_be_visible()
