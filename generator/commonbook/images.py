"""Pictures made safe: sniffed, bounded, and written again from their pixels alone."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image as Pillow

from . import rules
from .diagnostics import Rule
from .files import read_bytes
from .parts import Image
from .project import Project

BYTES_LIMIT = 4 * 1024 * 1024
PIXELS_LIMIT = 30_000_000
SIDE_LIMIT = 20_000
"""A strip of 1 by 30 million pixels, in 60 KB, took two gigabytes to make small."""
WIDEST = 1200
TALLEST = 16_000  # WebP holds 16,383 (RFC 9649, 2.5)
FORMATS = ("PNG", "JPEG", "WEBP")
GPS_DIRECTORY = 0x8825  # Exif 2.32, 4.6.3: pointer to the GPS directory
ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
TURNS = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT, 3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM, 5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_270, 7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}
GPS_IN_XMP = b"GPSLatitude"  # XMP part 2, 3.4: the same fact in XML

TURNED = frozenset(TURNS[number] for number in (5, 6, 7, 8))  # these swap width and height

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
    elif GPS_DIRECTORY in _exif(opened) or GPS_IN_XMP in opened.info.get("xmp", b""):
        hint = "Save it without location data (on a phone: share without location), then add it."
        yield rules.IMAGE_CARRIES_LOCATION, f"{image.file} says where it was taken.", hint


def picture(project: Project, image: Image) -> Picture | None:
    """The picture of an entry, turned upright, at most 1200 pixels wide, without metadata."""
    opened = _open(project, image)
    if isinstance(opened, str):
        return None
    turn = TURNS.get(_exif(opened).get(ORIENTATION, 1))
    has_alpha = opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info
    mode = "RGBA" if has_alpha else "RGB"
    pixels = opened if opened.mode == mode else opened.convert(mode)
    widest, tallest = (TALLEST, WIDEST) if turn in TURNED else (WIDEST, TALLEST)
    scale = min(1.0, widest / pixels.width, tallest / pixels.height)
    if scale < 1:
        size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
        pixels = pixels.resize(size, Pillow.Resampling.LANCZOS)
    if turn is not None:
        pixels = pixels.transpose(turn)
    clean = Pillow.frombytes(pixels.mode, pixels.size, pixels.tobytes())
    target = io.BytesIO()
    clean.save(target, "WEBP", quality=80, method=4)
    data = target.getvalue()
    digest = hashlib.blake2b(data, digest_size=8).hexdigest()
    return Picture(f"{digest}.webp", data, clean.width, clean.height)


def _exif(opened: Pillow.Image) -> dict[int, Any]:
    """The Exif fields we ask for; none if they are broken, since a picture can do without."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = opened.getexif()
            return {tag: exif.get(tag) for tag in (GPS_DIRECTORY, ORIENTATION) if tag in exif}
    except Exception:  # noqa: BLE001 - Pillow raises many types on broken files
        return {}


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
            if max(opened.size) > SIDE_LIMIT:
                return f"{image.file} is longer than {SIDE_LIMIT} pixels."
            if getattr(opened, "n_frames", 1) > 1:
                return f"{image.file} moves; only still pictures are used."
            opened.load()
    except Exception:  # noqa: BLE001 - Pillow raises many types on broken files
        return f"{image.file} cannot be read as a PNG, JPEG or WebP picture."
    return opened
