"""Checks: rules over entries and networks. Each module here is one theme, found by being here.

They need more than one field or one file. A theme has at least one of three functions, each a generator of problems:

``of_entry(entry, context)``
    is asked of every entry, and of an edited one again. It may look at all of that entry. Of those
    that it names it may look at all but their texts: when these are edited, it is not asked again.
``of_entries(entries, context)``
    is asked the same of some entries at once, where something is worked out for all of them first.
``of_network(context)``
    is asked once, after all others. Of all entries it may look at everything but their texts, so
    an edit of a text leaves what it says as it is, and it is not asked.

Most entries are right and there may be ten thousand: look first whether anything can be wrong.
The order of problems does not matter, since a report sorts them by file and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from types import MappingProxyType

from ..diagnostics import Diagnostic
from ..discovery import functions_in
from ..entry import Entry
from ..link import Network
from ..parallel import in_shares
from ..project import Project
from ..settings import Settings, Tombstone


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may look at besides the entry itself."""

    project: Project
    network: Network
    settings: Settings
    today: date
    kinds: Mapping[str, type[Entry]] = field(default_factory=lambda: MappingProxyType({}))
    removed: tuple[Tombstone, ...] = ()
    lists_known: bool = True
    """Whether ``network.yml`` could be read: else no word can be missing from its lists."""


def check(context: Context) -> Iterator[Diagnostic]:
    """Everything that is wrong in a network whose files are right one by one."""
    network_checks = functions_in(__name__, "of_network")  # imported before processes are forked
    for found in in_shares(partial(_check_share, context), list(context.network)):
        yield from found
    for of_network in network_checks:
        yield from of_network(context)


def _check_share(context: Context, entries: Sequence[Entry]) -> list[Diagnostic]:
    """What can be said of some entries; may run in another process."""
    return list(check_entries(entries, context))


def check_entries(entries: Sequence[Entry], context: Context) -> Iterator[Diagnostic]:
    """Everything that can be said of some entries."""
    for entry in entries:
        yield from check_entry(entry, context)
    for of_entries in functions_in(__name__, "of_entries"):
        yield from of_entries(entries, context)


def check_entry(entry: Entry, context: Context) -> Iterator[Diagnostic]:
    """What can be said of one entry by itself and those it names."""
    for of_entry in functions_in(__name__, "of_entry"):
        yield from of_entry(entry, context)
