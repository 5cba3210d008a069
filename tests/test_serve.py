"""The server on this machine: an edit is shown at once, problems are said, nobody else may read."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commonbook.hosts.mkdocs import frames_for
from commonbook.project import Project
from commonbook.serve import Workshop, start

Sample = Callable[[str], Path]
GROUP = "network/groups/linden-vale-pantry.yml"


@dataclass
class Served:
    """A running server and what it said."""

    root: Path
    server: Any
    said: list[str] = field(default_factory=list)

    @property
    def workshop(self) -> Workshop:
        """What keeps up with the files."""
        return self.server.RequestHandlerClass.workshop

    @property
    def port(self) -> int:
        """The free port it took."""
        return self.server.server_address[1]

    def get(self, path: str, host: str | None = None, method: str = "GET") -> tuple[int, str]:
        """Status and text of a path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Host": f"127.0.0.1:{self.port}" if host is None else host}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text

    def write(self, path: str, old: str, new: str) -> None:
        """Change a file."""
        file = self.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def until(self, path: str, words: str, seconds: float = 5) -> str:
        """The page, once it shows some words."""
        end = time.monotonic() + seconds
        while True:
            text = self.get(path)[1]
            if words in text or time.monotonic() > end:
                assert words in text
                return text
            time.sleep(0.02)


@pytest.fixture
def served(sample: Sample) -> Iterator[Served]:
    """The good network, served on a free port."""
    root = sample("commons")
    said: list[str] = []
    server, observer = start(Project(root), frames_for, port=0, say=said.append)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield Served(root, server, said)
    workshop = server.RequestHandlerClass.workshop
    if workshop._timer:
        workshop._timer.cancel()
    observer.stop()
    observer.join()
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_page_of_the_site_is_served(served: Served) -> None:
    """All addresses answer 200, files have their bytes, and what is not there is 404."""
    for page in served.workshop.handbook.pages.values():
        assert served.get(f"/{page.path}")[0] == (404 if page.path == "404.html" else 200), (
            page.path
        )
    assert served.get("/assets/commonbook.css")[0] == 200
    assert served.get("/directory.json")[0] == 200
    assert served.get("/sitemap.xml")[0] == 200
    status, text = served.get("/nowhere/")
    assert status == 404
    assert "not here" in text


def test_an_address_without_its_slash_leads_on(served: Served) -> None:
    """As on any web server."""
    assert served.get("/groups")[0] == 301


def test_an_edit_is_shown_without_reading_the_rest(served: Served) -> None:
    """One changed entry is taken in alone; the other entries are the same objects as before."""
    before = dict(served.workshop.handbook.network.entries)
    served.write(GROUP, "Tuesday is for lifting", "Wednesday is for lifting")
    served.workshop.edited([served.root / GROUP])
    after = served.workshop.handbook.network.entries
    assert [key for key in before if before[key] is not after[key]] == ["group/linden-vale-pantry"]
    assert "Wednesday is for lifting" in served.get("/groups/linden-vale-pantry/")[1]


def test_an_edit_on_disk_is_noticed(served: Served) -> None:
    """Saving the file is enough, and other pages that show the entry follow."""
    served.write(GROUP, "name: Linden Vale Pantry", "name: Larder of the Vale")
    served.until("/groups/linden-vale-pantry/", "Larder of the Vale")
    served.until("/groups/vale-assembly/", "Larder of the Vale")
    served.until("/groups/", "Larder of the Vale")


@pytest.mark.parametrize("edits", [
    [(GROUP, "works_with:\n", "works_with:\n  - hidden-orchard\n"),
     ("network/groups/night-kitchen.yml", "جيران", "ناس")],
    [(GROUP, "Tuesday is for lifting", "Wednesday is for lifting"),
     (GROUP, "Wednesday is for lifting", "Thursday is for [[term/gleaning]]"),
     (GROUP, "Thursday is", "Friday is")],
], ids=["links", "texts, then a link in one, then a text"])
def test_an_edit_gives_the_page_that_a_build_would_give(
    served: Served, edits: list[tuple[str, str, str]]
) -> None:
    """What is shown after an edit is what reading everything would show."""
    from samples import read, render  # noqa: PLC0415

    for path, old, new in edits:
        served.write(path, old, new)
        served.workshop.edited([served.root / path])
    handbook = read(served.root, drafts=True)
    render(handbook)
    for address, page in handbook.pages.items():
        mine = served.workshop.handbook.pages[address]
        assert dict(mine.slots()) == dict(page.slots()), address


