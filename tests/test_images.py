"""Pictures: only still ones of three sorts, published from their pixels alone."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from commonbook.images import image_problems, picture
from commonbook.parts import Image
from commonbook.project import Project

Make = Callable[[bytes], tuple[Project, Image]]


@pytest.fixture
def entry(tmp_path: Path) -> Make:
    """A project with one picture."""

    def make(data: bytes) -> tuple[Project, Image]:
        folder = tmp_path / "network" / "images"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "x.png").write_bytes(data)
        return Project(tmp_path), Image(file="x.png", alt="X")

    return make


def saved(image: Pillow.Image, form: str = "PNG", **options: object) -> bytes:
    """The bytes of a picture."""
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def rules(made: tuple[Project, Image]) -> list[str]:
    """The rules that a picture breaks."""
    return [rule.code for rule, _, _ in image_problems(*made)]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_three_sorts_of_pictures_are_used(entry: Make, form: str, mode: str) -> None:
    """Whatever the ending says, the content decides; what comes out is WebP."""
    kept = "RGB" if form == "JPEG" and mode in {"RGBA", "P"} else mode  # JPEG has no other
    made = entry(saved(Pillow.new(kept, (40, 20)), form))
    assert rules(made) == []
    found = picture(*made)
    assert found is not None
    opened = Pillow.open(io.BytesIO(found.data))
    assert (opened.format, opened.size) == ("WEBP", (40, 20))
    assert found.name.endswith(".webp")


def test_nothing_but_pixels_is_published(entry: Make) -> None:
    """Comments, texts, profiles and times of the camera are gone."""
    facts = Pillow.Exif()
    facts[0x010F] = "SecretCamera"
    facts[0x0132] = "2026:01:01 00:00:00"
    notes = PngInfo()
    notes.add_text("Author", "Wren Alder")
    for data in (
        saved(Pillow.new("RGB", (8, 8)), exif=facts, pnginfo=notes),
        saved(Pillow.new("RGB", (8, 8)), "JPEG", exif=facts, comment=b"Wren Alder"),
    ):
        found = picture(*entry(data + b"Wren Alder"))
        assert found is not None
        for secret in (b"SecretCamera", b"Wren", b"2026:01", b"Exif"):
            assert secret not in found.data


def test_a_picture_is_turned_upright_and_made_small(entry: Make) -> None:
    """The camera's note on how it was held is followed; 1200 pixels are wide enough."""
    facts = Pillow.Exif()
    facts[0x0112] = 6  # turned by a quarter
    found = picture(*entry(saved(Pillow.new("RGB", (2000, 3000)), "JPEG", exif=facts)))
    assert found is not None
    assert (found.width, found.height) == (1200, 800)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(30),
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0" + bytes(20),
        b"MZ" + bytes(100),
    ],
)
def test_what_is_no_picture_is_refused(entry: Make, data: bytes) -> None:
    """Broken files, drawings that can hold programs and other formats."""
    made = entry(data)
    assert rules(made) == ["invalid-image"]
    assert picture(*made) is None


def test_moving_pictures_are_refused(entry: Make) -> None:
    """They distract, and cost data."""
    frames = [Pillow.new("RGB", (8, 8), (shade, 0, 0)) for shade in (0, 100, 200)]
    for form in ("WEBP", "PNG"):
        data = saved(frames[0], form, save_all=True, append_images=frames[1:])
        assert rules(entry(data)) == ["invalid-image"]


def test_a_bomb_of_pixels_is_not_opened(entry: Make) -> None:
    """A file of a few bytes that unfolds to gigabytes is refused by its head."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    data = (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )
    body = b"IDAT" + zlib.compress(bytes(1000))
    data += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    assert rules(entry(data)) == ["invalid-image"]


def test_a_place_in_the_file_is_an_error(entry: Make) -> None:
    """In every sort of file that can hold one."""
    facts = Pillow.Exif()
    facts.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    words = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><i exif:GPSLatitude="51,30N"/></x:xmpmeta>'
    for form in ("JPEG", "PNG", "WEBP"):
        made = entry(saved(Pillow.new("RGB", (8, 8)), form, exif=facts.tobytes()))
        assert rules(made) == ["image-carries-location"], form
    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", words.decode())
    for data in (
        saved(Pillow.new("RGB", (8, 8)), "JPEG", xmp=words),
        saved(Pillow.new("RGB", (8, 8)), "WEBP", xmp=words),
        saved(Pillow.new("RGB", (8, 8)), pnginfo=notes),
    ):
        assert rules(entry(data)) == ["image-carries-location"]


def test_large_files_are_refused(entry: Make) -> None:
    """Four megabytes are the limit."""
    assert rules(entry(saved(Pillow.new("RGB", (8, 8))) + bytes(4 * 1024 * 1024))) == [
        "invalid-image"
    ]


def test_the_same_pixels_have_the_same_name(entry: Make) -> None:
    """The name comes from the content, so browsers may keep it for ever."""
    one = picture(*entry(saved(Pillow.new("RGB", (8, 8), (1, 2, 3)))))
    two = picture(*entry(saved(Pillow.new("RGB", (8, 8), (1, 2, 3)), compress_level=0)))
    other = picture(*entry(saved(Pillow.new("RGB", (8, 8), (200, 2, 3)))))
    assert one is not None
    assert two is not None
    assert other is not None
    assert one.name == two.name
    assert one.name != other.name


def test_a_picture_that_is_all_length_is_not_opened(entry: Make) -> None:
    """A strip of a pixel by millions takes gigabytes to make small."""
    assert rules(entry(saved(Pillow.new("L", (1, 20_001)), "PNG"))) == ["invalid-image"]
    assert rules(entry(saved(Pillow.new("L", (1, 20_000)), "PNG"))) == []
