"""When entries were last checked."""

from __future__ import annotations

from collections.abc import Iterator

from .. import rules
from ..diagnostics import Diagnostic
from ..editorial import months_since
from ..entry import Entry
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Nobody has checked it for longer than the network allows."""
    if entry.checked_on is None:
        return
    months = months_since(entry.checked_on, context.today)
    if months >= context.settings.confirm_every:
        yield rules.STALE_ENTRY.at(
            entry.source.locate("checked_on"),
            f"This was last checked {months} months ago.",
            hint="Check it again, then set checked_on to the day you did.")
