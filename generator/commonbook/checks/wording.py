"""What an editor would ask about the words; the questions stand in ``editorial.py``."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..editorial import editorial
from ..entry import Entry
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Figures, law, critics and plain words."""
    yield from editorial(entry, context.network, context.settings, context.today)
