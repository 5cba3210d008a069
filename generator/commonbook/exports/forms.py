"""What the forms need besides their pages: an empty file of each kind, and the values of entries.

The values come as small scripts, since a page opened from a file may load scripts and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..artifacts import File
from ..entry import Entry
from ..forms import KINDS, values_address, values_files
from ..pages import Edition, Page
from ..render import digest, for_script
from ..starter import starter


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """``contribute/<kind>/template.yml``: a commented file to fill in without scripts."""
    del pages
    for kind in KINDS:
        text, _ = starter(edition.kinds[kind], f"new-{kind}", {}, None, edition.today)
        yield File.holding(f"contribute/{kind}/template.yml", text.encode())


def shared_artifacts(edition: Edition, entries: Sequence[Entry]) -> Iterator[File]:
    """``contribute/values/…``: what forms are filled in with, a few entries in a file."""
    for kind in dict.fromkeys(entry.kind for entry in entries if entry.kind in KINDS):
        ids = edition.network.ids_of(kind)
        files = values_files(len(ids))
        addresses = {entry_id: values_address(
            kind, entry_id.partition("/")[2], files, careful=entry_id in edition.careful)
            for entry_id in ids}
        held: dict[str, list[str]] = {
            addresses[entry.id]: [] for entry in entries if entry.kind == kind}
        for entry_id, address in addresses.items():
            if address in held:
                held[address].append(entry_id)
        for address, together in held.items():
            yield File(address, partial(_origin, edition, together), partial(_made, edition, together))


def _origin(edition: Edition, ids: Sequence[str]) -> str:
    return digest((edition.salt, *(
        f"{entry_id} {edition.network.entries[entry_id].source.digest}" for entry_id in ids)))


def _made(edition: Edition, ids: Sequence[str]) -> bytes:
    """A script that hands over the values of each entry by its slug."""
    values = {entry_id.partition("/")[2]: edition.network.entries[entry_id].source.tree
              for entry_id in ids}
    return f"commonbookEntries({for_script(values)});\n".encode()
