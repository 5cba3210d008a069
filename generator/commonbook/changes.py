"""A revision in, what has changed since: files of the network, asked of git without a shell."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from .diagnostics import Diagnostic, Report, Severity
from .errors import ProjectError
from .load import Source, Unreadable
from .project import Project
from .rules import UNKNOWN_REFERENCE

REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@^~-]{0,199}")
"""Names of branches and tags, commit hashes, and ``^`` and ``~`` after them; no options."""
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths from the project's root: those changed or added, and those that are gone."""

    touched: frozenset[str]
    gone: frozenset[str]


def changes_since(project: Project, revision: str) -> Changes:
    """What differs between the files as they are and where the present work left a revision.

    Counted from the merge base, so that what others changed meanwhile does not count; files
    that git does not know yet do.

    Raises:
        ProjectError: this is no git checkout, or it does not hold the revision.
    """
    if not REVISION.fullmatch(revision) or ".." in revision:
        msg = "This is not the name of a revision."
        raise ProjectError(msg, hint="Give a branch, a tag or a commit, such as origin/main.")
    root = project.root
    if _git(root, "rev-parse", "--is-inside-work-tree") is None:
        msg = f"{root} is not in a git checkout, so nobody knows what has changed."
        raise ProjectError(msg, hint="Leave out --changed-since.")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options",
                  f"{revision}^{{commit}}")
    base = commit and _git(root, "merge-base", "--end-of-options", commit.strip(), "HEAD")
    if not commit or not base:
        shallow = (_git(root, "rev-parse", "--is-shallow-repository") or "").strip() == "true"
        what = "does not reach back to it" if commit else "does not hold the revision"
        msg = f"This checkout {what}: {revision}."
        hint = ("It is shallow. Fetch more: “git fetch --unshallow”, or fetch-depth: 0 in a "
                "workflow." if shallow else "Fetch it first, or check the spelling.")
        raise ProjectError(msg, hint=hint)
    listed = _git(root, "diff", "--name-status", "--no-renames", "--no-ext-diff", "--relative", "-z",
                  "--end-of-options", base.strip(), "--", ".") or ""
    parts = listed.split("\0")
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".") or ""
    return Changes(
        frozenset(path for status, path in pairs if status != "D")
        | frozenset(filter(None, new.split("\0"))),
        frozenset(path for status, path in pairs if status == "D"))


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, or None if it refuses. Nothing is looked up that the folder itself sets."""
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false",
               "--no-optional-locks", "-C", str(root), *arguments]
    try:
        run = subprocess.run(  # noqa: S603 - a list of arguments, the revision checked
            command, capture_output=True, check=False, timeout=SECONDS)
    except FileNotFoundError as error:
        msg = "git is not installed, so nobody knows what has changed."
        raise ProjectError(msg, hint="Install git, or leave out --changed-since.") from error
    except subprocess.TimeoutExpired as error:
        msg = f"git did not answer within {SECONDS} seconds."
        raise ProjectError(msg, hint="Try again, or leave out --changed-since.") from error
    return None if run.returncode else run.stdout.decode("utf-8", "surrogateescape")


def weighed(
    report: Report, changes: Changes, sources: Mapping[str, Source | Unreadable]
) -> Report:
    """A report as reviewers of a change need it: strict where it touches, mild elsewhere.

    Problems in touched files are errors. Others are warnings, but for references to what the
    change took out: the change has caused those. If the network's own files were changed,
    everything may follow from that, and every problem keeps its weight.
    """
    own = {"network/network.yml", "network/removed.yml"}
    everything = bool(own & (changes.touched | changes.gone))
    gone = tuple(Path(path).stem for path in changes.gone)

    def weigh(problem: Diagnostic) -> Diagnostic:
        path = problem.location.path
        if path in changes.touched or _caused(problem, gone, sources.get(path)):
            return replace(problem, severity=Severity.ERROR)
        return problem if everything else replace(problem, severity=Severity.WARNING)

    return Report(report.severities, [weigh(problem) for problem in report.diagnostics], report.say)


def _caused(
    problem: Diagnostic, gone: tuple[str, ...], source: Source | Unreadable | None
) -> bool:
    """Whether a reference is unknown because the change took its entry out."""
    if problem.rule.code != UNKNOWN_REFERENCE.code or not isinstance(source, Source):
        return False
    line = source.line(problem.location.line)
    return any(re.search(rf"(?<![\w-]){re.escape(slug)}(?![\w-])", line) for slug in gone)
