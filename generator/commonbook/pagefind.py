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
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

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


def program() -> tuple[Path, str] | None:
    """Pagefind's program and its version, if a package with it is installed."""
    for name in PACKAGES:
        with suppress(ImportError, FileNotFoundError):
            importlib.import_module("cbor2")
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
        state.update(json.dumps(asdict(record), sort_keys=True).encode())
    stamp, made = folder / "made-from", folder / "index"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != state.hexdigest():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _run(found[0], records, made)
        _in_order(made)
        stamp.write_text(state.hexdigest(), encoding="utf-8")
    for pattern in NEEDED:
        for file in sorted(made.glob(pattern)):
            yield file.relative_to(made).as_posix(), file.read_bytes()


def _run(path: Path, records: Sequence[Record], target: Path) -> None:
    """Have Pagefind write an index: messages go in by one thread while answers come out here."""
    with subprocess.Popen(  # noqa: S603 - the program of an installed package
        [path, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        guard = threading.Timer(PATIENCE, process.kill)
        guard.start()
        assert process.stdin  # noqa: S101 - asked for above
        assert process.stdout  # noqa: S101
        writer = threading.Thread(target=_send, args=(process.stdin, _messages(records, target)))
        writer.start()
        try:
            for answer in _answers(process.stdout):
                kind = answer["payload"]["type"]
                if kind == "Error":
                    msg = f"Pagefind could not make the search index: {answer['payload']['message']}"
                    raise SearchError(msg, hint=_HINT)
                if kind == "WriteFiles":
                    return
            msg = "Pagefind ended before the search index was made."
            raise SearchError(msg, hint=_HINT)
        finally:
            guard.cancel()
            process.kill()
            writer.join()


_HINT = "Install it again, or uninstall it: without it, search goes by names."


def _messages(records: Iterable[Record], target: Path) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {}}
    for record in records:
        yield {"type": "AddRecord", "index_id": 0, "url": record.address, "language": record.language,
               "content": record.content, "meta": {"title": record.title, **record.meta},
               "filters": {name: list(values) for name, values in record.facets.items() if values},
               "sort": {}}
    yield {"type": "WriteFiles", "index_id": 0, "output_path": str(target)}


def _send(pipe: IO[bytes], messages: Iterable[dict[str, Any]]) -> None:
    with suppress(OSError, ValueError):  # the program has ended; whoever reads will notice
        for number, payload in enumerate(messages, 1):
            message = json.dumps({"message_id": number, "payload": payload}).encode()
            pipe.write(base64.b64encode(message) + b",")
        pipe.flush()


def _answers(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    rest = b""
    while piece := pipe.read1(1 << 16):  # type: ignore[attr-defined]
        *answers, rest = (rest + piece).split(b",")
        for answer in answers:
            yield json.loads(base64.b64decode(answer))


def _in_order(folder: Path) -> None:
    """Put facets and their values in order, and name the files by what they hold."""
    import cbor2  # noqa: PLC0415 - comes with the extra "search"

    def read(file: Path) -> Any:
        content = gzip.decompress(file.read_bytes())
        if not content.startswith(MAGIC):
            msg = "This version of Pagefind writes its index in a way we do not know."
            raise SearchError(msg, hint=_HINT)
        return cbor2.loads(content[len(MAGIC):])

    def write(language: str, ending: str, content: Any, old: Path) -> str:
        text = gzip.compress(MAGIC + cbor2.dumps(content), 9, mtime=0)
        name = f"{language}_{hashlib.blake2b(text, digest_size=5).hexdigest()}"
        old.unlink()
        prefix = "pagefind." if ending == "pf_meta" else ""
        (old.parent / f"{prefix}{name}.{ending}").write_bytes(text)
        return name

    entry_file = folder / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text(encoding="utf-8"))
    for language, found in sorted(entry["languages"].items()):
        meta_file = folder / f"pagefind.{found['hash']}.pf_meta"
        meta = read(meta_file)
        renamed = []
        for name, old in sorted(meta[3]):
            file = folder / "filter" / f"{old}.pf_filter"
            facet = read(file)
            facet[1].sort()
            renamed.append([name, write(language, "pf_filter", facet, file)])
        meta[3] = renamed
        found["hash"] = write(language, "pf_meta", meta, meta_file)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    entry_file.write_text(json.dumps(entry, separators=(",", ":")), encoding="utf-8")
