"""Times of trainings: those that are locked, breaks, and shorter versions."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostics import Diagnostic
from ..entry import Entry
from ..kinds.training import Training
from ..schedule import longest_stretch, schedule, usual_start
from . import Context

BREAK_AFTER = 90
"""Minutes after which people need a break."""


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Locked times can be kept, and nobody sits for more than 90 minutes."""
    if not isinstance(entry, Training):
        return
    blocks = entry.blocks
    start = usual_start(blocks, context.settings.session_starts)
    if any(block.at for block in blocks):
        planned = schedule(blocks)
        if planned.overrun is not None:
            block = blocks[planned.overrun]
            yield rules.AGENDA_OVERRUNS_LOCK.at(
                entry.source.locate("blocks", planned.overrun, "at"),
                f"The blocks before this one end {planned.over} minutes after "
                f"{block.at:%H:%M}, even at their shortest.",
                hint="Shorten or drop a block before it, or move the time.")
    minutes, first = longest_stretch(blocks)
    if minutes > BREAK_AFTER:
        yield rules.NO_BREAK.at(
            entry.source.locate("blocks", first),
            f"From here, {minutes} minutes pass without a break.",
            hint="Add a block of type break or meal.")
    shorter = sorted(n for n in context.settings.session_lengths if n < entry.minutes)
    cut = [schedule(blocks, start=start, available=length) for length in shorter]
    if cut and not any(version.fits for version in cut):
        yield rules.VARIANT_LOSES_MUST.at(
            entry.source.locate("blocks", key=True),
            f"This cannot be cut to {shorter[-1]} minutes, nor to any shorter length: what must "
            f"stay takes {cut[-1].over} minutes more.",
            hint="Give “min” to blocks that must stay, or mark some “should” or “could”.")
