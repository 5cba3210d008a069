"""Fixtures: Chromium, started once, and pages in it as a phone or a wide screen shows them."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}
WAYS_TO_GET_IT = (
    None,
    [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"],
    ["apt-get", "install", "-y", "chromium"],
)


def _start(playwright: Playwright) -> Browser:
    """Chromium from the system or from Playwright; installed if there is none."""
    refusals = []
    for install in WAYS_TO_GET_IT:
        if install and shutil.which(install[0]):
            done = subprocess.run(install, capture_output=True, text=True, check=False)
            refusals.append(f"{' '.join(install)}: {done.stderr[-500:]}")
        try:
            return playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
                args=["--no-sandbox"],
            )
        except Error as error:
            refusals.append(str(error)[:500])
    pytest.fail("Chromium could be neither started nor installed:\n" + "\n".join(refusals))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests fail if it cannot be had."""
    with sync_playwright() as playwright:
        found = _start(playwright)
        yield found
        found.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """Put a folder on a server of its own; gives its address."""
    servers = []

    def serve(folder: Path) -> str:
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a file of a site or an address as a reader does; errors in scripts fail the test.

    ``now`` stops the page's clock at a time of day in UTC; ``before`` is a script that runs first.
    """
    contexts = []
    errors: list[str] = []

    def open_page(
        place: Path | str, *, now: str = "", before: str = "", view: Any = None, **options: Any
    ) -> Page:
        context = browser.new_context(
            viewport=view or PHONE, timezone_id="UTC", locale="en-GB", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" and not
                said.location["url"].endswith("favicon.svg") else None)  # asked for at any moment
        if now:
            moment = datetime.fromisoformat(f"2026-11-24T{now}+00:00")
            page.clock.install(time=moment - timedelta(minutes=1))
            page.clock.pause_at(moment)
        if before:
            page.add_init_script(before)
        page.goto(place.as_uri() if isinstance(place, Path) else place)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
