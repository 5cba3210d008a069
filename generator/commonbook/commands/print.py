"""Print a training, guide, pathway or case study to a PDF."""

from __future__ import annotations

import difflib
import sys
from datetime import time
from pathlib import Path

import click

from ..command_line import CONTENT_HAS_ERRORS, exits, folder_option, only, show
from ..diagnostics import quoted
from ..disk import replace_file
from ..documents import FORMS, document, forms_of
from ..entry import Entry
from ..handbook import Handbook
from ..kinds.training import Training
from ..paper import Wanted
from ..pdf import PAPERS, booklet, pdf
from ..project import Project
from ..words import Words

MOST_PEOPLE = 1_000
MOST_MINUTES = 24 * 60


class ClockTime(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A time of day, such as 18:30."""

    name = "HH:MM"

    def convert(
        self, value: str | time, param: click.Parameter | None, ctx: click.Context | None
    ) -> time:
        """The time."""
        if isinstance(value, time):
            return value
        hours, colon, minutes = value.partition(":")
        try:
            return time(int(hours), int(minutes if colon else "?"))
        except ValueError:
            return self.fail(f"{value!r} is not a time of day. Write it as 18:30.", param, ctx)


@click.command("print")
@click.argument("entry_id", metavar="ID")
@click.option("--as", "form", type=click.Choice(FORMS), default=None,
              help="What to print: a sheet of a training, a page to read, or a booklet to fold. "
              "plan for a training and page for the others if left out.")
@click.option("--paper", type=click.Choice(list(PAPERS)), default="a4", show_default=True,
              help="The paper. A booklet has pages of half the sheet: A5 on A4, or half letters.")
@click.option("--people", type=click.IntRange(1, MOST_PEOPLE), default=None,
              help="The number of people, for materials and ticks; 8, 16 and 30 if left out.")
@click.option("--start", type=ClockTime(), default=None,
              help="When the session starts; the network's usual time if left out.")
@click.option("--minutes", type=click.IntRange(1, MOST_MINUTES), default=None,
              help="The time there is; the plan is shortened to fit.")
@click.option("--depth", type=click.Choice(["steps", "everything"]), default="everything",
              show_default=True, help="steps: without the texts between them.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None,
              help="The file to write; NAME-FORM.pdf in this folder if left out.")
@folder_option
@exits
def print(  # noqa: A001 - a command is called as its function is
    entry_id: str, form: str | None, paper: str, people: int | None, start: time | None,
    minutes: int | None, depth: str, out: Path | None, folder: Path,
) -> None:
    """Print a training, guide, pathway or case study to a PDF.

    ID is as in links, such as training/facilitating-a-meeting; drafts can be printed too.
    The PDF can be read aloud, except for booklets, whose pages lie in the order for folding.
    """
    project = Project.find(folder)
    handbook = Handbook(project, drafts=True)
    entry = _find(handbook, entry_id)
    form = form or ("plan" if isinstance(entry, Training) else "page")
    forms = forms_of(type(entry))
    if form not in forms:
        msg = f"{_a(handbook, entry)} is printed as {' or '.join(forms)}, not as {form}."
        raise click.UsageError(msg)
    if not isinstance(entry, Training) and (people or start or minutes):
        msg = "--people, --start and --minutes are for trainings."
        raise click.UsageError(msg)
    wanted = Wanted(people, start, minutes, depth == "steps")
    if form == "booklet":
        sheet = "letter" if paper == "letter" else "a4"
        printed = booklet(document(handbook.edition, entry, form, wanted, "fold"), sheet)
    else:
        printed = pdf(document(handbook.edition, entry, form, wanted, paper), PAPERS[paper])
    target = out or Path(f"{entry.slug.replace('/', '-')}-{form}.pdf")
    replace_file(target, printed.data)
    count = f"{printed.pages} page{'' if printed.pages == 1 else 's'}"
    if form == "booklet":
        folded = -(-printed.pages // 4)
        count += (f" on {folded} sheet{'' if folded == 1 else 's'}. Print on both sides, turned "
                  "over at the short edge, and fold in the middle")
    click.echo(f"Wrote {target}: {count}.")


def _find(handbook: Handbook, entry_id: str) -> Entry:
    """The entry to print; what is wrong with its own file is shown first."""
    network = handbook.network
    ids = [entry.id for entry in network if forms_of(type(entry))]
    if "/" not in entry_id:
        named = [known for known in ids if known.rpartition("/")[2] == entry_id]
        entry_id = named[0] if len(named) == 1 else entry_id
    _stop_at_errors(handbook, entry_id)
    entry = network.entries.get(entry_id)
    if entry is not None and forms_of(type(entry)):
        return entry
    near = difflib.get_close_matches(entry_id, ids, 1, 0.0)
    hint = f" The nearest is {near[0]}." if near else ""
    if entry is not None:
        kinds = ", ".join(handbook.edition.plural(kind).lower()
                          for kind, model in sorted(handbook.kinds.items()) if forms_of(model))
        msg = f"{_a(handbook, entry)} has no sheets to print. Printed are: {kinds}.{hint}"
    else:
        msg = f"There is no entry {quoted(entry_id)} to print.{hint}"
    raise click.UsageError(msg)


def _stop_at_errors(handbook: Handbook, entry_id: str) -> None:
    """What may not be published may not be printed either: it could hold a private number."""
    source = next((found for found in handbook.sources.values() if found.id == entry_id), None)
    if source is None:
        return
    report = only(handbook.report, handbook.project, (handbook.project.root / source.path,))
    if report.has_errors:
        show(report, handbook, "auto")
        click.echo("Nothing was printed.", err=True)
        sys.exit(CONTENT_HAS_ERRORS)


def _a(handbook: Handbook, entry: Entry) -> str:
    words: Words = handbook.words
    return f"The {words.get(f'kind.{entry.kind}.singular', entry.kind).lower()} {quoted(entry.name)}"
