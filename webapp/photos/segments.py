"""Takes a JPEG apart: what shows the picture is kept as it is, everything else is left out.

Left out are EXIF, GPS, XMP, IPTC, comments, thumbnails, pictures behind the first one, and whatever
follows its end; of the colour profile its figures stay. Nothing is decoded, so nothing of the
picture is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from webapp.photos.profiles import MOST_BYTES, bare_profile

CHUNK = 1024 * 1024
_FIRST_LOOK = 4096
_MOST_SEGMENTS = 5000
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_JFIF, _ICC, _ADOBE = 0xE0, 0xE2, 0xEE
# Frames and their tables, other tables, scans.
_SHOWING = frozenset((*range(0xC0, 0xD0), *range(0xDB, 0xE0), _SCAN))
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_JFIF_LENGTH = 14
_ADOBE_LENGTH = 12
_NO_THUMBNAIL = b"\x00\x00"
_PROFILE = b"ICC_PROFILE\0"
_MOST_OF_PROFILE = 65_519  # bytes in one segment, beside its number and how many there are
_MOST_PARTS = 255


class NotWhole(Exception):
    """The bytes are no whole JPEG that could be taken apart."""


@dataclass(frozen=True)
class Span:
    """Bytes of the original that stay as they are."""

    start: int
    length: int


@dataclass(frozen=True)
class PartOfProfile:
    """Where a segment holds a part of a colour profile; `numbers`: which, and of how many."""

    numbers: bytes
    place: Span


Piece = bytes | Span


@dataclass(frozen=True)
class Bare:
    """A JPEG that shows the same picture and says nothing else; `size` in bytes."""

    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """How long the file is that `stream` gives."""
        return sum(len(each) if isinstance(each, bytes) else each.length for each in self.pieces)


def take_apart(source: BinaryIO, *, orientation: int = 1) -> Bare:
    """What to send of a JPEG; `orientation` (1 to 8) is all that is said of it. Raises NotWhole.

    Reads the file once, in chunks; longer than the file by a few hundred bytes at most, whatever
    its bytes are.
    """
    source.seek(0)
    if source.read(2) != bytes((0xFF, _START)):
        raise NotWhole
    pieces: list[Piece] = [bytes((0xFF, _START))]
    parts: list[PartOfProfile] = []
    for number, found in enumerate(_segments(source)):
        if number > _MOST_SEGMENTS:
            raise NotWhole
        parts += [each for each in found if isinstance(each, PartOfProfile)]
        pieces += [each for each in found if not isinstance(each, PartOfProfile)]
    head = [_only_orientation(orientation)] if orientation != 1 else []
    at = _after_jfif(pieces)
    pieces[at:at] = head + _profile_segments(source, parts)
    return Bare(tuple(pieces))


def stream(source: BinaryIO, bare: Bare) -> Iterator[bytes]:
    """The file in chunks of at most a megabyte. Raises NotWhole if `source` is shorter now."""
    for piece in bare.pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        source.seek(piece.start)
        left = piece.length
        while left:
            chunk = source.read(min(CHUNK, left))
            if not chunk:
                raise NotWhole
            left -= len(chunk)
            yield chunk


def _segments(source: BinaryIO) -> Iterator[list[Piece | PartOfProfile]]:
    """What is kept of each segment, up to the end of the picture."""
    at = 2
    while True:
        at, code = next_marker(source, at)
        if code == _END:
            yield [bytes((0xFF, _END))]
            return
        if code == _START:
            raise NotWhole
        start, at = at, at + 2 + segment_length(source, at)
        yield _kept(source, code, start, at)
        if code == _SCAN:
            end, _code = next_marker(source, at)
            yield [Span(at, end - at)]
            at = end


def next_marker(source: BinaryIO, at: int) -> tuple[int, int]:
    """Where the next marker stands at or after `at`, and which; restarts belong to their scan."""
    source.seek(at)
    tail, size = b"", _FIRST_LOOK
    while chunk := source.read(size):
        found = _MARKER.search(tail + chunk)
        if found:
            return at - len(tail) + found.start(), found.group()[1]
        at += len(chunk)
        tail, size = chunk[-1:], CHUNK
    raise NotWhole


def segment_length(source: BinaryIO, at: int) -> int:
    """How long the segment behind this marker is, with the two bytes that say so."""
    source.seek(at + 2)
    said = source.read(2)
    length = int.from_bytes(said, "big")
    if len(said) != 2 or length < 2:  # noqa: PLR2004 - two bytes
        raise NotWhole
    return length


def _kept(source: BinaryIO, code: int, start: int, end: int) -> list[Piece | PartOfProfile]:
    """What stays of one segment: of those of programs, only what decoding needs."""
    if code in _SHOWING:
        return [Span(start, end - start)]
    if code not in (_JFIF, _ICC, _ADOBE):
        return []
    source.seek(start + 4)
    content = source.read(min(_JFIF_LENGTH, end - start - 4))
    if code == _ICC and content.startswith(_PROFILE):
        place = Span(start + 4 + len(content), end - start - 4 - len(content))
        return [PartOfProfile(content[len(_PROFILE) :], place)]
    if code == _JFIF and content.startswith(b"JFIF\0") and len(content) == _JFIF_LENGTH:
        return [_segment(code, content[: _JFIF_LENGTH - 2] + _NO_THUMBNAIL)]
    if code == _ADOBE and content.startswith(b"Adobe") and len(content) >= _ADOBE_LENGTH:
        return [_segment(code, content[:_ADOBE_LENGTH])]
    return []


def _profile_segments(source: BinaryIO, parts: list[PartOfProfile]) -> list[Piece]:
    """The profile without its words, in as many segments as it needs; a broken one is left out."""
    profile = bare_profile(_put_together(source, parts))
    if profile is None:
        return []
    pieces = [profile[at : at + _MOST_OF_PROFILE]
              for at in range(0, len(profile), _MOST_OF_PROFILE)]  # fmt: skip
    return [
        _segment(_ICC, _PROFILE + bytes((number, len(pieces))) + piece)
        for number, piece in enumerate(pieces, start=1)
    ]


def _put_together(source: BinaryIO, parts: list[PartOfProfile]) -> bytes | None:
    """As decoders do: each part once, none missing; None where it is otherwise, or too long."""
    if len(parts) > _MOST_PARTS or sum(each.place.length for each in parts) > MOST_BYTES:
        return None
    ordered = sorted(parts, key=lambda each: each.numbers)
    awaited = [bytes((number, len(parts))) for number in range(1, len(parts) + 1)]
    if [each.numbers for each in ordered] != awaited:
        return None
    whole = b""
    for each in ordered:
        source.seek(each.place.start)
        whole += source.read(each.place.length)
    return whole


def _segment(code: int, content: bytes) -> bytes:
    return bytes((0xFF, code)) + (len(content) + 2).to_bytes(2, "big") + content


def _after_jfif(pieces: list[Piece]) -> int:
    first = pieces[1] if len(pieces) > 1 else b""
    is_jfif = isinstance(first, bytes) and first[1:2] == bytes((_JFIF,))
    return 2 if is_jfif else 1


def _only_orientation(orientation: int) -> bytes:
    """An EXIF segment with one entry: how the picture is to be turned."""
    head = b"MM\0*" + (8).to_bytes(4, "big")
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2, "big") + b"\0\0"
    return _segment(0xE1, b"Exif\0\0" + head + b"\x00\x01" + entry + bytes(4))
