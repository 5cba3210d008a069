"""The session engine: times that add up, locks that hold, shorter versions that only shorten."""

from __future__ import annotations

from datetime import time
from itertools import groupby, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonbook.kinds.training import Block
from commonbook.schedule import Schedule, clock, longest_stretch, schedule, usual_start


def block(minutes: int, **fields: Any) -> Block:
    """A block as its file would have it: every value is text."""
    return Block.model_validate(
        {"title": "Block", "minutes": str(minutes), **{key: str(v) for key, v in fields.items()}}
    )


@st.composite
def plans(draw: st.DrawFn, *, locks: bool = True, days: bool = True) -> list[Block]:
    """Session plans of all sorts, in the order of their days."""
    blocks = []
    day = 1
    for _ in range(draw(st.integers(1, 12))):
        minutes = draw(st.integers(1, 60))
        fields: dict[str, Any] = {
            "keep": draw(st.sampled_from(["must", "should", "could"])),
            "type": draw(st.sampled_from(["activity", "talk", "break", "meal"])),
        }
        if draw(st.booleans()):
            fields["min"] = draw(st.integers(1, minutes))
        if draw(st.integers(0, 3)) == 0:
            fields["parallel"] = draw(st.sampled_from(["A", "B", "C"]))
        elif locks and draw(st.integers(0, 4)) == 0:
            fields["at"] = f"{draw(st.integers(6, 22)):02d}:{draw(st.integers(0, 59)):02d}"
        if days and draw(st.integers(0, 6)) == 0:
            day += 1
        blocks.append(block(minutes, day=day, **fields))
    return blocks


