"""A training's blocks in, a timed schedule out. Pure: no clock, no files.

Rules of priority, for each stretch between two locked times:

1. If the planned minutes fit, nothing changes; what is left over is slack.
2. Otherwise ``could`` and ``should`` blocks are shortened together, each towards its ``min``.
3. Then ``could`` blocks are dropped from the end of the stretch, breaks last.
4. Then ``should`` blocks, in the same way.
5. Then ``must`` blocks are shortened towards their ``min``. They are never dropped.
6. What still does not fit is said, in minutes.

Without a target (the plan as written) nothing is dropped: a locked time that cannot be kept is a
fault of the plan.
A shorter target never lengthens a block, and drops at least what a longer one drops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import groupby

from .kinds.training import Block

DAY = 24 * 60
PAUSES = frozenset({"break", "meal"})


@dataclass(frozen=True, slots=True)
class Row:
    """One block with its times, in minutes after midnight of its day.

    ``slack`` is free time after it, before a locked block or the end.
    """

    index: int
    day: int
    start: int
    minutes: int
    planned: int
    slack: int = 0

    @property
    def end(self) -> int:
        """When it ends, in minutes after midnight."""
        return self.start + self.minutes

    @property
    def shortened(self) -> int:
        """Minutes taken away from the plan."""
        return self.planned - self.minutes


@dataclass(frozen=True, slots=True)
class Schedule:
    """What happens when, what had to go, and by how much it still does not fit."""

    rows: tuple[Row, ...]
    dropped: tuple[int, ...] = ()
    over: int = 0
    overrun: int | None = None
    """Index of the first locked block that cannot start in time."""

    @property
    def minutes(self) -> int:
        """From the first start to the last end, over all days."""
        total = 0
        for _, rows in groupby(self.rows, key=lambda row: row.day):
            of_day = list(rows)
            total += max(row.end for row in of_day) - min(row.start for row in of_day)
        return total

    @property
    def by_index(self) -> dict[int, Row]:
        """The rows by the index of their block; what was dropped has none."""
        return {row.index: row for row in self.rows}

    @property
    def fits(self) -> bool:
        """Whether everything is in its place."""
        return self.over == 0 and self.overrun is None

    @property
    def shortened(self) -> tuple[Row, ...]:
        """The rows that got less than planned."""
        return tuple(row for row in self.rows if row.shortened)


def schedule(
    blocks: Sequence[Block], *, start: time | None = None, available: int | None = None
) -> Schedule:
    """Give each block its time.

    ``start`` is when each day begins; without it the day begins at the first locked time less
    what stands before it, or at 00:00. ``available`` is the length of each day in minutes.
    """
    rows: list[Row] = []
    dropped: list[int] = []
    over, overrun = 0, None
    numbered = list(enumerate(blocks))
    for day, group in groupby(numbered, key=lambda pair: pair[1].day):
        of_day = list(group)
        begin = _begin(of_day, start)
        end = None if available is None else begin + available
        now = begin
        placed: list[Row] = []
        stretches = list(_stretches(of_day))
        for number, stretch in enumerate(stretches):
            lock = _lock(stretch)
            if lock is not None:
                if lock < now:
                    over += now - lock
                    overrun = stretch[0][0] if overrun is None else overrun
                now = max(now, lock)
            following = _lock(stretches[number + 1]) if number + 1 < len(stretches) else None
            limit = min((value for value in (following, end) if value is not None), default=None)
            fitted, gone, missing = _fit(
                stretch, None if limit is None else limit - now, may_drop=available is not None)
            more, now = _place(fitted, day, now)
            placed.extend(more)
            dropped.extend(gone)
            if following is None or (end is not None and end < following):
                over += missing
        rows.extend(_with_slack(placed, end))
    return Schedule(tuple(rows), tuple(sorted(dropped)), over, overrun)


def usual_start(blocks: Sequence[Block], starts: Sequence[time]) -> time | None:
    """The first of a network's starts from which all locked times can be kept; None if none can.

    A day with lunch at 12:30 does not begin in the evening.
    """
    return next((start for start in starts if schedule(blocks, start=start).overrun is None), None)


def longest_stretch(blocks: Sequence[Block]) -> tuple[int, int]:
    """The most minutes without a break or meal, and the index of the block it begins with."""
    longest, first, run, begun = 0, 0, 0, 0
    day = None
    for index, (kind, minutes, of_day) in enumerate(_in_line(blocks)):
        if kind in PAUSES or of_day != day:
            run, begun, day = 0, index if of_day != day else index + 1, of_day
        if kind not in PAUSES:
            run += minutes
        if run > longest:
            longest, first = run, begun
    return longest, first


def clock(minutes: int) -> str:
    """Minutes after midnight as ``HH:MM``."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


Numbered = tuple[int, Block]


