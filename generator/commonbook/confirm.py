"""A source and a day in, its text with that day in ``checked_on`` out; nothing else is touched."""

from __future__ import annotations

from datetime import date

from .errors import ProjectError
from .load import Source, load_text

FIELD = "checked_on"


def confirmed(source: Source, data: bytes, day: date) -> bytes:
    """The bytes of a file with one date changed, or with one line more.

    Raises:
        ProjectError: the file is written in a way that only a person can change.
    """
    text = data.decode("utf-8")
    lines = text.split("\n")
    written = day.isoformat()
    if FIELD in source.tree:
        _replace(source, lines, written)
    else:
        _insert(source, lines, written)
    changed = "\n".join(lines).encode()
    again = load_text(changed, source.path, source.kind, source.slug)
    wanted = {**source.tree, FIELD: written}
    if not isinstance(again, Source) or again.tree != wanted or again.body != source.body:
        msg = f"{source.path} is written in a way that cannot be changed here."
        raise ProjectError(msg, hint=f"Write “{FIELD}: {written}” into it yourself.")
    return changed


def _replace(source: Source, lines: list[str], written: str) -> None:
    """Put the day where the old one stands, whatever else is on its line."""
    place = source.locate(FIELD)
    line = lines[place.line - 1]
    old = source.line(place.line)[place.column - 1 : place.end_column - 1]
    start = line.find(old, line.find(FIELD) + len(FIELD)) if old else -1
    if start >= 0 and place.end_line == place.line:
        lines[place.line - 1] = f"{line[:start]}{written}{line[start + len(old):]}"


def _insert(source: Source, lines: list[str], written: str) -> None:
    """Add a line at the end of the fields."""
    ending = "\r" if lines[0].endswith("\r") else ""
    if source.kind == "guide":
        lines.insert(source.body_line - 2, f"{FIELD}: {written}{ending}")
        return
    while lines and not lines[-1].strip():
        lines.pop()
    lines += [f"{FIELD}: {written}{ending}", ""]
    if len(lines) > 2 and ending and not lines[-3].endswith("\r"):  # noqa: PLR2004
        lines[-3] += ending
