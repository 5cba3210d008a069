"""Entries that nothing leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import rules
from ..diagnostics import Diagnostic, Location, quoted
from ..files import read_bytes
from ..kinds.guide import Guide
from ..load import ENTRY_LIMIT
from ..project import Project
from . import Context


def of_network(context: Context) -> Iterator[Diagnostic]:
    """Terms that nothing uses, and entries that stand alone."""
    menu = _menu(context.project)
    for entry in context.network:
        if context.network.incoming.get(entry.id):
            continue
        if entry.kind == "term":
            yield rules.UNUSED_TERM.at(
                Location(entry.source.path), f"Nothing links to the term {quoted(entry.name)}.",
                hint=f"Link it where it is used, with [[{entry.id}]].")
        elif isinstance(entry, Guide) and entry.source.path.removeprefix("content/") in menu:
            continue
        elif isinstance(entry, Guide) and entry.editorial:
            yield rules.ORPHAN_ENTRY.at(
                Location(entry.source.path),
                f"{quoted(entry.name)} stands in no list, and no page and no menu leads to it.",
                hint=f"Link it from another page with [[{entry.id}]], or put it into the menu.")
        elif not context.network.outgoing.get(entry.id) and not entry.topics:
            yield rules.ORPHAN_ENTRY.at(
                Location(entry.source.path),
                f"{quoted(entry.name)} is linked to nothing, and nothing to it.",
                hint="Give it a topic, or name it under “related” in another entry.")


def _menu(project: Project) -> frozenset[str]:
    """Guides that are found without a link: the front page and those the menu names.

    The menu is the host's, so its file is not read as settings; a guide's path in it is enough.
    """
    read = read_bytes(project.root / "mkdocs.yml", ENTRY_LIMIT)
    named = re.findall(r"[\w/-]{1,200}\.md\b", read.decode(errors="replace")) \
        if isinstance(read, bytes) else ()
    return frozenset((
        "index.md", *(named or ("start-here.md", "contribute/add-your-group.md", "about.md"))))
