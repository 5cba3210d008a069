"""Exports: what the site offers besides pages. Each module here is one, found by being here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator

from ..link import Network
from ..pages import Page
from ..settings import Settings
from ..write import Artifact

Export = Callable[[Network, Iterable[Page], Settings], Iterator[Artifact]]


def discover() -> list[Export]:
    """The function ``artifacts`` of every module in this package, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}").artifacts for name in names]
