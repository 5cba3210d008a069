"""What the forms need besides their pages: an empty file of each kind, and the entries' own values.

The values come as small scripts, since a page opened from a file may load scripts and nothing
else. Each of 256 holds the entries whose name falls to it, so that a change rewrites one of them
and a reader who changes an entry loads few others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..forms import KINDS, shard
from ..pages import Edition, Page
from ..render import for_script
from ..starter import starter
from ..strict_yaml import Tree
from ..write import Artifact


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[Artifact]:
    """``contribute/<kind>/template.yml`` and ``contribute/<kind>/entries/<two digits>.js``."""
    del pages
    for kind in KINDS:
        text, _ = starter(edition.kinds[kind], f"new-{kind}", {}, None, edition.today)
        yield Artifact(f"contribute/{kind}/template.yml", text.encode())
        shards: dict[str, dict[str, Tree]] = {}
        for entry in edition.network.of(kind):
            shards.setdefault(shard(entry.slug), {})[entry.slug] = entry.source.tree
        for name, entries in sorted(shards.items()):
            yield Artifact(f"contribute/{kind}/entries/{name}.js",
                           f"commonbookEntries({for_script(entries)});\n".encode())
