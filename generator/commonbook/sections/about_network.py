"""What network.yml says about the network itself."""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import Edition, Page, plain_page


def pages(edition: Edition) -> Iterator[Page]:
    """What network.yml says about the network itself."""
    policy = edition.settings.listing_policy
    links = {mention.target: edition.cards[mention.target]
             for mention in (policy.mentions if policy else ())
             if mention.target in edition.network}
    yield plain_page(edition, "network/", "pages/network.html", edition.words("about-network"),
                      edition.settings.summary, links=links)
