"""Check a network, then build its whole site."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from ..command_line import (
    CONTENT_HAS_ERRORS,
    exit_code,
    exits,
    folder_option,
    format_option,
    show,
    shown,
    strict_option,
    telling,
)
from ..handbook import Handbook
from ..hosts.mkdocs import frames_for
from ..project import Project
from ..write import publish


@click.command()
@format_option
@strict_option
@click.option("--site", type=click.Path(path_type=Path), default=None,
              help="The folder to publish into; site/ if left out.")
@folder_option
@exits
def build(form: str, site: Path | None, folder: Path, *, strict: bool) -> None:
    """Check a network, then build its whole site.

    With errors nothing is published and the old site stays as it was.
    """
    begun = time.perf_counter()
    project = Project.find(folder)
    with telling("Reading") as progress:
        handbook = Handbook(project, progress=progress)
    if len(handbook.report):
        show(handbook.report, handbook, form)
    if exit_code(handbook.report, strict=strict):
        click.echo("Nothing was published; the old site, if there was one, is untouched.",
                   err=True)
        sys.exit(CONTENT_HAS_ERRORS)
    target = (site or project.root / "site").resolve()
    with telling("Rendering the frame"):
        frames = frames_for(handbook)
    with telling("Writing pages") as progress:
        summary = publish(handbook.files(frames), target, project.cache, progress)
    seconds = time.perf_counter() - begun
    click.echo(
        f"Built {len(handbook.pages)} pages into {shown(target)} in {seconds:.1f} s: "
        f"{summary.written} files written, {summary.unchanged} unchanged, "
        f"{summary.pruned} removed.")
