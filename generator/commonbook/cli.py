"""``commonbook``: the commands. Results go to standard output, progress to standard error."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from . import __version__, reporters
from .diagnostics import Report, Severity
from .errors import CommonbookError, ProjectError
from .handbook import Handbook
from .kinds import discover
from .parallel import Progress
from .project import Project
from .reference import kinds_text, rule_text, rules_text
from .schema import schemas
from .starter import starter, write_starter

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


def _exits(command: Callable[..., Any]) -> Callable[..., Any]:
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="commonbook")
def main() -> None:
    """Commonbook makes the handbook of a network that organises, from YAML and Markdown."""


_folder = click.option(
    "-C", "--folder", type=click.Path(path_type=Path), default=Path(),
    help="The network's folder; the nearest one with network/network.yml if left out.")
_strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
_format = click.option(
    "--format", "form", type=click.Choice(["auto", *reporters.names()]), default="auto",
    help="How problems are shown. auto: full on a terminal, concise in a pipe, github in Actions.")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_format
@_strict
@_folder
@_exits
def check(paths: tuple[Path, ...], form: str, folder: Path, *, strict: bool) -> None:
    """Check a network: every problem of every file, at once.

    PATHS are files or folders whose problems are shown; without any, all are. The whole network
    is always read, since entries name each other.
    """
    start = paths[0] if paths and folder == Path() and not _inside(Path()) else folder
    project = Project.find(start if start.exists() else folder)
    with _progress("Reading") as progress:
        handbook = Handbook(project, progress=progress)
    report = _only(handbook.report, project, paths)
    _show(report, handbook, form)
    sys.exit(_code(report, strict=strict))


def _inside(folder: Path) -> bool:
    try:
        Project.find(folder)
    except CommonbookError:
        return False
    return True


def _only(report: Report, project: Project, paths: tuple[Path, ...]) -> Report:
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


def _show(report: Report, handbook: Handbook, form: str) -> None:
    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR")
    render = reporters.reporter(form, terminal=terminal)
    click.echo(render(report, handbook.sources, colour), nl=False, color=colour)


def _code(report: Report, *, strict: bool) -> int:
    if report.has_errors or (strict and report.count(Severity.WARNING)):
        return CONTENT_HAS_ERRORS
    return FINE


@main.command()
@_format
@_strict
@click.option("--site", type=click.Path(path_type=Path), default=None,
              help="The folder to publish into; site/ if left out.")
@_folder
@_exits
def build(form: str, site: Path | None, folder: Path, *, strict: bool) -> None:
    """Check a network, then build its whole site.

    With errors nothing is published and the old site stays as it was.
    """
    from .hosts.mkdocs import frames_for  # noqa: PLC0415 - importing the host takes a moment
    from .write import publish  # noqa: PLC0415

    begun = time.perf_counter()
    project = Project.find(folder)
    with _progress("Reading") as progress:
        handbook = Handbook(project, progress=progress)
    if len(handbook.report):
        _show(handbook.report, handbook, form)
    if _code(handbook.report, strict=strict):
        click.echo("Nothing was published; the old site, if there was one, is untouched.",
                   err=True)
        sys.exit(CONTENT_HAS_ERRORS)
    target = (site or project.root / "site").resolve()
    with _progress("Rendering the frame"):
        frames = frames_for(handbook)
    with _progress("Writing pages") as progress:
        summary = publish(handbook.files(frames), target, project.cache, progress)
    seconds = time.perf_counter() - begun
    click.echo(
        f"Built {len(handbook.pages)} pages into {_shown(target)} in {seconds:.1f} s: "
        f"{summary.written} files written, {summary.unchanged} unchanged, "
        f"{summary.pruned} removed.")


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Port on this machine; 0 takes a free one.")
@_folder
@_exits
def serve(port: int, folder: Path) -> None:
    """Show the site at 127.0.0.1 and again after every edit; drafts too.

    Problems are shown in the page and here. Stop with Ctrl-C.
    """
    from .hosts.mkdocs import frames_for  # noqa: PLC0415 - importing the host takes a moment
    from .serve import serve_forever  # noqa: PLC0415

    project = Project.find(folder)
    serve_forever(project, frames_for, port=port, say=lambda text: click.echo(text, err=True))


@main.command()
@click.argument("kind")
@click.argument("slug", required=False)
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE",
              help="The value of a field; may be repeated. Nothing is asked then.")
@click.option("--stdout", is_flag=True, help="Print the file instead of writing it.")
@_folder
@_exits
def new(kind: str, slug: str | None, given: tuple[str, ...], folder: Path, *, stdout: bool) -> None:
    """Write a commented starter file for a new entry of a KIND, and check it at once.

    Asks for what is required, or takes every answer from --set.
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
    write_starter(project, path, text)
    click.echo(f"Wrote {path}.")
    again = Handbook(project, drafts=True)
    report = _only(again.report, project, (project.root / path,))
    if len(report):
        click.echo("Still to do:")
        _show(report, again, "auto")


def _ask(question: str, help_text: str) -> str:
    click.echo(help_text, err=True)
    return str(click.prompt(question, default="", show_default=False, err=True))


@main.command()
@click.argument("rule", required=False)
@_exits
def explain(rule: str | None) -> None:
    """Explain a RULE in plain words; without one, list them all."""
    if rule is None:
        click.echo(rules_text(), nl=False)
        return
    text = rule_text(rule)
    if text is None:
        import difflib  # noqa: PLC0415 - only for a mistake

        from .rules import CATALOGUE  # noqa: PLC0415

        near = difflib.get_close_matches(rule, CATALOGUE, 1, 0.4)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        msg = f"There is no rule “{rule}”.{hint}"
        raise click.UsageError(msg)
    click.echo(text, nl=False)


@main.command()
@_folder
@_exits
def kinds(folder: Path) -> None:
    """List the kinds of entry, with their fields."""
    click.echo(kinds_text(_kinds(folder)), nl=False)


@main.command()
@click.argument("kind", required=False)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False),
              help="Write one file a kind into this folder.")
@_folder
@_exits
def schema(kind: str | None, into: Path | None, folder: Path) -> None:
    """Print the JSON Schema of a KIND, for completion in editors; without one, of all."""
    made = schemas(_kinds(folder))
    if kind is not None and kind not in made:
        msg = f"There is no kind “{kind}”. Kinds are: {', '.join(sorted(made))}."
        raise click.UsageError(msg)
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
            (into / f"{name}.json").write_text(text, encoding="utf-8")
        click.echo(f"Wrote {len(made)} schemas into {into}.")
        return
    shown = made[kind] if kind else made
    click.echo(json.dumps(shown, indent=1, ensure_ascii=False))


def _kinds(folder: Path) -> Any:
    """The kinds of the network one stands in; those that come along anywhere else."""
    return Handbook(Project.find(folder)).kinds if _inside(folder) else discover()


def _shown(path: Path) -> str:
    here = Path.cwd()
    return f"{path.relative_to(here)}/" if path.is_relative_to(here) else f"{path}/"


@contextmanager
def _progress(words: str) -> Iterator[Progress]:
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


if __name__ == "__main__":
    main()
