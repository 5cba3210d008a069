"""Explain a rule in plain words."""

from __future__ import annotations

import difflib

import click

from ..command_line import exits
from ..reference import rule_text, rules_text
from ..rules import CATALOGUE


@click.command()
@click.argument("rule", required=False)
@exits
def explain(rule: str | None) -> None:
    """Explain a RULE in plain words; without one, list them all."""
    if rule is None:
        click.echo(rules_text(), nl=False)
        return
    text = rule_text(rule)
    if text is None:


        near = difflib.get_close_matches(rule, CATALOGUE, 1, 0.4)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        msg = f"There is no rule “{rule}”.{hint}"
        raise click.UsageError(msg)
    click.echo(text, nl=False)
