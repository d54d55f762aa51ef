"""Makes the pictures that the tests need, good and bad ones."""

import io
import struct
import zlib
from itertools import count

from PIL import Image

QUADRANTS = {"top left": "red", "top right": "lime", "bottom left": "blue", "bottom right": "white"}
_TURNS_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
_numbers = count(1)


def four_colours(width: int = 1200, height: int = 800) -> Image.Image:
    """Upright: red, lime above; blue, white below."""
    picture = Image.new("RGB", (width, height), "white")
    half = (width // 2, height // 2)
    picture.paste("red", (0, 0, *half))
    picture.paste("lime", (half[0], 0, width, half[1]))
    picture.paste("blue", (0, half[1], half[0], height))
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def a_jpeg(width: int = 300, height: int = 200, colour: str = "teal") -> bytes:
    """A picture of its own each time, always of the same length: a job takes none twice."""
    picture = Image.new("RGB", (width, height), colour)
    return saved(picture, quality=90, comment=f"{next(_numbers):08d}")


def held_as(orientation: int, kind: str = "JPEG") -> bytes:
    """What a camera writes that was held so that people must turn the picture to see it."""
    picture = four_colours()
    if orientation in _TURNS_BACK:
        picture = picture.transpose(_TURNS_BACK[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(picture, kind, exif=exif.tobytes())


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that unfold to width × height pixels."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"x") + _chunk(b"IEND")


def webp_that_claims(width: int, height: int) -> bytes:
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4)
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + bytes(100)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def colours_of(webp: bytes) -> list[tuple[int, int, int]]:
    """The colours in the middles of the four quadrants, reading order."""
    picture = Image.open(io.BytesIO(webp)).convert("RGB")
    across, down = picture.width // 4, picture.height // 4
    middles = [(across, down), (3 * across, down), (across, 3 * down), (3 * across, 3 * down)]
    return [picture.getpixel(middle) for middle in middles]  # type: ignore[misc]


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum
