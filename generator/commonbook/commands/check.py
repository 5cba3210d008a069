"""Check a network: every problem of every file, at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..changes import changes_since, weighed
from ..command_line import (
    exit_code,
    exits,
    folder_option,
    format_option,
    inside,
    language_option,
    localised,
    only,
    show,
    strict_option,
    telling,
)
from ..handbook import Handbook
from ..project import Project
from ..reporters import names, reporter


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@format_option
@strict_option
@click.option("--changed-since", "revision", metavar="REV",
              help="Be strict with entries changed since this git revision, and only warn of "
              "problems in others.")
@click.option("--report", "reports", multiple=True, metavar="FORMAT=FILE",
              help="Write the problems into a file as well; may be repeated.")
@language_option
@folder_option
@exits
def check(
    paths: tuple[Path, ...], form: str, revision: str | None, reports: tuple[str, ...],
    language: str | None, folder: Path, *, strict: bool,
) -> None:
    """Check a network: every problem of every file, at once.

    PATHS are files or folders whose problems are shown; without any, all are. The whole network
    is always read, since entries name each other.
    """
    files = [_report_file(pair) for pair in reports]
    start = paths[0] if paths and folder == Path() and not inside(Path()) else folder
    project = Project.find(start if start.exists() else folder)
    changes = None if revision is None else changes_since(project, revision)
    with telling("Reading") as progress:
        handbook = Handbook(project, progress=progress, recall_from=("built", "checked"))
    if handbook.begun is None:
        handbook.keep("checked")
    report = only(handbook.report, project, paths)
    if changes:
        report = weighed(report, changes, handbook.sources)
    told = localised(report, handbook, language)
    for name, path in files:
        render = reporter(name, terminal=False)
        path.write_text(render(told, handbook.sources, False), encoding="utf-8")  # noqa: FBT003
    show(told, handbook, form)
    sys.exit(exit_code(report, strict=strict and changes is None))


def _report_file(pair: str) -> tuple[str, Path]:
    name, _, path = pair.partition("=")
    if name not in names() or not path:
        msg = f"--report needs FORMAT=FILE with one of these formats: {', '.join(names())}."
        raise click.UsageError(msg)
    return name, Path(path)
