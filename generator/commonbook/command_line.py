"""What all commands share: options, exit codes, how problems and progress are shown."""

from __future__ import annotations

import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from . import reporters
from .diagnostics import Report, Severity
from .errors import CommonbookError, ProjectError
from .handbook import Handbook
from .kinds import discover
from .messages import in_words
from .parallel import Progress
from .project import Project
from .words import Words

BAR_WIDTH, BAR_EVERY = 30, 0.1  # columns, seconds
LONG = 5  # seconds after which work leaves a line in a log
FINE, CONTENT_HAS_ERRORS, CALLED_WRONGLY, BROKE = 0, 1, 2, 3


class Failure(click.ClickException):
    """A failure that is not about content, with what to do."""

    exit_code = BROKE

    def __init__(self, error: CommonbookError) -> None:
        super().__init__(str(error))
        self.hint = error.hint

    def show(self, file: Any = None) -> None:
        """One line on what happened, one on what to do."""
        click.echo(f"error: {self.message}", err=True, file=file)
        if self.hint:
            click.echo(f"hint: {self.hint}", err=True, file=file)


class Misuse(Failure):
    """A command called where it makes no sense."""

    exit_code = CALLED_WRONGLY


def exits(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our exceptions into the exit codes of the contract; never show a traceback unasked."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except ProjectError as error:
            raise Misuse(error) from error
        except CommonbookError as error:
            raise Failure(error) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FINE)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            msg = f"A file could not be read or written: {error.strerror or error}{where}."
            raise Failure(CommonbookError(msg, hint="Check free space and permissions.")) from error
        except Exception as error:  # noqa: BLE001 - the last stop before a person
            if os.environ.get("COMMONBOOK_DEBUG"):
                traceback.print_exc()
            click.echo(f"error: Something broke: {type(error).__name__}: {error}", err=True)
            click.echo("hint: Please report this. COMMONBOOK_DEBUG=1 shows more.", err=True)
            sys.exit(BROKE)

    return run


folder_option = click.option(
    "-C", "--folder", type=click.Path(path_type=Path), default=Path(),
    help="The network's folder; the nearest one with network/network.yml if left out.")
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
format_option = click.option(
    "--format", "form", type=click.Choice(["auto", *reporters.names()]), default="auto",
    help="How problems are shown. auto: full on a terminal, concise in a pipe, github in Actions.")


def _language(_context: click.Context, _option: click.Parameter, code: str | None) -> str | None:
    if code is not None and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}", code):
        raise click.BadParameter("This is not the code of a language, such as es or ku.")
    return code


language_option = click.option(
    "--language", metavar="CODE", callback=_language,
    help="The language of the messages, such as es; the network's first if left out.")


def inside(folder: Path) -> bool:
    """Whether a folder belongs to a network."""
    try:
        Project.find(folder)
    except CommonbookError:
        return False
    return True


def only(report: Report, project: Project, paths: tuple[Path, ...]) -> Report:
    """The part of a report that is about some files or folders."""
    wanted = []
    for path in paths:
        full = path.resolve()
        if not full.exists():
            msg = f"There is no file or folder {path}."
            raise click.UsageError(msg)
        if not full.is_relative_to(project.root):
            msg = f"{path} does not belong to the network in {project.root}."
            raise click.UsageError(msg)
        wanted.append(project.relative(full))
    if not wanted or "." in wanted:
        return report
    return Report(report.severities, [
        problem for problem in report.diagnostics
        if any(problem.location.path == path or problem.location.path.startswith(f"{path}/")
               for path in wanted)])


def show(report: Report, handbook: Handbook, form: str) -> None:
    """Print problems in a format and the network's language; in colour only on a terminal."""
    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR")
    render = reporters.reporter(form, terminal=terminal)
    told = report if report.say is not str else localised(report, handbook)
    click.echo(render(told, handbook.sources, colour), nl=False, color=colour)


def localised(report: Report, handbook: Handbook, language: str | None = None) -> Report:
    """A report in a language: the one given, else the network's own."""
    words = (Words.load(handbook.project.themes, language) if language else handbook.words)
    return in_words(report, words)


def exit_code(report: Report, *, strict: bool) -> int:
    """Whether the content is fit to be published."""
    if report.has_errors or (strict and report.count(Severity.WARNING)):
        return CONTENT_HAS_ERRORS
    return FINE


def kinds_of(folder: Path) -> Any:
    """The kinds of the network one stands in; those that come along anywhere else."""
    return Handbook(Project.find(folder)).kinds if inside(folder) else discover()


def shown(path: Path) -> str:
    """A folder as it is seen from here."""
    here = Path.cwd()
    return f"{path.relative_to(here)}/" if path.is_relative_to(here) else f"{path}/"


@contextmanager
def telling(words: str) -> Iterator[Progress]:
    """Say what is going on: a bar on a terminal, one line in a log if it takes long."""
    begun = shown = time.perf_counter()
    terminal = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        nonlocal shown
        now = time.perf_counter()
        if terminal and now - shown > BAR_EVERY:
            shown = now
            filled = done * BAR_WIDTH // max(of, 1)
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            click.echo(f"\r{words} {bar} {done} of {of}\x1b[K", err=True, nl=False)

    try:
        yield tell
    finally:
        seconds = time.perf_counter() - begun
        if terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
        elif seconds > LONG:
            click.echo(f"{words}: {seconds:.0f} s", err=True)
