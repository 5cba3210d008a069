"""Pictures made safe: sniffed, bounded, and written again from their pixels alone."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image as Pillow
from PIL import ImageOps

from . import rules
from .diagnostics import Rule
from .fields import Image
from .files import read_bytes
from .project import Project

BYTES_LIMIT = 4 * 1024 * 1024
PIXELS_LIMIT = 30_000_000
WIDEST = 1200
FORMATS = ("PNG", "JPEG", "WEBP")
GPS_DIRECTORY = 0x8825  # Exif 2.32, 4.6.3: pointer to the GPS directory

Problem = tuple[Rule, str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready for the site: its own name, made from its content, and its size."""

    name: str
    data: bytes
    width: int
    height: int


def image_problems(project: Project, image: Image) -> Iterator[Problem]:
    """Why a picture cannot be used as it is."""
    opened = _open(project, image)
    if isinstance(opened, str):
        yield rules.INVALID_IMAGE, opened, "Use a PNG, JPEG or WebP file of at most 4 MB."
    elif GPS_DIRECTORY in opened.getexif():
        hint = "Save it without location data (on a phone: share without location), then add it."
        yield rules.IMAGE_CARRIES_LOCATION, f"{image.file} says where it was taken.", hint


def picture(project: Project, image: Image) -> Picture | None:
    """The picture of an entry, turned upright, at most 1200 pixels wide, without metadata."""
    opened = _open(project, image)
    if isinstance(opened, str):
        return None
    upright = ImageOps.exif_transpose(opened)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    pixels = upright.convert("RGBA" if has_alpha else "RGB")
    if pixels.width > WIDEST:
        height = max(1, round(pixels.height * WIDEST / pixels.width))
        pixels = pixels.resize((WIDEST, height), Pillow.Resampling.LANCZOS)
    clean = Pillow.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    target = io.BytesIO()
    clean.save(target, "WEBP", quality=80, method=4)
    data = target.getvalue()
    digest = hashlib.blake2b(data, digest_size=8).hexdigest()
    return Picture(f"{digest}.webp", data, clean.width, clean.height)


def _open(project: Project, image: Image) -> Pillow.Image | str:
    data = read_bytes(project.network / "images" / image.file, BYTES_LIMIT)
    if isinstance(data, str):
        return data.replace("This file", image.file, 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            opened = Pillow.open(io.BytesIO(data), formats=FORMATS)
            if opened.width * opened.height > PIXELS_LIMIT:
                return f"{image.file} has more than 30 million pixels."
            if getattr(opened, "n_frames", 1) > 1:
                return f"{image.file} moves; only still pictures are used."
            opened.load()
    except Exception:  # noqa: BLE001 - Pillow raises many types on broken files
        return f"{image.file} cannot be read as a PNG, JPEG or WebP picture."
    return opened
