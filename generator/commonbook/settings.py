"""Settings: the model of ``network.yml``, the network about itself, and of ``removed.yml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from .diagnostics import Severity
from .fields import (
    Clock,
    Day,
    EntryId,
    Language,
    Minutes,
    Prose,
    Slug,
    Summary,
    Text,
    WebAddress,
    Whole,
    refuse,
)
from .frozen import Frozen
from .parts import Part
from .rules import CATALOGUE

SETTINGS, REMOVED = "network/network.yml", "network/removed.yml"
"""Where they lie."""


class Word(Part):
    """One word of a vocabulary: what it is called and what belongs under it."""

    short = "name"
    name: Text = Field(description="What readers see.")
    description: Prose | None = Field(None, description="What belongs under it.")


class Steward(Part):
    """Who looks after a part of the directory: a role, never a person."""

    model_config = ConfigDict(populate_by_name=True)
    of: Text = Field(alias="for", description="A type of group, a region or a topic.")
    contact: Text = Field(description="How to reach the role.")


class Readability(Part):
    """How plain the language should be."""

    short = "words_per_sentence"
    words_per_sentence: Annotated[Whole, Field(ge=5, le=60)] = Field(
        description="Words a sentence should have at most, on average.")
    longest_sentence: Annotated[Whole, Field(ge=5, le=200)] | None = Field(
        None, description="Words any one sentence should have at most; twice the average if not given.")
    lix: Annotated[Whole, Field(ge=15, le=90)] | None = Field(
        None, description="The highest LIX a page should have: 30 is easy, 45 a newspaper, 60 very hard.")

    @property
    def limit(self) -> int:
        """Words any one sentence should have at most."""
        return self.longest_sentence or 2 * self.words_per_sentence


def _rule_code(value: str) -> str:
    rule = CATALOGUE.get(value)
    if rule is None:
        msg = f"There is no rule “{value}”."
        raise refuse(msg, hint="See “commonbook explain” for the list.")
    if rule.fixed:
        msg = f"The rule “{value}” keeps its weight: it guards people, or the file is unreadable."
        raise refuse(msg, hint="Take the line out.")
    return value


class Settings(Frozen):
    """The network about itself."""

    name: Text = Field(description="What the handbook is called.")
    summary: Summary = Field(description="One sentence on what it is.")
    languages: tuple[Language, ...] = Field(
        description="Languages of the handbook; the first is the default.", min_length=1)
    url: WebAddress | None = Field(None, description="Where the site will be published.")
    repository: WebAddress | None = Field(
        None, description="Where the files live, for links that suggest a change.")
    forge: Literal["github", "forgejo", "gitlab"] | None = Field(
        None, description="What runs the repository's site, if its address does not say so.",
        examples=["forgejo"])
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$")] = Field(
        "main", description="The branch of the repository that the site is built from.")
    licence: Text | None = Field(None, description="Under which licence the texts are.")
    topics: dict[Slug, Word] = Field(
        default_factory=dict, description="Vocabulary: slug, then name and description.")
    practices: dict[Slug, Word] = Field(
        default_factory=dict, description="Vocabulary of what groups do.")
    ladders: dict[Slug, tuple[Slug, ...]] = Field(
        default_factory=dict, description="Named lists of levels, from the ground up.")
    listing_policy: Prose | None = Field(
        None, description="Who decides what is listed, and how to appeal.")
    confirm_every: Annotated[Whole, Field(ge=1, le=120)] = Field(
        12, description="Months after which an entry should be checked again.")
    stewards: tuple[Steward, ...] = Field((), description="Roles that look after parts of it.")
    session_lengths: tuple[Minutes, ...] = Field(
        (), description="Lengths in minutes that trainings are offered in.")
    session_starts: tuple[Clock, ...] = Field(
        (), description="Times of day at which sessions start.")
    readability: dict[Language, Readability] = Field(
        default_factory=dict, description="Target for each language.")
    kinds: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_/-]*\.py$")], ...] = Field(
        (), description="Python files with further kinds, from the project's root.")
    opt_out: tuple[Text, ...] = Field(
        (), description="Ids and web domains that must never be listed.")
    rules: dict[Annotated[str, AfterValidator(_rule_code)], Severity] = Field(
        default_factory=dict, description="Severity of a rule: error, warning or off.")

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]


class Tombstone(Part):
    """An entry that was removed: its old address says so, and nothing else is kept."""

    id: EntryId = Field(description="The id it had.")
    on: Day = Field(description="The day it was removed.")
    why: Literal["asked", "ended", "merged", "duplicate"] = Field(description="Why.")
    to: EntryId | None = Field(None, description="What has taken its place.")


class Removed(Frozen):
    """``removed.yml``."""

    removed: tuple[Tombstone, ...] = Field(description="Entries that were removed.")
