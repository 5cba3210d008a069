"""Editors: yaml-language-server, which they use, underlines planted errors and completes words."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from planted import GROUP, PLANTED, plant
from samples import REPOSITORY

from commonbook.schema import modeline

pytestmark = pytest.mark.node

SERVER = REPOSITORY / ".venv" / "node_modules" / ".bin" / "yaml-language-server"
MODELINE = modeline("network/groups/kitchen.yml", "group")
FOLDER = REPOSITORY / "network" / "groups"
"""Where the documents would lie; none is written, since an editor sends its text."""


class Editor:
    """As much of the Language Server Protocol as an editor with one document needs."""

    def __init__(self) -> None:
        assert SERVER.exists(), "Run “make test-editor”, which installs it."
        self.server = subprocess.Popen(
            [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        self.tell(
            "workspace/didChangeConfiguration",
            {"settings": {"yaml": {"schemaStore": {"enable": False}, "completion": True}}},
        )

    def send(self, message: dict[str, Any]) -> None:
        """One message in the protocol's frame."""
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.server.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        """Something that needs no answer."""
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """A question and its answer; questions of the server are answered with nothing."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.until(lambda message: message.get("id") == self.number and "method" not in message)[
            "result"
        ]

    def until(self, wanted: Any) -> dict[str, Any]:
        """Read messages up to one that is wanted."""
        while True:
            length = 0
            for line in iter(self.server.stdout.readline, b"\r\n"):
                assert line, "the server has stopped"
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(self.server.stdout.read(length))
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", [])
                self.send({"id": message["id"], "result": [None] * len(items)})

    def open(self, name: str, text: str) -> list[tuple[int, str]]:
        """The line, from 1, and the words of everything that is underlined in a document."""
        uri = (FOLDER / name).as_uri()
        self.tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        told = self.until(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
            )
        )
        return [
            (found["range"]["start"]["line"] + 1, found["message"])
            for found in told["params"]["diagnostics"]
        ]

    def complete(self, name: str, line: int, column: int) -> list[str]:
        """What is offered at a place, counted from 0."""
        answer = self.ask(
            "textDocument/completion",
            {
                "textDocument": {"uri": (FOLDER / name).as_uri()},
                "position": {"line": line, "character": column},
            },
        )
        return [offered["label"] for offered in answer["items"]]


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    """One server for all tests."""
    opened = Editor()
    yield opened
    opened.server.kill()
    opened.server.wait()
    opened.server.stdin.close()
    opened.server.stdout.close()


def test_a_good_entry_is_not_underlined(editor: Editor) -> None:
    """No red line where the check has nothing to say."""
    assert editor.open("good.yml", MODELINE + GROUP) == []


def test_our_own_entries_are_not_underlined(editor: Editor) -> None:
    """All groups that we publish."""
    for path in sorted(FOLDER.glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        assert editor.open(f"own-{path.name}", MODELINE + text) == [], path.name


@pytest.mark.parametrize(("number", "planted"), list(enumerate(PLANTED)))
def test_a_planted_error_is_underlined_in_its_line(
    editor: Editor, number: int, planted: tuple[str, str, str]
) -> None:
    """The same errors as in tests/test_schema.py, through the server."""
    what, old, new = planted
    text, line = plant(old, new)
    found = editor.open(f"planted-{number}.yml", MODELINE + text)
    assert line + 1 in [place for place, _ in found], (what, found)


def test_fields_and_words_are_offered(editor: Editor) -> None:
    """Fields that are missing, and the words that a field may hold."""
    editor.open("new.yml", MODELINE + "name: X\n\ntype: \nplace:\n  precision: \n")
    fields = editor.complete("new.yml", 2, 0)
    assert {"summary", "quorum", "sends_delegates_to"} <= set(fields)
    assert "name" not in fields
    assert {"food-co-op", "assembly"} <= set(editor.complete("new.yml", 3, 6))
    assert {"country", "region", "town", "venue"} == set(editor.complete("new.yml", 5, 13))
