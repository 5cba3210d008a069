"""What we say about content: rules, places in files, and the problems found there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

# Shown as \u{202E}: controls, line and paragraph separators, bidirectional overrides and
# isolates, invisible joiners other than ZWNJ and ZWJ, byte-order marks, tags, lone surrogates.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
# What a runner of workflows would obey: a command at the start of a line, and the older
# ##[command] anywhere in one (GitHub's and Forgejo's runners read both).
_COMMAND = re.compile(r"(?<=##)\[|\A\s*:(?=:)")
MESSAGE_LIMIT = 500


class Severity(StrEnum):
    """How much a problem matters: an error stops publishing, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path from the project's root with "/", lines and columns from 1."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{safe_text(self.path)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a problem, with a word on why."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Something we can report: a permanent code in words, and what a volunteer needs to know.

    A *fixed* rule keeps its severity whatever ``network.yml`` says: it guards people, or the
    entry could not be read at all.
    """

    code: str
    severity: Severity
    summary: str
    explanation: str
    example: str = ""
    fixed: bool = False

    def at(
        self,
        location: Location,
        message: str,
        hint: str = "",
        related: Iterable[Related] = (),
    ) -> Diagnostic:
        """Report this rule at a place. Text from content is made safe to print."""
        return Diagnostic(
            location=location,
            rule=self,
            severity=self.severity,
            message=safe_text(message),
            hint=safe_text(hint),
            related=tuple(related),
        )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: where, which rule, what is wrong and what to do."""

    location: Location
    rule: Rule
    severity: Severity
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, then place, then rule: the order in which people work through them."""
        place = self.location
        return (place.path, place.line, place.column, self.rule.code, self.message)


@dataclass(slots=True)
class Report:
    """All problems of one run. Severities follow the network's own settings."""

    severities: Mapping[str, Severity] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    say: Callable[[str], str] = str
    """An English sentence of a reporter in the reader's language."""

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take in problems, at the severity this network has chosen for them."""
        for diagnostic in diagnostics:
            chosen = self.severities.get(diagnostic.rule.code)
            if chosen is None or diagnostic.rule.fixed:
                self.diagnostics.append(diagnostic)
            elif chosen is not Severity.OFF:
                self.diagnostics.append(replace(diagnostic, severity=chosen))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self.diagnostics, key=lambda problem: problem.sort_key))

    def __len__(self) -> int:
        return len(self.diagnostics)

    def count(self, severity: Severity) -> int:
        """How many problems have this severity."""
        return sum(problem.severity is severity for problem in self.diagnostics)

    @property
    def has_errors(self) -> bool:
        """Whether anything stops publishing."""
        return any(problem.severity is Severity.ERROR for problem in self.diagnostics)


def safe_text(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Text that cannot disturb a terminal or a log: controls escaped, length bounded."""
    shown = UNPRINTABLE.sub(_escaped, text)
    if ":" in shown or "##[" in shown:
        shown = _COMMAND.sub(_escaped, shown)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[0][-1]):04X}}}"


def quoted(text: str, limit: int = 80) -> str:
    """A piece of content inside a message, in quotation marks."""
    return f"“{safe_text(text, limit)}”"