def _in_line(blocks: Sequence[Block]) -> Iterator[tuple[str, int, int]]:
    """Type, minutes and day of each block; those side by side count once, as the longest."""
    for (together, day), group in groupby(
        blocks, key=lambda block: (block.parallel is not None, block.day)
    ):
        members = list(group)
        if not together:
            yield from ((block.type, block.minutes, day) for block in members)
            continue
        numbered = [(number, block, block.minutes) for number, block in enumerate(members)]
        kind = "break" if all(block.type in PAUSES for block in members) else "activity"
        yield kind, _length(numbered), day
        yield from ((kind, 0, day) for _ in members[1:])


def _begin(of_day: list[Numbered], start: time | None) -> int:
    if start is not None:
        return start.hour * 60 + start.minute
    first, *others = _stretches(of_day)
    lock = _lock(first)
    if lock is not None or not others:
        return lock or 0
    planned = _length([(index, block, block.minutes) for index, block in first])
    return max(0, (_lock(others[0]) or 0) - planned)


def _stretches(of_day: list[Numbered]) -> Iterator[list[Numbered]]:
    stretch: list[Numbered] = []
    for pair in of_day:
        if pair[1].at is not None and stretch:
            yield stretch
            stretch = []
        stretch.append(pair)
    if stretch:
        yield stretch


def _lock(stretch: list[Numbered]) -> int | None:
    at = stretch[0][1].at
    return None if at is None else at.hour * 60 + at.minute


Fitted = tuple[int, Block, int]


def _fit(
    stretch: list[Numbered], available: int | None, *, may_drop: bool
) -> tuple[list[Fitted], list[int], int]:
    """Minutes for each block of a stretch, what is dropped, and what is missing."""
    minutes = {index: block.minutes for index, block in stretch}
    blocks = dict(stretch)
    dropped: list[int] = []

    def length() -> int:
        return _length([(i, b, minutes[i]) for i, b in stretch if i not in dropped])

    if available is not None and length() > available:
        _shorten(minutes, [i for i, b in stretch if b.keep != "must"], blocks, available, length)
        for keep in ("could", "should") if may_drop else ():
            for index in _drop_order(stretch, keep):
                if length() <= available:
                    break
                dropped.append(index)
        _shorten(minutes, [i for i, b in stretch if b.keep == "must"], blocks, available, length)
    fitted = [(i, b, minutes[i]) for i, b in stretch if i not in dropped]
    missing = 0 if available is None else max(0, length() - available)
    return fitted, dropped, missing


def _shorten(
    minutes: dict[int, int], indexes: list[int], blocks: dict[int, Block], available: int,
    length: Callable[[], int],
) -> None:
    """Take minutes from the end backwards, one each in turn, until it fits or nothing is left.

    Several rounds are taken at once where they cannot take too much: a round shortens the whole
    by at most one minute a block.
    """
    least = {i: shortest for i in reversed(indexes) if (shortest := blocks[i].min) is not None}
    while (excess := length() - available) > 0:
        spare = {index: minutes[index] - shortest for index, shortest in least.items()
                 if minutes[index] > shortest}
        if not spare:
            return
        rounds = min(*spare.values(), excess // len(spare), excess)
        before = dict(minutes)
        for index in spare:
            minutes[index] -= max(1, rounds)
        if rounds or length() > available:
            continue
        minutes.update(before)  # the last round ends where it fits
        for index in spare:
            minutes[index] -= 1
            if length() <= available:
                return


def _drop_order(stretch: list[Numbered], keep: str) -> list[int]:
    candidates = [(i, b) for i, b in stretch if b.keep == keep]
    return [i for i, b in sorted(candidates, key=lambda pair: (pair[1].type in PAUSES, -pair[0]))]


def _with_slack(rows: Sequence[Row], end: int | None) -> Iterator[Row]:
    """The rows of a day with the free time after each: up to the next one, or to the end."""
    latest = 0
    for row, until in zip(rows, [*(row.start for row in rows[1:]), end], strict=False):
        latest = max(latest, row.end)
        free = 0 if until is None else until - latest
        yield replace(row, slack=free) if free > 0 else row


def _length(fitted: list[Fitted]) -> int:
    return _begun(fitted, 0)[1]


def _place(fitted: list[Fitted], day: int, now: int) -> tuple[list[Row], int]:
    """Rows one after another, and when the last one ends."""
    begun, end = _begun(fitted, now)
    return [Row(index, day, at, minutes, block.minutes)
            for (index, block, minutes), at in zip(fitted, begun, strict=True)], end


def _begun(fitted: list[Fitted], now: int) -> tuple[list[int], int]:
    """When each begins, and when all have ended.

    Neighbours with different ``parallel`` labels stand side by side.
    """
    begun: list[int] = []
    for together, group in groupby(fitted, key=lambda item: item[1].parallel is not None):
        if not together:
            for _, _, minutes in group:
                begun.append(now)
                now += minutes
            continue
        first, latest = now, now
        ends: dict[str, int] = {}
        for _, block, minutes in group:
            at = ends.get(block.parallel or "", first)
            begun.append(at)
            ends[block.parallel or ""] = at + minutes
            latest = max(latest, at + minutes)
        now = latest
    return begun, now
