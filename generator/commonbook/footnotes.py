"""A page's HTML in, the same with its outside links numbered and their addresses at its end out.

Paper cannot be tapped. On screens numbers and list are not shown; print styles show them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_LINK = re.compile(r"<a((?:\s[a-z-]+(?:=\"[^\"]*\")?)*)>(.*?)</a>", re.DOTALL)
_OUTSIDE = re.compile(r"\shref=\"(https?://[^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"https?://")
FOOT = '<footer class="cb-wrong"'
"""What follows is not printed; the list stands before it."""


def footnoted(page: str, heading: str, level: int = 2) -> str:
    """Number the links that lead out of the site; the same address keeps its number.

    ``heading`` stands over the list of addresses, as a heading of ``level``.

    A link that shows its own address needs no number. Only finished HTML of our templates and of
    ``prose`` may be given: every attribute is quoted.
    """
    if 'href="http' not in page:
        return page
    before, foot, after = page.rpartition(FOOT)
    text = before if foot else page
    numbers: dict[str, int] = {}
    numbered = _LINK.sub(_numbering(numbers), text)
    if not numbers:
        return page
    items = "".join(f"<li>{address}</li>" for address in numbers)
    notes = (f'<section class="cb-addresses"><h{level}>{html.escape(heading)}</h{level}>'
             f'<ol dir="ltr">{items}'
             "</ol></section>\n")
    return f"{numbered}{notes}{foot}{after if foot else ''}"


def _numbering(numbers: dict[str, int]) -> Callable[[re.Match[str]], str]:
    def number(match: re.Match[str]) -> str:
        outside = _OUTSIDE.search(match[1])
        if outside is None:
            return match[0]
        address = outside[1]
        shown = _TAG.sub("", match[2]).strip()
        if _SCHEME.sub("", shown).rstrip("/") == _SCHEME.sub("", address).rstrip("/"):
            return match[0]
        given = numbers.setdefault(address, len(numbers) + 1)
        return f'{match[0]}<sup class="cb-ref">{given}</sup>'

    return number
