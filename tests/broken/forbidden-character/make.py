"""A mark that reverses the direction of writing: it would be invisible in this repository."""

from pathlib import Path


def make(root: Path) -> None:
    """Put it after the second word of the summary."""
    path = root / "network" / "groups" / "kitchen.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("A kitchen", "A kitchen\u202e"), encoding="utf-8")
