"""A training in, what stands on each of its sheets of paper out. Pure.

The page for printing in a browser and the PDF of ``commonbook print`` are both made from this.
A sheet is given only what may stand on it: the handout knows no times and no notes for those who
lead, and no sheet has a place for a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from .cards import Card
from .entry import Entry, references
from .kinds.case_study import CaseStudy
from .kinds.guide import Guide
from .kinds.term import Term
from .kinds.training import Block, Training
from .materials import SIZE_OF, SIZES, Need, needs, of_block
from .pages import Edition
from .parts import Material
from .prose import Prose
from .render import language_marks
from .schedule import Row, Schedule, schedule, usual_start

SHEETS = ("plan", "handout", "materials", "agenda", "evaluation", "attendance")
"""Every sheet of a training, in the order in which they are printed."""

IN_BOOKLET = ("plan", "materials", "handout")
"""The sheets that make sense folded: those to read."""

BOXES = 30
"""Boxes to tick on the attendance sheet where nobody has said how many people there will be."""
MOST_BOXES = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; nothing, for the plan as it is written.

    ``minutes`` is the time there is, of each day. ``brief`` leaves out the notes.
    """

    people: int | None = None
    start: time | None = None
    minutes: int | None = None
    brief: bool = False


AS_WRITTEN = Wanted()


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where a sheet comes from: the address of its page, and the day it was right.

    ``address`` can be opened from anywhere only if ``published``; else it is a path.
    """

    address: str
    published: bool
    day: date


@dataclass(frozen=True, slots=True)
class Slot:
    """One block with its times, in minutes after midnight, for those who lead."""

    number: int
    title: str
    begin: int
    end: int
    minutes: int
    type: str
    locked: bool
    parallel: str
    lead: str
    notes: Prose | None
    remote: Prose | None
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The blocks of one day, in their order."""

    number: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """For those who lead: everything, with times. Who does what is written in by hand."""

    days: tuple[Day, ...]
    timed: bool
    """Whether the times are times of day; else they are counted from the start."""
    minutes: int
    dropped: tuple[str, ...]
    shortened: tuple[tuple[str, int, int], ...]
    """Title, minutes it has, minutes it should have."""
    missing: int
    """Minutes by which it does not fit."""
    preparation: tuple[Prose, ...]
    notes: tuple[tuple[str, Prose], ...]
    """Texts about the whole session, each with the key of its heading."""


