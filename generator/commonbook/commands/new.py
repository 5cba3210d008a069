"""Write a starter file for a new entry."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..command_line import exits, folder_option, only, show
from ..handbook import Handbook
from ..project import Project
from ..starter import starter


@click.command()
@click.argument("kind")
@click.argument("slug", required=False)
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE",
              help="The value of a field; may be repeated. A dot leads inside: place.town=Hull. "
              "Nothing is asked then.")
@click.option("--stdout", is_flag=True, help="Print the file instead of writing it.")
@folder_option
@exits
def new(kind: str, slug: str | None, given: tuple[str, ...], folder: Path, *, stdout: bool) -> None:
    """Write a commented starter file for a new entry of a KIND, and check it at once.

    Asks for what is required, or takes every answer from --set. Enter leaves an answer out.
    """
    project = Project.find(folder)
    handbook = Handbook(project, drafts=True)
    model = handbook.kinds.get(kind)
    if model is None:
        msg = f"There is no kind “{kind}”. Kinds are: {', '.join(sorted(handbook.kinds))}."
        raise click.UsageError(msg)
    answers: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            msg = f"--set needs FIELD=VALUE, not “{pair}”."
            raise click.UsageError(msg)
        answers[name.strip()] = value.strip()
    ask = None if given or not sys.stdin.isatty() else _ask
    text, path = starter(model, slug, answers, ask)
    if stdout:
        click.echo(text, nl=False)
        return
    project.write_new(path, text)
    click.echo(f"Wrote {path}.")
    again = Handbook(project, drafts=True)
    report = only(again.report, project, (project.root / path,))
    if len(report):
        click.echo("Still to do:")
        show(report, again, "auto")


def _ask(question: str, help_text: str) -> str:
    click.echo(help_text, err=True)
    return str(click.prompt(question, default="", show_default=False, err=True))
