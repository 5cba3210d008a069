"""Events: what is coming, by date, place, host and training, and what is past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from ..cards import Card
from ..letters import sort_key
from ..pages import WITH_DATES, Edition, Page, calendars, numbered, numbered_title, plain_page
from ..programme import Listed, of_host, of_training, whole
from .indexes import ASSETS, finder, form_of


class Heading(NamedTuple):
    """What stands over a part of a list: words, the entry they lead to, paths of calendars.

    ``order`` comes first, so that headings sort by it.
    """

    order: tuple[int, str, str]
    words: str
    card: Card | None = None
    calendars: tuple[str, ...] = ()


VIEWS = ("date", "place", "host", "training", "past")
FOLDERS = {view: "events/" if view == "date" else f"events/by-{view}/" for view in VIEWS}
FOLDERS["past"] = "events/past/"


def pages(edition: Edition) -> Iterator[Page]:
    """The list by date; the others only if there is anything to list."""
    programme = edition.programme
    rows = edition.directories["event"].dates
    given = finder(edition, edition.directories["event"])
    yield from _view(edition, "date", [(_month(edition, row), row) for row in rows], given)
    if not programme.events:
        return
    for view, heading in (("place", _place), ("host", _host), ("training", _training)):
        headed = [(heading(edition, row), row) for row in rows]
        yield from _view(edition, view, sorted(headed, key=lambda pair: pair[0].order), given)
    yield from _past(edition)


def _view(
    edition: Edition, view: str, headed: list[tuple[Heading, Listed]], given: Mapping[str, Any]
) -> Iterator[Page]:
    """One way of listing what is coming, in numbered pages if it is long."""
    words, model = edition.words, edition.kinds["event"]
    plural = edition.plural("event")
    title = plural if view == "date" else words(f"events.by-{view}.title")
    about = words.get("kind.event.about", model.about)
    for number, shown, paged in numbered(headed, FOLDERS[view]):
        parts = [
            {"words": heading.words, "address": heading.card.address if heading.card else "",
             "language": heading.card.language if heading.card else edition.settings.language,
             "calendars": calendars(edition, heading.calendars), "dates": [row for _, row in part]}
            for heading, part in groupby(shown, key=lambda pair: pair[0])]
        yield plain_page(
            edition, paged["path"], "indexes/event.html", numbered_title(title, number), about,
            {**given, **_navigation(edition, view), **paged, "parts": parts, "model": model, "plural": title, "about": about,
             "dormant": (), "form": form_of("event"), "calendars": calendars(edition, [whole()])},
            section="trainings/", assets=(*WITH_DATES, *ASSETS))


def _navigation(edition: Edition, view: str) -> Mapping[str, Any]:
    """The ways of listing events that there are, and which one this is."""
    there = VIEWS if edition.programme.events else ()
    return {"view": view, "views": [(other, FOLDERS[other]) for other in there]}


def _month(edition: Edition, row: Listed) -> Heading:
    return Heading((0, row.starts[:7], ""), edition.words.month(row.starts))


def _place(edition: Edition, row: Listed) -> Heading:
    event = edition.programme.events[row.card.id]
    found = list(edition.programme.places(edition.programme.place(event)))
    if not found:
        online = event.mode == "online"
        name = edition.words("mode.online" if online else "everywhere")
        return Heading((1 if online else 2, "", ""), name[:1].upper() + name[1:])
    name = found[-1][1]
    return Heading((0, *sort_key(name)), name, None, tuple(path for path, _ in reversed(found)))


def _host(edition: Edition, row: Listed) -> Heading:
    if row.host is None:  # still a draft
        return Heading((1, "", ""), edition.words("unknown"))
    return Heading((0, *row.host.order), row.host.name, row.host, (of_host(row.host.id),))


def _training(edition: Edition, row: Listed) -> Heading:
    training = f"training/{edition.programme.events[row.card.id].training}"
    if training not in edition.network:
        return Heading((1, "", ""), edition.words("events.no-training"))
    card = edition.cards[training]
    return Heading((0, *card.order), card.name, card, (of_training(training),))


def _past(edition: Edition) -> Iterator[Page]:
    """What is over. What is yet to come is there too, hidden until it is over."""
    today = datetime.combine(edition.today, time(), UTC)
    rows = [{"card": edition.cards[event.id], "over": f"{end:%Y-%m-%dT%H:%MZ}",
             "past": end <= today} for event, end in edition.programme.past()]
    past = sum(bool(row["past"]) for row in rows)
    for number, shown, paged in numbered(rows, FOLDERS["past"]):
        yield plain_page(
            edition, paged["path"], "pages/past-events.html",
            numbered_title(edition.words("events.past.title"), number), "",
            {**_navigation(edition, "past"), **paged, "total": past, "rows": shown},
            section="trainings/", assets=WITH_DATES)
