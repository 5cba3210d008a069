"""gitlab: a Code Quality report (https://docs.gitlab.com/ci/testing/code_quality/)."""

from __future__ import annotations

import hashlib

from ..diagnostics import Report, Severity
from . import Sources, as_json


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """A JSON array; fingerprints leave out the line, so that they survive edits above it."""
    del sources, colour
    rows = []
    seen: dict[str, int] = {}
    for problem in report:
        base = f"{problem.rule.code}\0{problem.location.path}\0{problem.message}"
        seen[base] = seen.get(base, 0) + 1
        rows.append({
            "description": f"{problem.message} {problem.hint}".strip(),
            "check_name": problem.rule.code,
            "fingerprint": hashlib.sha256(
                f"{base}\0{seen[base]}".encode("utf-8", "surrogateescape")).hexdigest(),
            "severity": "major" if problem.severity is Severity.ERROR else "minor",
            "location": {
                "path": problem.location.path, "lines": {"begin": problem.location.line}},
        })
    return as_json(rows, indent=1) + "\n"
