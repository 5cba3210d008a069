"""The command: exit codes, what goes where, and words for whoever called it wrongly."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result
from samples import SETTINGS

from commonbook import __version__
from commonbook.cli import main
from commonbook.rules import CATALOGUE

Cli = Callable[..., Result]
Net = Callable[..., Path]
Sample = Callable[[str], Path]
Command = Callable[..., subprocess.CompletedProcess[str]]

BAD = {"network/groups/a.yml": "name: A\nsumary: x\n"}
WARNS = {"network/glossary/x.yml": "name: X\ndefinition: X.\n"}


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [({}, (), 0), (WARNS, (), 0), (WARNS, ("--strict",), 1), (BAD, (), 1), (BAD, ("--strict",), 1)],
)
@pytest.mark.parametrize("name", ["check", "build"])
def test_exit_codes_follow_the_content(
    cli: Cli, network: Net, name: str, files: dict[str, str], arguments: tuple[str, ...], code: int
) -> None:
    """0 fine, 1 the content has errors; --strict counts warnings."""
    root = network(files)
    result = cli(name, "-C", root, *arguments)
    assert result.exit_code == code, result.output
    assert (root / "site").exists() == (name == "build" and code == 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format", "xml"),
        ("check", "nowhere.yml"),
        ("nonsense",),
        ("serve", "--port", "x"),
        ("explain", "no-such-rule"),
        ("schema", "no-such-kind"),
        ("new",),
        ("check", "--colour"),
        ("new", "no-such-kind", "x"),
        ("serve", "--port", "99999"),
    ],
)
def test_calling_wrongly_is_two(
    cli: Cli, network: Net, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """2, words on standard error, nothing on standard output."""
    monkeypatch.chdir(network())
    result = cli(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize("name", ["check", "build", "serve", "new group x"])
def test_a_folder_without_a_network_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What is missing, where it was looked for, and what to do; nothing is made there."""
    monkeypatch.chdir(tmp_path)
    for arguments in ((), ("-C", tmp_path), ("-C", tmp_path / "nowhere")):
        result = cli(*name.split(), *arguments)
        assert result.exit_code == 2
        assert "hint:" in result.stderr
        assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_rule_gets_the_nearest(cli: Cli) -> None:
    """A slip of the finger is forgiven with a hint."""
    assert "Did you mean “unknown-reference”?" in cli("explain", "unknown-referense").stderr


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_rule_is_explained(cli: Cli, code: str) -> None:
    """What it is, why it matters and what to do, in whole sentences."""
    result = cli("explain", code)
    assert result.exit_code == 0
    assert result.output.startswith(f"{code} ({CATALOGUE[code].severity}")
    assert len(CATALOGUE[code].explanation.split()) >= 8
    assert CATALOGUE[code].summary.endswith(".")
    assert CATALOGUE[code].explanation.endswith(".")


def test_rules_and_kinds_are_listed(cli: Cli) -> None:
    """Without a name, all."""
    listed = cli("explain").output
    assert all(code in listed for code in CATALOGUE)
    kinds = cli("kinds").output
    assert all(f"{kind}  (" in kinds for kind in ("group", "training", "guide", "case-study"))


def test_kinds_and_schemas_know_a_networks_own(cli: Cli, sample: Sample) -> None:
    """Inside a network its own kinds are there too."""
    root = sample("another-network")
    assert "assembly  (network/assemblies/)" in cli("kinds", "-C", root).output
    assert json.loads(cli("schema", "assembly", "-C", root).output)["title"] == "Asamblea"


def test_schemas_can_be_written_into_a_folder(cli: Cli, tmp_path: Path) -> None:
    """One file a kind, for editors."""
    result = cli("schema", "--into", tmp_path / "schemas")
    assert result.exit_code == 0
    for path in (tmp_path / "schemas").iterdir():
        assert json.loads(path.read_text())["$schema"]


