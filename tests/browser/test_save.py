"""Keeping the site on a device: asked for, read without a server, renewed, and taken away again."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from samples import Built, read, render

pytestmark = pytest.mark.browser

KEPT = "caches.keys().then((names) => names.length)"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"


class _Host:
    """A host that can be switched off, and that remembers what it was asked for."""

    def __init__(self, folder: Path) -> None:
        asked: list[str] = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                asked.append(self.path)

        self.asked = asked
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(Handler, directory=folder))
        self.home = f"http://127.0.0.1:{self.server.server_port}/commons/site/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def host(commons: Built, tmp_path: Path) -> Iterator[_Host]:
    """The site in a folder of a host, which has others beside it."""
    root = shutil.copytree(commons.root, tmp_path / "host" / "commons")
    found = _Host(root.parent)
    yield found
    found.stop()


def save(page: Page) -> None:
    """Press the button and wait."""
    page.get_by_role("button", name="Save for offline").click()
    expect(page.get_by_role("status")).to_contain_text("All pages open", timeout=30_000)


def test_nothing_is_kept_or_asked_for_before_somebody_asks(
    visit: Callable[..., Page], host: _Host
) -> None:
    """No worker, no store and no list, on the page that offers it and on others."""
    page = visit(host.home + "save/")
    button = page.get_by_role("button", name="Save for offline")
    expect(button).to_contain_text("MB")
    page.goto(host.home + "groups/")
    assert page.evaluate(KEPT) == page.evaluate(WORKERS) == 0
    assert not [path for path in host.asked if "worker.js" in path or "files.json" in path]


def test_saved_pages_open_without_a_server(visit: Callable[..., Page], host: _Host) -> None:
    """Run page, form, search and filters, with their scripts; and everything goes again."""
    page = visit(host.home + "save/")
    save(page)
    host.stop()
    page.goto(host.home + "trainings/first-shift/run/")
    page.get_by_role("button", name="Begin").click()
    page.reload()
    expect(page.locator("h1")).to_contain_text("First shift")
    page.goto(host.home + "contribute/group/")
    page.locator(".cb-page input[type=text]:visible").first.fill("Bakers")
    page.goto(host.home + "groups")
    assert page.url == host.home + "groups/"
    expect(page.locator("h1")).to_have_text("Groups")
    page.goto(host.home + "search/#q=pantry")
    expect(page.get_by_role("status").filter(has_text="found")).to_be_visible()
    page.goto(host.home + "save/")
    expect(page.get_by_role("status")).to_contain_text("All pages open")
    page.get_by_role("button", name="Remove everything").click()
    expect(page.get_by_role("status")).to_have_text("Removed. Nothing of it is left on this device.")
    assert page.evaluate(KEPT) == page.evaluate(WORKERS) == 0


def test_a_new_build_is_fetched_where_it_differs(
    visit: Callable[..., Page], host: _Host, tmp_path: Path
) -> None:
    """In passing, when a page is opened; and only what has changed is asked for again."""
    page = visit(host.home + "save/")
    save(page)
    root = tmp_path / "host" / "commons"
    entry = root / "network" / "activities" / "name-circle.yml"
    entry.write_text(entry.read_text().replace("\nsteps:", "\nsteps:\n  - Sing a song of sixpence.", 1))
    render(read(root))
    host.asked.clear()
    page.reload()
    for _ in range(100):  # in passing, while pages are read
        if page.evaluate("caches.match('../activities/name-circle/').then((page) => page.text())"
                         ".then((text) => text.includes('sixpence'))"):
            break
        page.wait_for_timeout(100)
    renewed = {path.rpartition("?")[0] or path for path in host.asked if path.endswith("/")}
    assert "/commons/site/activities/name-circle/" in renewed
    assert len(renewed) < 10
    host.stop()
    page.goto(host.home + "activities/name-circle/")
    expect(page.get_by_text("Sing a song of sixpence.")).to_be_visible()
