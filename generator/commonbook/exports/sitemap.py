"""sitemap.xml: the addresses of all pages that search engines may show (sitemaps.org, 0.9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from ..artifacts import File
from ..pages import Edition, Page


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """One file; without ``url`` in the settings it lists addresses from the site's root."""
    if edition.offline:  # no search engine comes to a folder
        return
    network, settings = edition.network, edition.settings
    base = f"{settings.url.rstrip('/')}/" if settings.url else "/"
    dates = {entry.address: entry.checked_on for entry in network if entry.checked_on}
    rows = []
    for page in pages:
        if page.hidden:
            continue
        date = f"<lastmod>{dates[page.path]}</lastmod>" if page.path in dates else ""
        rows.append(f"<url><loc>{escape(base + quote(page.path))}</loc>{date}</url>")
    yield File.holding("sitemap.xml", "\n".join((
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *rows, "</urlset>", "",
    )).encode())
