"""assets/map/…: the small maps on pages of groups, one file for all groups in a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from ..artifacts import File
from ..drawings.atlas import field_map, field_name
from ..kinds.group import Group
from ..pages import Edition, Page


def artifacts(edition: Edition, pages: Sequence[Page]) -> Iterator[File]:
    """A file for each field of ten degrees that has a group."""
    del pages
    fields = {field_name(group.place.position): group.place.position
              for group in edition.network.of("group")
              if isinstance(group, Group) and not group.sensitive
              and group.place and group.place.position}
    for name, position in sorted(fields.items()):
        yield File.of(f"assets/map/{name}", partial(_made, position))


def _made(position: tuple[Decimal, Decimal]) -> bytes:
    return field_map(position).encode()
