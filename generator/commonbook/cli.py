"""``commonbook``: the commands. Results go to standard output, progress to standard error."""

from __future__ import annotations

import click

from . import __version__
from .commands import Commands


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="commonbook")
def main() -> None:
    """Commonbook makes the handbook of a network that organises, from YAML and Markdown."""


if __name__ == "__main__":
    main()
