"""A host's frames, remembered under the digest of everything they depend on.

Each set lies in a folder of its own, made aside and put in place by one renaming: builds may run
side by side, and be killed. Sums guard against damage; a set that is not whole is made again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import HostError
from ..frames import Frame, Frames
from ..handbook import Site
from ..render import digest, digest_of_files
from ..write import replace_file

KEEP_SECONDS = 24 * 60 * 60

Make = Callable[[Path], Mapping[str, str]]
"""Renders frames by their keys, and puts static files into a folder."""


def recalled(folder: Path, key: str) -> Site | None:
    """The site for a key, if it is remembered."""
    return _remembered(folder / key, key) if key else None


def recall(folder: Path, key: str, make: Make) -> Site:
    """The site for a key: as remembered, or made now.

    Raises:
        HostError: the frames cannot be made or written.
    """
    place = folder / key
    found = _remembered(place, key)
    if found:
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        with tempfile.TemporaryDirectory(
            prefix="making-", dir=folder, ignore_cleanup_errors=True
        ) as aside:
            made = Path(aside) / key
            (made / "site").mkdir(parents=True)
            _note(made, key, make(made / "site"))
            if not _remembered(place, key):  # another build may have been quicker
                shutil.rmtree(place, ignore_errors=True)
                made.rename(place)
    except OSError as error:
        msg = f"The frame of the pages could not be written: {error.strerror or error}."
        raise HostError(msg, hint="Check free space and permissions.") from error
    found = _remembered(place, key)
    if found is None:
        msg = "The frame of the pages was changed while it was being written."
        raise HostError(msg, hint="Build again.")
    return found


def _note(folder: Path, key: str, pages: Mapping[str, str]) -> None:
    (folder / "site").mkdir(parents=True, exist_ok=True)
    body = json.dumps({"pages": dict(pages), "files": _files_of(folder / "site")})
    content = {"key": key, "sum": digest((key, body)), "body": body}
    replace_file(folder / "frames.json", json.dumps(content).encode())


def _remembered(folder: Path, key: str) -> Site | None:
    """What is remembered under a key, if every byte is as it was written."""
    try:
        content = json.loads((folder / "frames.json").read_bytes())
        if content["key"] != key or content["sum"] != digest((key, content["body"])):
            return None
        body = json.loads(content["body"])
        if body["files"] != _files_of(folder / "site"):
            return None
        pages = {name: Frame.cut(rendered) for name, rendered in body["pages"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Site(folder / "site", Frames(pages), key)


def _files_of(site: Path) -> dict[str, str]:
    """The host's files and their digests: a damaged or foreign one must not be published."""
    return {file.relative_to(site).as_posix(): digest_of_files([file])
            for file in sorted(site.rglob("*")) if file.is_file()}


def _forget_old(folder: Path) -> None:
    """Sets of other days, and what builds that were killed have left; never those in use."""
    for item in folder.iterdir():
        with contextlib.suppress(OSError):
            if time.time() - item.stat().st_mtime > KEEP_SECONDS:
                shutil.rmtree(item)
