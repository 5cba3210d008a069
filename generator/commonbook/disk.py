"""What a disk does in one step: put a file in place, exchange two folders, keep others out."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import PublishError

_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h on macOS
_AT_FDCWD = -100
_NOT_HERE = frozenset({0, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
"""What a system says that cannot exchange folders; anything else says that these may not be."""


def sum_of(content: bytes) -> str:
    """The digest of some bytes, as we keep it everywhere."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Put a whole file in place, with the rights of the old one, or leave that: never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            aside.chmod(path.stat().st_mode & 0o7777)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """One build at a time in one cache."""
    with path.open("w") as file:
        try:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # pragma: no cover - Windows: builds must not run side by side
            pass
        except BlockingIOError as error:
            msg = "Another build of this network is running."
            raise PublishError(msg, hint="Wait until it has finished, then try again.") from error
        yield


def exchange(first: Path, second: Path) -> None:
    """Exchange two folders' names in one step, so that a reader never sees half a site.

    Linux: ``renameat2`` with ``RENAME_EXCHANGE``; macOS: ``renamex_np`` with ``RENAME_SWAP``.
    Elsewhere, and on file systems without it, two renames, between which for a moment there is
    no site; a crash in that moment leaves it complete under the name ``….old``.
    """
    one, two = os.fsencode(first), os.fsencode(second)
    ctypes.set_errno(0)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":  # pragma: no cover - measured on Linux
            done = library.renamex_np(one, two, _RENAME_SWAP) == 0
        else:
            done = library.renameat2(_AT_FDCWD, one, _AT_FDCWD, two, _RENAME_EXCHANGE) == 0
    except (AttributeError, OSError):  # pragma: no cover - very old C libraries, Windows
        done = False
    if done:
        return
    if ctypes.get_errno() == errno.EXDEV:
        msg = "The site and the cache lie on different disks."
        raise PublishError(msg, hint="Build into a folder on the same disk as the network.")
    if ctypes.get_errno() not in _NOT_HERE:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(second))
    old = second.with_name(f"{second.name}.old")  # pragma: no cover - see above
    second.rename(old)  # pragma: no cover
    first.rename(second)  # pragma: no cover
    old.rename(first)  # pragma: no cover


def move(source: Path, target: Path) -> None:
    """Give a folder another name, on the same disk."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        msg = "The site and the cache lie on different disks."
        hint = "Build into a folder on the same disk as the network."
        raise PublishError(msg, hint=hint) from error


def empty(folder: Path) -> None:
    """Take everything out of a folder."""
    for item in folder.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()
