"""Reporters: a report in, text out. Each module here is one format, found by being here."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable, Mapping

from ..diagnostics import Report
from ..load import Source, Unreadable

Sources = Mapping[str, Source | Unreadable]
Reporter = Callable[[Report, Sources, bool], str]
"""``render(report, sources, colour)``."""


def names() -> list[str]:
    """The formats there are."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__))


def reporter(name: str, *, terminal: bool) -> Reporter:
    """The reporter for a format. ``auto`` suits where the text will be read."""
    if name == "auto":
        if os.environ.get("GITHUB_ACTIONS") == "true":
            name = "github"
        else:
            name = "full" if terminal else "concise"
    found: Reporter = importlib.import_module(f"{__name__}.{name}").render
    return found


def totals(report: Report) -> str:
    """How many errors and warnings, in words."""
    from ..diagnostics import Severity  # noqa: PLC0415 - keeps the names above short

    counts = []
    for severity in (Severity.ERROR, Severity.WARNING):
        number = report.count(severity)
        counts.append(f"{number} {severity}{'' if number == 1 else 's'}")
    return " and ".join(counts)
