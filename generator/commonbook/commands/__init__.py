"""Commands: each module here is one, found by being here and imported when it is called.

A command is a module of the command's name with a click command of the same name.
"""

from __future__ import annotations

import importlib

import click

from ..discovery import names_in
from ..parallel import uncollected


class Commands(click.Group):
    """The commands of this package. Only the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names in order."""
        del ctx
        return list(names_in(__name__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or None if there is none of this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        with uncollected():  # imports make no garbage; looking for it took a tenth of their time
            module = importlib.import_module(f"{__name__}.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command
