"""What happened when, to scale: a line of years with numbered moments above it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from .pen import across, element, number, numbered, picture

INSET = 0.05
APART = 0.085
"""How far apart two moments must be on one lane, as a share of the line."""
LANE = 27
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST_YEARS = 5
SHORTEST = 1.0


def timeline(
    name: str, dates: Sequence[str], *, title: str, description: str = "",
    mirrored: bool = False,
) -> Markup:
    """Moments in the order given, numbered as in the list beside the drawing."""
    if not dates:
        return Markup("")
    years = [year_of(day) for day in dates]
    first, last = min(years), max(years)
    length = max(SHORTEST, last - first)

    def place(year: float) -> float:
        return INSET + (1 - 2 * INSET) * (year - first) / length

    lanes: list[float] = []
    lane_of: dict[int, int] = {}
    for index in sorted(range(len(years)), key=lambda index: years[index]):
        share = place(years[index])
        lane = next((lane for lane, taken in enumerate(lanes) if taken + APART <= share),
                    len(lanes))
        lanes[lane : lane + 1] = [share]
        lane_of[index] = lane
    line = len(lanes) * LANE + 8
    shapes = [element("line", x1=across(0), x2=across(1), y1=line, y2=line, class_="cb-line")]
    stems, stops = [], []
    for index, year in enumerate(years):
        x = across(place(year), mirrored=mirrored)
        height = line - 22 - lane_of[index] * LANE
        stems.append(element("line", x1=x, x2=x, y1=line, y2=number(height), class_="cb-stem"))
        stops.append(numbered(str(index + 1), x, height))
    ticks = [
        element("line", x1=x, x2=x, y1=line - 4, y2=line + 4, class_="cb-line")
        + element("text", str(year), x=x, y=line + 20, text_anchor="middle",
                  class_="cb-drawing__small")
        for year in _years(first, first + length)
        for x in [across(place(year), mirrored=mirrored)]]
    return picture(name, title, description, [*shapes, *ticks, *stems, *stops], line + 26)


def year_of(day: str) -> float:
    """A full or partial date as a number of years; the middle of what is not known."""
    parts = [int(part) for part in day.removeprefix("about ").split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    days = parts[2] if len(parts) > 2 else 15  # noqa: PLR2004 - a date has three parts
    return parts[0] + (parts[1] - 1) / 12 + (days - 1) / 365


def _years(first: float, last: float) -> list[int]:
    """Round years between two moments, few enough to be read on a phone."""
    step = next((step for step in STEPS if (last - first) / step <= MOST_YEARS), STEPS[-1])
    start = -(-int(first // 1) // step) * step
    found = [year for year in range(start, int(last) + 1, step) if first - 0.5 <= year <= last]
    return found or [int(first)]
