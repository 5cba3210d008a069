"""Files in, a ZIP out: the same files give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a ZIP can name; every file gets it."""
READABLE = 0o100644 << 16
PACKED = (".gz", ".jpg", ".png", ".webp", ".zip")
"""Ends of names of files that do not get smaller."""
UNIX = 3


def archive(files: Iterable[tuple[str, bytes]], stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP of files in the order they are given, with no day, owner or machine in it.

    ``stored`` files are not packed: an EPUB's type has to stand there as it is.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for path, content in files:
            facts = zipfile.ZipInfo(path, FIRST_DAY)
            facts.external_attr = READABLE
            facts.create_system = UNIX
            as_it_is = path in stored or path.endswith(PACKED)
            facts.compress_type = zipfile.ZIP_STORED if as_it_is else zipfile.ZIP_DEFLATED
            made.writestr(facts, content, compresslevel=9)
    return target.getvalue()