@dataclass(frozen=True, slots=True)
class Text:
    """A part of something printed along: the key of its heading, its paragraphs or points."""

    heading: str
    texts: tuple[Prose, ...] = ()
    points: tuple[str | Prose, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """An entry printed with the handout."""

    card: Card
    marks: str
    """Attributes that say its language."""
    label: str
    """What must be said with it: whose law it is, and that it is no advice."""
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """For participants: aims, their words of each block, and what is printed along."""

    outcomes: tuple[str, ...]
    blocks: tuple[tuple[str, Prose], ...]
    printed: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """One line of the materials list: a thing, and how many for each number of people."""

    need: Need
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Materials:
    """What to bring, for some numbers of people."""

    people: tuple[int, ...]
    lines: tuple[Amount, ...]
    group: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """For the wall: what happens, in large letters."""

    days: tuple[Day, ...]
    timed: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """For participants: the aims to tick, and questions. For those who lead: how to ask."""

    outcomes: tuple[str, ...]
    advice: Prose | None


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many people there were. Boxes to tick, and no names."""

    days: tuple[int, ...]
    boxes: int


def sheets(
    edition: Edition, training: Training, wanted: Wanted = AS_WRITTEN,
    which: Sequence[str] = SHEETS,
) -> Mapping[str, Any]:
    """Everything that ``pages/_sheets.html`` is given to print some of the sheets, by name."""
    settings = edition.settings
    start = wanted.start or usual_start(training.blocks, settings.session_starts)
    plan = schedule(training.blocks, start=start, available=wanted.minutes)
    titles = [title(edition, block) for block in training.blocks]
    days = tuple(_days(edition, training.blocks, titles, plan.rows))
    timed = start is not None or any(block.at for block in training.blocks)
    rows = [row.index for row in plan.rows]
    return {
        "which": tuple(which),
        "training": training,
        "imprint": imprint(edition, training),
        "brief": wanted.brief,
        "plan": _plan(training, titles, plan, days, timed=timed),
        "handout": _handout(edition, training, titles, rows, brief=wanted.brief),
        "materials": _materials(edition, training, rows, wanted.people),
        "agenda": Agenda(days, timed),
        "evaluation": Evaluation(training.outcomes, training.evaluation),
        "attendance": Attendance(
            tuple(day.number for day in days), _boxes(training, wanted.people)),
    }


def links(edition: Edition, training: Training) -> dict[str, Card]:
    """Cards of everything that texts on the sheets name."""
    printed = [edition.network.entries[target] for target in training.handouts
               if target in edition.network]
    return {reference.target: edition.cards[reference.target]
            for entry in (training, *printed) for reference in references(entry)
            if reference.target in edition.network}


def imprint(edition: Edition, entry: Entry) -> Imprint:
    """Where a sheet comes from: its page's address, and when it was last found right.

    Without a date in the entry, that is the day of the edition.
    """
    url = edition.settings.url
    address = f"{url.rstrip('/')}/{entry.address}" if url else f"/{entry.address}"
    return Imprint(address, bool(url), entry.checked_on or edition.today)


def language(edition: Edition, entry: Entry) -> str:
    """The language an entry is written in."""
    return entry.language or edition.settings.language


def marks(edition: Edition, entry: Entry) -> str:
    """Attributes for an entry's texts, so that they are read and laid out in its language."""
    return language_marks(language(edition, entry), edition.settings.language)


def title(edition: Edition, block: Block) -> str:
    """What a block is called: its own title, or the name of its activity."""
    if block.title:
        return block.title
    target = f"activity/{block.activity}"
    if target in edition.network:
        return edition.cards[target].name
    return (block.activity or "").replace("-", " ")


def _days(
    edition: Edition, blocks: Sequence[Block], titles: Sequence[str], rows: Sequence[Row]
) -> Iterator[Day]:
    for number, of_day in groupby(rows, key=lambda row: row.day):
        yield Day(number, tuple(_slot(edition, blocks[row.index], titles[row.index], row)
                                for row in of_day))


def _slot(edition: Edition, block: Block, name: str, row: Row) -> Slot:
    return Slot(row.index + 1, name, row.start, row.end, row.minutes, block.type,
                block.at is not None, block.parallel or "", block.lead or "",
                block.facilitator, block.remote, of_block(block, edition.network))


def _plan(
    training: Training, titles: Sequence[str], plan: Schedule, days: tuple[Day, ...], *,
    timed: bool,
) -> Plan:
    notes = (("access_notes", training.access_notes), ("risk_notes", training.risk_notes),
             ("remote", training.remote), ("origin", training.origin))
    return Plan(
        days, timed, plan.minutes, tuple(titles[index] for index in plan.dropped),
        tuple((titles[row.index], row.minutes, row.planned) for row in plan.shortened),
        plan.over, training.preparation,
        tuple((name, text) for name, text in notes if text))


def _handout(
    edition: Edition, training: Training, titles: Sequence[str], rows: Sequence[int], *,
    brief: bool,
) -> Handout:
    words = tuple((titles[index], said) for index in rows
                  if (said := training.blocks[index].participants))
    printed = (edition.network.entries[target] for target in training.handouts
               if target in edition.network)
    return Handout(training.outcomes, words, tuple(
        Printed(edition.cards[entry.id], marks(edition, entry), _label(edition, entry),
                tuple(_texts(entry, brief=brief))) for entry in printed))


def _label(edition: Edition, entry: Entry) -> str:
    if not isinstance(entry, Guide) or entry.law is None:
        return ""
    words = edition.words
    return words("law", country=words.country(entry.law.country),
                 date=words.date(entry.law.checked_on))


def _texts(entry: Entry, *, brief: bool) -> Iterator[Text]:
    """What of an entry is printed along: of a term its meaning, of a guide or case the text.

    In brief, a guide or case is its summary.
    """
    if isinstance(entry, Term):
        yield Text("", (entry.definition,))
    if brief:
        return
    if isinstance(entry, Guide):
        yield Text("", (entry.body,))
        if entry.questions:
            yield Text("questions.group", points=entry.questions)
    elif isinstance(entry, CaseStudy):
        yield Text("", (entry.story,))
        if entry.how_it_decides:
            yield Text("how-it-decides", (entry.how_it_decides,))
        yield Text("difficulties", points=tuple(point.what for point in entry.difficulties))
        if entry.lessons:
            yield Text("lessons", points=entry.lessons)
        if entry.questions:
            yield Text("questions", points=entry.questions)


def _materials(
    edition: Edition, training: Training, rows: Sequence[int], people: int | None
) -> Materials:
    sizes = (people,) if people else SIZES
    return Materials(sizes, tuple(
        Amount(need, tuple(need.amount(size) for size in sizes))
        for need in needs(training, edition.network, rows)), SIZE_OF["small-group"])


def _boxes(training: Training, people: int | None) -> int:
    """Boxes in whole fives, with room for a few more than are expected."""
    size = training.group_size
    expected = people or (size.max if size else None) or BOXES
    return min(MOST_BOXES, -(-expected // 5) * 5)
