"""The front page: three doors, the words of content/index.md, and what is worth a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..kinds.case_study import CaseStudy
from ..pages import DATES, WITH_DATES, Edition, Page, offered, plain_page
from ..prose import Prose, plain

STORY = 380
"""Letters of a case study's story: about 60 words."""


def pages(edition: Edition) -> Iterator[Page]:
    """Three doors, the words of content/index.md, and what is worth a look."""
    guide = edition.network.entries.get("guide/index")
    of, cards = edition.network.of, edition.cards
    coming = edition.programme.coming(edition.programme.events)
    dates = [one for one in coming if one.status != "cancelled"][:DATES]
    cases = [entry for entry in of("case-study")
             if isinstance(entry, CaseStudy) and entry.depth == "full"]
    values = {
        "guide": guide, "doors": edition.doors,
        "counts": {kind: len(of(kind)) for kind in edition.kinds},
        "featured": [cards[entry.id] for entry in cases[:3]],
        "story": _opening(cases[0].story) if cases else "",
        "dates": dates,
        "pathways": [cards[entry.id] for entry in of("pathway")],
        "offline": edition.offline,
        "size": next((one["size"] for one in offered(edition, "") if one["form"] == "zip"), ""),
    }
    yield plain_page(
        edition, "", "pages/home.html", guide.name if guide else edition.settings.name,
        (guide.summary if guide else None) or edition.settings.summary, values,
        links=edition.links(guide) if guide else {}, assets=WITH_DATES if dates else ())


def _opening(story: Prose) -> str:
    """The beginning of a story, at most to its first heading."""
    first = next((number for number, part in enumerate(story.parts)
                  if isinstance(part, str) and "<h" in part), len(story.parts))
    ending = story.parts[first : first + 1]
    kept = (*story.parts[:first], *(str(part).partition("<h")[0] for part in ending))
    return plain(replace(story, parts=kept), STORY)
