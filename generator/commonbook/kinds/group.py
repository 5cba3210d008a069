"""Groups: people who organise together, from a food co-op to a confederation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from ..entry import Entry
from ..fields import (
    Facet,
    Language,
    Link,
    PartialDay,
    Prose,
    Slug,
    Text,
    Vocabulary,
    WebAddress,
    YesNo,
)
from ..parts import Access, Consent, Contact, DecisionMethod, Meets, Name, Place, Relation, Seat
from ..words import Words

GroupType = Literal[
    "mutual-aid", "food-co-op", "worker-co-op", "housing-co-op", "community-land-trust",
    "assembly", "tenants-union", "trade-union", "training-collective", "resource-centre",
    "womens-organisation", "political-organisation", "health-project", "solidarity-fund",
    "campaign", "network", "federation", "other",
]


class Group(Entry):
    """People who organise together, from a food co-op to a confederation."""

    kind = "group"
    folder = "groups"
    singular = "Group"
    plural = "Groups"
    about = "People who organise: what they do, how they decide and how to join them."
    shelf = "groups"
    is_read = False

    type: Annotated[GroupType, Facet("type")] = Field(
        description="What sort of group it is.", examples=["food-co-op"])
    place: Place | None = Field(None, description="Where it is, no more exactly than is safe.")
    status: Annotated[
        Literal["forming", "active", "paused", "dormant", "ended"] | None, Facet("status")
    ] = Field(None, description="Whether it is going.")
    founded: PartialDay | None = Field(None, description="When it began: a year, month or day.")
    ended: PartialDay | None = Field(None, description="When it ended.")
    languages: Annotated[tuple[Language, ...], Facet("language")] = Field(
        (), description="Languages people speak there.", examples=[["en", "ar"]])
    practices: Annotated[
        tuple[Slug, ...], Vocabulary("practices"), Facet("practice")
    ] = Field((), description="What it does, in the network's words.")
    website: WebAddress | None = Field(None, description="Its web site.")
    contact: tuple[Contact, ...] = Field(
        (), description="How to reach it: roles only, never a person.", max_length=20)
    meets: Meets | None = Field(None, description="When and where it meets, in words.")
    access: Annotated[Access | None, Facet("access")] = Field(
        None, description="What people can count on: yes, no or ask.")
    how_to_join: Prose | None = Field(None, description="How somebody becomes part of it.")
    description: Prose | None = Field(None, description="What it is and does.")
    offers: tuple[Text, ...] = Field((), description="What it can share with other groups.")
    needs: tuple[Text, ...] = Field((), description="What it could use.")
    decides: tuple[Text, ...] = Field((), description="What this body decides.")
    decision_method: DecisionMethod | None = Field(
        None, description="consensus, consent, majority or mixed, with a note.")
    quorum: Text | None = Field(None, description="How many must be there to decide.")
    ladder: Slug | None = Field(
        None, description="The ladder in network.yml on which this body stands.")
    level: Slug | None = Field(None, description="Its level on that ladder.")
    seats: tuple[Seat, ...] = Field(
        (), description="Roles in the body. No names of people, ever.", max_length=60)
    part_of: tuple[Annotated[Relation, Link("group", "Its parts")], ...] = Field(
        (), description="Groups it belongs to.", max_length=50)
    sends_delegates_to: tuple[
        Annotated[Relation, Link("group", "Receives delegates from")], ...
    ] = Field((), description="Bodies it sends delegates to.", max_length=50)
    works_with: tuple[Annotated[Relation, Link("group", "Works with")], ...] = Field(
        (), description="Groups it works with.", max_length=200)
    supports: tuple[Annotated[Relation, Link("group", "Supported by")], ...] = Field(
        (), description="Groups it supports.", max_length=200)
    spun_off_from: tuple[Annotated[Relation, Link("group", "Grew out of it")], ...] = Field(
        (), description="Groups it grew out of.", max_length=20)
    hosts: tuple[Annotated[Slug, Link("training", "Groups that run it")], ...] = Field(
        (), description="Trainings it runs.", max_length=100)
    also_called: tuple[Name, ...] = Field(
        (), description="Other names, with their language.", max_length=20)
    sensitive: YesNo = Field(
        default=False, description="yes: region only, hidden from search engines, contact through the "
        "network.")
    consent: Consent | None = Field(
        None, description="The group agreed to be listed: when, and which role said so.")

    def facts(self, words: Words) -> Iterator[str]:
        """What sort of group it is, and where."""
        yield words.get(f"type.{self.type}", self.type)
        yield words.place(self.place)

    def heading(self, words: Words) -> str:
        """Its country."""
        country = self.place.country if self.place else None
        return words.country(country) or words("everywhere")
