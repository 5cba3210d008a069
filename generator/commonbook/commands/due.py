"""List the entries that should be checked again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..command_line import exits, folder_option
from ..diagnostics import safe_text
from ..due import Due
from ..due import due as entries_due
from ..handbook import Handbook
from ..project import Project


@click.command()
@click.option("--within", type=click.IntRange(0, 120), default=1, show_default=True,
              metavar="MONTHS", help="How far to look ahead.")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]),
              default="text", show_default=True, help="How the list is shown.")
@folder_option
@exits
def due(within: int, form: str, folder: Path) -> None:
    """List the entries that should be checked again, by the role that looks after them."""
    handbook = Handbook(Project.find(folder))
    found = list(entries_due(
        list(handbook.network), handbook.settings, handbook.today, within))
    if form == "json":
        for one in found:
            click.echo(json.dumps(_row(one), ensure_ascii=True))
        return
    groups: dict[str, list[Due]] = {}
    for one in found:
        groups.setdefault(one.steward.of if one.steward else "", []).append(one)
    for steward in sorted(groups, key=lambda name: (not name, name)):
        heading = safe_text(steward) or "Nobody in particular"
        click.echo(f"## {heading}\n" if form == "markdown" else f"{heading}:")
        for one in groups[steward]:
            mark = "- [ ] " if form == "markdown" else "  "
            checked = f"checked {one.entry.checked_on}" if one.entry.checked_on else "never checked"
            click.echo(f"{mark}{one.on}  {one.entry.id}  ({checked})")
        click.echo()
    if not found:
        click.echo("Nothing is due.")


def _row(found: Due) -> dict[str, str | None]:
    return {
        "id": found.entry.id, "name": found.entry.name, "on": found.on.isoformat(),
        "checked_on": found.entry.checked_on.isoformat() if found.entry.checked_on else None,
        "file": found.entry.source.path, "steward": found.steward.of if found.steward else None,
        "contact": found.steward.contact if found.steward else None}
