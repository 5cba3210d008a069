"""A photograph with a place in it, as telephones write them."""

from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    """Save four pixels and a position in the Atlantic."""
    picture = Image.new("RGB", (2, 2))
    facts = picture.getexif()
    facts.get_ifd(0x8825).update({1: "N", 2: (40.0, 0.0, 0.0), 3: "W", 4: (40.0, 0.0, 0.0)})
    target = root / "network" / "images" / "pot.jpg"
    target.parent.mkdir()
    picture.save(target, exif=facts)
