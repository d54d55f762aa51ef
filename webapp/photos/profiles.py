"""Writes a colour profile anew: the figures that colours are worked out by, and nothing else.

Profiles are made for a monitor or a camera and say whose, which and when; programs add tags of
their own. Left out is whatever no decoder needs, and the name is one that thousands have.
"""

import struct
from dataclasses import dataclass

_HEAD = 128
_ENTRY = 12
_MOST_TAGS = 100
# Of presses a megabyte or three, of cameras and screens a few thousand bytes.
MOST_BYTES = 4 * 1024 * 1024
_SIGNATURE = slice(36, 40)
# Matrix and curves, white and black, tables from and to the device, and coded colours (HDR).
_COLOURS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 cicp".split()
)
_FIGURES = frozenset((b"XYZ ", b"curv", b"para", b"sf32", b"mft1", b"mft2", b"mAB ", b"mBA ",
                      b"cicp"))  # fmt: skip
# Of the head: version, class, colours, connection (8-24), signature (36-40), intent and white
# (64-80). Not: who made it for which device, when, with which program.
_KEPT_OF_HEAD = ((8, 24), (36, 40), (64, 80))
_NAMES = ("sRGB IEC61966-2.1", "Adobe RGB (1998)", "Display P3", "ProPhoto RGB", "eciRGB v2")
_NO_NAME = "Colours"
_FREE = "None"


@dataclass(frozen=True)
class _Tag:
    name: bytes
    content: bytes


def bare_profile(profile: bytes | None) -> bytes | None:
    """The same colours without a word about anybody; None where it is no ICC profile.

    Longer than what is given by a few hundred bytes at most, whatever that says of itself.
    """
    if not profile or len(profile) > MOST_BYTES or profile[_SIGNATURE] != b"acsp":
        return None
    try:
        tags = _tags(profile)
    except struct.error:
        return None
    kept = [each for each in tags if each.name in _COLOURS and each.content[:4] in _FIGURES]
    if not kept:
        return None
    is_old = profile[8] < 4  # noqa: PLR2004 - the version says how words are written
    words = _old_words if is_old else _words
    return _written(profile, [
        _Tag(b"desc", words(b"desc", _known_name(tags))), _Tag(b"cprt", words(b"text", _FREE)),
        *kept,
    ])  # fmt: skip


def _tags(profile: bytes) -> list[_Tag]:
    """The first of each name; none where there are too many, or they lie over one another.

    Curves are shared as a whole: then they are counted once, as they are written once.
    """
    (count,) = struct.unpack_from(">I", profile, _HEAD)
    if count > _MOST_TAGS:
        return []
    places = dict[bytes, tuple[int, int]]()
    for number in range(count):
        name, at, size = struct.unpack_from(">4sII", profile, _HEAD + 4 + number * _ENTRY)
        if at + size <= len(profile):
            places.setdefault(name, (at, size))
    if sum(size for _at, size in set(places.values())) > len(profile):
        return []
    return [_Tag(name, profile[at : at + size]) for name, (at, size) in places.items()]


def _known_name(tags: list[_Tag]) -> str:
    said = b"".join(each.content for each in tags if each.name == b"desc")
    known = (name for name in _NAMES if name.encode() in said or name.encode("utf-16-be") in said)
    return next(known, _NO_NAME)


def _written(profile: bytes, tags: list[_Tag]) -> bytes:
    head = bytearray(_HEAD)
    for start, end in _KEPT_OF_HEAD:
        head[start:end] = profile[start:end]
    table, body = struct.pack(">I", len(tags)), b""
    start, written = _HEAD + 4 + len(tags) * _ENTRY, dict[bytes, int]()
    for tag in tags:
        at = written.setdefault(tag.content, start + len(body))  # curves are shared
        if at == start + len(body):
            body += tag.content + bytes(-len(tag.content) % 4)
        table += struct.pack(">4sII", tag.name, at, len(tag.content))
    head[:4] = struct.pack(">I", start + len(body))
    return bytes(head) + table + body


def _words(_kind: bytes, text: str) -> bytes:
    """As version 4 writes them: one language, in two bytes a letter."""
    content = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">III2s2sII", 0, 1, 12, b"en", b"US", len(content), 28) + content


def _old_words(kind: bytes, text: str) -> bytes:
    """As version 2 writes them: names three times, of which the first is enough."""
    content = text.encode() + b"\0"
    if kind == b"text":
        return b"text" + bytes(4) + content
    no_other_scripts = bytes(4 + 4 + 2 + 1 + 67)
    return b"desc" + struct.pack(">II", 0, len(content)) + content + no_other_scripts
