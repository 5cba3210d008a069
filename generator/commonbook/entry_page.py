"""An entry in, its page out: what the template is given, and a digest of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from markupsafe import escape

from .cards import Card
from .dates import stray
from .entry import Entry
from .footnotes import FOOT, footnoted
from .forge import forge_of
from .forms import KINDS, form_address
from .kinds.case_study import CaseStudy
from .kinds.event import Event
from .kinds.group import Group
from .kinds.guide import Guide
from .kinds.training import Training
from .link import Edge
from .lite import Source, is_sent, lite, lite_address
from .materials import of_blocks
from .neighbours import Near
from .pages import (
    DATES,
    HIDDEN,
    WITH_DATES,
    Edition,
    Page,
    as_text,
    calendars,
    in_frame,
    loads,
    offered,
    section_of,
)
from .parts import Material
from .programme import of_body, of_event, of_host, of_training
from .render import Backlink, Backlinks, View, language_marks
from .restart import Restart, restart
from .sessions import Session, session_of
from .structures import organised

OWN_DATES = 60
"""Coming dates that the page of an event holds: a year of weekly ones."""

HOW_TO_CHANGE = "guide/contribute/change-or-remove"
"""The guide that says how an entry is changed, where a network has one."""
BACKLINKS = 200
"""Entries shown under one heading of those that name an entry; the others are counted."""


def entry_page(edition: Edition, entry: Entry) -> Page:
    """The page of an entry: itself, cards of what it names, and what names it."""
    picture = edition.pictures.get(entry.id)
    hidden = entry.id in edition.careful

    @cache
    def around() -> _Around:
        return _around(edition, entry)

    def head() -> str:
        dated = WITH_DATES if around().dated.get("calendars") else ()
        return loads(edition, (*entry.assets, *dated), entry.address)

    def parts() -> Iterator[str]:
        found = around()
        yield from (
            edition.salt, entry.source.digest, picture.name if picture else "", head(),
            as_text(offered(edition, entry.id)), as_text(found.dated), found.near.key,
            str(found.kit or ""), _how(edition), str(hidden), as_text(found.materials))
        for card in found.links.values():
            yield card.digest
        for group in found.backlinks:
            yield group.words
            for link in group.links:
                yield from (link.card.digest, link.since, link.until)

    def slots() -> Mapping[str, str]:
        found = around()
        card = edition.cards[entry.id]
        template = f"entries/{entry.kind}.html"
        view = View(template if edition.renderer.has(template) else "entries/entry.html", {
            "entry": entry, "kind": type(entry), "card": card, "backlinks": found.backlinks,
            "near": found.near, "backlinks_shown": BACKLINKS, "organised": organised(entry, edition.network),
            "own": language_marks(card.language, edition.settings.language),
            "place": edition.words.place(getattr(entry, "place", None)), "picture": picture,
            "form": form_address(entry.kind, entry.slug),
            "offered": offered(edition, entry.id),
            "kit": found.kit, "ways": ways_on(edition, entry, entry.address), **found.dated,
            **_values(edition, entry)}, entry.address, found.links)
        body = edition.renderer.render(view)
        if entry.is_printed:
            body = footnoted(body, edition.words("addresses"))
        return {
            "title": entry.name, "summary": card.summary, "body": _sent(edition, entry, body),
            "path": entry.address.rstrip("/"), **in_frame(edition, entry.address),
            "robots": HIDDEN if hidden else "index, follow", "head": head()}

    return Page(entry.address, section_of(entry), parts, slots, hidden)


class _Around(NamedTuple):
    """What the network adds to the page of an entry.

    ``links`` are cards of all that is named, ``kit`` is what helps to begin again, on the page of
    a group that is asleep.
    """

    near: Near
    links: dict[str, Card]
    backlinks: tuple[Backlinks, ...]
    dated: dict[str, Any]
    kit: Restart | None
    materials: list[tuple[Material, ...]]
    """What each block of a training needs."""


def _around(edition: Edition, entry: Entry) -> _Around:
    near, links = edition.neighbours.near(entry), edition.links(entry)
    for found in near.shown:
        if found not in links:
            links[found] = edition.cards[found]
    kit = (restart(entry, edition.network, edition.cards, edition.settings)
           if isinstance(entry, Group) else None)
    materials = of_blocks(entry.blocks, edition.network) if isinstance(entry, Training) else []
    return _Around(
        near, links, _backlinks(edition, entry), _dated(edition, entry), kit, materials)


def _sent(edition: Edition, entry: Entry, body: str) -> str:
    """The body of a page with a link to its small file, if it has one: its size is known by then."""
    if not is_sent(entry):
        return body
    size = len(lite(Source(edition.renderer, edition.settings), entry, body))
    told = escape(edition.words("send.about", size=edition.words.size(size)))
    link = (f'<p class="cb-send"><a href="{lite_address(entry).rpartition("/")[2]}" download>'
            f'{escape(edition.words("send"))}</a> {told}</p>\n')
    before, foot, after = body.rpartition(FOOT)
    return f"{before}{link}{foot}{after}"


def _how(edition: Edition) -> str:
    """The guide that says how an entry is changed, if the network has it."""
    return HOW_TO_CHANGE if HOW_TO_CHANGE in edition.network else ""


def ways_on(edition: Edition, entry: Entry, path: str) -> dict[str, str]:
    """Where readers say that an entry is still right, has to change, or is over.

    A group that needs care is not spoken of in public, nor are its events: their links lead to
    the page that says how, and none to the form for a public message.
    """
    forge = forge_of(edition.settings)
    how = _how(edition)
    asked = edition.cards[how].address if how else "network/"
    root, careful = "../" * path.count("/"), entry.id in edition.careful
    wrong = "" if careful else f"{root}contribute/wrong/#{entry.id}"
    if forge is None or careful:
        return dict.fromkeys(("right", "change", "over"), f"{root}{asked}") | {"wrong": wrong}
    words, settings = edition.words, edition.settings
    page = f"{settings.url.rstrip('/')}/{entry.address}" if settings.url else f"/{entry.address}"
    over = "over.group" if isinstance(entry, Group) else "over.entry"
    told: dict[str, Any] = {"id": entry.id, "page": page, "file": entry.source.path}
    return {
        "wrong": wrong,
        "right": forge.issue_url(f"{words('ways.right')}: {entry.name}", words("ways.right.body", **told)),
        "change": forge.edit_url(entry.source.path),
        "over": forge.issue_url(f"{words(f'ways.{over}')}: {entry.name}", words("ways.over.body", **told)),
    }


def _backlinks(edition: Edition, entry: Entry) -> tuple[Backlinks, ...]:
    """What names this entry, gathered under words; fields before mentions in texts."""
    edges = edition.network.incoming.get(entry.id, ())
    named = {edge.start for edge in edges if not edge.mention}
    groups: dict[str, dict[str, Backlink]] = {}
    for edge in edges:
        if not (edge.mention and edge.start in named):
            links = groups.setdefault(_back_words(edition, edge), {})
            if edge.start not in links:
                links[edge.start] = Backlink(edition.cards[edge.start], edge.since, edge.until)
    last = edition.words("back.mention")
    ordered = sorted(groups.items(), key=lambda pair: pair[0] == last)
    return tuple(Backlinks(words, tuple(links.values())) for words, links in ordered)


def _back_words(edition: Edition, edge: Edge) -> str:
    """How a page speaks of those that name it: the theme's words, else the model's."""
    if edge.mention:
        return edition.words("back.mention")
    key = f"back.{edge.start.partition('/')[0]}.{edge.field}"
    return edition.words.get(key, edge.back or edition.words("back.related"))


def _values(edition: Edition, entry: Entry) -> dict[str, Any]:
    """What else a kind's template is given.

    All of it follows from the entry and the settings, or from links whose cards are in the digest.
    """
    session = session_of(entry, edition.settings, edition.words)
    if isinstance(entry, Training) and session:
        return {"experience": entry.experience, **session_values(edition, session)}
    if isinstance(entry, Guide | CaseStudy):
        asked = isinstance(entry, Guide) and entry.section == "contribute"
        return {"circle": session, "forms": (*KINDS, "wrong") if asked else ()}
    if isinstance(entry, Group):
        edges = edition.network.incoming.get(entry.id, ())
        over = (relation.to for relation in entry.part_of + entry.sends_delegates_to)
        return {"parts": [edition.cards[edge.start] for edge in edges if edge.field == "part_of"],
                "above": list(dict.fromkeys(_name_of(edition, slug) for slug in over))}
    return {}


def _name_of(edition: Edition, slug: str) -> str:
    """The name of a group, or what can be said of one that is not there."""
    known = f"group/{slug}"
    return edition.cards[known].name if known in edition.network else slug.replace("-", " ")


def session_values(edition: Edition, session: Session) -> dict[str, Any]:
    """What a template is given to show a plan with its times, materials and shorter versions."""
    return {"session": session, "schedule": session.timed(), "start": session.start,
            "variants": session.variants,
            "materials": of_blocks(session.plan.blocks, edition.network)}


def _dated(edition: Edition, entry: Entry) -> dict[str, Any]:
    """The dates that the page of an event, a training or a group shows, and their calendars."""
    programme = edition.programme
    if isinstance(entry, Event):
        return {"dates": programme.coming([entry.id], OWN_DATES), "stray": stray(entry),
                "calendars": calendars(edition, [of_event(entry.id)])}
    if isinstance(entry, Training):
        events = programme.running(entry.id)
        return {"dates": programme.coming(events, DATES),
                "calendars": calendars(edition, [of_training(entry.id)])}
    if isinstance(entry, Group):
        events = programme.hosted(entry.id)
        below = [event for event in programme.below(entry.id) if event not in events]
        return {"dates": programme.coming(events, DATES),
                "below": programme.coming(below, DATES),
                "calendars": calendars(edition, [of_host(entry.id), of_body(entry.id)])}
    return {}
