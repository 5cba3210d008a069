"""Show the site on this machine and again after every edit."""

from __future__ import annotations

from pathlib import Path

import click

from ..command_line import exits, folder_option
from ..hosts.mkdocs import frames_for
from ..project import Project
from ..serve import serve_forever


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Port on this machine; 0 takes a free one.")
@folder_option
@exits
def serve(port: int, folder: Path) -> None:
    """Show the site at 127.0.0.1 and again after every edit; drafts too.

    Problems are shown in the page and here. Stop with Ctrl-C.
    """
    project = Project.find(folder)
    serve_forever(project, frames_for, port=port, say=lambda text: click.echo(text, err=True))
