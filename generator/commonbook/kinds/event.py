"""Events: dated sessions and meetings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..entry import Entry
from ..fields import (
    Day,
    Excerpt,
    Facet,
    Language,
    Link,
    Moment,
    Prose,
    Slug,
    Summary,
    Text,
    TimeZone,
    WebAddress,
    YesNo,
    refuse,
)
from ..parts import Access, Part, Place, Repeat
from ..words import Words


class Change(Part):
    """One date of a series that moved or does not take place."""

    date: Day = Field(description="The date that was planned.")
    to: Moment | None = Field(None, description="The new start.", examples=["2026-03-21 18:30"])
    cancelled: YesNo = Field(default=False, description="yes: it does not take place.")
    note: Text | None = Field(None, description="Why, or what to know.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.to) == self.cancelled:
            msg = "A change needs “to” with a new start, or “cancelled: yes”."
            raise refuse(msg)
        return self


class Event(Entry):
    """A dated session or meeting."""

    kind = "event"
    folder = "events"
    singular = "Event"
    plural = "Events"
    about = "Sessions and meetings with a date."
    menu = "trainings"
    is_for_action = True
    is_read = False

    summary: Summary | None = Field(None, description="One sentence that says what it is.")  # type: ignore[assignment]
    starts: Moment = Field(
        description="When it starts, in local time.", examples=["2026-03-21 18:30"])
    ends: Moment | None = Field(None, description="When it ends, in local time.")
    timezone: TimeZone = Field(description="The time zone.", examples=["Europe/London"])
    host: Annotated[Slug, Link("group", "Events it hosts")] = Field(
        description="The group that holds it.")
    training: Annotated[Slug | None, Link("training", "Dates")] = Field(
        None, description="The training that is run.")
    place: Place | None = Field(None, description="Where, no more exactly than is safe.")
    mode: Annotated[
        Literal["in-person", "online", "hybrid"] | None, Facet("mode")
    ] = Field(None, description="in-person, online or hybrid.")
    repeats: Repeat | None = Field(None, description="The weekly or monthly rule.")
    access: Annotated[Access | None, Facet("access")] = Field(
        None, description="What people can count on.")
    cost: Text | None = Field(None, description="What it costs, in words.")
    languages: Annotated[tuple[Language, ...], Facet("language")] = Field(
        (), description="Languages it is held in.")
    registration: WebAddress | None = Field(None, description="Where to sign up.")
    status: Literal["confirmed", "tentative", "cancelled"] = Field(
        "confirmed", description="confirmed, tentative or cancelled.")
    changes: tuple[Change, ...] = Field((), description="Single dates that moved or are off.")
    description: Annotated[Prose | None, Excerpt()] = Field(
        None, description="What happens there.")

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.ends and self.ends <= self.starts:
            msg = "It ends before it starts."
            raise refuse(msg)
        until = self.repeats.until if self.repeats else None
        if until and until.isoformat() < self.starts[:10]:
            msg = "The series ends before it starts."
            raise refuse(msg, hint="“until” is the last day on which it can take place.")
        changed = [change.date for change in self.changes]
        if len(set(changed)) < len(changed):
            msg = "A date is changed twice."
            raise refuse(msg, hint="Keep one change for each date.")
        return self

    def facts(self, words: Words) -> Iterator[str]:
        """Whether it is off, when it is, and where."""
        if self.status == "cancelled":
            yield words("event.cancelled")
        when = (words.repeat(self.repeats, self.starts, words.clock(self.starts[11:]))
                if self.repeats else words.moment(self.starts))
        yield when[:1].upper() + when[1:]
        yield words.place(self.place)
