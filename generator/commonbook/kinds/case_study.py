"""Case studies: what people did, how they decided, what went wrong and what can be learnt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..entry import Entry
from ..fields import Excerpt, Link, PartialDay, Prose, Slug, SlugPath, Text, YesNo, refuse
from ..parts import Part, Period, Place
from ..words import Words

SourceRef = Annotated[Slug | None, Link("source", "Rests on this source")]


class Level(Part):
    """One level of a structure, counted from the ground up."""

    level: Text = Field(description="What the level is called.")
    size: Text | None = Field(None, description="How many people or bodies it holds.")
    sends: Text | None = Field(None, description="Whom it sends to the next level, and how.")
    note: Text | None = Field(None, description="What else is known, or not known.")
    beside: YesNo = Field(
        default=False, description="yes: it stands beside the others, not above the one before.")
    source: SourceRef = Field(None, description="The source that says so.")


class Figure(Part):
    """A number with its date and its source."""

    what: Text = Field(description="What is counted.")
    value: Text = Field(description="The number, as its source gives it.")
    as_of: PartialDay = Field(description="When it was true.")
    source: Annotated[Slug, Link("source", "Rests on this source")] = Field(
        description="The source that says so.")
    status: Literal["agreed", "disputed", "outdated"] | None = Field(
        None, description="agreed, disputed or outdated.")
    note: Text | None = Field(None, description="What to know about it.")


class Happening(Part):
    """Something that happened on a date."""

    date: PartialDay = Field(description="When.")
    event: Prose = Field(description="What happened.")
    source: SourceRef = Field(None, description="The source that says so.")


class NameOverTime(Part):
    """A name and the time in which it was used."""

    name: Text = Field(description="The name.")
    start: PartialDay | None = Field(None, alias="from", description="Since when.")
    until: PartialDay | None = Field(None, alias="to", description="Until when.")
    note: Text | None = Field(None, description="Who uses it.")
    source: SourceRef = Field(None, description="The source that says so.")


class Difficulty(Part):
    """Something that went wrong, or a criticism and who makes it."""

    short = "what"
    what: Prose = Field(description="The difficulty or the criticism.")
    who: Text | None = Field(None, description="Who makes the criticism.")
    source: SourceRef = Field(None, description="The source that says so.")


class CaseStudy(Entry):
    """What people did, how they decided, what went wrong and what can be learnt."""

    kind = "case-study"
    folder = "case-studies"
    singular = "Case study"
    plural = "Case studies"
    about = "What people built, how they decide, what went wrong and what can be learnt from it."
    shelf = "cases"
    is_drawn = is_printed = is_handout = True
    place_in_books = 50

    place: Place = Field(description="Where it happened.")
    period: Period = Field(description="From when, and until when if it has ended.")
    depth: Literal["full", "short"] = Field(
        "full", description="short: only place, period, story, difficulties and two sources.")
    story: Annotated[Prose, Excerpt()] = Field(description="What happened, as a story.")
    how_it_decides: Prose | None = Field(None, description="Who decides what, and how.")
    structure: tuple[Level, ...] = Field((), description="Its levels, from the ground up.")
    figures: tuple[Figure, ...] = Field((), description="Numbers, each with date and source.")
    timeline: tuple[Happening, ...] = Field((), description="What happened when.")
    names_over_time: tuple[NameOverTime, ...] = Field((), description="Its names, with dates.")
    worked: tuple[Prose, ...] = Field((), description="What worked.")
    difficulties: tuple[Difficulty, ...] = Field(
        description="What went wrong, with criticisms and who makes them.", min_length=1)
    what_changed: Prose | None = Field(None, description="What has changed since.")
    lessons: tuple[Prose, ...] = Field((), description="What other groups can learn.")
    questions: tuple[Text, ...] = Field((), description="Questions for a reading group.")
    groups: tuple[Annotated[Slug, Link("group", "Case studies about it")], ...] = Field(
        (), description="Groups it is about.")
    trainings: tuple[Annotated[Slug, Link("training", "Case studies that use it")], ...] = Field(
        (), description="Trainings that go with it.")
    guides: tuple[Annotated[SlugPath, Link("guide", "Case studies")], ...] = Field(
        (), description="Guides that go with it, as paths.")
    terms: tuple[Annotated[Slug, Link("term", "Used in")], ...] = Field(
        (), description="Terms it uses.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.depth == "full":
            for name in ("worked", "lessons"):
                if not getattr(self, name):
                    msg = f"A full case study needs “{name}”."
                    hint = f"Add “{name}:” with a list, or say “depth: short”."
                    raise refuse(msg, "missing-field", hint)
        return self

    def facts(self, words: Words) -> Iterator[str]:
        """Where it happened, and when."""
        yield words.place(self.place)
        start, end = self.period.start[:4], (self.period.end or "")[:4]
        if start == end:
            yield start
        else:
            yield f"{start}–{end}" if end else words("since", year=start)
