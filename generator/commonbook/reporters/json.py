"""json: one object a line, for other programs."""

from __future__ import annotations

from ..diagnostics import Report
from . import Sources, as_json


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """JSON Lines: path, line, column, end_line, end_column, rule, severity, message, hint."""
    del sources, colour
    lines = []
    for problem in report:
        place = problem.location
        lines.append(as_json({
            "path": place.path, "line": place.line, "column": place.column,
            "end_line": place.end_line or place.line,
            "end_column": place.end_column or place.column,
            "rule": problem.rule.code, "severity": str(problem.severity),
            "message": problem.message, "hint": problem.hint,
        }))
    return "".join(f"{line}\n" for line in lines)
