"""Pictures of entries."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..entry import Entry
from ..images import image_problems
from . import Context


def of_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """Its picture can be used, and does not say where it was taken."""
    if entry.image:
        for rule, message, hint in image_problems(context.project, entry.image):
            yield rule.at(entry.source.locate("image", "file"), message, hint=hint)
