"""concise: one line a problem, for pipes and for reading quickly."""

from __future__ import annotations

from ..diagnostics import Report, safe_text
from . import Sources, totals


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """``path:line:column: severity: message [rule] hint``, then the totals."""
    del sources, colour
    lines = []
    for problem in report:
        hint = f" {problem.hint}" if problem.hint else ""
        lines.append(f"{safe_text(str(problem.location))}: {report.say(problem.severity)}: "
                     f"{problem.message} [{problem.rule.code}]{hint}")
    lines.append(totals(report))
    return "\n".join(lines) + "\n"
