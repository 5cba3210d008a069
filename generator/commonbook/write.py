"""Artifacts in, a site on disk out: only what changed, and never half of it.

Two folders hold the site, the published one and its twin, each with a manifest of what every
file was made from. A build brings the twin up to date in place and then exchanges the two names
in one system call. A build that stops half-way leaves the published folder as it was; the
manifest of the twin is away while it is being written, so the next build mistrusts all of it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .errors import PublishError
from .parallel import Progress, in_shares, silent

_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h on macOS
_AT_FDCWD = -100


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site: its path from the site's root and its bytes."""

    path: str
    content: bytes

    @property
    def file(self) -> File:
        """The same, as something to write."""
        return File(self.path, lambda: _sum(self.content), lambda: self.content)


@dataclass(frozen=True)
class File:
    """One file of the site before it is made.

    ``origin`` gives a digest of what it is made from, ``make`` the bytes. Each is only asked for
    where it is needed, and in the process that needs it.
    """

    path: str
    origin: Callable[[], str]
    make: Callable[[], bytes]

    @cached_property
    def made_from(self) -> str:
        """The digest of what it is made from."""
        return self.origin()


@dataclass(frozen=True, slots=True)
class LateArtifact:
    """One file of the site whose bytes are only made where they are needed.

    ``origin`` is a digest of what they are made from.
    """

    path: str
    origin: str
    make: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.make()

    @property
    def file(self) -> File:
        """The same, as something to write."""
        return File(self.path, lambda: self.origin, self.make)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did to the site's files."""

    written: int
    unchanged: int
    pruned: int


Row = tuple[str, int, int]
"""What a file was made from, its size, and its time of change in nanoseconds."""


def publish(
    files: Sequence[File], site: Path, cache: Path, progress: Progress = silent, *,
    memory: str = "",
) -> Summary:
    """Make a folder hold exactly these files, all at once, if nothing goes wrong.

    ``memory`` is the sum of what is remembered of the network as these files show it.

    Raises:
        PublishError: another build is running, or the folder cannot be used.
    """
    twin, manifests = cache / "twin", cache / "manifests"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        manifests.mkdir(exist_ok=True)
        _not_somebody_elses(site, manifests)
        with _lock(cache / "lock"):
            manifest = _manifest_of(site, manifests)
            rows = _read_manifest(manifest, site)
            if _is_current(files, site, rows):
                _forget_others(rows, twin, _manifest_of(twin, manifests))
                if memory and _memory_of(manifest) != memory:
                    _write_manifest(manifest, site, rows, memory)
                return Summary(0, len(files), 0)
            summary = bring_up_to_date(
                files, twin, _manifest_of(twin, manifests), progress, Written(site, rows), memory)
            if site.exists():
                _exchange(twin, site)
                _swap_manifests(twin, site, manifests)
                _forget_others(
                    _read_manifest(manifest, site), twin, _manifest_of(twin, manifests))
            else:
                site.parent.mkdir(parents=True, exist_ok=True)
                _move(twin, site)
                _manifest_of(twin, manifests).replace(_manifest_of(site, manifests))
            return summary
    except OSError as error:
        msg = f"The site could not be written: {error.strerror or error}."
        hint = "The site that was there is untouched. Check free space and permissions."
        raise PublishError(msg, hint=hint) from error


@dataclass(frozen=True, slots=True)
class Written:
    """A folder and what is known of its files: what can be copied need not be made."""

    folder: Path
    rows: Mapping[str, Row]

    def copy_of(self, file: File) -> bytes | None:
        """The bytes of a file, if it lies here as it would be made."""
        if not _is_there(self.folder, file, self.rows.get(file.path)):
            return None
        return (self.folder / file.path).read_bytes()


NOTHING = Written(Path(), {})


