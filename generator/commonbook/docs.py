"""``python -m commonbook.docs``: writes the reference guides from the code, or checks them."""

from __future__ import annotations

from pathlib import Path

import click

from .cli import main as commands
from .kinds import discover
from .reference import pages


@click.command()
@click.option("--into", type=click.Path(path_type=Path), default=Path("content/reference"),
              show_default=True, help="The folder of the reference guides.")
@click.option("--check", is_flag=True, help="Write nothing; fail if a guide is out of date.")
def main(into: Path, *, check: bool) -> None:
    """Write rules, kinds, settings and commands as guides for the handbook."""
    stale = []
    for name, text in pages(discover(), commands).items():
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
    click.echo(f"{len(stale)} reference guides written." if stale else "All guides are up to date.")


if __name__ == "__main__":
    main()
