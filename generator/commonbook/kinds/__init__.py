"""The kinds of entry: each module here defines one, and is found by being here."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType, ModuleType

from ..discovery import modules_in
from ..entry import Entry
from ..errors import ProjectError

Kinds = Mapping[str, type[Entry]]
"""Models by the name of their kind."""


def discover(root: Path | None = None, paths: Iterable[str] = ()) -> Kinds:
    """All kinds: ours, those of installed packages, and the network's own files.

    ``paths`` are Python files from the project's root, as ``kinds:`` in ``network.yml`` has
    them. They are code: only maintainers of a network may add them.

    Raises:
        ProjectError: a file is missing or broken, or two kinds share a name or a folder.
    """
    found: dict[str, type[Entry]] = {}
    folders: dict[str, str] = {}
    for module in _modules(root, paths):
        for model in _models(module):
            if found.get(model.kind) is model:
                continue
            if model.kind in found or model.folder in folders:
                msg = f"Two kinds are called “{model.kind}” or use the folder “{model.folder}”."
                raise ProjectError(msg, hint=f"Rename the one in {module.__name__}.")
            found[model.kind] = model
            folders[model.folder] = model.kind
    return MappingProxyType(found)


def _modules(root: Path | None, paths: Iterable[str]) -> Iterator[ModuleType]:
    yield from modules_in(__name__)
    for point in entry_points(group="commonbook.kinds"):
        yield point.load()
    for path in paths:
        yield _from_file((root or Path()) / path, path)


def _from_file(path: Path, shown: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"commonbook_kind_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        msg = f"There is no kind in {shown}."
        raise ProjectError(msg, hint="Check the paths under “kinds” in network/network.yml.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic looks up the names in annotations there
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        msg = f"The kind in {shown} cannot be loaded: {error}"
        raise ProjectError(msg, hint="Compare it with the kinds that come along.") from error
    return module


def _models(module: ModuleType) -> Iterator[type[Entry]]:
    for value in vars(module).values():
        if (isinstance(value, type) and issubclass(value, Entry) and value is not Entry
                and value.__module__ == module.__name__):
            yield value
