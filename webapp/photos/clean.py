"""The file of a picture for whoever bought it: full size, and nothing in it but the picture.

A JPEG keeps its very pixels; whatever else was uploaded is written as a JPEG, upright.
"""

import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from PIL import Image

from webapp.photos.colours import to_srgb
from webapp.photos.decoding import open_picture, orientation, profile_in
from webapp.photos.deriving import TURNS
from webapp.photos.keys import original_key
from webapp.photos.profiles import bare_profile
from webapp.photos.segments import Bare, NotWhole, stream, take_apart
from webapp.photos.store import PhotoStore

_QUALITY = 95
_KEPT_AS_THEY_ARE = ("L", "RGB", "CMYK")
_DECODING = threading.Lock()


class Damaged(Exception):
    """The original can't be read to its end."""


@dataclass(frozen=True)
class CleanFile:
    """A JPEG to be sent, its `size` in bytes known; `close` when it was, or will not be."""

    bare: Bare
    _open: Callable[[], BinaryIO]
    close: Callable[[], None]

    @property
    def size(self) -> int:
        """How many bytes `chunks` gives."""
        return self.bare.size

    def chunks(self) -> Iterator[bytes]:
        """The bytes, a megabyte at a time at most."""
        with self._open() as source:
            yield from stream(source, self.bare)


def clean_file(store: PhotoStore, photo_id: str) -> CleanFile:
    """The clean file of a picture. Raises FileNotFoundError, and Damaged."""
    key = original_key(photo_id)
    with store.open(key) as source:
        try:
            return CleanFile(_bare(source), lambda: store.open(key), lambda: None)
        except NotWhole:  # no JPEG, or one that only a decoder understands
            pass
    with store.local(key) as path:
        rewritten = _as_jpeg(path)
    return CleanFile(take_apart(rewritten), lambda: rewritten, rewritten.close)


def _bare(source: BinaryIO) -> Bare:
    if source.read(2) != b"\xff\xd8":
        raise NotWhole
    source.seek(0)
    try:
        picture = open_picture(source)
    except Exception as fault:
        raise NotWhole from fault
    return take_apart(source, orientation=orientation(picture))


def _as_jpeg(path: Path) -> BinaryIO:
    """The picture as a JPEG in a file that is gone once closed; decoding needs much memory, so
    one at a time."""
    file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - closed by who sends it
    try:
        with _DECODING, open_picture(path) as picture:
            turn = orientation(picture)
            picture.load()
            flat, profile = _flat(picture)
            upright = flat.transpose(TURNS[turn]) if turn in TURNS else flat
            upright.info.clear()  # comments would be written along, or not fit
            upright.save(file, "JPEG", quality=_QUALITY, icc_profile=profile)
    except FileNotFoundError:
        file.close()
        raise
    except Exception as fault:  # decoders of damaged files raise nearly anything
        file.close()
        raise Damaged from fault
    return file


def _flat(picture: Image.Image) -> tuple[Image.Image, bytes | None]:
    """In a mode that a JPEG can have, with the profile that its colours are meant by."""
    profile = profile_in(picture)
    if picture.mode in _KEPT_AS_THEY_ARE and not picture.has_transparency_data:
        return picture, bare_profile(profile)
    return to_srgb(picture, profile), None
