"""Artifacts in, a site on disk out: only what changed, and never half of it.

Two folders hold the site, the published one and its twin, each with a manifest of what every
file was made from. A build brings the twin up to date in place and then exchanges the two names
in one system call. A build that stops half-way leaves the published folder as it was; the
manifest of the twin is away while it is being written, so the next build mistrusts all of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .artifacts import File, Tally, ask_origins
from .disk import empty, exchange, lock, move, replace_file
from .errors import PublishError
from .manifests import Row, manifest_of, memory_of, read_manifest, swap_manifests, write_manifest
from .parallel import Progress, in_shares, silent

SITE_SIGN = "sitemap.xml"
"""A file by which a site is known as ours."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did to the site's files."""

    written: int
    unchanged: int
    pruned: int


def publish(
    files: Sequence[File], site: Path, cache: Path, progress: Progress = silent, *,
    memory: str = "", sign: str = SITE_SIGN,
) -> Summary:
    """Make a folder hold exactly these files, all at once, if nothing goes wrong.

    ``sign`` is a file by which a folder is known as ours, if its manifest is lost.
    ``memory`` is the sum of what is remembered of the network as these files show it.

    Raises:
        PublishError: another build is running, or the folder cannot be used.
    """
    twin, manifests = cache / "twin", cache / "manifests"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        manifests.mkdir(exist_ok=True)
        _not_somebody_elses(site, manifests, sign)
        with lock(cache / "lock"):
            manifest = manifest_of(site, manifests)
            rows = read_manifest(manifest, site)
            if rows:
                ask_origins(files)
            if _is_current(files, site, rows):
                _forget_others(rows, twin, manifest_of(twin, manifests))
                if memory and memory_of(manifest) != memory:
                    write_manifest(manifest, site, rows, memory)
                return Summary(0, len(files), 0)
            summary = bring_up_to_date(
                files, twin, manifest_of(twin, manifests), progress, Written(site, rows), memory)
            if site.exists():
                exchange(twin, site)
                swap_manifests(twin, site, manifests)
                _forget_others(
                    read_manifest(manifest, site), twin, manifest_of(twin, manifests))
            else:
                site.parent.mkdir(parents=True, exist_ok=True)
                move(twin, site)
                manifest_of(twin, manifests).replace(manifest_of(site, manifests))
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
    before = read_manifest(manifest, folder)
    manifest.unlink(missing_ok=True)
    if not before:
        empty(folder)
    kept = {file.path: before[file.path] for file in files
            if _is_there(folder, file, before.get(file.path))}
    changed = [file for file in files if file.path not in kept]
    pruned = before.keys() - {file.path for file in files}
    _prune(pruned, folder)  # first, since a file may have to make room for a folder
    rows = {**kept, **_write_all(changed, folder, progress, published)}
    if changed or pruned:
        _count(files, folder, rows)
        _remove_strangers(folder, rows)
        if hasattr(os, "sync"):
            os.sync()  # a power cut must not leave a manifest that knows more than the disk
    write_manifest(manifest, folder, rows, memory)
    made = [file for file in changed
            if published.rows.get(file.path, ("",))[0] != rows[file.path][0]]
    return Summary(len(made), len(files) - len(made), len(pruned))


def touch_up(
    files: Sequence[File], site: Path, cache: Path, before: str, *, memory: str,
    folders: tuple[str, ...] = (),
) -> Summary | None:
    """Make some files of a published site anew, if all others are what a memory knows.

    ``before`` is the sum of the memory that the site should belong to, ``memory`` of the one it
    will belong to. Each of ``folders`` will hold nothing but these files.

    A single page is replaced where it lies, in one step, after the files that go with it. Several
    are published together as usual, all others copied. None if the site is not the one that the
    memory belongs to, or was changed by somebody: then all of it has to be made again.
    """
    twin, manifests = cache / "twin", cache / "manifests"
    manifest = manifest_of(site, manifests)
    try:
        with lock(cache / "lock"):
            rows = read_manifest(manifest, site)
            if not rows or memory_of(manifest) != before or any(
                file.path not in rows and not file.path.startswith(folders) for file in files
            ):
                return None
            changed = [file for file in files
                       if file.path not in rows or file.made_from != rows[file.path][0]]
            if not all(_is_as_written(site, path, row) for path, row in rows.items()):
                return None
            gone = {path for path in rows if path.startswith(folders)} - {file.path for file in files}
            if sum(file.path.endswith("index.html") for file in changed) <= 1:
                for file in sorted(changed, key=lambda file: _place_in_line(file, rows)):
                    replace_file(site / file.path, file.make())
                    facts = (site / file.path).stat()
                    rows[file.path] = (file.made_from, facts.st_size, facts.st_mtime_ns)
                _prune(gone, site)
                rows = {path: row for path, row in rows.items() if path not in gone}
                if changed or gone:
                    _count(files, site, rows)
                if changed or gone or memory != before:
                    write_manifest(manifest, site, rows, memory)
                    _forget_others(rows, twin, manifest_of(twin, manifests))
                return Summary(len(changed), len(rows) - len(changed), len(gone))
    except OSError:
        return None
    anew = [file for file in files if file in changed or isinstance(file, Tally)]
    gone.update(file.path for file in anew)
    others = [_copy(site, path, row) for path, row in rows.items() if path not in gone]
    return publish([*others, *anew], site, cache, memory=memory)


def _count(files: Iterable[File], folder: Path, rows: dict[str, Row]) -> None:
    """Make what is made from all others."""
    tallies = [file for file in files if isinstance(file, Tally)]
    others = {path: rows[path] for path in sorted(rows.keys() - {file.path for file in tallies})}
    for file in tallies:
        replace_file(folder / file.path, file.count(others))
        facts = (folder / file.path).stat()
        rows[file.path] = (file.made_from, facts.st_size, facts.st_mtime_ns)


def _place_in_line(file: File, rows: Mapping[str, Row]) -> tuple[bool, bool]:
    """New files first, which nothing leads to yet; then those that lead to them, the page last."""
    return file.path.endswith(".html"), file.path in rows


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
    rows = read_manifest(manifest, folder)
    kept = {path: row for path, row in rows.items()
            if path in published and published[path][0] == row[0]}
    if rows and len(kept) == len(rows):
        return
    manifest.unlink(missing_ok=True)
    if not kept:
        empty(folder)
        return
    _prune(rows.keys() - kept.keys(), folder)
    write_manifest(manifest, folder, kept)


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


def _not_somebody_elses(site: Path, manifests: Path, sign: str) -> None:
    """Never take over a folder that a build did not make."""
    if not site.exists():
        return
    if site.is_symlink() or not site.is_dir():
        msg = f"{site} is not a folder."
        raise PublishError(msg, hint="Name another folder.")
    ours = manifest_of(site, manifests).exists() or (site / sign).exists()
    if not ours and any(site.iterdir()):
        msg = f"{site} holds files that are not a site of ours."
        raise PublishError(msg, hint="Name another folder, or empty that one.")


def _remove_strangers(folder: Path, rows: Mapping[str, Row]) -> None:
    """Files that no build has written must not be published with the rest."""
    top = len(str(folder)) + 1
    for here, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118 - 10,000 times
            if path[top:].replace(os.sep, "/") not in rows:
                Path(path).unlink()
