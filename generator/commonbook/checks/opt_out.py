"""Groups that asked not to be listed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from .. import rules
from ..diagnostics import Diagnostic, Location, quoted
from ..entry import Entry, Path
from ..kinds.group import Group
from ..web import HOST
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Who asked not to be listed stays out, under every address."""
    asked = context.settings.opt_out
    if not asked or not isinstance(entry, Group):
        return
    if entry.id in asked:
        yield rules.OPTED_OUT.at(
            Location(entry.source.path), f"{quoted(entry.id)} has asked not to be listed.",
            hint="Delete this file.")
    addresses: list[tuple[Path, str | None]] = [(("website",), entry.website)]
    addresses += [(("contact", number, "value"), contact.value)
                  for number, contact in enumerate(entry.contact)]
    for place, address in addresses:
        host = _domain(address or "")
        for domain in asked:
            if _domain(domain) and f".{host}".endswith(f".{_domain(domain)}"):
                yield rules.OPTED_OUT.at(
                    entry.source.locate(*place), f"The group at {quoted(domain)} has asked not to "
                    "be listed.", hint="Delete this file.")


@lru_cache(maxsize=10_000)
def _domain(written: str) -> str:
    """The domain of an address, however it is written; "" if it is an id or only words."""
    host = written.casefold().partition("://")[2].partition("/")[0] or written.casefold()
    host = host.partition(":")[0].rstrip(".").removeprefix("www.")
    if "." not in host or not HOST.match(host):
        return ""
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
