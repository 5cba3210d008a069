"""A page's HTML in, the same with its links leading elsewhere out.

Only finished HTML of our templates, frames and ``prose`` may be given: every attribute is quoted.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable

Change = Callable[[str], str | None]
"""The address that a link gets instead of its own; none if it becomes plain words."""

_LINK = re.compile(r"(<a\b(?:\s[a-z:-]+(?:=\"[^\"]*\")?)*?)\shref=\"([^\"]*)\"")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def relinked(page: str, change: Change) -> str:
    """Give every link the address that ``change`` makes of its own.

    A link without an address is words: so HTML has it (4.5.1, "a placeholder for where a link
    might otherwise have been placed"), in drawings too.
    """

    def led(match: re.Match[str]) -> str:
        address = change(html.unescape(match[2]))
        return match[1] if address is None else f'{match[1]} href="{html.escape(address)}"'

    return _LINK.sub(led, page)


def leads_away(address: str) -> bool:
    """Whether an address is not one of this site: it names a scheme or a host."""
    return _SCHEME.match(address) is not None


def parts_of(address: str) -> tuple[str, str]:
    """Path and the rest of an address: what comes from ``?`` or ``#`` on."""
    at = min((found for found in map(address.find, "?#") if found >= 0), default=len(address))
    return address[:at], address[at:]


def from_root(address: str, page: str) -> str:
    """The path of a relative address on the page at ``page``, from the site's root."""
    path = parts_of(address)[0]
    if not path:
        return page
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(f"/{page}"), path)).lstrip("/")
    return f"{joined}/" if joined and (path.endswith(("/", "."))) else joined


def file_at(path: str) -> str:
    """The file that a server hands out for a path from the root."""
    return f"{path}index.html" if not path or path.endswith("/") else path


def to_file(address: str) -> str:
    """An address inside a site as a browser must be given it where no server adds the file."""
    path, rest = parts_of(address)
    if leads_away(address) or not path:
        return address
    if path.endswith("/"):
        return f"{path}index.html{rest}"
    return f"{path}/index.html{rest}" if path.endswith(".") else address


def elsewhere(address: str, page: str, url: str | None) -> str | None:
    """The address of a link on a page for those who have only that page."""
    if leads_away(address) or address.startswith("#"):
        return address
    rest = parts_of(address)[1]
    return f"{url.rstrip('/')}/{from_root(address, page)}{rest}" if url else None