@pytest.mark.parametrize(
    "path",
    ["network/groups/a.yml", "network/groups", "network", ".", "network/groups/../groups/a.yml"],
)
def test_a_path_shows_only_its_problems(
    cli: Cli, network: Net, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The whole network is read; what is shown is narrowed."""
    monkeypatch.chdir(network({**BAD, **WARNS}))
    result = cli("check", path, "--format", "concise")
    assert result.exit_code == 1
    assert "network/groups/a.yml" in result.output
    assert ("glossary" in result.output) == (path in {".", "network"})
    assert cli("check", "network/glossary", "--format", "concise").exit_code == 0


def test_a_path_of_elsewhere_is_refused(
    cli: Cli, network: Net, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file outside the network has no problems of ours."""
    monkeypatch.chdir(network())
    (tmp_path / "x.yml").write_text("x")
    assert cli("check", tmp_path / "x.yml").exit_code == 2


def test_results_and_progress_go_their_own_ways(command: Command, network: Net) -> None:
    """Problems on standard output, all else on standard error; a pipe gets no colour."""
    root = network(BAD)
    run = command("build", "-C", root)
    assert run.returncode == 1
    assert "network/groups/a.yml:2:1: error:" in run.stdout
    assert "Nothing was published" in run.stderr
    assert "\x1b" not in run.stdout + run.stderr


def test_a_reader_that_goes_away_is_no_error(network: Net) -> None:
    """``commonbook check | head -1`` ends quietly."""
    import sys  # noqa: PLC0415

    files = {f"network/groups/g{n}.yml": "name: A\n" + "x: y\n" * 2 for n in range(400)}
    root = network(files)
    run = subprocess.run(
        f"'{sys.executable}' -m commonbook check -C '{root}' --format full | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr
    assert "Broken" not in run.stderr


@pytest.mark.parametrize("variable", ["NO_COLOR", "TERM"])
def test_no_color_is_honoured_on_a_terminal(
    network: Net,
    variable: str,
) -> None:
    """A terminal gets the full report; colours only if they are wanted."""
    import os  # noqa: PLC0415
    import pty  # noqa: PLC0415
    import sys  # noqa: PLC0415

    root = network(BAD)
    environment = {**os.environ, "TERM": "xterm"}
    if variable == "TERM":
        environment.pop("NO_COLOR", None)
    leader, follower = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "commonbook", "check", "-C", str(root)],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    os.close(follower)
    text = b""
    while True:
        try:
            more = os.read(leader, 4096)
        except OSError:
            break
        if not more:
            break
        text += more
    os.close(leader)
    assert program.wait() == 1
    assert b"sumary: x" in text
    assert (b"\x1b[" in text) == (variable == "TERM")


def test_help_says_what_each_command_does(cli: Cli) -> None:
    """Every command and every option has a sentence, and -h works as well as --help."""
    assert cli("--help").output == cli("-h").output
    for name, one in main.commands.items():
        result = cli(name, "--help")
        assert result.exit_code == 0
        assert (one.help or "").strip(), name
        assert (one.help or "").strip().split("\n")[0].endswith((".", ":")), name
        for parameter in one.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)


def test_the_version_is_said(cli: Cli) -> None:
    """Name and number."""
    assert __version__ in cli("--version").output


def test_the_site_can_go_elsewhere(cli: Cli, network: Net, tmp_path: Path) -> None:
    """--site names another folder; somebody else's folder is refused with 3."""
    root = network()
    assert cli("build", "-C", root, "--site", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out/index.html").exists()
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("x")
    result = cli("build", "-C", root, "--site", tmp_path / "home")
    assert result.exit_code == 3
    assert "hint:" in result.stderr
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


def test_a_port_in_use_is_said(cli: Cli, network: Net) -> None:
    """No traceback, a hint to take another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = cli("serve", "-C", network(), "--port", taken.getsockname()[1])
    assert result.exit_code == 3
    assert "is in use" in result.stderr
    assert "--port" in result.stderr


def test_a_broken_kind_is_said_with_its_file(cli: Cli, network: Net) -> None:
    """A mistake in Python names the file; a missing file too; two kinds with one name as well."""
    settings = SETTINGS + "kinds: [kinds/x.py]\n"
    for text in (
        "1 / 0\n",
        "this is not Python\n",
        None,
        (
            "from commonbook.entry import Entry\n\n\nclass Group(Entry):\n"
            "    kind = 'group'\n    folder = 'groups'\n"
        ),
    ):
        files = {"kinds/x.py": text} if text else {}
        root = network(files, settings)
        if text is None:
            (root / "kinds/x.py").unlink(missing_ok=True)
        result = cli("check", "-C", root)
        assert result.exit_code == 2, result.output
        assert "x" in result.stderr
        assert "hint:" in result.stderr


def test_our_own_faults_are_three_and_ask_for_a_report(
    cli: Cli, network: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback unasked; COMMONBOOK_DEBUG=1 shows it."""
    kind = (
        "from commonbook.entry import Entry\n\n\nclass X(Entry):\n    kind = 'x'\n"
        "    folder = 'xs'\n\n    @property\n    def address(self):\n        raise RuntimeError\n"
    )
    root = network(
        {"kinds/x.py": kind, "network/xs/a.yml": "name: A\nsummary: A.\n"},
        SETTINGS + "kinds: [kinds/x.py]\n",
    )
    result = cli("check", "-C", root)
    assert result.exit_code == 3
    assert "Please report this" in result.stderr
    assert "Traceback" not in result.output
    monkeypatch.setenv("COMMONBOOK_DEBUG", "1")
    assert "Traceback" in cli("check", "-C", root).output


def test_the_server_says_where_it_is_and_stops_quietly(network: Net) -> None:
    """The address on standard error; Ctrl-C ends it with 0 and without a traceback."""
    import signal  # noqa: PLC0415
    import sys  # noqa: PLC0415

    program = subprocess.Popen(
        [sys.executable, "-m", "commonbook", "serve", "--port", "0", "-C", str(network())],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stderr is not None
    said = ""
    while "http://127.0.0.1:" not in said:
        line = program.stderr.readline()
        assert line, said
        said += line
    program.send_signal(signal.SIGINT)
    out, rest = program.communicate(timeout=10)
    assert program.returncode == 0, rest
    assert "Traceback" not in rest
    assert out == ""
