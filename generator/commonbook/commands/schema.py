"""Print the JSON Schema of a kind."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..command_line import exits, folder_option, kinds_of
from ..schema import editor_settings, files, schemas


@click.command()
@click.argument("kind", required=False)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False),
              help="Write one file a kind into this folder; editors look in network/schemas.")
@click.option("--vscode", is_flag=True,
              help="Print what belongs into .vscode/settings.json instead.")
@folder_option
@exits
def schema(kind: str | None, into: Path | None, folder: Path, *, vscode: bool) -> None:
    """Print the JSON Schema of a KIND, for completion in editors; without one, of all."""
    kinds = kinds_of(folder)
    if vscode:
        click.echo(editor_settings(kinds), nl=False)
        return
    made = schemas(kinds)
    if kind is not None and kind not in made:
        msg = f"There is no kind “{kind}”. Kinds are: {', '.join(sorted(made))}."
        raise click.UsageError(msg)
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        for name, text in files(kinds):
            (into / name).write_text(text, encoding="utf-8")
        click.echo(f"Wrote {len(made)} schemas into {into}.")
        return
    shown = made[kind] if kind else made
    click.echo(json.dumps(shown, indent=1, ensure_ascii=False))
