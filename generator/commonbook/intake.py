"""The files of a network in, its settings and entries out: load and validate, one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from . import rules
from .diagnostics import Diagnostic, Location, Report
from .entry import Entry
from .files import IGNORED, find_entries, find_guides
from .kinds import Kinds
from .load import Source, Unreadable, load_file
from .parallel import Progress, in_shares
from .privacy import privacy, private_in_file
from .project import Project
from .settings import REMOVED, SETTINGS, Removed, Settings, Tombstone
from .validate import explain, validate

Read = tuple[Source | Unreadable, Entry | None, tuple[Diagnostic, ...]]
"""A file, the entry it holds if it is fit to be one, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Reads the files of one network. What is wrong with them goes into the report.

    ``sources`` takes in every file that was read, by its path.
    """

    project: Project
    report: Report
    sources: dict[str, Source | Unreadable]
    progress: Progress

    def settings(self) -> Settings:
        """What the network says of itself, as far as it is right."""
        found = self._model(SETTINGS, Settings)
        if isinstance(found, Settings):
            return found
        own = self.sources.get(SETTINGS)
        return _what_is_right(own.tree if isinstance(own, Source) else {})

    def removed(self) -> tuple[Tombstone, ...]:
        """What was taken out."""
        found = self._model(REMOVED, Removed)
        return found.removed if isinstance(found, Removed) else ()

    def _model(self, path: str, model: type[BaseModel]) -> BaseModel | None:
        if not (self.project.root / path).is_file():
            return None
        source = self.sources[path] = load_file(
            self.project.root, path, "network", Path(path).stem)
        if isinstance(source, Unreadable):
            self.report.add(source.diagnostics)
            return None
        try:
            return model.model_validate(source.tree)
        except ValidationError as error:
            self.report.add(explain(source, model, error))
            return None

    def entries(self, kinds: Kinds) -> Iterator[Entry]:
        """Every entry of every kind."""
        self._report_strange_folders(kinds)
        for share in in_shares(partial(self._read_share, kinds), list(self._find(kinds))):
            for source, entry, problems in share:
                self.sources[source.path] = source
                self.report.add(problems)
                if entry:
                    yield entry

    def _find(self, kinds: Kinds) -> Iterator[tuple[str, str, str]]:
        """Path, kind and slug of every file that should be an entry."""
        for kind, model in kinds.items():
            for found in (find_guides(self.project.root, "content") if kind == "guide"
                          else find_entries(self.project.root, f"network/{model.folder}")):
                if isinstance(found, Diagnostic):
                    self.report.add([found])
                else:
                    yield found[0], kind, found[1]

    def _read_share(self, kinds: Kinds, files: Sequence[tuple[str, str, str]]) -> list[Read]:
        """Load and validate some files; may run in another process."""
        made: list[Read] = []
        for number, (path, kind, slug) in enumerate(files):
            self.progress(number, len(files))
            source = load_file(self.project.root, path, kind, slug)
            if isinstance(source, Unreadable):
                made.append((source, None, source.diagnostics))
            else:
                entry, problems = validate(source, kinds[kind])
                private = privacy(entry) if entry else private_in_file(source)
                made.append((source, entry, (*problems, *private)))
                source.pack()
        return made

    def _report_strange_folders(self, kinds: Kinds) -> None:
        """Folders that are no kind's are reported, so that nothing in them is missed."""
        known = {model.folder for model in kinds.values() if model.kind != "guide"}
        known |= {"images", "schemas"}
        for item in sorted(os.scandir(self.project.network), key=lambda found: found.name):
            path = f"network/{item.name}"
            if IGNORED.match(item.name) or path in {SETTINGS, REMOVED}:
                continue
            if not item.is_dir(follow_symlinks=False):
                self.report.add([rules.UNEXPECTED_FILE.at(
                    Location(path), "This file is not read.",
                    hint="Entries lie in the folder of their kind.")])
            elif item.name not in known:
                self.report.add([rules.UNKNOWN_KIND.at(
                    Location(path), f"There is no kind with the folder “{item.name}”.",
                    hint="Folders are: " + ", ".join(sorted(known)) + ".")])


def _what_is_right(tree: Mapping[str, Any]) -> Settings:
    """Settings without what is wrong in them, which has been reported.

    Entries are checked all the same: one mistake here must not become one in every entry.
    """
    usual = {"name": "Handbook", "summary": "Handbook", "languages": ["en"]}
    try:
        return Settings.model_validate({**usual, **tree})
    except ValidationError as error:
        wrong = {finding["loc"][0] for finding in error.errors()}
        right = {name: value for name, value in tree.items() if name not in wrong}
        return Settings.model_validate({**usual, **right})
