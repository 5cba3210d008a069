"""full: each problem with its line, a caret under the place, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from ..diagnostics import Diagnostic, Report, Severity, safe_text
from . import Sources, totals

WIDTH = 100
COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}
BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """One block a problem, in the order of the files; totals at the end."""
    blocks = [_block(problem, sources, report.say, colour=colour) for problem in report]
    blocks.append(f"{totals(report)}\n")
    return "\n".join(blocks)


def _block(
    problem: Diagnostic, sources: Sources, say: Callable[[str], str], *, colour: bool
) -> str:
    place, severity = problem.location, say(problem.severity)
    first = f"{severity}: {problem.message}"
    gap = max(2, WIDTH - len(first) - len(problem.rule.code))
    if colour:
        weight = f"{COLOURS.get(problem.severity, BOLD)}{severity}{PLAIN}"
        first = f"{weight}: {BOLD}{problem.message}{PLAIN}"
    code = f"{DIM}{problem.rule.code}{PLAIN}" if colour else problem.rule.code
    lines = [f"{first}{' ' * gap}{code}", f"  {safe_text(str(place))}"]
    source = sources.get(place.path)
    text = _line(source, place.line)
    if text.strip():
        number = str(place.line)
        lines.append(f"  {number} │ {text}")
        lines.append(f"  {' ' * len(number)}   {_caret(text, problem)}")
    lines.extend(f"  {safe_text(str(other.location))}: {other.message}"
                 for other in problem.related)
    if problem.hint:
        lines.append(f"  {say('hint')}: {problem.hint}")
    return "\n".join(lines) + "\n"


def _line(source: object, number: int) -> str:
    text = getattr(source, "text", "")
    lines = text.split("\n") if text else []
    return safe_text(lines[number - 1].rstrip("\r"), 200) if 0 < number <= len(lines) else ""


def _caret(text: str, problem: Diagnostic) -> str:
    """A caret under each column of the place; wide letters take two columns."""
    place = problem.location
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(text)
    before = _columns(text[:start])
    under = _columns(text[start:end]) if end > start else 1
    return " " * before + "^" * max(1, min(under, WIDTH - before))


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(mark)
        else 2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