def bring_up_to_date(
    files: Sequence[File], folder: Path, manifest: Path, progress: Progress = silent,
    published: Written = NOTHING, memory: str = "",
) -> Summary:
    """Write into a folder what is missing or made from something else; prune the rest.

    Files that are ``published`` elsewhere in the same state are copied from there.

    The manifest is taken away first and put back last: whatever happens in between, no file can
    pass for something it is not.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _read_manifest(manifest, folder)
    manifest.unlink(missing_ok=True)
    if not before:
        _empty(folder)
    kept = {file.path: before[file.path] for file in files
            if _is_there(folder, file, before.get(file.path))}
    changed = [file for file in files if file.path not in kept]
    pruned = before.keys() - {file.path for file in files}
    _prune(pruned, folder)  # first, since a file may have to make room for a folder
    rows = {**kept, **_write_all(changed, folder, progress, published)}
    if changed or pruned:
        _remove_strangers(folder, rows)
        if hasattr(os, "sync"):
            os.sync()  # a power cut must not leave a manifest that knows more than the disk
    _write_manifest(manifest, folder, rows, memory)
    made = [file for file in changed
            if published.rows.get(file.path, ("",))[0] != rows[file.path][0]]
    return Summary(len(made), len(files) - len(made), len(pruned))


def touch_up(files: Sequence[File], site: Path, cache: Path, memory: str) -> Summary | None:
    """Make some files of a published site anew, if all others are what this memory knows.

    A single page is replaced where it lies, in one step, after the files that go with it. Several
    are published together as usual, all others copied. None if the site is not the one that the memory belongs to, or
    was changed by somebody: then all of it has to be made again.
    """
    twin, manifests = cache / "twin", cache / "manifests"
    manifest = _manifest_of(site, manifests)
    try:
        with _lock(cache / "lock"):
            rows = _read_manifest(manifest, site)
            if not rows or _memory_of(manifest) != memory or any(
                file.path not in rows for file in files
            ):
                return None
            changed = [file for file in files if file.made_from != rows[file.path][0]]
            if not all(_is_as_written(site, path, row) for path, row in rows.items()):
                return None
            pages = [file for file in changed if file.path.endswith(".html")]
            if len(pages) <= 1:
                for file in (*(file for file in changed if file not in pages), *pages):
                    replace_file(site / file.path, file.make())
                    facts = (site / file.path).stat()
                    rows[file.path] = (file.made_from, facts.st_size, facts.st_mtime_ns)
                if changed:
                    _write_manifest(manifest, site, rows, memory)
                    _forget_others(rows, twin, _manifest_of(twin, manifests))
                return Summary(len(changed), len(rows) - len(changed), 0)
    except OSError:
        return None
    anew = {file.path: file for file in changed}
    others = [_copy(site, path, row) for path, row in rows.items() if path not in anew]
    return publish([*others, *changed], site, cache, memory=memory)


def _copy(site: Path, path: str, row: Row) -> File:
    """A file as it is published."""
    return File(path, lambda: row[0], (site / path).read_bytes)


def _forget_others(published: Mapping[str, Row], folder: Path, manifest: Path) -> None:
    """Take out of the twin what is not published any more.

    What somebody asked to have removed must not lie in a cache; and what has changed would have
    to be written again anyway.
    """
    if not folder.is_dir():
        return
    rows = _read_manifest(manifest, folder)
    kept = {path: row for path, row in rows.items()
            if path in published and published[path][0] == row[0]}
    if rows and len(kept) == len(rows):
        return
    manifest.unlink(missing_ok=True)
    if not kept:
        _empty(folder)
        return
    _prune(rows.keys() - kept.keys(), folder)
    _write_manifest(manifest, folder, kept)


def _is_current(files: Sequence[File], folder: Path, rows: Mapping[str, Row]) -> bool:
    """Whether a folder already holds exactly these files."""
    return len(rows) == len(files) > 0 and all(
        _is_there(folder, file, rows.get(file.path)) for file in files)


def _is_there(folder: Path, file: File, row: Row | None) -> bool:
    """Whether a file is as we wrote it: made from the same, and touched by nobody since."""
    return row is not None and row[0] == file.made_from and _is_as_written(folder, file.path, row)


def _is_as_written(folder: Path, path: str, row: Row) -> bool:
    try:
        facts = os.stat(f"{folder}/{path}")  # noqa: PTH116 - 10,000 times
    except OSError:
        return False
    return facts.st_size == row[1] and facts.st_mtime_ns == row[2]


def _write_all(
    files: Sequence[File], folder: Path, progress: Progress, published: Written
) -> dict[str, Row]:
    for parent in sorted({file.path.rpartition("/")[0] for file in files}):
        (folder / parent).mkdir(parents=True, exist_ok=True)
    home = os.getpid()

    def write(share: Sequence[File]) -> dict[str, Row]:
        return _write_share(
            share, folder, progress if os.getpid() == home else silent, published)

    rows: dict[str, Row] = {}
    for made in in_shares(write, files):
        rows.update(made)
    return rows


def _write_share(
    files: Sequence[File], folder: Path, progress: Progress, published: Written
) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for number, file in enumerate(files):
        progress(number, len(files))  # of shares written side by side, one stands for all
        content = published.copy_of(file) or file.make()
        with open(f"{folder}/{file.path}", "wb", 0) as target:  # noqa: PTH123 - 10,000 times
            target.write(content)
            facts = os.fstat(target.fileno())
        rows[file.path] = (file.made_from, facts.st_size, facts.st_mtime_ns)
    return rows


def _prune(paths: Iterable[str], folder: Path) -> None:
    emptied: set[Path] = set()
    for path in paths:
        target = folder / path
        target.unlink(missing_ok=True)
        emptied.add(target.parent)
    for parent in sorted(emptied, key=lambda found: -len(found.parts)):
        here = parent
        while here != folder:
            try:
                here.rmdir()
            except OSError:
                break
            here = here.parent


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


def _identity(folder: Path) -> str:
    """A folder's own number: a manifest must not be believed about another folder."""
    return str(folder.stat().st_ino)


