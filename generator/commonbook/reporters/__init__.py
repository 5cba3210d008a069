"""Reporters: a report in, text out. Each module here is one format, found by being here."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable, Mapping
from json import dumps
from typing import Any

from ..diagnostics import Report, Severity
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
    """A sentence with how many errors and warnings there are."""
    if not len(report):
        return report.say("Everything is in order.")
    counts = []
    for severity in (Severity.ERROR, Severity.WARNING):
        number = report.count(severity)
        counts.append(report.say(f"{number} {severity}{'' if number == 1 else 's'}"))
    return report.say(f"Found {counts[0]} and {counts[1]}.")


def as_json(value: Any, **options: Any) -> str:
    """JSON in ASCII that no runner of workflows takes for a command (see ``safe_text``)."""
    return dumps(value, ensure_ascii=True, **options).replace("##[", "##\\u005b")
