"""What editors should look at again, by the role that looks after it.

Entries that need care are counted and not named: the page is public, ``commonbook due`` is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..due import Due, due
from ..pages import Edition, Page, plain_page


def pages(edition: Edition) -> Iterator[Page]:
    """One page, for editors and not for search engines."""
    groups: dict[str, list[dict[str, Any]]] = {}
    careful = 0
    for found in due(list(edition.network), edition.settings, edition.today):
        if found.entry.id in edition.careful:
            careful += 1
            continue
        groups.setdefault(found.steward.of if found.steward else "", []).append(
            _row(edition, found))
    yield plain_page(edition, "due/", "pages/due.html", edition.words("due"),
                     edition.words("due.about"),
                     {"groups": sorted(groups.items(), key=lambda pair: (not pair[0], pair[0])),
                      "careful": careful},
                     hidden=True)


def _row(edition: Edition, found: Due) -> dict[str, Any]:
    """What the page shows of an entry."""
    card, words = edition.cards[found.entry.id], edition.words
    model = edition.kinds[card.kind]
    return {
        "name": card.name, "address": card.address, "language": card.language,
        "kind": words.get(f"kind.{card.kind}.singular", model.singular or card.kind),
        "on": words.date(found.on), "late": found.on <= edition.today,
        "never": not found.entry.checked_on}
