"""A guide's page in, the same as one small file out, to be sent in a messenger.

It asks nobody for anything: styles are inside, and there are no scripts and no pictures.
"""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple

from markupsafe import Markup

from .addresses import elsewhere, relinked
from .entry import Entry
from .kinds.guide import Guide
from .reading import reading
from .render import Renderer, View
from .settings import Settings


class Source(NamedTuple):
    """What a small file is made with: templates, and what the network says about itself."""

    renderer: Renderer
    settings: Settings


def is_sent(entry: Entry) -> bool:
    """Whether an entry has a small file: guides, but not the one that is the front page."""
    return isinstance(entry, Guide) and bool(entry.address)


def lite_address(entry: Entry) -> str:
    """Where it lies: beside the page, under a name that says what it is."""
    return f"{entry.address}{entry.slug.rpartition('/')[2]}.html"


def lite(source: Source, entry: Entry, body: str) -> bytes:
    """The small file of an entry whose page has this body."""
    style = source.renderer.source("pages/lite.css")
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    url = source.settings.url
    view = View("pages/lite.html", {
        "title": entry.name, "summary": entry.summary or "",
        "style": Markup(style),  # noqa: S704 - the theme's own
        "style_hash": known, "body": Markup(read_elsewhere(body, entry.address, url)),  # noqa: S704
        "address": f"{url.rstrip('/')}/{entry.address}" if url else ""}, entry.address, {})
    return source.renderer.render(view).encode()


def read_elsewhere(body: str, page: str, url: str | None) -> str:
    """What is read of a body, its links whole addresses, or words where there is none.

    Sites that they lead to are not told where from.
    """
    text = relinked(reading(body), lambda address: elsewhere(address, page, url))
    return text.replace(' href="http', ' rel="noopener noreferrer" href="http')
