"""Records of a network in, a search index out, made by Pagefind where it is installed.

Pagefind is a program that is spoken to through its pipes: a message is JSON in base64 with a comma
after it, and so is each answer. Its own Python package speaks the same way but waits a tenth of
a second for each record.

The same records make the same bytes: Pagefind writes facets and their values in the order of a
hash table, so what it has written is put in order, and named again by what it holds.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib
import json
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from .disk import replace_file, sum_of
from .errors import SearchError

PACKAGES = ("pagefind_bin_extended", "pagefind_bin")
"""Packages with the program; the first can also part words that are written without spaces."""
NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.*", "*.pf_meta",
          "index/*", "filter/*", "fragment/*")
"""What of Pagefind's files a site needs: the engine and the index, none of its interfaces."""
MAGIC = b"pagefind_dcd"
PATIENCE = 600
"""Seconds after which the program is given up."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is found: its address, its words, and the facets by which finds are divided."""

    address: str
    title: str
    language: str
    content: str
    meta: Mapping[str, str]
    facets: Mapping[str, Sequence[str]]

    @property
    def line(self) -> str:
        """All of it in one line."""
        return json.dumps([self.address, self.title, self.language, self.content, self.meta,
                           self.facets])

    @classmethod
    def of(cls, line: bytes) -> Record:
        """The record that a line holds."""
        return cls(*json.loads(line))


def program() -> tuple[Path, str] | None:
    """Pagefind's program and its version, if a package with it is installed."""
    if find_spec("cbor2") is None:
        return None
    for name in PACKAGES:
        with suppress(ImportError, FileNotFoundError):
            found = Path(importlib.import_module(name).get_executable())
            return found, f"{name} {version(name)}"
    return None


def bundle(records: Sequence[Record], folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of an index of these records; made again only if a record has changed.

    ``folder`` keeps the index for the next time. Yields nothing where Pagefind is not installed.

    Raises:
        SearchError: the program fails.
    """
    found = program()
    if found is None or not records:
        return
    state = hashlib.blake2b(found[1].encode(), digest_size=16)
    for record in records:
        state.update(record.line.encode())
    kept = folder / f"{state.hexdigest()}.json"
    files = _kept(kept)
    if files is None:
        files = _in_order({
            path: content for path, content in _run(found[0], records).items()
            if any(fnmatchcase(path, pattern) for pattern in NEEDED)})
        for old in folder.glob("*.json"):
            old.unlink()
        _keep(kept, files)
    yield from files.items()


def _keep(file: Path, files: Mapping[str, bytes]) -> None:
    """Write all files into one, with a sum before it."""
    text = json.dumps({path: base64.b64encode(content).decode() for path, content in files.items()})
    replace_file(file, f"{_sum(file, text)}\n{text}".encode())


def _kept(file: Path) -> dict[str, bytes] | None:
    """The files of an index, if it is whole: what is damaged is made again."""
    try:
        total, _, text = file.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if total != _sum(file, text):
        return None
    return {path: base64.b64decode(content) for path, content in json.loads(text).items()}


def _sum(file: Path, text: str) -> str:
    """The sum goes with the name: two files that were exchanged are both damaged."""
    return sum_of(f"{file.name}\n{text}".encode())


def _run(path: Path, records: Sequence[Record]) -> dict[str, bytes]:
    """Have Pagefind make an index: messages go in by one thread while answers come out here.

    Its files come out too. Written by the program itself, some were still empty when it said that
    it was done.
    """
    with subprocess.Popen(  # noqa: S603 - the program of an installed package
        [path, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        guard = threading.Timer(PATIENCE, process.kill)
        guard.start()
        assert process.stdin  # noqa: S101 - asked for above
        assert process.stdout  # noqa: S101
        writer = threading.Thread(target=_send, args=(process.stdin, _messages(records)))
        writer.start()
        try:
            for answer in _answers(process.stdout):
                kind = answer["payload"]["type"]
                if kind == "Error":
                    msg = f"Pagefind could not make the search index: {answer['payload']['message']}"
                    raise SearchError(msg, hint=_HINT)
                if kind == "GetFiles":
                    return {file["path"]: base64.b64decode(file["content"])
                            for file in answer["payload"]["files"]}
            msg = "Pagefind ended before the search index was made."
            raise SearchError(msg, hint=_HINT)
        finally:
            guard.cancel()
            process.kill()
            writer.join()
            with suppress(OSError):  # not earlier: the program ends when nothing more can come
                process.stdin.close()


_HINT = "Install it again, or uninstall it: without it, search goes by names."


def _messages(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {}}
    for record in records:
        yield {"type": "AddRecord", "index_id": 0, "url": record.address, "language": record.language,
               "content": record.content, "meta": {"title": record.title, **record.meta},
               "filters": {name: list(values) for name, values in record.facets.items() if values},
               "sort": {}}
    yield {"type": "GetFiles", "index_id": 0}


def _send(pipe: IO[bytes], messages: Iterable[dict[str, Any]]) -> None:
    with suppress(OSError, ValueError):  # the program has ended; whoever reads will notice
        for number, payload in enumerate(messages, 1):
            message = json.dumps({"message_id": number, "payload": payload}).encode()
            pipe.write(base64.b64encode(message) + b",")
        pipe.flush()


def _answers(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    held: list[bytes] = []  # the last answer has all files: it is joined once
    while piece := pipe.read1(1 << 16):  # type: ignore[attr-defined]
        *answers, rest = piece.split(b",")
        for answer in answers:
            yield json.loads(base64.b64decode(b"".join((*held, answer))))
            held.clear()
        held.append(rest)


def _in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Put facets and their values in order, and name the files by what they hold."""
    import cbor2  # noqa: PLC0415 - comes with the extra "search"

    made = {path: content for path, content in files.items()
            if not path.endswith((".pf_meta", ".pf_filter"))}

    def read(path: str) -> Any:
        content = gzip.decompress(files[path])
        if not content.startswith(MAGIC):
            msg = "This version of Pagefind writes its index in a way we do not know."
            raise SearchError(msg, hint=_HINT)
        return cbor2.loads(content[len(MAGIC):])

    def write(language: str, pattern: str, content: Any) -> str:
        packed = gzip.compress(MAGIC + cbor2.dumps(content), 9, mtime=0)
        name = f"{language}_{hashlib.blake2b(packed, digest_size=5).hexdigest()}"
        made[pattern.format(name)] = packed
        return name

    entry = json.loads(files["pagefind-entry.json"])
    for language, found in sorted(entry["languages"].items()):
        meta = read(f"pagefind.{found['hash']}.pf_meta")
        facets = []
        for name, old in sorted(meta[3]):
            facet = read(f"filter/{old}.pf_filter")
            facet[1].sort()
            facets.append([name, write(language, "filter/{}.pf_filter", facet)])
        meta[3] = facets
        found["hash"] = write(language, "pagefind.{}.pf_meta", meta)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    made["pagefind-entry.json"] = json.dumps(entry, separators=(",", ":")).encode()
    return dict(sorted(made.items()))
