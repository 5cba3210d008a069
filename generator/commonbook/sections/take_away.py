"""What can be taken away, with how big it is; only in a build that makes it."""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import TAKE_AWAY, Edition, Page, offered, plain_page


def pages(edition: Edition) -> Iterator[Page]:
    """One page, linked from the foot of all."""
    if not edition.downloads:
        return
    pathways = list(dict.fromkeys(one.of for one in edition.downloads if one.of))
    cards = {entry_id: edition.cards[entry_id] for entry_id in pathways}
    yield plain_page(
        edition, TAKE_AWAY, "pages/take-away.html", edition.words("take-away"),
        edition.words("take-away.lead"),
        {"whole": offered(edition, ""),
         "pathways": [(cards[entry_id], offered(edition, entry_id)) for entry_id in pathways]},
        links=cards)
