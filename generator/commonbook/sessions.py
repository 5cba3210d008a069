"""Entries in, sessions that can be run out: trainings, and study circles made from questions.

A study circle needs no trainer. Its order is that of popular education:

1. **Arrive.** A question about people's own lives comes before the text: learning starts from
   what those in the room already know (Freire, *Pedagogy of the Oppressed*, chapters 2 and 3).
2. **Read together,** aloud and in turns, so that nobody needs to have read it before or to read
   fast. About 150 words a minute, slower than the 183 of a fluent reader (Brysbaert 2019).
3. **In pairs,** each for the same time: who says little in a circle has then already spoken.
   Three minutes a question.
4. **All together,** one point from each pair before the open talk. Five minutes a question.
5. **What will we do,** who, and by when: reflection leads to action and back (Freire's praxis).

Minutes are rounded up to five. Over 90 minutes there is a break before the pairs come together.
Reading is capped at 25 minutes: a longer text is sent round before, or its parts are shared out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from functools import cached_property, lru_cache
from math import ceil
from typing import Any

from . import prose
from .entry import Entry, texts
from .kinds.case_study import CaseStudy
from .kinds.guide import WORDS_A_MINUTE, Guide
from .kinds.training import Block, Training
from .load import Source
from .parts import Material, Size
from .schedule import Schedule, schedule, usual_start
from .settings import Settings
from .words import Words

WORDS_A_MINUTE_ALOUD = 150
STEP = 5
ARRIVE, DO, PAUSE = 5, 10, 10
READ, PAIRS, TOGETHER = (5, 25), (10, 20), (15, 40)
"""Least and most minutes for reading, for the pairs, and for all together."""
A_QUESTION_IN_PAIRS, A_QUESTION_TOGETHER = 3, 5
WITHOUT_BREAK = 90
_MARKS = re.compile(r"([\\`*_\[\]<>#|&~@]|^[-+=])")
_NUMBER = re.compile(r"^(\d{1,9})([.)])")


class StudyCircle(Training):
    """A session made from a text with questions. Its page lies below that of the text."""

    @cached_property
    def address(self) -> str:
        """Where its page lies."""
        return f"{self.slug}/"


@dataclass(frozen=True, slots=True)
class Variant:
    """A session cut to a length the network offers."""

    length: int
    schedule: Schedule


@dataclass(frozen=True)
class Session:
    """A plan that can be run at ``address`` + ``run/``.

    ``entry`` is the training itself, or the guide or case study that a circle is about.
    ``starts`` and ``lengths`` are what the network offers. ``quoted`` are the indexes of blocks
    whose words for participants are the entry's own; all else in a circle is the interface's.
    """

    plan: Training
    entry: Entry
    starts: tuple[time, ...] = ()
    lengths: tuple[int, ...] = ()
    quoted: tuple[int, ...] = ()

    def __str__(self) -> str:
        """What it is made from, for the digest of a page; settings are in every page's digest."""
        return f"{self.entry.id}:{self.entry.source.digest}"

    @property
    def address(self) -> str:
        """Where the plan's page lies, from the site's root."""
        return self.plan.address

    @property
    def circle(self) -> bool:
        """Whether it was made from questions."""
        return self.plan is not self.entry

    @cached_property
    def start(self) -> time | None:
        """When it usually starts."""
        return usual_start(self.plan.blocks, self.starts)

    @cached_property
    def minutes(self) -> int:
        """How long it takes, over all days."""
        return self.timed().minutes

    def timed(self, length: int | None = None, start: time | None = None) -> Schedule:
        """Its schedule, cut to a length, from a start or the usual one."""
        asked = length, start or self.start
        if asked not in self._timed:
            self._timed[asked] = schedule(self.plan.blocks, start=asked[1], available=length)
        return self._timed[asked]

    @cached_property
    def _timed(self) -> dict[tuple[int | None, time | None], Schedule]:
        """Schedules that have been asked for; a page asks for most of them twice."""
        return {}

    def data(self, length: int | None = None) -> dict[str, Any]:
        """What the page's script needs to plan the session anew."""
        start = None if self.start is None else self.start.hour * 60 + self.start.minute
        return {"blocks": [block_for_script(block) for block in self.plan.blocks],
                "start": start, "length": length}

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Every shorter version the network offers that fits, from the usual start."""
        cut = (Variant(length, self.timed(length))
               for length in dict.fromkeys(self.lengths) if length < self.minutes)
        return tuple(variant for variant in cut if variant.schedule.fits)


def session_of(entry: Entry, settings: Settings, words: Words) -> Session | None:
    """The session of a training, the study circle of a text with questions, or nothing."""
    offered = settings.session_starts, settings.session_lengths
    if isinstance(entry, Training):
        return Session(entry, entry, *offered)
    if has_circle(entry):
        plan = study_circle(entry, words)
        quoted = tuple(index for index, block in enumerate(plan.blocks)
                       if block.type == "discussion")
        return Session(plan, entry, *offered, quoted)
    return None


def has_circle(entry: Entry) -> bool:
    """Whether a study circle can be made from it: it has questions, and is not the front page."""
    return isinstance(entry, Guide | CaseStudy) and bool(entry.questions and entry.address)


def study_circle(entry: Entry, words: Words) -> StudyCircle:
    """A plan to read a text together and talk about its questions."""
    questions: tuple[str, ...] = getattr(entry, "questions", ())
    asked = _prose("".join(
        f"{number}. {as_markdown(text)}\n" for number, text in enumerate(questions, start=1)))
    aloud = ceil(_words(entry) / WORDS_A_MINUTE_ALOUD)
    notes = words("circle.read.notes")
    if aloud > READ[1]:
        notes += "\n\n" + words("circle.read.long", duration=words.duration(aloud))
    title = as_markdown(entry.name)

    def block(part: str, minutes: int, shortest: int, kind: str, **more: Any) -> Block:
        """One step, which must stay; its words are the interface's unless they are given."""
        more = {"facilitator": _prose(words(f"circle.{part}.notes")), **more}
        if "participants" not in more:
            more["participants"] = _prose(words(f"circle.{part}.say"))
        return Block.model_construct(**{
            "title": words(f"circle.{part}"), "minutes": minutes, "min": shortest, "type": kind,
            "keep": "must", **more})

    read = _fitted(aloud, READ)
    pairs = _fitted(A_QUESTION_IN_PAIRS * len(questions), PAIRS)
    together = _fitted(A_QUESTION_TOGETHER * len(questions), TOGETHER)
    blocks = [
        block("arrive", ARRIVE, 3, "opening"),
        block("read", read, max(3, read // 2), "activity", facilitator=_prose(notes),
              materials=(_material(words("circle.text"), "pair", 1),
                         _material(words("circle.pens"), "person"))),
        block("pairs", pairs, 6, "discussion", participants=asked),
        block("together", together, 10, "discussion", participants=asked, max=together + 15,
              materials=(_material(words("circle.paper"), "room"),)),
        block("do", DO, 5, "closing", max=2 * DO),
    ]
    if sum(one.minutes for one in blocks) > WITHOUT_BREAK:
        blocks.insert(3, Block.model_construct(
            title=words("circle.break"), minutes=PAUSE, min=PAUSE // 2, type="break"))
    plan = StudyCircle.model_construct(
        name=entry.name, summary=words("circle.summary"), topics=entry.topics,
        checked_on=entry.checked_on, audience=words("circle.audience"),
        outcomes=tuple(words(f"circle.outcome.{name}") for name in ("say", "question", "act")),
        group_size=Size(min=3, max=24), blocks=tuple(blocks),
        preparation=(_prose(words("circle.prepare.text", name=title)),
                     _prose(words("circle.prepare.room"))),
        handouts=(entry.id,))
    slug = f"{entry.address}session"
    return plan.read_from(Source(entry.source.path, "training", slug, "", entry.source.digest))


def as_markdown(text: str) -> str:
    """A plain text so that Markdown shows it as it is, also where it begins like a list."""
    line = " ".join(text.split())
    return _NUMBER.sub(r"\1\\\2", _MARKS.sub(r"\\\1", line))


def block_for_script(block: Block) -> dict[str, Any]:
    """What the page's script needs to know of a block; times in minutes after midnight."""
    at = None if block.at is None else block.at.hour * 60 + block.at.minute
    return {"minutes": block.minutes, "min": block.min, "keep": block.keep, "type": block.type,
            "at": at, "day": block.day, "parallel": block.parallel}


def markdown(session: Session, words: Words) -> str:
    """A session as a Markdown file that somebody can change with any program for writing."""
    plan = session.plan
    lines = [f"# {as_markdown(plan.name)}", "", plan.summary, "", words("circle.edit"), ""]
    lines += [f"- {words.duration(session.minutes)}", f"- {plan.audience}", ""]
    lines += [f"## {words('outcomes')}", "", words("outcomes.intro"), ""]
    lines += [f"- {outcome}" for outcome in plan.outcomes]
    lines += ["", f"## {words('preparation')}", ""]
    lines += [f"- {point}" for point in plan.preparation]
    lines += [f"- {material.quantity} × {material.item} ({words(f'per.{material.per}')})"
              for block in plan.blocks for material in block.materials]
    for number, block in enumerate(plan.blocks, start=1):
        lines += ["", f"## {number}. {block.title} ({words('minutes', block.minutes)})"]
        if block.facilitator:
            lines += ["", str(block.facilitator)]
        if block.participants:
            lines += ["", *(f"> {line}".rstrip() for line in str(block.participants).splitlines())]
    lines += ["", f"## {words('circle.after')}", "", words("circle.after.about"), ""]
    return "\n".join(lines)


def _words(entry: Entry) -> int:
    """How many words there are to read."""
    if isinstance(entry, Guide):
        return entry.reading_minutes * WORDS_A_MINUTE
    return sum(text.words for _, text in texts(entry))


def _fitted(minutes: int, bounds: tuple[int, int]) -> int:
    """Rounded up to five minutes, within bounds."""
    least, most = bounds
    return max(least, min(most, STEP * ceil(minutes / STEP)))


def _material(item: str, per: str, spare: int = 0) -> Material:
    return Material.model_validate({"item": item, "per": per, "spare": str(spare)})


@lru_cache(maxsize=256)
def _prose(text: str) -> prose.Prose:
    """Prose; the interface's own comes back with every circle."""
    return prose.read(text)
