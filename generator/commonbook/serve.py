"""The site on this machine while somebody writes: pages are made when asked for."""

from __future__ import annotations

import contextlib
import html
import mimetypes
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from .diagnostics import Diagnostic
from .errors import CommonbookError, PublishError
from .handbook import Handbook, Site
from .project import Project

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
QUIET = 0.8
"""Seconds without an edit before the whole network is checked again."""
CLIENT = """(() => {
  const events = new EventSource("/__commonbook/events");
  let first = true;
  events.onmessage = () => { if (first) { first = false; } else { location.reload(); } };
})();
"""
STYLE = """.cb-problems{position:fixed;inset-inline:0;inset-block-end:0;z-index:99;max-height:40vh;
overflow:auto;margin:0;padding:.6rem 1rem;background:#5c1a0a;color:#fff;font:14px/1.5 monospace}
.cb-problems p{margin:.2rem 0}"""


@dataclass
class Workshop:
    """A handbook that keeps up with its files."""

    project: Project
    frames_for: Callable[[Handbook], Site]
    say: Callable[[str], None]
    handbook: Handbook = field(init=False)
    site: Site = field(init=False)
    problems: list[Diagnostic] = field(init=False, default_factory=list)
    version: int = 0

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = threading.RLock()
        self._timer: threading.Timer | None = None
        self._edits = 0
        self.read()

    def read(self) -> None:
        """Read everything again. What cannot be shown is said; the old site stays."""
        with self._busy:
            handbook = Handbook(self.project, drafts=True)
            self.site = self.frames_for(handbook)
            self.handbook = handbook
            self.problems = list(handbook.report)

    def edited(self, paths: Iterable[Path]) -> None:
        """Take in changed files: one entry at once, anything else by reading everything."""
        begun = time.perf_counter()
        known = [path for path in paths if self._matters(path)]
        if not known:
            return
        found: tuple[Diagnostic, ...] | None = None
        with self._busy:
            self._edits += 1
            if len(known) == 1:
                shown = self.project.relative(known[0])
                found = self.handbook.reread(shown)
                if found is not None:
                    self.problems = [problem for problem in self.problems
                                     if problem.location.path != shown] + list(found)
        if found is None:
            self._read_again()
        else:
            self._later()
        self._tell(begun, known)

    def _matters(self, path: Path) -> bool:
        """Whether a changed file is one of ours; editors make others and take them away."""
        return path.is_relative_to(self.project.root) and (
            path.exists() or self.project.relative(path) in self.handbook.sources
            or not path.is_relative_to(self.project.network))

    def _read_again(self) -> None:
        try:
            self.read()
        except CommonbookError as error:
            self.say(f"error: {error} {error.hint}")

    def _later(self) -> None:
        """Check the whole network once nobody types any more."""
        if self._timer:
            self._timer.cancel()
        self._timer = threading.Timer(QUIET, self._check_all)
        self._timer.daemon = True
        self._timer.start()

    def _check_all(self) -> None:
        """Read the whole network aside, and take it if nobody has edited anything meanwhile."""
        edits = self._edits
        try:
            handbook = Handbook(self.project, drafts=True)
            site = self.frames_for(handbook)
        except CommonbookError as error:
            self.say(f"error: {error} {error.hint}")
            return
        with self._busy:
            if self._edits != edits:
                self._later()
                return
            before = {(str(problem.location), problem.message) for problem in self.problems}
            self.handbook, self.site, self.problems = handbook, site, list(handbook.report)
        if before != {(str(problem.location), problem.message) for problem in handbook.report}:
            self._tell(None, [])

    def _tell(self, begun: float | None, paths: list[Path]) -> None:
        with self._changed:
            self.version += 1
            self._changed.notify_all()
        if begun is not None:
            names = ", ".join(self.project.relative(path) for path in paths[:3]) or "files"
            self.say(f"{names}: shown after {(time.perf_counter() - begun) * 1000:.0f} ms")
        for problem in self.problems[:10]:
            self.say(f"{problem.location}: {problem.severity}: {problem.message}")

    def wait(self, seen: int, seconds: float) -> int:
        """The version, as soon as it differs from the one seen, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != seen, seconds)
            return self.version

    def answer(self, path: str) -> tuple[HTTPStatus, str, bytes]:
        """What is at a path: status, media type and bytes."""
        if path == "index.html" or path.endswith("/index.html"):  # how other servers know a page
            path = path.removesuffix("index.html")
        with self._busy:
            page = self.handbook.page(path)
            if page is None and path and not path.endswith("/") and self.handbook.page(f"{path}/"):
                return HTTPStatus.MOVED_PERMANENTLY, f"/{path}/", b""
            if page is None or path == "404.html":
                file = self._file(path)
                if file:
                    return file
                page, status = self.handbook.pages["404.html"], HTTPStatus.NOT_FOUND
            else:
                status = HTTPStatus.OK
            try:
                frame = self.site.frames.find(page.path, page.section)
                content = frame.stamp(page.slots())
            except (CommonbookError, KeyError) as error:
                content = f"<!doctype html><body><h1>{html.escape(str(error))}</h1></body>".encode()
                status = HTTPStatus.INTERNAL_SERVER_ERROR
            return status, "text/html; charset=utf-8", self._with_problems(content)

    def _file(self, path: str) -> tuple[HTTPStatus, str, bytes] | None:
        media = mimetypes.guess_type(path)[0] or "application/octet-stream"
        folder = self.site.folder.resolve()
        if "\0" in path:
            return None
        with contextlib.suppress(OSError):  # a name too long, or a file that has just gone
            target = (folder / path).resolve()
            if path and target.is_relative_to(folder) and target.is_file():
                return HTTPStatus.OK, media, target.read_bytes()
        for made in self.handbook.pictures.values():
            if path == f"assets/images/{made.name}":
                return HTTPStatus.OK, "image/webp", made.data
        if "." in path.rpartition("/")[2]:
            export = self.handbook.exported.get(path)
            if export:
                return HTTPStatus.OK, media, export.make()
        return None

    def _with_problems(self, content: bytes) -> bytes:
        rows = "".join(
            f"<p>{html.escape(f'{problem.severity}: {problem.location}: {problem.message}')}"
            f" {html.escape(problem.hint)}</p>" for problem in self.problems[:20])
        box = f'<div class="cb-problems" role="status">{rows}</div>' if rows else ""
        extra = ('<link rel="stylesheet" href="/__commonbook/style.css">'
                 f'<script defer src="/__commonbook/client.js"></script>{box}</body>')
        return content.replace(b"</body>", extra.encode(), 1)


class _Watcher(FileSystemEventHandler):
    """Gathers file events for a moment, since editors write a file in several steps."""

    GATHER = 0.015

    def __init__(self, edited: Callable[[Iterable[Path]], None]) -> None:
        self._edited = edited
        self._paths: set[Path] = set()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change; other events (opened, read) are nothing."""
        if event.is_directory or event.event_type not in {
            "created", "modified", "moved", "deleted"
        }:
            return
        with self._lock:
            for path in (event.src_path, getattr(event, "dest_path", "")):
                name = Path(str(path)).name
                if path and not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp")):
                    self._paths.add(Path(str(path)).resolve())
            if self._timer is None and self._paths:
                self._timer = threading.Timer(self.GATHER, self._flush)
                self._timer.daemon = True
                self._timer.start()

    def _flush(self) -> None:
        with self._lock:
            paths, self._paths, self._timer = self._paths, set(), None
        self._edited(paths)


