"""A session's time as a bar: every block as long as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ..schedule import Row, clock
from .pen import across, element, number, picture

BAR = 40
LANE = 44
NARROWEST = 0.045
"""Share of the bar below which a number no longer fits into a block."""
STEPS = (15, 30, 60, 120, 240)
MOST_TIMES = 5


def session(
    name: str, rows: Sequence[Row], types: Sequence[str], *, title: str, description: str = "",
    times: bool = True, mirrored: bool = False,
) -> Markup:
    """One day's blocks, numbered as in the agenda. Blocks side by side get a lane each.

    ``times`` writes the time of day below; without it, minutes from the start.
    """
    if not rows:
        return Markup("")
    begin, end = min(row.start for row in rows), max(row.end for row in rows)
    length = max(1, end - begin)
    lanes: list[int] = []
    shapes: list[Markup] = []
    for row in rows:
        lane = next((index for index, taken in enumerate(lanes) if taken <= row.start), len(lanes))
        lanes[lane : lane + 1] = [row.end]
        start, width = (row.start - begin) / length, row.minutes / length
        edge = start + width if mirrored else start
        top = lane * LANE + 1
        shapes.append(element(
            "rect", x=across(edge, mirrored=mirrored), y=top, width=f"{number(100 * width)}%",
            height=BAR, class_=f"cb-span cb-span--{types[row.index]}"))
        if width >= NARROWEST:
            shapes.append(element(
                "text", str(row.index + 1), x=across(start + width / 2, mirrored=mirrored),
                y=number(top + BAR / 2 + 5), text_anchor="middle",
                class_=f"cb-span__number cb-span__number--{types[row.index]}"))
    floor = len(lanes) * LANE
    shapes.extend(_times(begin, end, floor, times=times, mirrored=mirrored))
    return picture(name, title, description, shapes, floor + 20)


def _times(begin: int, end: int, floor: int, *, times: bool, mirrored: bool) -> list[Markup]:
    """A time under the bar every so often, and where it begins and ends."""
    length = max(1, end - begin)
    step = next((step for step in STEPS if length / step <= MOST_TIMES), STEPS[-1])
    at = [begin, *range(begin + step, end - step // 2, step), end]
    shown = []
    for moment in at:
        share = (moment - begin) / length
        side = "start" if moment == begin else "end" if moment == end else "middle"
        shown.append(element(
            "text", clock(moment) if times else str(moment - begin),
            x=across(share, mirrored=mirrored), y=floor + 14, direction="ltr",
            text_anchor=_turned(side, mirrored=mirrored), class_="cb-drawing__small"))
    return shown


def _turned(side: str, *, mirrored: bool) -> str:
    return {"start": "end", "end": "start"}.get(side, side) if mirrored else side
