"""``python -m commonbook.docs``: writes what is made from the code, or checks that it is current.

The reference guides of the handbook, the schemas of all kinds, and the settings of an editor.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from .cli import main as commands
from .kinds import discover
from .reference import pages
from .schema import FOLDER, editor_settings, files


@click.command()
@click.option("--into", type=click.Path(path_type=Path), default=Path(), show_default=True,
              help="The root of the repository.")
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is out of date.")
def main(into: Path, *, check: bool) -> None:
    """Write rules, kinds, settings and commands as guides, and schemas for editors."""
    stale = []
    for name, text in _made():
        path = into / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if check and stale:
        msg = f"Out of date: {', '.join(stale)}. Run “make docs”."
        raise click.ClickException(msg)
    click.echo(f"{len(stale)} files written." if stale else "All files are up to date.")


def _made() -> Iterator[tuple[str, str]]:
    """Path from the root and text of everything."""
    kinds = discover()
    for name, text in pages(kinds, commands).items():
        yield f"content/reference/{name}", text
    for name, text in files(kinds):
        yield f"{FOLDER}/{name}", text
    yield ".vscode/settings.json", editor_settings(kinds)


if __name__ == "__main__":
    main()
