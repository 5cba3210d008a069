"""Pages to run a session from, in full and in every shorter version; plans of study circles."""

from __future__ import annotations

from collections.abc import Iterator

from ..entry import Entry
from ..entry_page import session_values, ways_on
from ..forms import form_address
from ..kinds.training import Training
from ..materials import of_blocks
from ..neighbours import Near
from ..pages import Edition, Page, plain_page, section_of
from ..render import language_marks
from ..sessions import Session


def entry_pages(edition: Edition, entry: Entry) -> Iterator[Page]:
    """For a session one page, and one for each shorter length; a circle has its plan too."""
    session = edition.session(entry)
    if session is None:
        return
    if session.circle:
        yield circle_page(edition, session)
    for length in (None, *(variant.length for variant in session.variants)):
        yield run_page(edition, session, length)


def circle_page(edition: Edition, session: Session) -> Page:
    """The plan of a study circle, as a training's page shows one."""
    plan, card = session.plan, edition.cards[session.entry.id]
    own = language_marks(edition.settings.language, edition.settings.language)
    values = {
        "entry": plan, "kind": Training, "card": card, "backlinks": (), "own": own,
        "picture": None, "near": Near(), "organised": False, "backlinks_shown": 0,
        "form": form_address(session.entry.kind, session.entry.slug),
        "kit": None, "offered": [],
        "ways": ways_on(edition, session.entry, session.address),
        **_asked(edition, session), **session_values(edition, session)}
    return plain_page(
        edition, session.address, "pages/session.html",
        edition.words("circle.title", name=plan.name), plan.summary, values,
        links={card.id: card}, section=section_of(session.entry), assets=Training.assets)


def run_page(edition: Edition, session: Session, length: int | None) -> Page:
    """The page to run a session from; with a length, that shorter version. Not for searching."""
    entry, plan = session.entry, session.plan
    language = edition.settings.language
    spoken = language if session.circle else edition.cards[entry.id].language
    path = f"{session.address}run/" + (f"{length}/" if length else "")
    values = {
        "session": session, "length": length, "card": edition.cards[entry.id],
        "materials": of_blocks(plan.blocks, edition.network),
        "own": language_marks(spoken, language), **_asked(edition, session)}
    return plain_page(
        edition, path, "pages/run.html", edition.words("run.title", name=plan.name), plan.summary,
        values, links=edition.links(entry), section=section_of(entry), hidden=True,
        assets=(*Training.assets, "run.js"))


def _asked(edition: Edition, session: Session) -> dict[str, object]:
    """The language of the words that are the entry's own: a circle's questions."""
    language = edition.cards[session.entry.id].language
    return {"asked": language_marks(language, edition.settings.language)}