class _Handler(BaseHTTPRequestHandler):
    """Answers requests from this machine only."""

    workshop: Workshop
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page, a file, or the stream of changes."""
        if not self._is_local():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"Only for this machine.\n")
            return
        path = unquote(urlsplit(self.path).path).lstrip("/")
        if path == "__commonbook/events":
            self._events()
        elif path == "__commonbook/client.js":
            self._send(HTTPStatus.OK, "text/javascript", CLIENT.encode())
        elif path == "__commonbook/style.css":
            self._send(HTTPStatus.OK, "text/css", STYLE.encode())
        else:
            self._send(*self.workshop.answer(path))

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _is_local(self) -> bool:
        """The name asked for must be this machine's, or any web page could read the drafts."""
        asked = self.headers.get("Host", "")
        return asked.rpartition(":")[0] in HOSTS or asked in HOSTS

    def _send(self, status: HTTPStatus, media: str, content: bytes) -> None:
        self.send_response(status)
        if status is HTTPStatus.MOVED_PERMANENTLY:
            self.send_header("Location", media)
            media = "text/plain"
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        seen = -1
        try:
            while True:
                now = self.workshop.wait(seen, 15)
                self.wfile.write(b"data: now\n\n" if now != seen else b": still here\n\n")
                self.wfile.flush()
                seen = now
        except OSError:
            return

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
        """Requests are not worth a line."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who leaves in the middle of a page is not worth a word."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def start(
    project: Project, frames_for: Callable[[Handbook], Site], *, port: int,
    say: Callable[[str], None],
) -> tuple[_Server, Any]:
    """Read the network, begin to watch it and to listen. The caller serves and stops both.

    Raises:
        PublishError: the port is in use.
    """
    handler = type("Handler", (_Handler,), {})
    try:
        server = _Server(("127.0.0.1", port), handler)
    except OSError as error:
        msg = f"Port {port} is in use." if error.errno in {48, 98, 10048} else str(error)
        raise PublishError(msg, hint="Stop the other program, or use --port with another number."
                           ) from error
    try:
        handler.workshop = workshop = Workshop(project, frames_for, say)  # type: ignore[attr-defined]
    except BaseException:
        server.server_close()
        raise
    observer = Observer()
    watcher = _Watcher(workshop.edited)
    for folder in {project.network, project.content, *project.themes}:
        if folder.is_dir():
            observer.schedule(watcher, str(folder), recursive=True)
    observer.start()
    return server, observer


def serve_forever(
    project: Project, frames_for: Callable[[Handbook], Site], *, port: int,
    say: Callable[[str], None],
) -> None:
    """Serve until Ctrl-C."""
    say("Reading the network …")
    server, observer = start(project, frames_for, port=port, say=say)
    workshop = server.RequestHandlerClass.workshop  # type: ignore[attr-defined]
    try:
        for problem in workshop.problems[:20]:
            say(f"{problem.location}: {problem.severity}: {problem.message}")
        say(f"The handbook is at http://127.0.0.1:{server.server_address[1]}/ (stop with Ctrl-C)")
        server.serve_forever()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        observer.stop()
        server.server_close()