def _read_manifest(manifest: Path, folder: Path) -> dict[str, Row]:
    """What was made from what; nothing if the manifest is damaged or of another folder."""
    try:
        head, _, body = manifest.read_bytes().partition(b"\n")
        facts = json.loads(head)
        known = _sum(body + str(facts["memory"]).encode())
        if facts["of"] != _identity(folder) or facts["sum"] != known:
            return {}
        return {path: (row[0], row[1], row[2]) for path, row in json.loads(body).items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return {}


def _memory_of(manifest: Path) -> str:
    """The memory that a manifest belongs to."""
    try:
        return str(json.loads(manifest.read_bytes().partition(b"\n")[0])["memory"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _write_manifest(
    manifest: Path, folder: Path, rows: Mapping[str, Row], memory: str = ""
) -> None:
    body = json.dumps(rows, separators=(",", ":")).encode()
    head = json.dumps(
        {"of": _identity(folder), "sum": _sum(body + memory.encode()), "memory": memory}).encode()
    replace_file(manifest, head + b"\n" + body)


def _sum(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def _manifest_of(folder: Path, manifests: Path) -> Path:
    name = hashlib.blake2b(str(folder).encode(), digest_size=8).hexdigest()
    return manifests / f"{name}.json"


def _swap_manifests(first: Path, second: Path, manifests: Path) -> None:
    """Manifests follow the folders, whose names have been exchanged."""
    one, two = _manifest_of(first, manifests), _manifest_of(second, manifests)
    aside = manifests / "swap"
    if two.exists():
        two.replace(aside)
        one.replace(two)
        aside.replace(one)
    else:
        one.replace(two)


def _not_somebody_elses(site: Path, manifests: Path) -> None:
    """Never take over a folder that a build did not make."""
    if not site.exists():
        return
    if site.is_symlink() or not site.is_dir():
        msg = f"{site} is not a folder."
        raise PublishError(msg, hint="Name another folder with --site.")
    ours = _manifest_of(site, manifests).exists() or (site / "sitemap.xml").exists()
    if not ours and any(site.iterdir()):
        msg = f"{site} holds files that are not a site of ours."
        raise PublishError(msg, hint="Name another folder with --site, or empty that one.")


def _remove_strangers(folder: Path, rows: Mapping[str, Row]) -> None:
    """Files that no build has written must not be published with the rest."""
    top = len(str(folder)) + 1
    for here, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118 - 10,000 times
            if path[top:].replace(os.sep, "/") not in rows:
                Path(path).unlink()


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
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


def _exchange(first: Path, second: Path) -> None:
    """Exchange two folders' names in one step, so that a reader never sees half a site.

    Linux: ``renameat2`` with ``RENAME_EXCHANGE``; macOS: ``renamex_np`` with ``RENAME_SWAP``.
    Elsewhere, and on file systems without it, two renames, between which for a moment there is
    no site; a crash in that moment leaves it complete under the name ``….old``.
    """
    one, two = os.fsencode(first), os.fsencode(second)
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
    old = second.with_name(f"{second.name}.old")  # pragma: no cover - see above
    second.rename(old)  # pragma: no cover
    first.rename(second)  # pragma: no cover
    old.rename(first)  # pragma: no cover


def _move(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        msg = "The site and the cache lie on different disks."
        hint = "Build into a folder on the same disk as the network."
        raise PublishError(msg, hint=hint) from error


def _empty(folder: Path) -> None:
    for item in folder.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()
