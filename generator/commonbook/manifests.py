"""A manifest: what every file of a folder was made from, believed only while nothing was touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic_core import to_json

from .disk import replace_file, sum_of

Row = tuple[str, int, int]
"""What a file was made from, its size, and its time of change in nanoseconds."""


def manifest_of(folder: Path, manifests: Path) -> Path:
    """Where the manifest of a folder is kept."""
    name = hashlib.blake2b(str(folder).encode(), digest_size=8).hexdigest()
    return manifests / f"{name}.json"


def read_manifest(manifest: Path, folder: Path) -> dict[str, Row]:
    """What was made from what; nothing if the manifest is damaged or of another folder."""
    try:
        head, _, body = manifest.read_bytes().partition(b"\n")
        facts = json.loads(head)
        known = sum_of(body + str(facts["memory"]).encode())
        if facts["of"] != _identity(folder) or facts["sum"] != known:
            return {}
        return {path: (row[0], row[1], row[2]) for path, row in json.loads(body).items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}


def memory_of(manifest: Path) -> str:
    """The memory that a manifest belongs to."""
    try:
        return str(json.loads(manifest.read_bytes().partition(b"\n")[0])["memory"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def write_manifest(
    manifest: Path, folder: Path, rows: Mapping[str, Row], memory: str = ""
) -> None:
    """Write down what a folder holds, and which memory it belongs to."""
    body = to_json(rows)
    head = json.dumps(
        {"of": _identity(folder), "sum": sum_of(body + memory.encode()), "memory": memory}).encode()
    replace_file(manifest, head + b"\n" + body)


def swap_manifests(first: Path, second: Path, manifests: Path) -> None:
    """Manifests follow the folders, whose names have been exchanged."""
    one, two = manifest_of(first, manifests), manifest_of(second, manifests)
    aside = manifests / "swap"
    if two.exists():
        two.replace(aside)
        one.replace(two)
        aside.replace(one)
    else:
        one.replace(two)


def _identity(folder: Path) -> str:
    """A folder's own number: a manifest must not be believed about another folder."""
    return str(folder.stat().st_ino)
