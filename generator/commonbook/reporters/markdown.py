"""markdown: a table in plain words for the summary of a check on a forge.

Every sign of ASCII that could mean something to Markdown or HTML is written as a character
reference (CommonMark 2.5), so that nothing from a file can become markup, a link or a mention.
"""

from __future__ import annotations

import re

from ..diagnostics import Diagnostic, Report, Severity, safe_text
from . import Sources, totals

ROWS, BYTES = 500, 900_000
"""Rows shown, and bytes of all of them: a step summary of GitHub may hold 1 MiB, or none is shown."""
_SIGN = re.compile(r"[!#-+:-@\[-`{-~]|(?<=\w)\.(?=\w)")


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """The totals, then errors and warnings, each with its place, what is wrong and the fix."""
    del sources, colour
    say = report.say
    if not len(report):
        return f"{totals(report)}\n"
    lines = [f"**{_text(totals(report))}**", ""]
    left, room = ROWS, BYTES
    for severity, heading, about in (
        (Severity.ERROR, "To be mended", "Nothing can be published until these are mended."),
        (Severity.WARNING, "Worth a look", "These do not stand in the way."),
    ):
        found = [problem for problem in report if problem.severity is severity]
        if not found:
            continue
        lines += [f"### {say(heading)}", "", say(about), "",
                  f"| {say('Where')} | {say('What is wrong')} | {say('What to do')} |",
                  "| --- | --- | --- |"]
        shown = 0
        for row in map(_row, found[:left]):
            room -= len(row.encode()) + 1
            if room < 0:
                break
            lines.append(row)
            shown += 1
        if len(found) > shown:
            lines += ["", say(f"{len(found) - shown} more are not shown here.")]
        lines.append("")
        left -= shown
    return "\n".join(lines)


def _row(problem: Diagnostic) -> str:
    place = f"{safe_text(problem.location.path, 120)}, {problem.location.line}"
    hint = problem.hint or problem.rule.summary
    return f"| {_text(place)} | {_text(problem.message)} | {_text(hint)} |"


def _text(text: str) -> str:
    """Text that is only text, whatever it holds."""
    return _SIGN.sub(lambda match: f"&#{ord(match[0])};", text)
