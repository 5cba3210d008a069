"""A package in, its modules out: what is found by being there, and never registered."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any


@cache
def names_in(package: str) -> tuple[str, ...]:
    """The names of a package's modules, in order; none of them is imported."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(info.name for info in pkgutil.iter_modules(path)))


@cache
def modules_in(package: str) -> tuple[ModuleType, ...]:
    """Every module of a package, in the order of their names."""
    return tuple(importlib.import_module(f"{package}.{name}") for name in names_in(package))


@cache
def functions_in(package: str, name: str) -> tuple[Callable[..., Any], ...]:
    """The functions of one name in a package's modules, in the order of these."""
    return tuple(getattr(module, name) for module in modules_in(package) if hasattr(module, name))