def test_a_problem_is_shown_in_the_page_and_said(served: Served) -> None:
    """The old page stays, with the problem and its place at the bottom; mended, it goes."""
    served.write(GROUP, "status: active", "status: activ")
    text = served.until("/groups/linden-vale-pantry/", "cb-problems")
    assert "Did you mean “active”?" in text
    assert f"{GROUP}:" in text
    assert "Linden Vale Pantry" in text
    assert any("Did you mean" in line or "not one of the words" in line for line in served.said)
    served.write(GROUP, "status: activ", "status: active")
    end = time.monotonic() + 5
    while "cb-problems" in served.get("/")[1]:
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("text", ["name: [\n", "", "\x00", "name: X\nsummary: Y\n"])
def test_a_broken_file_does_not_stop_the_server(served: Served, text: str) -> None:
    """Half-written files are usual while somebody types."""
    (served.root / GROUP).write_text(text)
    served.workshop.edited([served.root / GROUP])
    assert served.get("/groups/linden-vale-pantry/")[0] in {200, 404}
    assert served.workshop.problems


def test_new_and_removed_files_are_noticed(served: Served) -> None:
    """A new entry gets its page, a deleted one loses it."""
    new = served.root / "network/groups/bakers.yml"
    new.write_text("name: Bakers\nsummary: They bake.\ntype: other\ntopics: [food]\n")
    served.until("/groups/", "Bakers")
    assert served.get("/groups/bakers/")[0] == 200
    new.unlink()
    end = time.monotonic() + 5
    while served.get("/groups/bakers/")[0] != 404:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_changed_template_is_noticed(served: Served) -> None:
    """A template is as good as an entry, once the theme folder was there at the start."""
    own = served.root / "theme/entries/tool.html"
    own.parent.mkdir(parents=True)
    own.write_text("{% extends 'entries/entry.html' %}{% block body %}Our own words{% endblock %}")
    served.workshop.edited([own])
    assert "Our own words" in served.get("/tools/apple-press/")[1]


def test_a_broken_template_is_said_and_the_server_goes_on(served: Served) -> None:
    """The error is the page."""
    own = served.root / "theme/entries/tool.html"
    own.parent.mkdir(parents=True)
    own.write_text("{{ nothing_of_that_name }}")
    served.workshop.edited([own])
    status, text = served.get("/tools/apple-press/")
    assert status == 500
    assert "nothing_of_that_name" in text
    assert served.get("/groups/")[0] == 200


def test_drafts_are_shown_here(served: Served) -> None:
    """Whoever writes an entry wants to see it."""
    assert "Draft" in served.get("/groups/unfinished-brewery/")[1]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "",
        "localhost.evil.example:1",
        "169.254.1.1",
        "0.0.0.0",
        "[::1].evil.example",
    ],
)
def test_other_names_for_this_machine_are_refused(served: Served, host: str) -> None:
    """A page from elsewhere cannot read drafts by a name that leads here (DNS rebinding)."""
    for path in ("/", "/groups/unfinished-brewery/", "/__commonbook/events", "/directory.json"):
        status, text = served.get(path, host=host)
        assert status == 403
        assert "Brewery" not in text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "localhost:8000"])
def test_this_machines_names_are_fine(served: Served, host: str) -> None:
    """With and without a port."""
    assert served.get("/", host=host)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fmkdocs.yml",
        "//etc/passwd",
        "/assets/../../frames.json",
        "/%00",
        f"/{'a' * 300}",
        f"/{'a/' * 3000}",
        "/network/groups/hidden-orchard.yml",
        "/assets/%2e%2e/%2e%2e/frames.json",
    ],
)
def test_only_files_of_the_site_are_served(served: Served, path: str) -> None:
    """No address leads out of the site's folder."""
    assert served.get(path)[0] == 404


def test_only_reading_is_possible(served: Served) -> None:
    """There is nothing to send here; HEAD has no body."""
    assert served.get("/", method="POST")[0] == 501
    assert served.get("/", method="HEAD") == (200, "")


def test_the_page_hears_of_a_change(served: Served) -> None:
    """The stream of events speaks once at the start and once an edit."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", "/__commonbook/events")
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream"
    assert answer.readline() == b"data: now\n"
    assert answer.readline() == b"\n"
    served.write(GROUP, "Tuesday is for lifting", "Sunday is for lifting")
    assert answer.readline() == b"data: now\n"
    connection.close()


def test_served_pages_listen_and_built_ones_do_not(served: Served) -> None:
    """The script of the server is only in what the server sends."""
    assert "/__commonbook/client.js" in served.get("/")[1]
    assert served.get("/__commonbook/client.js")[0] == 200
    from samples import read, render  # noqa: PLC0415

    render(read(served.root))
    assert "__commonbook" not in (served.root / "site/index.html").read_text()


def test_a_reader_who_leaves_is_not_worth_a_word(
    served: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whoever closes a page while it loads leaves nothing in the terminal."""
    with socket.create_connection(("127.0.0.1", served.port)) as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reader.sendall(b"GET /assets/places.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(0.1)
    time.sleep(0.3)
    assert capfd.readouterr().err == ""
