"""sarif: SARIF 2.1.0 (OASIS), which code-scanning pages read."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..diagnostics import Diagnostic, Report
from ..rules import CATALOGUE
from . import Sources, as_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report, sources: Sources, colour: bool) -> str:  # noqa: FBT001
    """One run with the rules that were met and a result for each problem."""
    del sources, colour
    problems = list(report)
    met = sorted({problem.rule.code for problem in problems})
    driver = {
        "name": "Commonbook", "version": __version__,
        "rules": [_rule(code) for code in met],
    }
    run = {
        "tool": {"driver": driver}, "columnKind": "unicodeCodePoints",
        "results": [_result(problem, met) for problem in problems],
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    rule = CATALOGUE[code]
    return {
        "id": code, "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(problem: Diagnostic, met: list[str]) -> dict[str, Any]:
    code, place = problem.rule.code, problem.location
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_line:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    print_of = hashlib.sha256(f"{code}\0{place.path}\0{problem.message}".encode(
        "utf-8", "surrogateescape")).hexdigest()
    return {
        "ruleId": code, "ruleIndex": met.index(code), "level": str(problem.severity),
        "message": {"text": f"{problem.message} {problem.hint}".strip()},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": quote(place.path, encoding="utf-8", errors="surrogateescape")}, "region": region}}],
        "partialFingerprints": {"commonbook/v1": print_of},
    }
