"""Parts of entries: groups of fields that several kinds share."""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema

from .fields import (
    Count,
    Country,
    Day,
    Facet,
    Language,
    Link,
    PartialDay,
    Slug,
    Text,
    WebAddress,
    Whole,
    refuse,
    web_address,
)
from .frozen import Frozen
from .web import problem_with_address

_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")


class Part(Frozen):
    """A group of values inside an entry.

    ``short`` names the field that a bare text stands for: ``part_of: [x]`` is
    ``part_of: [{to: x}]``. ``first`` names fields that a starter file shows besides those that
    are required.
    """

    short: ClassVar[str] = ""
    first: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, value: Any) -> Any:
        return {cls.short: value} if cls.short and isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> dict[str, Any]:
        made = handler(core)
        return {"anyOf": [{"type": "string"}, made]} if cls.short else made


class Citation(Part):
    """A source of the network, or a web page named on the spot."""

    short = "source"
    source: Annotated[Slug | None, Link("source", "Rests on this source")] = Field(
        None, description="The file name of a source in network/sources/.")
    title: Text | None = Field(None, description="Title of the page, if it has no entry.")
    url: WebAddress | None = Field(None, description="Its address.")
    accessed: Day | None = Field(None, description="The day you read it.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if not self.source and not (self.title and self.url):
            msg = "A source is a name from network/sources/, or a title with a url."
            raise refuse(msg)
        return self


class Image(Part):
    """A picture in network/images/."""

    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")] = Field(
        description="File name of a PNG, JPEG or WebP picture in network/images/.",
        examples=["kitchen.jpg"])
    alt: Text = Field(description="One sentence on what the picture shows.")
    credit: Text | None = Field(None, description="Who made it.")
    licence: Text | None = Field(None, description="Under which licence.", examples=["CC BY 4.0"])


class Place(Part):
    """Where something is, no more exactly than is safe."""

    first = ("precision", "town", "region", "country")
    precision: Literal["country", "region", "town", "venue"] = Field(
        "town", description="How exact the place may be shown.", examples=["town"])
    town: Text | None = Field(None, description="Town or neighbourhood.")
    region: Annotated[Text | None, Facet("region")] = Field(
        None, description="Region, county or state.")
    country: Annotated[Country | None, Facet("country")] = Field(
        None, description="Two letters, ISO 3166.", examples=["GB"])
    latitude: str | None = Field(
        None, description="Degrees north; at most one decimal for a town.", examples=["53.7"])
    longitude: str | None = Field(
        None, description="Degrees east; at most one decimal for a town.", examples=["-0.3"])

    @field_validator("latitude", "longitude")
    @classmethod
    def _no_finer_than_allowed(cls, value: str | None, info: Any) -> str | None:
        if value is None:
            return None
        limit = 90 if info.field_name == "latitude" else 180
        if not _DEGREES.fullmatch(value) or abs(Decimal(value)) > limit:
            msg = f"“{value}” is not a {info.field_name}."
            raise refuse(msg, hint=f"Write degrees between -{limit} and {limit}, such as 53.7.")
        if "precision" not in info.data:  # it is wrong itself, which is said
            return value
        precision = info.data["precision"]
        decimals = len(value.partition(".")[2].rstrip("0"))
        allowed = {"town": 1, "venue": 3}.get(precision, -1)
        if decimals > allowed:
            msg = ("A place known by country or region carries no coordinates." if allowed < 0 else
                   f"This {info.field_name} is too exact: a {precision} may have "
                   f"{'one decimal' if allowed == 1 else 'three decimals'}.")
            shorter = "" if allowed < 0 else f"{Decimal(value):.{allowed}f}"
            hint = f"Write {shorter}." if shorter else "Delete latitude and longitude."
            raise refuse(msg, "location-too-exact", hint)
        return value

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            msg = "latitude and longitude belong together."
            raise refuse(msg, hint="Give both, or neither.")
        return self

    @property
    def position(self) -> tuple[Decimal, Decimal] | None:
        """Latitude and longitude on the grid of the precision; the only way to get at them."""
        if self.latitude is None or self.longitude is None:
            return None
        grid = Decimal("0.1") if self.precision == "town" else Decimal("0.001")
        return Decimal(self.latitude).quantize(grid), Decimal(self.longitude).quantize(grid)


