"""A page for printing for every training: all its sheets, each on paper of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ..kinds.training import Training
from ..pages import Edition, Page, plain_page, section_of
from ..paper import links, marks, sheets


def pages(edition: Edition) -> Iterator[Page]:
    """One page a training, at ``paper/`` below its own address."""
    for training in edition.network.of("training"):
        if isinstance(training, Training):
            yield paper_page(edition, training)


def paper_page(edition: Edition, training: Training) -> Page:
    """The sheets of a training; search engines are led to the training itself."""
    return plain_page(
        edition, f"{training.address}paper/", "pages/paper.html",
        edition.words("paper.title", name=training.name), training.summary,
        {"sheets": sheets(edition, training), "own": marks(edition, training)}, links=links(edition, training),
        section=section_of(training), hidden=True, assets=("paper.css", "paper.js"))
