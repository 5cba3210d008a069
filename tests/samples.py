"""What tests share that is not a fixture: where things are, reading and building a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonbook.handbook import Handbook, Site
from commonbook.hosts.mkdocs import frames_for
from commonbook.project import Project
from commonbook.write import Summary, publish

TESTS = Path(__file__).resolve().parent
REPOSITORY = TESTS.parent
TODAY = date(2026, 11, 24)
EPOCH = "1795521600"
"""Noon on that day, for the programs that tests start."""

SETTINGS = "name: Test\nsummary: A network for a test.\nlanguages: [en]\n"


@dataclass(frozen=True)
class Snapshots:
    """Compares text with a file, or writes the file."""

    update: bool

    def check(self, text: str, path: Path) -> None:
        """Text and file are the same."""
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is not there: run pytest --update-snapshots"
        assert text == path.read_text(encoding="utf-8")


def read(root: Path, *, drafts: bool = False) -> Handbook:
    """A network, read and checked."""
    return Handbook(Project(root), today=TODAY, drafts=drafts)


def render(handbook: Handbook, folder: Path | None = None) -> tuple[Site, Summary]:
    """A network, rendered and written to its folder ``site``, or another."""
    site = frames_for(handbook)
    project = handbook.project
    return site, publish(handbook.files(site), folder or project.root / "site", project.cache)


@dataclass(frozen=True)
class Built:
    """A network that has been built once for many tests; nobody may change it."""

    root: Path
    handbook: Handbook
    site: Site

    @property
    def folder(self) -> Path:
        """Where its pages lie."""
        return self.root / "site"
