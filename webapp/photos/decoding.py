"""Opens a picture of the four kinds a camera or a lab delivers, and nothing else."""

import struct
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from webapp.photos.profiles import MOST_BYTES

MOST_PIXELS = 120_000_000
ORIENTATION_TAG = 0x0112
_TURNED_A_QUARTER = (5, 6, 7, 8)
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_FIRST_BYTES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_WEBP_HEAD = 30

# We look at the size ourselves, before anything is decoded, and refuse at one limit.
Image.MAX_IMAGE_PIXELS = None


class NotAPictureError(Exception):
    """The bytes are no JPEG, PNG, TIFF or WebP picture."""


class TooManyPixelsError(Exception):
    """The picture says of itself that it has more than 120 megapixels."""


def open_picture(source: BinaryIO | Path) -> Image.Image:
    """A picture whose head has been read and whose pixels have not been decoded.

    Raises NotAPictureError or TooManyPixelsError.
    """
    try:
        _refuse_huge_webp(source)
        picture = Image.open(source, formats=_FORMATS)
    except FileNotFoundError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as fault:
        raise NotAPictureError from fault
    if picture.width * picture.height > MOST_PIXELS:
        if isinstance(source, Path):
            picture.close()
        raise TooManyPixelsError
    return picture


def begins_like_a_picture(source: BinaryIO) -> bool:
    """Whether the first bytes are those of a picture, even if the rest cannot be read."""
    head = _head(source)
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith(_FIRST_BYTES)


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height in pixels as people will see it, known from the head alone."""
    if orientation(picture) in _TURNED_A_QUARTER:
        return picture.height, picture.width
    return picture.width, picture.height


def orientation(picture: Image.Image) -> int:
    """How the camera was held, 1 to 8 as EXIF counts; 1 where nothing (or nonsense) is said."""
    if picture.format == "TIFF":  # Pillow has turned it already
        return 1
    if picture.format == "PNG" and "exif" not in picture.info:  # asking would decode all of it
        return 1
    try:
        value = picture.getexif().get(ORIENTATION_TAG, 1)
    except (OSError, ValueError, SyntaxError, struct.error):
        return 1
    return int(value) if value in range(1, 9) else 1  # it may stand there as 6.0, or as 6/1


def profile_in(picture: Image.Image) -> bytes | None:
    """The colour profile in it; None where there is none, or none that could be one."""
    profile = picture.info.get("icc_profile")
    return profile if isinstance(profile, bytes) and len(profile) <= MOST_BYTES else None


def _refuse_huge_webp(source: BinaryIO | Path) -> None:
    """The WebP decoder reserves memory for all pixels as it opens; so its head is read before."""
    head = _head(source)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < _WEBP_HEAD:
        return
    width, height = _webp_size(head)
    if width * height > MOST_PIXELS:
        raise TooManyPixelsError


def _head(source: BinaryIO | Path) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(_WEBP_HEAD)
    source.seek(0)
    head = source.read(_WEBP_HEAD)
    source.seek(0)
    return head


def _webp_size(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return (
            int.from_bytes(head[24:27], "little") + 1,
            int.from_bytes(head[27:30], "little") + 1,
        )
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF
