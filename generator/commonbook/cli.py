"""``commonbook``: the commands. Results go to standard output, progress to standard error."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

import click

from . import __version__
from .commands import Commands


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="commonbook")
def main() -> None:
    """Commonbook makes the handbook of a network that organises, from YAML and Markdown."""


def run() -> NoReturn:
    """The program. It ends at once when all is said.

    Taking a large network apart again, object by object, takes longer than a small build.
    """
    code: Any = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # whoever read it has gone
        code = code or 0
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    run()
