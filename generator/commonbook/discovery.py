"""A package in, its modules out: what is found by being there, and never registered."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def names_in(package: str) -> tuple[str, ...]:
    """The names of a package's modules, in order; none of them is imported."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(info.name for info in pkgutil.iter_modules(path)))


@cache
def modules_in(package: str) -> tuple[ModuleType, ...]:
    """Every module of a package, in the order of their names."""
    return tuple(importlib.import_module(f"{package}.{name}") for name in names_in(package))
