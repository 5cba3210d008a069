"""List the kinds of entry."""

from __future__ import annotations

from pathlib import Path

import click

from ..command_line import exits, folder_option, kinds_of
from ..reference import kinds_text


@click.command()
@folder_option
@exits
def kinds(folder: Path) -> None:
    """List the kinds of entry, with their fields."""
    click.echo(kinds_text(kinds_of(folder)), nl=False)
