"""What tests in a browser share: one page of each kind, what axe finds, who was asked for what."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from playwright.sync_api import Page, Route

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")
OF_SIZES = ("scrollable-region-focusable", "target-size")
"""Rules whose answer depends on the scheme, and on the size of the text."""

FIXED = frozenset({"by", "page", "paper", "run", "session", "structure"})
"""Parts of an address that are not an entry's or a value's name."""


def one_of_each(site: Path) -> dict[str, str]:
    """The address of one page of every kind that a site has; the last, in their order.

    Two pages are of one kind if their addresses differ in names only. Old addresses, which only
    lead on, are left out.
    """
    kinds = {"404.html": "404.html"}
    for file in sorted(site.rglob("index.html")):
        if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8"):
            parts = file.parent.relative_to(site).parts
            kind = "/".join(part if number == 0 or part in FIXED else "*"
                            for number, part in enumerate(parts))
            kinds[kind] = "".join(f"{part}/" for part in parts)
    return kinds


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page as it stands: WCAG 2.2 A and AA, and best practice."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate(
        "only => axe.run({resultTypes: ['violations'], runOnly: only})", only)["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> int:
    """Pixels that have to be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def double_text(page: Page) -> None:
    """Text of twice the size, as a reader sets it."""
    page.evaluate("document.documentElement.style.fontSize = "
                  "2 * parseFloat(getComputedStyle(document.documentElement).fontSize) + 'px'")


class Watch:
    """Who a page asks for something, and what its policy had to refuse.

    Everything that is not below ``home`` fails, and is remembered in ``strangers``.
    """

    def __init__(self, page: Page, home: str) -> None:
        self.home = home
        self.strangers: list[str] = []
        self.refused: list[str] = []
        context = page.context
        context.expose_function("refusedByPolicy", self._refuse)
        context.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => "
            "refusedByPolicy(`${event.violatedDirective} ${event.blockedURI} ${location.pathname}`));")
        context.route("**/*", self._answer)

    def _refuse(self, what: str) -> None:
        self.refused.append(what)

    def _answer(self, route: Route) -> None:
        if route.request.url.startswith((self.home, "data:", "blob:" + self.home)):
            route.fallback()
        else:
            self.strangers.append(route.request.url)
            route.abort()
