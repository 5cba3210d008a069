"""Explain a rule in plain words."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from ..command_line import exits, folder_option, inside, language_option
from ..load import Source, load_file
from ..messages import rule_in_words
from ..project import Project, shipped_theme
from ..reference import rule_text, rules_text
from ..rules import CATALOGUE
from ..words import Words


@click.command()
@click.argument("rule", required=False)
@language_option
@folder_option
@exits
def explain(rule: str | None, language: str | None, folder: Path) -> None:
    """Explain a RULE in plain words; without one, list them all."""
    if rule is not None and rule not in CATALOGUE:
        near = difflib.get_close_matches(rule, CATALOGUE, 1, 0.4)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        msg = f"There is no rule “{rule}”.{hint}"
        raise click.UsageError(msg)
    words = _words(language, folder)
    told = {code: rule_in_words(known, words) for code, known in CATALOGUE.items()}
    click.echo(rule_text(told[rule]) if rule else rules_text(told), nl=False)


def _words(language: str | None, folder: Path) -> Words:
    """The words of a language; without one, of the network one stands in."""
    if not inside(folder):
        return Words.load([shipped_theme()], language or "en")
    project = Project.find(folder)
    own = load_file(project.root, "network/network.yml", "network", "network")
    first = own.tree.get("languages", "") if isinstance(own, Source) else ""
    return Words.load(project.themes, language or (first[0] if isinstance(first, list) else "en"))