STARTS = st.none() | st.times(time(6), time(12)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
LENGTHS = st.none() | st.integers(5, 600)


def by_day(found: Schedule) -> list[list[Any]]:
    """The rows of each day."""
    return [list(rows) for _, rows in groupby(found.rows, key=lambda row: row.day)]


@given(plans(), STARTS, LENGTHS)
def test_every_block_has_its_place_or_is_dropped(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """Nothing is lost: each block is in a row once, in order, or among the dropped."""
    found = schedule(blocks, start=start, available=available)
    placed = [row.index for row in found.rows]
    assert sorted([*placed, *found.dropped]) == list(range(len(blocks)))
    assert placed == sorted(placed)


@given(plans(), STARTS, LENGTHS)
def test_no_block_starts_before_the_one_above_ends(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """There are no negative gaps; only blocks with different labels stand side by side."""
    for rows in by_day(schedule(blocks, start=start, available=available)):
        for one, two in pairwise(rows):
            labels = blocks[one.index].parallel, blocks[two.index].parallel
            if None in labels or labels[0] == labels[1]:
                assert two.start >= one.end


@given(plans(), STARTS, LENGTHS)
def test_blocks_with_one_label_never_overlap(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """Who is in a room is not in it twice."""
    for rows in by_day(schedule(blocks, start=start, available=available)):
        for one in rows:
            for two in rows:
                if (
                    one.index < two.index
                    and blocks[one.index].parallel == blocks[two.index].parallel
                ):
                    assert two.start >= one.end


@given(plans(), STARTS, LENGTHS)
def test_minutes_stay_between_the_shortest_and_the_plan(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """A block is never longer than planned, nor shorter than it may be."""
    for row in schedule(blocks, start=start, available=available).rows:
        planned = blocks[row.index]
        assert (planned.min or planned.minutes) <= row.minutes <= planned.minutes
        assert row.planned == planned.minutes
        assert row.slack >= 0


@given(plans(locks=False, days=False), STARTS)
def test_the_sum_of_the_minutes_is_the_length(blocks: list[Block], start: time | None) -> None:
    """Without locks a plan takes as long as its blocks; parallel ones count once."""
    found = schedule(blocks, start=start)
    total = 0
    for together, group in groupby(blocks, key=lambda one: one.parallel is not None):
        members = list(group)
        if together:
            sums: dict[str | None, int] = {}
            for one in members:
                sums[one.parallel] = sums.get(one.parallel, 0) + one.minutes
            total += max(sums.values())
        else:
            total += sum(one.minutes for one in members)
    assert found.minutes == total
    assert not found.dropped
    assert found.fits


@given(plans(), STARTS, LENGTHS)
def test_locked_times_hold(blocks: list[Block], start: time | None, available: int | None) -> None:
    """A block with a clock time starts then, or it is said that it cannot."""
    found = schedule(blocks, start=start, available=available)
    for row in found.rows:
        at = blocks[row.index].at
        if at is not None and found.fits:
            assert row.start == at.hour * 60 + at.minute
        elif at is not None:
            assert row.start >= at.hour * 60 + at.minute


@given(plans(), STARTS, st.integers(5, 600), st.integers(0, 300))
def test_a_shorter_target_never_lengthens_nor_brings_back(
    blocks: list[Block], start: time | None, shorter: int, more: int
) -> None:
    """The shorter of two versions drops at least as much, and gives no block more minutes."""
    short = schedule(blocks, start=start, available=shorter)
    long = schedule(blocks, start=start, available=shorter + more)
    assert set(short.dropped) >= set(long.dropped)
    minutes = {row.index: row.minutes for row in long.rows}
    for row in short.rows:
        assert row.minutes <= minutes[row.index]


@given(plans(), STARTS, LENGTHS)
def test_what_must_stay_stays(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """Blocks marked must are never dropped; without a target nothing is."""
    found = schedule(blocks, start=start, available=available)
    assert all(blocks[index].keep != "must" for index in found.dropped)
    if available is None:
        assert found.dropped == ()


@given(plans(), STARTS, LENGTHS)
def test_the_same_plan_gives_the_same_times(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """The engine has no clock and no chance in it."""
    assert schedule(blocks, start=start, available=available) == schedule(
        [one.model_copy() for one in blocks], start=start, available=available
    )


@given(plans(days=False), STARTS, st.integers(5, 600))
def test_what_fits_fits(blocks: list[Block], start: time | None, available: int) -> None:
    """A version that is offered ends within its target."""
    found = schedule(blocks, start=start, available=available)
    if found.fits and found.rows:
        begin = start.hour * 60 + start.minute if start else found.rows[0].start
        assert max(row.end for row in found.rows) <= begin + available


@given(plans(days=False), STARTS, LENGTHS)
def test_slack_is_the_free_time_up_to_what_comes_next(
    blocks: list[Block], start: time | None, available: int | None
) -> None:
    """Free time stands before a locked block or at the end, and nowhere else."""
    rows = schedule(blocks, start=start, available=available).rows
    locks = {one.at.hour * 60 + one.at.minute for one in blocks if one.at}
    for number, row in enumerate(rows[:-1]):
        following = rows[number + 1]
        if blocks[row.index].parallel is None or blocks[following.index].parallel is None:
            gap = following.start - max(one.end for one in rows[: number + 1])
            assert row.slack == gap
            assert gap == 0 or following.start in locks
    if rows and rows[-1].slack:
        assert available is not None


@given(plans(locks=False, days=False), STARTS, st.integers(5, 600))
def test_what_is_missing_is_said_in_minutes(
    blocks: list[Block], start: time | None, available: int
) -> None:
    """Over is by how much the end is late, once nothing more can go."""
    found = schedule(blocks, start=start, available=available)
    begin = start.hour * 60 + start.minute if start else 0
    assert found.over == max(0, max((row.end for row in found.rows), default=begin) - begin - available)
    assert found.overrun is None
    if found.over:
        assert [blocks[row.index].keep for row in found.rows] == ["must"] * len(found.rows)
        assert all(row.minutes == (blocks[row.index].min or row.planned) for row in found.rows)


@given(plans(days=False), STARTS, st.integers(0, 120))
def test_what_fits_is_left_as_it_was(
    blocks: list[Block], start: time | None, more: int
) -> None:
    """With enough time a version is the plan."""
    planned = schedule(blocks, start=start)
    if planned.fits:
        begin = start.hour * 60 + start.minute if start else planned.rows[0].start
        enough = max(row.end for row in planned.rows) - begin + more
        found = schedule(blocks, start=start, available=enough)
        assert (found.dropped, found.shortened, found.fits) == ((), (), True)


def test_could_goes_before_should_and_breaks_last() -> None:
    """The order in which blocks are dropped is the one that is documented."""
    blocks = [
        block(10, keep="should"),
        block(10, keep="could"),
        block(10, keep="could", type="break"),
        block(10, keep="could"),
        block(10, keep="must"),
    ]
    assert schedule(blocks, available=40).dropped == (3,)
    assert schedule(blocks, available=30).dropped == (1, 3)
    assert schedule(blocks, available=20).dropped == (1, 2, 3)
    assert schedule(blocks, available=10).dropped == (0, 1, 2, 3)
    assert schedule(blocks, available=5).over == 5


def test_blocks_are_shortened_before_any_is_dropped() -> None:
    """As long as shortening is enough, everything stays."""
    blocks = [block(20, min=10), block(20, min=15), block(20, keep="must", min=5)]
    found = schedule(blocks, available=50)
    assert found.dropped == ()
    assert [row.minutes for row in found.rows] == [15, 15, 20]


def test_a_plan_begins_so_that_its_first_locked_time_can_be_kept() -> None:
    """Without a start, what stands before a lock is counted back from it, side by side once."""
    blocks = [block(20), block(30, parallel="A"), block(40, parallel="B"), block(10, at="12:00")]
    found = schedule(blocks)
    assert [clock(row.start) for row in found.rows] == ["11:00", "11:20", "11:20", "12:00"]
    assert found.fits


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([(60, "activity"), (45, "talk")], (105, 0)),
        ([(60, "activity"), (5, "break"), (45, "talk")], (60, 0)),
        ([(10, "opening"), (30, "meal"), (50, "talk"), (50, "talk")], (100, 2)),
    ],
)
def test_the_longest_time_without_a_break_is_found(
    minutes: list[tuple[int, str]], expected: tuple[int, int]
) -> None:
    """A break or a meal ends a stretch."""
    assert longest_stretch([block(length, type=kind) for length, kind in minutes]) == expected


def test_parallel_blocks_count_once_towards_a_break() -> None:
    """Two rooms at the same time are one stretch, as long as the longer room."""
    blocks = [block(40), block(60, parallel="A"), block(30, parallel="B"), block(10)]
    assert longest_stretch(blocks) == (110, 0)


def test_a_new_day_is_a_break() -> None:
    """Nobody sits through the night."""
    assert longest_stretch([block(60), block(60, day=2)]) == (60, 0)


def test_the_usual_start_keeps_locked_times() -> None:
    """A day with lunch at 12:30 does not begin in the evening; without locks the first start counts."""
    day = [block(60), block(45, type="meal", at="12:30")]
    starts = (time(18, 30), time(11, 0))
    assert usual_start(day, starts) == time(11, 0)
    assert usual_start(day, starts[:1]) is None
    assert usual_start(day[:1], starts) == time(18, 30)
