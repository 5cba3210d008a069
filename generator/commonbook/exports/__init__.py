"""Exports: what the site offers besides pages. Each module here is one, found by being here.

An export is a module with a function ``artifacts``: it is given the edition and all pages in the
order of their addresses, and yields files.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence

from ..pages import Edition, Page
from ..write import Artifact

Export = Callable[[Edition, Sequence[Page]], Iterator[Artifact]]


def discover() -> list[Export]:
    """The function ``artifacts`` of every module in this package, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}").artifacts for name in names]
