"""Decides whether an uploaded file is a picture that can be kept, by decoding and never by name."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from PIL import Image, TiffImagePlugin

from webapp.domain.uploads import Twin
from webapp.photos.decoding import (
    NotAPictureError,
    TooManyPixelsError,
    begins_like_a_picture,
    open_picture,
    upright_size,
)
from webapp.photos.parts import is_overladen

MOST_BYTES = 60 * 1000 * 1000
FEWEST_PIXELS = 16  # along each edge
_MOST_SCANS = 100
# Larger ones are decoded by the worker alone, in a process with a limit: 34 bytes can unfold to
# two gigabytes.
_MOST_PIXELS_OF_WEBP = 24_000_000
_SCAN_MARKER = b"\xff\xda"
_CHUNK = 1024 * 1024
_RIFF_HEAD = 8
_DECODING = threading.Lock()
_MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with further pictures behind the first, as phones make it
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
}


class Reason(StrEnum):
    """Why a file was refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    RAW = "raw"
    TOO_SMALL = "too_small"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"
    QUOTA_FULL = "quota_full"
    STORE_FULL = "store_full"
    STORE_DOWN = "store_down"
    ALBUM_GONE = "album_gone"
    NOT_READABLE = "not_readable"
    DUPLICATE = "duplicate"


class Refused(Exception):
    """A file that is not kept; `missing_bytes` says by how much a quota is exceeded, `twin` where
    the same picture is already."""

    def __init__(self, reason: Reason, *, missing_bytes: int = 0, twin: Twin | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.missing_bytes = missing_bytes
        self.twin = twin


@dataclass(frozen=True)
class PictureFacts:
    """What is known of a good file: pixels of the upright picture, kind, length in bytes."""

    width: int
    height: int
    media_type: str
    size: int


def check_picture(source: BinaryIO) -> PictureFacts:
    """The facts of a whole, readable picture of at most 60 MB and 120 megapixels.

    Leaves `source` at its beginning. Raises Refused.
    """
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    if size == 0:
        raise Refused(Reason.EMPTY)
    if size > MOST_BYTES:
        raise Refused(Reason.TOO_LARGE)
    if is_overladen(source):
        raise Refused(Reason.DAMAGED)
    try:
        facts = _facts(source, size)
    finally:
        source.seek(0)
    return facts


def _facts(source: BinaryIO, size: int) -> PictureFacts:
    picture = _opened(source)
    width, height = upright_size(picture)
    kind = picture.format or ""
    if min(width, height) < FEWEST_PIXELS:
        raise Refused(Reason.TOO_SMALL)
    with _damage_refused():
        _look_through(picture, source, size)
    return PictureFacts(width, height, _MEDIA_TYPES[kind], size)


def _opened(source: BinaryIO) -> Image.Image:
    try:
        return open_picture(source)
    except NotAPictureError as fault:
        known = begins_like_a_picture(source)
        raise Refused(Reason.DAMAGED if known else Reason.NOT_A_PICTURE) from fault
    except TooManyPixelsError as fault:
        raise Refused(Reason.TOO_MANY_PIXELS) from fault


@contextmanager
def _damage_refused() -> Iterator[None]:
    """Decoders of damaged files raise nearly anything; all of it means the same to us."""
    try:
        yield
    except Refused:
        raise
    except Exception as fault:
        raise Refused(Reason.DAMAGED) from fault


def _look_through(picture: Image.Image, source: BinaryIO, size: int) -> None:
    """Reads the file to its end; of a JPEG or PNG with little memory, however many pixels."""
    match picture.format:
        case "JPEG" | "MPO":
            _refuse_many_scans(source)
            picture.draft(None, (picture.width // 8, picture.height // 8))
            picture.load()
        case "PNG":
            picture.verify()
        case "TIFF":
            _refuse_missing_strips(picture, size)
            _decode_wholly(picture)
        case _:
            _refuse_short_riff(source, size)
            if picture.width * picture.height <= _MOST_PIXELS_OF_WEBP:
                _decode_wholly(picture)


def _decode_wholly(picture: Image.Image) -> None:
    """Only its pixels tell whether such a file is good; they need much memory, so one at a time."""
    with _DECODING:
        picture.load()


def _refuse_many_scans(source: BinaryIO) -> None:
    """A small progressive JPEG can ask for thousands of passes over all its pixels."""
    source.seek(0)
    found, end = 0, b""
    while chunk := source.read(_CHUNK):
        found += (end + chunk).count(_SCAN_MARKER)
        if found > _MOST_SCANS:
            raise Refused(Reason.DAMAGED)
        end = chunk[-1:]


def _refuse_missing_strips(picture: Image.Image, size: int) -> None:
    tags = picture.tag_v2  # type: ignore[attr-defined]
    offsets = tags.get(TiffImagePlugin.STRIPOFFSETS) or tags.get(TiffImagePlugin.TILEOFFSETS)
    counts = tags.get(TiffImagePlugin.STRIPBYTECOUNTS) or tags.get(TiffImagePlugin.TILEBYTECOUNTS)
    if not offsets or not counts or len(offsets) != len(counts):
        raise Refused(Reason.DAMAGED)
    if max(at + count for at, count in zip(offsets, counts, strict=True)) > size:
        raise Refused(Reason.DAMAGED)


def _refuse_short_riff(source: BinaryIO, size: int) -> None:
    source.seek(4)
    promised = int.from_bytes(source.read(4), "little") + _RIFF_HEAD
    if promised > size:
        raise Refused(Reason.DAMAGED)
