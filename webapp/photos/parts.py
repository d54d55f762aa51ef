"""Counts what stands around a picture in its file, before a decoder opens it and keeps all of that.

An empty part takes four bytes in a JPEG and more than a hundred in memory, a figure of a TIFF two
and fifty: twenty megabytes without a picture worth looking at took seven hundred.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from webapp.photos.segments import NotWhole, next_marker, segment_length

# A PNG has its picture in thousands of parts, of 8 kB each; anything else a few dozens.
_MOST_PARTS = 50_000
# Depth maps and sketches of phones take some megabytes. Of a TIFF only its figures count: layers
# of Photoshop are bytes, of which a decoder keeps no more than there are.
_MOST_BYTES_AROUND = 16 * 1024 * 1024
_MOST_BYTES_OF_FIGURES = 2 * 1024 * 1024

_PNG = b"\x89PNG\r\n\x1a\n"
_TIFF = (b"II", b"MM")
_BIG = 43
_NO_END = 2**32
_SCAN = 0xDA
_WITHOUT_LENGTH = frozenset((0x01, 0xC8, 0xD8, 0xD9, *range(0xF0, 0xFE)))
_EXIF = 0xE1, b"Exif\0\0"
_OF_THE_PICTURE = frozenset((b"IDAT", b"fdAT", b"VP8 ", b"VP8L", b"ALPH", b"ANMF"))
_OF_FIGURES = frozenset((b"eXIf", b"EXIF"))
# How long one figure is, by its kind; bytes and letters (1, 2, 7) stay together.
_FIGURE_LENGTHS = {3: 2, 4: 4, 5: 8, 6: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8,
                   18: 8}  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """How many bytes of it a decoder keeps, and of how many of them it makes figures."""

    kept: int = 0
    figures: int = 0


def is_overladen(source: BinaryIO) -> bool:
    """Whether a decoder would need far more memory for what stands around the picture than for it.

    Reads the heads of the parts alone, and leaves `source` at its beginning.
    """
    count = kept = figures = 0
    try:
        for part in _parts(source):
            count, kept, figures = count + 1, kept + part.kept, figures + part.figures
            if count > _MOST_PARTS or kept > _MOST_BYTES_AROUND:
                return True
            if figures > _MOST_BYTES_OF_FIGURES:
                return True
    except (NotWhole, struct.error):  # it breaks off; what that means, its decoder says
        return False
    finally:
        source.seek(0)
    return False


def _parts(source: BinaryIO) -> Iterator[_Part]:
    source.seek(0)
    head = source.read(16)
    if head.startswith(b"\xff\xd8"):
        return _of_jpeg(source)
    if head.startswith(_PNG):
        return _chunks(source, len(_PNG), _NO_END, ">I4s")
    if head[:4] == b"RIFF":
        return _chunks(source, 12, 8 + int.from_bytes(head[4:8], "little"), "<4sI")
    return _of_tiff(source, head) if head.startswith(_TIFF) else iter(())


def _of_jpeg(source: BinaryIO) -> Iterator[_Part]:
    """Up to its first scan, as decoders read it: what is no segment is passed by."""
    at = 2
    while True:
        at, code = next_marker(source, at)
        if code == _SCAN:
            return
        if code in _WITHOUT_LENGTH:
            at += 2
            yield _Part()
            continue
        length = segment_length(source, at)
        is_exif = (code, source.read(len(_EXIF[1]))) == _EXIF
        yield _Part(length, length if is_exif else 0)
        at += 2 + length


def _chunks(source: BinaryIO, at: int, end: int, layout: str) -> Iterator[_Part]:
    """Of a PNG or a WebP: a name, a length, and a checksum behind, or what makes it even."""
    while at < end:
        source.seek(at)
        head = source.read(8)
        if len(head) < 8:  # noqa: PLR2004 - a name and a length
            return
        first, second = struct.unpack(layout, head)
        name, length = (first, second) if isinstance(first, bytes) else (second, first)
        if name == b"IEND":
            return
        kept = 0 if name in _OF_THE_PICTURE else length
        yield _Part(kept, length if name in _OF_FIGURES else 0)
        at += 8 + length + (4 if layout.startswith(">") else length % 2)


def _of_tiff(source: BinaryIO, head: bytes) -> Iterator[_Part]:
    """The entries of its first picture."""
    order = "<" if head[:2] == b"II" else ">"
    is_big = head[2] == _BIG
    place, count, entry = ("8xQ", "Q", "HHQ8x") if is_big else ("4xI", "H", "HHI4x")
    (at,) = struct.unpack_from(order + place, head)
    source.seek(min(at, 2**63 - 1))
    (entries,) = struct.unpack(order + count, source.read(struct.calcsize(order + count)))
    for _entry in range(entries):
        _tag, kind, figures = struct.unpack(order + entry, source.read(20 if is_big else 12))
        yield _Part(figures=figures * _FIGURE_LENGTHS.get(kind, 0))
