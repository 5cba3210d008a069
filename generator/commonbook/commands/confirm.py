"""Say that entries are still right."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from ..command_line import exits, folder_option
from ..confirm import confirmed
from ..entry import Entry
from ..errors import ProjectError
from ..files import read_bytes
from ..handbook import Handbook
from ..load import ENTRY_LIMIT
from ..project import Project
from ..write import replace_file


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="The day somebody looked, such as 2026-03-21; today if left out.")
@folder_option
@exits
def confirm(ids: tuple[str, ...], day: datetime | None, folder: Path) -> None:
    """Set checked_on of entries to today: somebody has found everything in them right.

    Nothing else in a file is touched. If one of them cannot be changed, none is.
    """
    project = Project.find(folder)
    handbook = Handbook(project, drafts=True)
    on = day.date() if day else handbook.today
    if on > handbook.today:
        msg = "Nobody can have looked at an entry on a day that is still to come."
        raise click.UsageError(msg)
    changes = {project.root / entry.source.path: _changed(project, entry, on)
               for entry in (_entry(handbook, named) for named in dict.fromkeys(ids))}
    for path, data in changes.items():
        replace_file(path, data)
        click.echo(f"{project.relative(path)}: checked_on: {on}")


def _entry(handbook: Handbook, named: str) -> Entry:
    entry = handbook.network.entries.get(named)
    if entry:
        return entry
    broken = any(source.id == named for source in handbook.sources.values())
    msg = (f"{named} has errors, so it cannot be right." if broken
           else f"There is no entry “{named}”.")
    raise ProjectError(msg, hint="Run “commonbook check”." if broken
                       else "Write kind/name, for example group/cooperation-town.")


def _changed(project: Project, entry: Entry, on: date) -> bytes:
    data = read_bytes(project.root / entry.source.path, ENTRY_LIMIT)
    if isinstance(data, str):
        msg = f"{entry.source.path}: {data}"
        raise ProjectError(msg, hint="Run “commonbook check”.")
    return confirmed(entry.source, data, on)
