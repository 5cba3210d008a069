"""Print a training's run-of-show for a start, a length and a number of people."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from pathlib import Path

import click

from ..command_line import exits, folder_option
from ..diagnostics import safe_text
from ..handbook import Handbook
from ..kinds.training import Block, Training
from ..materials import needs, wanted
from ..project import Project
from ..schedule import Row, Schedule, clock, schedule, usual_start
from ..words import Words

LINE = 2000
"""Letters of a line: what is longer is cut, so that no text can flood a terminal."""


@click.command()
@click.argument("training")
@click.option("--start", type=click.DateTime(["%H:%M"]), metavar="HH:MM",
              help="When it starts; if left out, the first of session_starts that its fixed times "
                   "allow.")
@click.option("--minutes", type=click.IntRange(1, 1440),
              help="How long there is, on each day; as planned if left out.")
@click.option("--people", type=click.IntRange(1, 10_000),
              help="How many people come; the largest group the training is for if left out.")
@click.option("--format", "form", type=click.Choice(["text", "markdown"]), default="text",
              help="How it is printed.")
@folder_option
@exits
def plan(
    training: str, start: datetime | None, minutes: int | None, people: int | None, form: str,
    folder: Path,
) -> None:
    """Print the run-of-show of a TRAINING: clock times, what had to go, materials.

    A plan that does not fit is printed all the same, with a sentence on how much is missing.
    That is no failure of the command: its exit code stays 0.
    """
    handbook = Handbook(Project.find(folder), drafts=True)
    entry = _find(handbook, training)
    begin = start.time() if start else usual_start(
        entry.blocks, handbook.settings.session_starts)
    size = entry.group_size
    made = Plan(handbook, entry, begin, schedule(entry.blocks, start=begin, available=minutes),
                people or (size.max or size.min if size else None))
    for line in made.markdown() if form == "markdown" else made.text():
        click.echo(safe_text(line, LINE))


def _find(handbook: Handbook, name: str) -> Training:
    entry_id = name if name.startswith("training/") else f"training/{name}"
    entry = handbook.network.entries.get(entry_id)
    if isinstance(entry, Training):
        return entry
    slug = entry_id.partition("/")[2]
    if any(source.id == entry_id for source in handbook.sources.values()):
        msg = f"“{slug}” has errors. “commonbook check” says which."
        raise click.UsageError(msg)
    slugs = [other.slug for other in handbook.network.of("training")]
    near = difflib.get_close_matches(slug, slugs, 1, 0.5)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    msg = f"There is no training “{slug}”.{hint}"
    raise click.UsageError(msg)


@dataclass(frozen=True, slots=True)
class Plan:
    """A training cut to the time there is, about to be printed."""

    handbook: Handbook
    training: Training
    start: time | None
    schedule: Schedule
    people: int | None

    @property
    def words(self) -> Words:
        """Interface words."""
        return self.handbook.words

    def text(self) -> Iterator[str]:
        """As plain text, in columns."""
        yield self.training.name
        yield ""
        yield from self._facts()
        for day, rows in self._days():
            yield ""
            if day:
                yield day
            for row in rows:
                yield (f"{clock(row.start)}–{clock(row.end)}  {row.minutes:>4}  "
                       f"{row.index + 1:>2}. {self._shown(row)}")
        for part in self._notes():
            yield ""
            yield part
        title, things = self._materials()
        if things:
            yield ""
            yield title
            yield from (f"  {count:>4} × {thing}" for count, thing in things)

    def markdown(self) -> Iterator[str]:
        """As Markdown: a table for each day, and lists."""
        words = self.words
        yield f"# {_marked(self.training.name)}"
        yield ""
        yield _marked(" ".join(self._facts()))
        for day, rows in self._days():
            yield ""
            if day:
                yield f"## {_marked(day)}"
                yield ""
            yield f"| {words('time')} | {words('minutes.short')} | {words('block')} |"
            yield "| --- | ---: | --- |"
            for row in rows:
                yield (f"| {clock(row.start)}–{clock(row.end)} | {row.minutes} | "
                       f"{row.index + 1}. {_marked(self._shown(row))} |")
        for part in self._notes():
            yield ""
            yield _marked(part)
        title, things = self._materials()
        if things:
            yield ""
            yield f"## {_marked(title)}"
            yield ""
            yield from (f"- {count} × {_marked(thing)}" for count, thing in things)

    def _facts(self) -> Iterator[str]:
        words, made = self.words, self.schedule
        if self.start:
            yield words("agenda.start", time=f"{self.start:%H:%M}")
        yield words("agenda.total", duration=words.duration(made.minutes))
        if self.people:
            yield words("plan.people", self.people)

    def _days(self) -> Iterator[tuple[str, list[Row]]]:
        several = len({row.day for row in self.schedule.rows}) > 1
        for day, rows in groupby(self.schedule.rows, key=lambda row: row.day):
            yield self.words("day", number=day) if several else "", list(rows)

    def _shown(self, row: Row) -> str:
        """A block's title with what matters for its time."""
        block, words = self.training.blocks[row.index], self.words
        notes = [words("locked") if block.at else "",
                 words("parallel", name=block.parallel) if block.parallel else "",
                 words("plan.free", row.slack) if row.slack else ""]
        shown = ", ".join(note for note in notes if note)
        return f"{self._title(block)} ({shown})" if shown else self._title(block)

    def _title(self, block: Block) -> str:
        if block.title:
            return block.title
        activity = self.handbook.network.entries.get(f"activity/{block.activity}")
        return activity.name if activity else str(block.activity)

    def _notes(self) -> Iterator[str]:
        """What had to go, and what is still missing."""
        made, words, blocks = self.schedule, self.words, self.training.blocks
        if made.dropped:
            gone = "; ".join(self._title(blocks[index]) for index in made.dropped)
            yield f"{words('variant.dropped')} {gone}."
        if made.shortened:
            cut = "; ".join(
                f"{self._title(blocks[row.index])} ("
                f"{words('variant.from', minutes=row.minutes, planned=row.planned)})"
                for row in made.shortened)
            yield f"{words('variant.shortened')} {cut}."
        if made.overrun is not None and (at := blocks[made.overrun].at):
            yield words("plan.late", block=self._title(blocks[made.overrun]), time=f"{at:%H:%M}")
        if made.over:
            yield words("plan.missing", made.over)

    def _materials(self) -> tuple[str, list[tuple[str, str]]]:
        """What to bring: for so many people, or as it is written if their number is not known."""
        words, network = self.words, self.handbook.network
        left = [row.index for row in self.schedule.rows]
        if self.people is None:
            return words("materials"), [
                (f"{material.quantity.normalize():f}",
                 f"{material.item}, {words(f'per.{material.per}')}")
                for material, _ in wanted(self.training, network, left)]
        return words("plan.materials", self.people), [
            (str(need.amount(self.people)), need.item)
            for need in needs(self.training, network, left)]


def _marked(text: str) -> str:
    """Text that stays text in Markdown."""
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", text)
