"""Check a network: every problem of every file, at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..command_line import (
    exit_code,
    exits,
    folder_option,
    format_option,
    inside,
    only,
    show,
    strict_option,
    telling,
)
from ..handbook import Handbook
from ..project import Project


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@format_option
@strict_option
@folder_option
@exits
def check(paths: tuple[Path, ...], form: str, folder: Path, *, strict: bool) -> None:
    """Check a network: every problem of every file, at once.

    PATHS are files or folders whose problems are shown; without any, all are. The whole network
    is always read, since entries name each other.
    """
    start = paths[0] if paths and folder == Path() and not inside(Path()) else folder
    project = Project.find(start if start.exists() else folder)
    with telling("Reading") as progress:
        handbook = Handbook(project, progress=progress, recall_from=("built", "checked"))
    if handbook.memory is None:
        handbook.keep("checked")
    report = only(handbook.report, project, paths)
    show(report, handbook, form)
    sys.exit(exit_code(report, strict=strict))
