"""Check a network, then build its whole site."""

from __future__ import annotations

import shutil
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
from ..exports import text_folders
from ..handbook import Handbook
from ..hosts.recall import recalled
from ..link import TooFar
from ..memory import forget
from ..parallel import beside, uncollected
from ..project import Project
from ..remembered import Remembered
from ..write import Summary, publish, touch_up

COPY_SIGN = "search/texts.js"
"""A file by which a copy for offline is known as ours."""


@click.command()
@format_option
@strict_option
@click.option("--site", type=click.Path(path_type=Path), default=None,
              help="The folder to publish into; site/ if left out.")
@click.option("--search/--no-search", "indexed", default=True,
              help="Make the index of all words, or leave it: then search goes by names.")
@click.option("--offline", is_flag=True,
              help="Also make a copy that works from a USB stick, and files to take away: ZIP and "
              "EPUB of the handbook and of each pathway.")
@click.option("--offline-folder", type=click.Path(path_type=Path), default=None,
              help="The folder for that copy; offline/ if left out.")
@folder_option
@exits
@uncollected()
def build(
    form: str, site: Path | None, offline_folder: Path | None, folder: Path, *,
    offline: bool, strict: bool, indexed: bool,
) -> None:
    """Check a network, then build its whole site.

    With errors nothing is published and the old site stays as it was.
    """
    begun = time.perf_counter()
    project = Project.find(folder)
    target = (site or project.root / "site").resolve()
    copy = (offline_folder or project.root / "offline").resolve() if (
        offline or offline_folder) else None
    if copy and (copy.is_relative_to(target) or target.is_relative_to(copy)):
        msg = "The site and the copy for offline must lie beside each other, not one in the other."
        raise click.UsageError(msg)
    with telling("Reading") as progress:
        handbook = Handbook(project, progress=progress, indexed=indexed,
                            recall_from=() if copy else ("built",))
    summary = _of_edited(handbook, handbook.begun, target) if handbook.begun else None
    if handbook.begun and summary is None:
        with telling("Reading") as progress:
            handbook = Handbook(project, progress=progress, indexed=indexed)
    if len(handbook.report):
        show(handbook.report, handbook, form)
    if exit_code(handbook.report, strict=strict):
        click.echo("Nothing was published; the old site, if there was one, is untouched.",
                   err=True)
        sys.exit(CONTENT_HAS_ERRORS)
    if copy:
        summary = _with_copy(handbook, target, copy)
    elif summary is None:
        summary = _of_all(handbook, target)
    if not copy:
        _leave_the_copy(project)
    click.echo(
        f"Built {summary.written + summary.unchanged} files into {shown(target)} in "
        f"{time.perf_counter() - begun:.1f} s: {summary.written} written, "
        f"{summary.unchanged} unchanged, {summary.pruned} removed.")


def _of_edited(handbook: Handbook, begun: Remembered, target: Path) -> Summary | None:
    """Make what a few edited texts have changed; None if all has to be made."""
    cache = handbook.project.cache
    frames = recalled(cache / "host", begun.memory.frames)
    if frames is None:
        return None
    try:
        return touch_up(
            handbook.files_of_edited(begun, frames), target, cache, begun.memory.sum,
            memory=handbook.keep_edited("built"), folders=text_folders())
    except TooFar:
        return None


def _with_copy(handbook: Handbook, target: Path, copy: Path) -> Summary:
    """Make the copy for offline, what readers take away of it, and the site that offers both.

    Nothing is kept for the next time: pages with sizes of files depend on every text.
    """
    from ..hosts.mkdocs import frames_for  # noqa: PLC0415 - the host is often not needed

    cache = handbook.project.cache
    forget(cache, "built")  # it may still know what has been taken out
    with telling("Rendering the frame"):
        frames = frames_for(handbook)
    with telling("Writing the copy for offline") as progress:
        files = handbook.files_of_folder(frames)
        made = publish(files, copy, cache / "offline", progress, sign=COPY_SIGN)
    with telling("Packing what can be taken away"):
        handbook.take_away(copy, files)
    with telling("Writing pages") as progress:
        summary = publish(handbook.files(frames), target, cache, progress)
    total = sum((copy / file.path).stat().st_size for file in files)
    click.echo(
        f"Copied {len(files)} files for offline into {shown(copy)}, "
        f"{handbook.words.size(total)}: {made.written} written.")
    return summary


def _leave_the_copy(project: Project) -> None:
    """What has been taken out since must not lie in what was kept for a copy; its owner is told."""
    shutil.rmtree(project.cache / "offline", ignore_errors=True)
    copy = project.root / "offline"
    if (copy / COPY_SIGN).exists():
        click.echo(f"{shown(copy)} is of an earlier build. Make it again with --offline, or delete it.",
                   err=True)


def _of_all(handbook: Handbook, target: Path) -> Summary:
    """Make the whole site, and keep what is known for the next time."""
    from ..hosts.mkdocs import frames_for  # noqa: PLC0415 - the host is often not needed

    noted = beside(lambda: handbook.note("built"))
    with telling("Rendering the frame"):
        frames = frames_for(handbook)
    with telling("Writing pages") as progress:
        files = handbook.files(frames)
        memory = handbook.keep("built", noted(), frames.key)
        return publish(files, target, handbook.project.cache, progress, memory=memory)
