"""Write the file with which a forge checks every contribution."""

from __future__ import annotations

from pathlib import Path

import click

from ..command_line import exits, folder_option
from ..project import Project
from ..workflows import PLACES
from ..workflows import workflow as text_for


@click.command()
@click.argument("forge", type=click.Choice(sorted(PLACES)))
@click.option("--install", "requirement", metavar="REQUIREMENT", default="",
              help="What pip installs there; this version of Commonbook if left out.")
@click.option("--stdout", is_flag=True, help="Print the file instead of writing it.")
@folder_option
@exits
def workflow(forge: str, requirement: str, folder: Path, *, stdout: bool) -> None:
    """Write the file with which a FORGE checks every contribution and builds a preview of it.

    A file that is there is never written over.
    """
    text = text_for(forge, requirement)
    if stdout:
        click.echo(text, nl=False)
        return
    project = Project.find(folder)
    project.write_new(PLACES[forge], text)
    click.echo(f"Wrote {PLACES[forge]}.")
