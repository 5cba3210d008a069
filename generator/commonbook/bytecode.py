"""Compiled templates, kept for the next time: a third of a second of a small network's build.

What was installed is compiled once for all networks, in the cache folder of whoever builds. A
network's own templates lie in its own cache, and go with it.
"""

from __future__ import annotations

import contextlib
import os
from copy import copy
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache
from platformdirs import user_cache_path

from .disk import replace_file, sum_of


class Bytecode(BytecodeCache):
    """Compiled templates, each with a sum before it: a damaged one is compiled again.

    Jinja asks for one by the digest of its source, so an old one is never taken for a new one.
    """

    def __init__(self, root: Path, own: Path) -> None:
        """``own`` is the folder for templates that lie below ``root``."""
        self._root = f"{root}{os.sep}"
        self._own = own
        self._shared = user_cache_path("commonbook") / "templates"
        self._language = self._held = ""

    def holding(self, language: str, held: str, *, own: bool) -> Bytecode:
        """The same for templates that hold more than their source: words of a language.

        ``held`` is a digest of it. ``own`` says that some of it is the network's own.
        """
        bytecode = copy(self)
        bytecode._language, bytecode._held = language, held  # noqa: SLF001 - its own class
        if own:
            bytecode._shared = self._own  # noqa: SLF001 - as above
        return bytecode

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file that keeps a template, with the folder it goes to."""
        folder = self._own if (filename or self._root).startswith(self._root) else self._shared
        return str(folder / super().get_cache_key(f"{name}{self._language}", filename))

    def get_source_checksum(self, source: str) -> str:
        """What tells whether a compiled template is still right."""
        return super().get_source_checksum(f"{source}{self._held}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it is whole."""
        with contextlib.suppress(OSError):
            known, _, content = Path(bucket.key).read_bytes().partition(b"\n")
            if known.decode("ascii", "replace") == sum_of(content):
                bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it; it is only for speed."""
        content = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            replace_file(Path(bucket.key), f"{sum_of(content)}\n".encode() + content)