class Period(Part):
    """From when to when; open at the end if it is still going."""

    model_config = ConfigDict(populate_by_name=True)
    start: PartialDay = Field(alias="from", description="Year, month or day it began.")
    end: PartialDay | None = Field(None, alias="to", description="Year, month or day it ended.")


class Size(Part):
    """How many people."""

    min: Count | None = Field(None, description="Fewest people.")
    max: Count | None = Field(None, description="Most people.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            msg = "min is larger than max."
            raise refuse(msg)
        return self


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Repeat(Part):
    """A weekly or monthly rule (the part of RFC 5545 that people use)."""

    every: Literal["week", "month"] = Field(description="week or month.")
    interval: Annotated[Whole, Field(ge=1, le=12)] = Field(
        1, description="2 for every second week or month.")
    days: tuple[Weekday, ...] = Field((), description="Days of the week.", examples=[["tuesday"]])
    which: Literal["first", "second", "third", "fourth", "last"] | None = Field(
        None, description="Of a monthly rule: which of these days in the month.")
    until: Day | None = Field(None, description="The last day it can take place.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.every == "month" and self.days and not self.which:
            msg = "A monthly rule with days needs “which”, such as first or last."
            raise refuse(msg)
        if self.every == "week" and self.which:
            msg = "“which” belongs to a monthly rule."
            raise refuse(msg)
        if self.which and not self.days:
            msg = "“which” needs “days”, such as tuesday."
            raise refuse(msg)
        return self


class Meets(Part):
    """When and where people meet, in words."""

    short = "words"
    words: Text = Field(description="When and where in words, without a street address.")
    repeats: Repeat | None = Field(None, description="The weekly or monthly rule.")


class Contact(Part):
    """A way to reach a role, never a person."""

    way: Literal["web", "form", "role-email", "social", "hotline", "post-box", "in-person"] = Field(
        description="How people reach the group.")
    value: Text = Field(description="The address, number or words.")
    note: Text | None = Field(None, description="What to expect, for example when it is answered.")

    @model_validator(mode="after")
    def _value_fits_way(self) -> Self:
        if self.way in {"web", "form", "social"} and "://" in self.value:
            web_address(self.value)
        elif self.way in {"web", "form"}:
            msg = "This contact needs a web address."
            raise refuse(msg, hint="Begin it with https://.")
        elif self.way == "role-email" and not re.fullmatch(
            r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", self.value
        ):
            msg = f"“{self.value}” is not an e-mail address."
            raise refuse(msg, hint="Use an address of a role, such as hello@example.org.")
        elif self.way == "hotline" and not re.fullmatch(r"\+?[0-9 ().-]{3,25}", self.value):
            msg = f"“{self.value}” is not a telephone number."
            raise refuse(msg, hint="Write it with the country code, for example +44 20 7946 0000.")
        return self

    @property
    def href(self) -> str:
        """What a link to this contact leads to; empty if it is only words."""
        if not problem_with_address(self.value):
            return self.value
        if self.way == "role-email":
            return f"mailto:{self.value}"
        if self.way == "hotline":
            return "tel:" + re.sub(r"[^+0-9]", "", self.value)
        return ""


class Answer(Part):
    """yes, no or ask, with a note."""

    short = "answer"
    answer: Literal["yes", "no", "ask"] = Field(description="yes, no or ask.")
    note: Text | None = Field(None, description="What people should know.")


class Access(Part):
    """What people can count on: each yes, no or ask, with a note."""

    step_free: Answer | None = Field(None, description="Can you get in without steps?")
    accessible_toilet: Answer | None = Field(None, description="Is there an accessible toilet?")
    childcare: Answer | None = Field(None, description="Is there childcare?")
    food: Answer | None = Field(None, description="Is there food?")
    interpretation: Answer | None = Field(None, description="Is there interpretation?")
    captions: Answer | None = Field(None, description="Are there captions?")
    dial_in: Answer | None = Field(None, description="Can you take part by phone or video?")
    quiet_space: Answer | None = Field(None, description="Is there a quiet space?")
    cost: Answer | None = Field(None, description="Does it cost anything?")
    id_needed: Answer | None = Field(None, description="Do you need to show identification?")

    @property
    def answers(self) -> tuple[tuple[str, Answer], ...]:
        """The questions that have an answer, in the order of the model."""
        found = ((name, getattr(self, name)) for name in type(self).model_fields)
        return tuple((name, answer) for name, answer in found if answer is not None)

    @property
    def facet(self) -> tuple[str, ...]:
        """What people can count on for certain: by this they choose."""
        good_if_not = {"cost": "costs-nothing", "id_needed": "no-identification"}
        return tuple(good_if_not.get(name, name) for name, answer in self.answers
                     if answer.answer == ("no" if name in good_if_not else "yes"))


class DecisionMethod(Part):
    """How a group decides."""

    short = "method"
    method: Literal["consensus", "consent", "majority", "mixed"] = Field(
        description="consensus, consent, majority or mixed.")
    note: Text | None = Field(None, description="What is special about it.")


class Seat(Part):
    """A role in a body. It holds no name, ever."""

    name: Text = Field(description="What the role is called, never a person.")
    role: Literal["co-chair", "delegate", "secretary", "treasurer", "facilitator", "commission",
                  "other"] = Field(description="What sort of role it is.")
    count: Annotated[Whole, Field(ge=1, le=10_000)] | None = Field(
        None, description="How many people share it.")
    chosen_by: Literal["election", "lot", "rotation", "consent"] | None = Field(
        None, description="How people come into it.")
    term_months: Annotated[Whole, Field(ge=1, le=240)] | None = Field(
        None, description="How long they stay, in months.")
    recall: Text | None = Field(None, description="How they can be called back.")
    reserved_for: Text | None = Field(None, description="Whom it is kept for, such as women.")
    represents: Text | None = Field(None, description="Whose decision it carries.")
    sends_to: Annotated[Slug | None, Link("group", "Receives delegates from")] = Field(
        None, description="The group it is sent to.")


class Relation(Part):
    """A tie to another group, with its dates and where it is known from."""

    model_config = ConfigDict(populate_by_name=True)
    short = "to"
    to: Slug = Field(description="The file name of the group.")
    start: PartialDay | None = Field(None, alias="from", description="Since when.")
    until: PartialDay | None = Field(None, description="Until when, if it has ended.")
    source: Annotated[Slug | None, Link("source", "Rests on this source")] = Field(
        None, description="The source that says so.")


class Consent(Part):
    """The group agreed to be listed."""

    given_on: Day = Field(description="The day it agreed.")
    by_role: Text = Field(description="Which body or role agreed, never a person.")


class Name(Part):
    """A name in a language."""

    name: Text = Field(description="The name.")
    language: Language | None = Field(None, description="Its language, such as ku.")


UNITS = ("person", "pair", "small-group", "room")
_SAME_UNIT = MappingProxyType({
    "people": "person", "participant": "person", "each": "person", "head": "person",
    "everyone": "person", "everybody": "person", "two": "pair", "couple": "pair",
    "group": "small-group", "team": "small-group", "table": "small-group", "circle": "small-group",
    "session": "room", "class": "room", "all": "room", "plenary": "room", "whole-group": "room"})
"""What people write for a unit, and the unit they mean."""


def _unit(value: Any) -> Any:
    if isinstance(value, str) and value not in UNITS:
        word = re.sub(r"[ _]+", "-", value.strip().casefold())
        near = _SAME_UNIT.get(word) or _SAME_UNIT.get(word.removesuffix("s")) or next(
            iter(difflib.get_close_matches(word, UNITS, 1, 0.5)), "")
        msg = f"“{value}” is not something that materials are counted for."
        raise refuse(msg, "unknown-material-unit",
                     f"Did you mean “{near}”?" if near else f"Use one of: {', '.join(UNITS)}.")
    return value


class Material(Part):
    """Something a session needs."""

    short = "item"
    item: Text = Field(description="What is needed.")
    per: Annotated[
        Literal["person", "pair", "small-group", "room"], BeforeValidator(_unit)
    ] = Field("room", description="For whom: person, pair, small-group or room.")
    quantity: Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=3)] = Field(
        Decimal(1), description="How many for each.")
    spare: Count = Field(0, description="How many more in reserve.")


class Words(Part):
    """A text in a language."""

    language: Language = Field(description="The language, such as ku.")
    text: Text = Field(description="The word or phrase.")


PerLanguage = dict[Language, Text]
"""Words by language code."""
