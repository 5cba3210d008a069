"""Where things are: the folders of a network, the theme in force, the cache."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from .bytecode import Bytecode
from .errors import ProjectError


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one network, as absolute paths."""

    root: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that ``start`` lies in: the nearest folder with ``network/network.yml``.

        Raises:
            ProjectError: neither ``start`` nor a folder above it holds a network, or a link leads
                out of what is written into or published as it is.
        """
        start = start.resolve()
        if not start.exists():
            msg = f"There is no folder {start}."
            raise ProjectError(msg, hint="Check the spelling, or leave the folder out.")
        for folder in (start, *start.parents):
            if (folder / "network" / "network.yml").is_file():
                return cls(folder).without_links()
        msg = f"There is no network in {start} or above it (no network/network.yml)."
        hint = "Go to your handbook's folder first, or start one: make network/network.yml."
        raise ProjectError(msg, hint=hint)

    def without_links(self) -> Self:
        """The same, if nothing in the cache, the theme or the folder of pictures leads elsewhere.

        A contribution may hold links. Through one in the cache a build would empty or write a
        folder of somebody's; through one in the theme it would publish a file of theirs.
        """
        for path in _strange(self.root):
            msg = f"{self.relative(path)} is a link to elsewhere, or no ordinary file."
            raise ProjectError(msg, hint="Delete it, or put the file or folder itself there.")
        return self

    @property
    def network(self) -> Path:
        """The data: one folder a kind, one file an entry."""
        return self.root / "network"

    @property
    def content(self) -> Path:
        """The guides in Markdown."""
        return self.root / "content"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: frames, the twin of the site, remembered work."""
        return self.root / ".commonbook"

    @property
    def bytecode(self) -> Bytecode:
        """Where compiled templates are kept."""
        return Bytecode(self.root, self.cache / "templates")

    @property
    def themes(self) -> tuple[Path, ...]:
        """Theme folders, the network's own before the shipped one."""
        own = self.root / "theme"
        shipped = shipped_theme()
        return (own, shipped) if own.is_dir() and own != shipped else (shipped,)

    def write_new(self, path: str, text: str) -> None:
        """Write a new file at a path from the root; never over one that is there.

        Raises:
            ProjectError: the file exists.
        """
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError as error:
            msg = f"{path} is already there."
            raise ProjectError(msg, hint="Give the new one another name, or delete it.") from error

    def relative(self, path: Path) -> str:
        """A path as we show it: from the root, with "/"."""
        return path.relative_to(self.root).as_posix()


def _strange(root: Path) -> Iterator[Path]:
    """Links, and whatever is neither file nor folder, where only these may be."""
    cache = root / ".commonbook"
    for folder in (root / "theme", root / "network" / "images", cache, cache / "offline"):
        if folder.is_symlink():
            yield folder
            continue
        for here, folders, files in os.walk(folder):
            for name in (*folders, *files):
                path = Path(here, name)
                if stat.S_IFMT(path.lstat().st_mode) not in {stat.S_IFREG, stat.S_IFDIR}:
                    yield path
            if folder.name != "theme":  # pictures are opened without following, one by one
                break


def shipped_theme() -> Path:
    """The theme that comes with Commonbook.

    In a wheel it lies inside the package; in a checkout it is the repository's own ``theme/``.
    """
    package = Path(__file__).resolve().parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parents[1] / "theme"
