"""An entry in, the document that is printed of it out: sheets of a training, or an entry's page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from .entry import Entry
from .entry_page import entry_page
from .kinds.training import Training
from .pages import Edition
from .paper import AS_WRITTEN, IN_BOOKLET, SHEETS, Wanted, imprint, language, links, marks, sheets
from .pdf import Document
from .render import View
from .words import direction

TEXT_FORMS = ("page", "booklet")
FORMS = (*TEXT_FORMS, *SHEETS)

STYLES = ("assets/paper.css", "pages/print.css")


def forms_of(model: type[Entry]) -> tuple[str, ...]:
    """What can be printed of a kind. The page of a training is all its sheets."""
    if issubclass(model, Training):
        return (*SHEETS, *TEXT_FORMS)
    return TEXT_FORMS if model.is_printed else ()


def document(
    edition: Edition, entry: Entry, form: str, wanted: Wanted = AS_WRITTEN, size: str = "a4"
) -> Document:
    """The document of an entry in one of the forms of its kind, in the entry's own language.

    ``size`` is the name of the paper, for styles that depend on it; ``fold`` for a booklet.
    """
    values: dict[str, Any] = {"body": "", "sheets": {}}
    if isinstance(entry, Training):
        which = {"page": SHEETS, "booklet": IN_BOOKLET}.get(form, (form,))
        values["sheets"] = sheets(edition, entry, wanted, which)
        cards = links(edition, entry)
    else:
        body = entry_page(edition, entry).slots()["body"]
        values["body"] = Markup(body)  # noqa: S704 - made by our own templates
        cards = {}
    own = language(edition, entry)
    origin = imprint(edition, entry)
    view = View("pages/print.html", {
        "title": entry.name, "summary": entry.summary or "", "language": own, "imprint": origin,
        "depth": "steps" if wanted.brief else "everything", "size": size, "own": marks(edition, entry), **values},
        entry.address, cards)
    return Document(
        edition.renderer.render(view),
        tuple(edition.renderer.source(name) for name in STYLES), own, entry.name,
        direction(own) == "rtl", origin.address if origin.published else "",
        {picture.name: picture.data for picture in edition.pictures.values()})
