"""Trainings: session plans with times, notes, materials and handouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..entry import Entry
from ..fields import (
    Clock,
    Count,
    EntryId,
    Link,
    Minutes,
    PartialDay,
    Prose,
    Slug,
    SlugPath,
    Text,
    Whole,
    refuse,
)
from ..parts import Material, Part, Size
from ..words import Words


class Block(Part):
    """One piece of a session: how long it takes, what happens, what it needs."""

    first = ("title",)
    title: Text | None = Field(None, description="What it is called.")
    activity: Annotated[Slug | None, Link("activity", "Used in")] = Field(
        None, description="The activity it uses.")
    minutes: Minutes = Field(description="Planned minutes.", examples=["20"])
    min: Minutes | None = Field(None, description="The shortest that makes sense.")
    max: Minutes | None = Field(None, description="The longest that makes sense.")
    keep: Literal["must", "should", "could"] = Field(
        "should", description="Whether it may be dropped when time is short.")
    type: Literal["opening", "activity", "talk", "discussion", "break", "meal", "closing"] = Field(
        "activity", description="What sort of block it is.")
    at: Clock | None = Field(None, description="A clock time that cannot move.", examples=["12:30"])
    day: Annotated[Whole, Field(ge=1, le=30)] = Field(1, description="Day of a longer course.")
    parallel: Text | None = Field(
        None, description="Blocks one after another with different labels run at the same time.")
    lead: Text | None = Field(None, description="Who leads it, as a role.")
    materials: tuple[Material, ...] = Field((), description="What it needs.")
    facilitator: Prose | None = Field(None, description="Notes for those who lead.")
    participants: Prose | None = Field(None, description="Words for the handout.")
    remote: Prose | None = Field(None, description="What changes online.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if not self.title and not self.activity:
            msg = "A block needs a title or an activity."
            raise refuse(msg, "missing-field")
        if self.min and self.min > self.minutes:
            msg = "min is larger than minutes."
            raise refuse(msg)
        if self.max and self.max < self.minutes:
            msg = "max is smaller than minutes."
            raise refuse(msg)
        return self


class FieldNote(Part):
    """What a group found when it ran a training."""

    date: PartialDay | None = Field(None, description="When.")
    by: Annotated[Slug | None, Link("group", "Field notes from it")] = Field(
        None, description="The group that ran it.")
    size: Count | None = Field(None, description="With how many people.")
    note: Text = Field(description="What happened and what was changed.")

    @property
    def newest(self) -> str:
        """What sorts notes by time; those without a date come first."""
        return self.date or ""


class Training(Entry):
    """A session plan with times, notes, materials and handouts."""

    kind = "training"
    folder = "trainings"
    singular = "Training"
    plural = "Trainings"
    about = "Session plans with times and notes, ready to run."
    shelf = "sessions"
    is_drawn = is_printed = is_for_action = True
    place_in_books = 30
    assets = ("session.css", "schedule.js", "session.js")

    audience: Text = Field(description="Whom it is for.")
    outcomes: tuple[Text, ...] = Field(
        description="Each completes “By the end people can …”.", min_length=1, max_length=12)
    group_size: Size | None = Field(None, description="For how many people: min, max.")
    blocks: tuple[Block, ...] = Field(
        description="The session, piece by piece.", min_length=1, max_length=120)
    prerequisites: tuple[Annotated[Slug, Link("training", "Builds on it")], ...] = Field(
        (), description="Trainings that should come first.")
    activities: tuple[Annotated[Slug, Link("activity", "Used in")], ...] = Field(
        (), description="Activities it uses beyond those of its blocks.")
    terms: tuple[Annotated[Slug, Link("term", "Used in")], ...] = Field(
        (), description="Terms people meet.")
    cases: tuple[Annotated[Slug, Link("case-study", "Trainings that use it")], ...] = Field(
        (), description="Case studies it uses.")
    guides: tuple[Annotated[SlugPath, Link("guide", "Trainings that go with it")], ...] = Field(
        (), description="Guides that go with it, as paths.", examples=[["learn/dual-power"]])
    preparation: tuple[Prose, ...] = Field((), description="What to do before.")
    materials: tuple[Material, ...] = Field((), description="Needed beyond those of the blocks.")
    access_notes: Prose | None = Field(None, description="How everybody can take part.")
    risk_notes: Prose | None = Field(None, description="What can go wrong, and for whom.")
    remote: Prose | None = Field(None, description="How to run it online.")
    evaluation: Prose | None = Field(None, description="How you find out what people took away.")
    handouts: tuple[Annotated[EntryId, Link("", "Handout for", whole=True)], ...] = Field(
        (), description="Ids of guides, cases or terms printed with it.")
    origin: Prose | None = Field(None, description="Where the method comes from.")
    field_notes: tuple[FieldNote, ...] = Field((), description="What groups found who ran it.")

    @property
    def experience(self) -> Literal["draft", "tried", "again", "used"]:
        """How much it has been used, from its field notes.

        A draft has none. One note is a try. Several are more than one try, and once two groups
        are named it is in use by several: a note without a group proves no second one.
        """
        if len({note.by for note in self.field_notes if note.by}) > 1:
            return "used"
        return ("draft", "tried", "again")[min(len(self.field_notes), 2)]

    @property
    def minutes(self) -> int:
        """Planned length; of rooms side by side, the longest counts."""
        total = 0
        for (together, _), group in groupby(
            self.blocks, key=lambda block: (block.parallel is not None, block.day)
        ):
            rooms: Counter[str | None] = Counter()
            for block in group:
                rooms[block.parallel] += block.minutes
            total += max(rooms.values()) if together else rooms[None]
        return total

    def facts(self, words: Words) -> Iterator[str]:
        """How long it takes, for how many people, and how often it was tried."""
        yield words.duration(self.minutes)
        size = self.group_size
        if size and size.min and size.max:
            yield words("people", people=f"{size.min}–{size.max}")
        yield words(f"experience.{self.experience}")
