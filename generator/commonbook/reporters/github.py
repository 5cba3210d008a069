"""github: workflow commands that GitHub shows at the line (and Forgejo in its log).

https://docs.github.com/actions/reference/workflow-commands-for-github-actions: data escapes
``%``, CR and LF; properties escape ``:`` and ``,`` as well. GitHub shows ten errors and ten
warnings a step: the first ones become commands, the others lines of the log.
"""

from __future__ import annotations

from ..diagnostics import Diagnostic, Report, Severity, safe_text
from . import Sources, totals

SHOWN = 10
"""Annotations of each severity that GitHub shows for a step."""


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """One command a problem as far as they are shown, a line for each other one, the totals."""
    del sources, colour
    lines, rest = [], []
    left = dict.fromkeys(Severity, SHOWN)
    for problem in report:
        left[problem.severity] -= 1
        if left[problem.severity] >= 0:
            lines.append(_command(problem))
        else:
            rest.append(f"{safe_text(str(problem.location))}: {report.say(problem.severity)}: "
                        f"{problem.message} [{problem.rule.code}] {problem.hint}".rstrip())
    return "\n".join((*lines, *rest, totals(report), ""))


def _command(problem: Diagnostic) -> str:
    place = problem.location
    level = "error" if problem.severity is Severity.ERROR else "warning"
    properties = {"file": safe_text(place.path), "line": str(place.line)}
    if place.end_line in {0, place.line}:  # columns only make sense within one line
        properties["col"] = str(place.column)
        if place.end_column:
            properties["endColumn"] = str(place.end_column)
    else:
        properties["endLine"] = str(place.end_line)
    properties["title"] = problem.rule.code
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    hint = f" {problem.hint}" if problem.hint else ""
    return f"::{level} {shown}::{_data(problem.message + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
